"""Routes that VRFs of a node exchange -> pipes between their BGP tables.

Owns: which pipes there are. Must not: print. Source: RFC 4364 section 4.3.1 (route targets); BIRD user's guide 6.9.

A route that came from another VRF is marked with an attribute of the configuration's own, so that it goes no further:
only a VRF's own routes are exported.
"""

from __future__ import annotations

from itertools import combinations
from typing import NamedTuple

from ...addr import Family, family_name
from ...model import Node, Redistribution, Vrf
from .names import Symbols, TableNames
from .policy import Policies

ATTRIBUTE = "leaked"
LEAKED = f"defined({ATTRIBUTE})"


class LeakView(NamedTuple):
    """One pipe: what `table` takes from `peer`, and what it gives."""

    name: str
    table: str
    peer: str
    imports: bool
    exports: bool


def leaking_families(node: Node, vrf: Vrf) -> tuple[Family, ...]:
    """Families of a VRF that are exchanged with another VRF of the node."""
    found = [leak for pair in _pairs(node) for leak in _of_pair(*pair) if vrf in leak[:2]]
    return tuple(sorted({leak[2] for leak in found}))


def leak_views(node: Node, symbols: Symbols) -> tuple[LeakView, ...]:
    """Every pipe of a node."""
    views = []
    for left, right in _pairs(node):
        for _, _, family, imports, exports in _of_pair(left, right):
            name = symbols.fresh("leak", family_name(family), left.name, right.name)
            tables = TableNames(left.name).bgp(family), TableNames(right.name).bgp(family)
            views.append(LeakView(name, *tables, imports, exports))
    return tuple(views)


def leaked_lines(sources: tuple[Redistribution, ...], family: Family, policies: Policies, statements: str) -> list[str]:
    """What an IGP does with routes of other VRFs: they come through BGP, whatever protocol they are from."""
    source = next((r for r in sources if r.source == "bgp"), None)
    if source is None:
        return [f"if {LEAKED} then reject;"]
    accept = "accept;" if source.policy is None else f"if {policies.policy(source.policy, family)} then accept; reject;"
    return [f"if {LEAKED} then {{ {' '.join(filter(None, (statements, accept)))} }}"]


def _pairs(node: Node) -> list[tuple[Vrf, Vrf]]:
    return list(combinations((vrf for vrf in node.vrfs.values() if vrf.bgp is not None), 2))


def _of_pair(left: Vrf, right: Vrf) -> list[tuple[Vrf, Vrf, Family, bool, bool]]:
    """(left, right, family, left takes routes of right, right takes routes of left)."""
    imports = not set(left.import_targets).isdisjoint(right.export_targets)
    exports = not set(left.export_targets).isdisjoint(right.import_targets)
    if not imports and not exports:
        return []
    shared: list[tuple[Family, bool]] = [(4, left.ipv4 and right.ipv4), (6, left.ipv6 and right.ipv6)]
    return [(left, right, family, imports, exports) for family, both in shared if both]


__all__ = ["ATTRIBUTE", "LEAKED", "LeakView", "leak_views", "leaked_lines", "leaking_families"]
