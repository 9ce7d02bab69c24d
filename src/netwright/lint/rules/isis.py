"""Rules about IS-IS (ISO 10589): what keeps adjacencies down.

Owns: IS-IS in the global routing table and in VRFs. Must not: know OSPF.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from ...model.adjacency import common_levels, isis_levels, isis_of
from ..rule import Finding
from ..subject import Subject


def isis_level_mismatch(subject: Subject) -> Iterator[Finding]:
    """Neighbours without a level in common; level 1 needs a common area, too (ISO 10589 8.2.4.2)."""
    for ends in subject.subnets:
        speakers = [(end, instance) for end in ends if (instance := isis_of(end)) is not None]
        for (one, ours), (other, theirs) in combinations(speakers, 2):
            if common_levels(one, other):
                continue
            mine, yours = isis_levels(one), isis_levels(other)
            why = f"areas {ours.area} and {theirs.area}" if mine & yours else f"{_said(mine)} and {_said(yours)}"
            message = f"`{one.node.name}` and `{other.node.name}` never become IS-IS neighbours: {why}"
            where = next(
                (at for end in (one, other) if (at := subject.end_at(end, "isis", "type")) != subject.end_at(end)),
                subject.end_at(one),
            )
            yield Finding(message, where, "give them a level in common, and for level 1 an area")


def _said(levels: frozenset[int]) -> str:
    return "-".join(["level", *map(str, sorted(levels))]) if levels else "no level"
