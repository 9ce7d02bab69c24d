"""Names and small strategies every part of the generator uses."""

from __future__ import annotations

from typing import Any, NamedTuple

from hypothesis import strategies as st

Topology = dict[str, Any]

NAMES = ("r1", "r2", "r10", "x", "a1", "z9", "core", "Edge", "s1", "s2", "pe_1", "ce_2")
HOSTS = ("h1", "h2", "host3")
ASES = (65000, 65001, 65002)


class Case(NamedTuple):
    """A topology and the `-s` settings of the command line."""

    topology: Topology
    settings: tuple[str, ...] = ()


class Context(NamedTuple):
    """What other sections need to know of a topology."""

    routers: list[str]
    hosts: list[str]
    modules: list[str]
    plugins: list[str]
    pools: list[str]
    """Pools links may ask for."""
    numbered: list[str]
    """Those of them that give addresses: the others make no sense on stub links and for hosts."""
    named: list[str]
    """Named prefixes links may use."""
    policies: list[str]
    """Routing policies."""
    vrfs: tuple[str, ...] = ()
    """Global VRFs."""

    def has(self, module: str) -> bool:
        return module in self.modules


def chance(one_in: int) -> st.SearchStrategy[bool]:
    """True once in so many draws; False is the simpler value."""
    return st.integers(1, one_in).map(lambda value: value == one_in)


def some(choices: dict[str, Any], most: int) -> st.SearchStrategy[dict[str, Any]]:
    """A few of the keys."""
    names = st.lists(st.sampled_from(sorted(choices)), max_size=most, unique=True)
    return names.map(lambda chosen: {name: choices[name] for name in chosen})


def modules_of(topology: Topology, name: str) -> list[str]:
    """Modules of a node: its own or the global ones, and those of its groups; a group's replace the global ones."""
    nodes = topology["nodes"]
    node = (nodes.get(name) if isinstance(nodes, dict) else None) or {}
    listed = [
        group["module"]
        for group in topology.get("groups", {}).values()
        if isinstance(group, dict) and name in group.get("members", ()) and "module" in group
    ]
    own = node.get("module", [] if listed else topology.get("module", []))
    return [*own, *(module for modules in listed for module in modules)]


def subset(names: list[str], least: int = 1, most: int = 3) -> st.SearchStrategy[list[str]]:
    """A few of the names."""
    return st.lists(st.sampled_from(names), min_size=least, max_size=most, unique=True)


@st.composite
def picked(draw: st.DrawFn, choices: dict[str, tuple[int, list[Any]]]) -> dict[str, Any]:
    """Each key once in so many draws, with one of its values."""
    result = {}
    for key, (one_in, values) in choices.items():
        if draw(chance(one_in)):
            result[key] = draw(st.sampled_from(values))
    return result
