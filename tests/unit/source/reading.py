"""Reading topologies from text, for the tests of this folder."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from netwright.errors import Problem, Problems
from netwright.model import Topology, to_plain
from netwright.source import MemoryFiles, ReadRequest, read_topology

DIRECTORY = "/lab"
PATH = f"{DIRECTORY}/topology.yml"


def attempt(
    text: str, files: Mapping[str, str] | None = None, **options: Any
) -> tuple[Topology | None, tuple[Problem, ...]]:
    """Topology (or None) and every problem; `files` are named relative to the topology's directory."""
    others = {name if name.startswith("/") else f"{DIRECTORY}/{name}": body for name, body in (files or {}).items()}
    problems = Problems()
    request = ReadRequest(path=PATH, working_directory="/", system_defaults=None, **options)
    topology = read_topology(request, MemoryFiles({PATH: text, **others}), problems)
    return topology, tuple(problems)


def read(text: str, files: Mapping[str, str] | None = None, **options: Any) -> Topology:
    """A topology that must have no problem of any kind."""
    topology, problems = attempt(text, files, **options)
    assert problems == (), "\n".join(str(p) for p in problems)
    assert topology is not None
    return topology


def problems_of(text: str, files: Mapping[str, str] | None = None, **options: Any) -> list[str]:
    """`line:column code` of every problem."""
    _, problems = attempt(text, files, **options)
    return [f"{p.span.line}:{p.span.column} {p.code}" for p in problems]


def nodes_of(topology: Topology, *leave_out: str) -> dict[str, Any]:
    """Nodes as plain data, without the keys that a test does not care for."""
    return {
        name: {key: value for key, value in to_plain(data).items() if key not in leave_out}
        for name, data in topology.nodes.items()
    }


def ends_of(topology: Topology) -> list[list[Any]]:
    """Interfaces of every link as plain data; an interface without attributes is its node's name."""
    return [[end["node"] if len(end) == 1 else to_plain(end) for end in link["interfaces"]] for link in topology.links]
