"""Export `containerlab`: a topology file, every node's configuration and a script that makes its network.

Owns: what lies where. Must not: write, run containerlab. Source: containerlab's manual and schema (see `clab_rules`).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from jinja2 import PackageLoader, Template

from ..errors import InputError, Problem
from ..model import NodePlan
from ..model.snippets import kept_files, snippet_mode, snippet_path
from ..render import environment
from ..render.documents import yaml_text
from .clab_check import violations
from .clab_daemons import PLACE, daemons_file, frr_daemons, start_lines
from .clab_images import TOOLS_IMAGE, ContainerImage, choose_image, dockerfile
from .clab_modules import kernel_modules
from .clab_setup import network_script
from .clab_wiring import switch_node, wire
from .model import Export, ExportFile, Source

FRR_CONF, FRR_DIRECTORY = "/etc/frr/frr.conf", "/etc/frr/"


def containerlab(source: Source) -> Export:
    """Everything `containerlab deploy` needs. Raises InputError for what containerlab refuses."""
    plan = source.plan
    nodes = {node.name: _Node(source, node) for node in plan.nodes}
    wiring = wire(plan)
    members: dict[str, Any] = {name: node.definition() for name, node in nodes.items()}
    members |= {switch.name: switch_node(switch, TOOLS_IMAGE) for switch in wiring.switches}
    kinds = {str(member["kind"]) for member in members.values()}
    topology: dict[str, Any] = {"kinds": {kind: {"network-mode": "none"} for kind in sorted(kinds)}, "nodes": members}
    if wiring.links:
        topology["links"] = wiring.links
    document = {"name": plan.name, "topology": topology}
    problems = [Problem("containerlab-invalid", f"containerlab does not take this: {v}") for v in violations(document)]
    if problems:
        raise InputError(problems)
    name = f"{plan.name}.clab.yml"
    files = [ExportFile(name, yaml_text(document)), ExportFile("hosts", plan.hosts)]
    for node in nodes.values():
        files += node.files()
    images = {node.image.name: node.image for node in nodes.values() if node.image.suite is not None}
    files += [ExportFile(f"{image.directory}/Dockerfile", dockerfile(image, source.tools)) for image in images.values()]
    files.append(ExportFile("README.md", _readme(source, name, list(images.values()))))
    return Export(format="containerlab", files=tuple(files), next_step=f"containerlab deploy -t {name}")


class _Node:
    """One node as containerlab has it."""

    def __init__(self, source: Source, planned: NodePlan) -> None:
        self.planned = planned
        self._base = f"nodes/{planned.name}"
        node = source.network.nodes[planned.name]
        self.image = choose_image(source, node, planned)
        self.is_frr_kind = source.frr_kind == "frr" and self.image.starts_daemons and planned.device == "frr"
        self._is_frr = any(daemon.package == "frr" for daemon in planned.daemons)

    def definition(self) -> dict[str, Any]:
        """The node's entry in `topology.nodes`."""
        data: dict[str, Any] = {"kind": "frr" if self.is_frr_kind else "linux", "image": self.image.name}
        if self.is_frr_kind:
            data["startup-config"] = f"{self._base}{FRR_CONF}"
            data["extras"] = {"frr": {"daemons": list(frr_daemons(self.planned) or ("staticd",))}}
        data["binds"] = [*self._binds()]
        data["exec"] = [f"sh {PLACE}/setup.sh"]
        return data

    def _binds(self) -> Iterator[str]:
        """The node's directory, the names of all nodes, and each file of its configuration."""
        yield f"{self._base}:{PLACE}:ro"
        yield "hosts:/etc/hosts:ro"
        for file in self.configuration():
            if not (self.is_frr_kind and file.path.startswith(f"{self._base}{FRR_DIRECTORY}")):
                yield f"{file.path}:{file.path.removeprefix(self._base)}"

    def configuration(self) -> Iterator[ExportFile]:
        """Files daemons read when they start."""
        for file in kept_files(self.planned):
            yield ExportFile(f"{self._base}{file.path}", file.content, file.mode)
        if self._is_frr:
            yield ExportFile(f"{self._base}/etc/frr/daemons", daemons_file(self.planned))

    def files(self) -> Iterator[ExportFile]:
        """Its configuration, scripts and custom configuration."""
        yield from self.configuration()
        rest = start_lines(self.planned, built=not self.image.starts_daemons)
        script = network_script(self.planned) + "".join(f"{line}\n" for line in rest)
        yield ExportFile(f"{self._base}/setup.sh", script, 0o755)
        for position, snippet in enumerate(self.planned.snippets):
            path = f"{self._base}/{snippet_path(position, snippet)}"
            yield ExportFile(path, snippet.text, snippet_mode(snippet))


def _readme(source: Source, name: str, images: list[ContainerImage]) -> str:
    modules = kernel_modules(source.plan.features)
    return _template().render(lab=source.plan.name, file=name, images=images, modules=modules, nodes=source.plan.nodes)


@cache
def _template() -> Template:
    return environment(PackageLoader("netwright.exports", "templates")).get_template("clab_readme.md.j2")
