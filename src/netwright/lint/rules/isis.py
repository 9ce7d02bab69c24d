"""Rules about IS-IS (ISO 10589): what keeps adjacencies down.

Owns: IS-IS in the global routing table. Must not: know OSPF.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from ...model import IsisInstance, IsisInterface
from ..rule import Finding
from ..subject import End, Subject

_LEVELS = {"level-1": {1}, "level-2": {2}, "level-1-2": {1, 2}}


def _levels(instance: IsisInstance, interface: IsisInterface) -> set[int]:
    """Levels of adjacencies on an interface: those of the interface that the router takes part in."""
    own = _LEVELS[instance.levels]
    return own if interface.levels is None else own & _LEVELS[interface.levels]


def isis_level_mismatch(subject: Subject) -> Iterator[Finding]:
    """Neighbours without a level in common; level 1 needs a common area, too (ISO 10589 8.2.4.2)."""
    for ends in subject.subnets:
        speakers: list[tuple[End, IsisInstance, set[int]]] = []
        for end in ends:
            instance, interface = end.node.isis, end.interface.isis
            if instance is not None and interface is not None and not interface.passive and end.interface.vrf is None:
                speakers.append((end, instance, _levels(instance, interface)))
        for (one, ours, mine), (other, theirs, yours) in combinations(speakers, 2):
            common = mine & yours
            if common - ({1} if ours.area != theirs.area else set()):
                continue
            why = f"areas {ours.area} and {theirs.area}" if common else f"{_said(mine)} and {_said(yours)}"
            message = f"`{one.node.name}` and `{other.node.name}` never become IS-IS neighbours: {why}"
            where = next(
                (at for end in (one, other) if (at := subject.end_at(end, "isis", "type")) != subject.end_at(end)),
                subject.end_at(one),
            )
            yield Finding(message, where, "give them a level in common, and for level 1 an area")


def _said(levels: set[int]) -> str:
    return "-".join(["level", *map(str, sorted(levels))]) if levels else "no level"
