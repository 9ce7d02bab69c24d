"""Reports of OSPF and IS-IS name who becomes a neighbour, and nobody else."""

from __future__ import annotations

import json

import pytest

from netwright import load_topology
from netwright.workbench import report

OSPF = "module: [ ospf ]\nnodes: { r1: , r2: { NODE } }\nlinks: [ { r1: , r2: { END } } ]\n"
ISIS = OSPF.replace("ospf", "isis")
IN_A_VRF = ISIS.replace("[ isis ]", "[ isis, vrf ]\nvrfs.red:").replace("END } }", "END }, vrf: red }")


def neighbors(text: str, name: str, node: str, end: str) -> list[str]:
    """Of r1."""
    network = load_topology("-", text=text.replace("NODE", node).replace("END", end))
    rows = json.loads(report(network, name, "json"))["tables"]["interfaces"]
    return [near for row in rows if row["node"] == "r1" for near in row["neighbors"]]


CASES = [(OSPF, "ospf-areas", "ospf"), (ISIS, "isis-interfaces", "isis"), (IN_A_VRF, "isis-interfaces", "isis")]


@pytest.mark.parametrize(("text", "name", "module"), CASES)
def test_ends_without_a_neighbour(text: str, name: str, module: str) -> None:
    assert neighbors(text, name, "", "") == ["r2"]
    assert neighbors(text, name, "", "shutdown: True") == []
    assert neighbors(text, name, "", f"{module}.passive: True") == []
    assert neighbors(text, name, "skip_config: True", "") == []
    assert neighbors(text, name, f"skip_config: [ {module} ]", "") == []


def test_what_keeps_neighbours_apart() -> None:
    assert neighbors(OSPF, "ospf-areas", "", "ospf.area: 1") == []
    assert neighbors(ISIS, "isis-interfaces", "", "isis.type: level-1") == []
