"""Topologies that use every form the format knows read and design without a single problem."""

from __future__ import annotations

from pathlib import Path

import pytest

from netwright import devices
from netwright.design import design_network
from netwright.errors import Problems
from netwright.source import DiskFiles, ReadRequest, read_topology

FOLDER = Path(__file__).parent / "topologies"
TOPOLOGIES = sorted(FOLDER.glob("*.yml"))
EXPECTED_WARNINGS = {"ibgp-without-igp", "ospf-inactive"}


def test_enough_topologies() -> None:
    assert len(TOPOLOGIES) >= 16


@pytest.mark.parametrize("path", TOPOLOGIES, ids=lambda path: path.stem)
def test_reads_and_designs(path: Path) -> None:
    problems = Problems()
    request = ReadRequest(path=str(path), system_defaults=None)
    topology = read_topology(request, DiskFiles(), problems)
    assert topology is not None, "\n".join(map(str, problems))
    network = design_network(topology, devices.catalog(), problems)
    assert [str(p) for p in problems if p.code not in EXPECTED_WARNINGS] == []
    assert len(network.nodes) == len(topology.nodes)
