"""The library's verbs: load, create, up, attach, validate, test, down. `import netwright` exports them.

    network = load_topology("topology.yml", device="bird")       Network; InputError lists every mistake
    create(network, "out")                                       writes the network and all device files
    with up("topology.yml") as lab:                              RunningLab
        lab.run("r1", "ping -c 1 r3"), lab.exec("r*", "ip route"), lab.validate(), lab.set_link("r1", "eth1", False)
    draw(network, "bgp", engine="d2"), save_drawing(network, "bgp.svg", "bgp")      diagrams: text, files, images
    show(network, "bgp")                                         a diagram that Jupyter shows
    attach("bird-rr")                                            a lab started before
    test(["a.yml", "b.yml"], jobs=2)                             up, check, down; one result a topology
    lint_topology("topology.yml")                                what runs but smells: problems with places
    lint_resources({"parent": ["parent/"], "red": ["red.yml"]})  the same in resources of Kubernetes clusters
    new_topology("isp", "lab.yml", cores=6)                      writes a commented topology to start from
    topology_schema()                                            the format as a JSON Schema, for editors
    build_image("frr:10"), list_images(), remove_image("frr:10")      root file systems of nodes
    check_resources(["calico/"]), render_resources(["calico/"], dialect="bird1")    a Kubernetes cluster without a lab
    cluster_manifests("topology.yml", "out")                     what to apply to real clusters
    report(network, "addressing", "html")                        tables of a network as text; `report_data`: typed
    export(network, "containerlab", "out")                       files of other tools

Composes the rooms below. Must not: print, parse arguments, end the process.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .applying import ChangeReport as ChangeReport
    from .applying import apply as apply
    from .batch import TopologyResult as TopologyResult
    from .batch import test as test
    from .building import build_image as build_image
    from .building import list_images as list_images
    from .building import remove_image as remove_image
    from .clusters import check_resources as check_resources
    from .clusters import render_resources as render_resources
    from .creation import CreatedLab as CreatedLab
    from .creation import create as create
    from .drawing import draw as draw
    from .drawing import save_drawing as save_drawing
    from .exporting import Exported as Exported
    from .exporting import export as export
    from .linting import lint_resources as lint_resources
    from .linting import lint_topology as lint_topology
    from .live import live_network as live_network
    from .live import live_picture as live_picture
    from .loading import load_topology as load_topology
    from .manifests import WrittenManifests as WrittenManifests
    from .manifests import cluster_manifests as cluster_manifests
    from .notebook import Shown as Shown
    from .notebook import show as show
    from .observer import Quiet as Quiet
    from .reporting import report as report
    from .reporting import report_data as report_data
    from .running import RunningLab as RunningLab
    from .running import attach as attach
    from .running import down as down
    from .running import status as status
    from .running import up as up
    from .running import validate as validate
    from .schemas import topology_schema as topology_schema
    from .selection import select as select
    from .starting_points import new_topology as new_topology

_PLACES = {
    "ChangeReport": "applying",
    "CreatedLab": "creation",
    "Exported": "exporting",
    "Quiet": "observer",
    "RunningLab": "running",
    "Shown": "notebook",
    "TopologyResult": "batch",
    "WrittenManifests": "manifests",
    "apply": "applying",
    "attach": "running",
    "build_image": "building",
    "check_resources": "clusters",
    "cluster_manifests": "manifests",
    "create": "creation",
    "down": "running",
    "draw": "drawing",
    "export": "exporting",
    "lint_resources": "linting",
    "lint_topology": "linting",
    "list_images": "building",
    "live_network": "live",
    "live_picture": "live",
    "load_topology": "loading",
    "new_topology": "starting_points",
    "remove_image": "building",
    "render_resources": "clusters",
    "report": "reporting",
    "report_data": "reporting",
    "save_drawing": "drawing",
    "topology_schema": "schemas",
    "select": "selection",
    "show": "notebook",
    "status": "running",
    "test": "batch",
    "up": "running",
    "validate": "running",
}

__all__ = [
    "ChangeReport",
    "CreatedLab",
    "Exported",
    "Quiet",
    "RunningLab",
    "Shown",
    "TopologyResult",
    "WrittenManifests",
    "apply",
    "attach",
    "build_image",
    "check_resources",
    "cluster_manifests",
    "create",
    "down",
    "draw",
    "export",
    "lint_resources",
    "lint_topology",
    "list_images",
    "live_network",
    "live_picture",
    "load_topology",
    "new_topology",
    "remove_image",
    "render_resources",
    "report",
    "report_data",
    "save_drawing",
    "select",
    "show",
    "status",
    "test",
    "topology_schema",
    "up",
    "validate",
]


def __getattr__(name: str) -> Any:
    """Load a verb when it is first used: importing Netwright costs nothing."""
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f".{_PLACES[name]}", __name__), name)
