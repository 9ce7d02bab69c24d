"""FRR forgets its configuration and learns it again while it runs: nothing is left over, and nothing is missing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from netwright import RunningLab, up
from netwright.devices.frr.changes import change_snippet
from netwright.model import FilePlan, LabPlan, NodePlan

pytestmark = pytest.mark.live

TOPOLOGIES = Path(__file__).parent / "topologies"
MEANINGLESS = ("!", "exit", "end", "exit-address-family", "Building configuration...", "Current configuration:")
ALWAYS = ("frr version", "frr defaults", "hostname", "service integrated-vtysh-config", "interface")


def configuration(lab: RunningLab, node: str) -> list[str]:
    lines = lab.run(node, ("vtysh", "-c", "show running-config")).stdout.splitlines()
    return sorted(line for line in lines if line.strip() and line.strip() not in MEANINGLESS)


def bare(file: FilePlan) -> FilePlan:
    """Of frr.conf only the head."""
    if not file.path.endswith("/frr.conf"):
        return file
    return replace(file, content="".join(file.content.splitlines(keepends=True)[:3]))


def become(lab: RunningLab, plan: LabPlan) -> None:
    """As `apply` does it."""
    before = {node.name: node for node in lab.lab.plan.nodes}
    found = {node.name: change_snippet(before[node.name], node) for node in plan.nodes if node.device == "frr"}
    assert lab.lab.change(plan, reloads={name: snippet for name, snippet in found.items() if snippet}) == ()


def each_frr(plan: LabPlan, change: Callable[[NodePlan], NodePlan]) -> LabPlan:
    return replace(plan, nodes=tuple(change(n) if n.device == "frr" else n for n in plan.nodes))


@pytest.mark.parametrize("name", ["options", "ospf-areas", "isis-import", "ripv2-import", "confederation"])
def test_forgotten_and_learned(name: str, tmp_path: Path) -> None:
    with up(TOPOLOGIES / f"{name}.yml", directory=tmp_path / "lab") as lab:
        plan = lab.lab.plan
        nodes = [node.name for node in plan.nodes if node.device == "frr"]
        before = {node: configuration(lab, node) for node in nodes}
        become(lab, each_frr(plan, lambda node: replace(node, files=tuple(map(bare, node.files)))))
        left = {node: [line for line in configuration(lab, node) if not line.startswith(ALWAYS)] for node in nodes}
        assert left == {node: [] for node in nodes}
        become(lab, plan)
        assert {node: configuration(lab, node) for node in nodes} == before
