"""Topologies for tests of protocols: text through the real reader, because shorthands matter there."""

from __future__ import annotations

from netwright import devices
from netwright.design import design_network
from netwright.errors import Problems
from netwright.model import Network
from netwright.source import MemoryFiles, ReadRequest, read_topology


def read(text: str) -> tuple[Network, Problems]:
    problems = Problems()
    request = ReadRequest(path="lab.yml", text=text, system_defaults=None, device="frr")
    topology = read_topology(request, MemoryFiles({}), problems)
    assert topology is not None, list(problems)
    return design_network(topology, devices.catalog(), problems), problems


def network(text: str) -> Network:
    designed, problems = read(text)
    assert not problems.errors, [str(p) for p in problems.errors]
    return designed


def codes(text: str) -> list[str]:
    return [p.code for p in read(text)[1]]
