"""Boxes of pictures: groups of the topology and autonomous systems.

Owns: which box a node is in. Must not: put nodes down.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..model import BgpInstance, Network
from ..schema.group_names import is_automatic
from .canvas import Canvas


def group_boxes(canvas: Canvas) -> dict[str, str]:
    """Box by node for the groups that shall be boxes; a node in two of them is a problem."""
    network, settings = canvas.network, canvas.settings
    chosen = own_groups(network) if settings.groups is True else [g for g in settings.groups if g in network.groups]
    found: dict[str, str] = {}
    for name in chosen:
        for member in network.groups[name].members:
            if member in found and canvas.shows(member):
                first = canvas.clusters[found[member]].label
                canvas.problems.error(
                    "overlapping-clusters",
                    f"node `{member}` is in two groups that are boxes of the diagram: `{first}` and `{name}`",
                    settings.groups_at,
                    "name groups without common members in `defaults.outputs.graph.groups`",
                )
            found.setdefault(member, canvas.cluster(f"group:{name}", name, "group"))
    return found


def own_groups(network: Network) -> list[str]:
    """Groups of nodes that the topology has itself: `all`, and those of devices and autonomous systems are made."""
    return [name for name, group in network.groups.items() if group.kind == "node" and not is_automatic(name)]


def as_box(canvas: Canvas, bgp: BgpInstance) -> str:
    """The box of an autonomous system, within that of its confederation."""
    id = f"as:{bgp.asn}"
    if id in canvas.clusters:
        return id
    parent = None
    if bgp.confederation is not None:
        identifier = bgp.confederation.identifier
        parent = canvas.cluster(f"confederation:{identifier}", f"Confederation AS {identifier}", "as")
    owners = [cluster.name for cluster in canvas.network.clusters.values() if cluster.as_number == bgp.asn]
    owner = owners[0] if len(owners) == 1 else None
    return canvas.cluster(id, _as_label(canvas.network, bgp.asn, owners), "as", parent, owner=owner)


def _as_label(network: Network, asn: int, clusters: Sequence[str]) -> str:
    """With the name it has, else with those of the Kubernetes clusters that are in it."""
    bgp: Any = network.settings.get("bgp")
    listed = bgp.get("as_list") if isinstance(bgp, Mapping) else None
    for key, data in listed.items() if isinstance(listed, Mapping) else ():
        if str(key) == str(asn) and isinstance(data, Mapping) and data.get("name"):
            return f"{data['name']} (AS {asn})"
    return f"{', '.join(clusters)} (AS {asn})" if clusters else f"AS {asn}"


def as_boxes(canvas: Canvas) -> dict[str, str]:
    """Box by node for every node that runs BGP."""
    return {node.name: as_box(canvas, node.bgp) for node in canvas.network.nodes.values() if node.bgp is not None}


def boxes(canvas: Canvas) -> dict[str, str]:
    """Groups when the settings name some, else autonomous systems, unless they are switched off."""
    if canvas.settings.groups:
        return group_boxes(canvas)
    return as_boxes(canvas) if canvas.settings.as_clusters else {}
