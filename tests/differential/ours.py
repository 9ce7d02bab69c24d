"""Netwright's side: a topology's text in, a designed network out."""

from __future__ import annotations

from netwright import devices
from netwright.design import design_network
from netwright.errors import Problems
from netwright.model import Network
from netwright.source import ReadRequest, read_topology
from netwright.source.files import MemoryFiles


def design(text: str, settings: tuple[str, ...] = ()) -> tuple[Network | None, Problems]:
    """Read and design; the network is None when reading found nothing to design."""
    problems = Problems()
    request = ReadRequest(path="topology.yml", text=text, settings=settings, system_defaults=None)
    topology = read_topology(request, MemoryFiles({}), problems)
    if topology is None:
        return None, problems
    return design_network(topology, devices.catalog(), problems), problems
