"""How the segments of a plan join interfaces, and what of it stays when the plan changes.

Owns: pairs and shared segments as sets of ends, compared without regard to their order in the plan. Must not: touch
a kernel.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..model import Segment

End = tuple[str, str]
"""(node, interface)."""
Pair = frozenset[End]


class Lan(NamedTuple):
    """A segment that is no pair: ports of a bridge, or a single end."""

    ends: tuple[End, ...]
    bridge: str | None = None
    """Name the topology gives the bridge; segments of one name share it."""

    @property
    def has_bridge(self) -> bool:
        """A single end leads to an unconnected port."""
        return len(self.ends) > 1 or self.bridge is not None


class Move(NamedTuple):
    """A pair one end of which leaves for another interface, while the other stays as it is."""

    stays: End
    before: End
    after: End


def is_pair(segment: Segment) -> bool:
    return len(segment.ends) == 2 and not segment.bridge


def pairs(segments: Iterable[Segment]) -> dict[Pair, Segment]:
    """Segments of two ends."""
    return {frozenset(segment.ends): segment for segment in segments if is_pair(segment)}


def lans(segments: Iterable[Segment]) -> list[Lan]:
    """All others that have ends."""
    found: list[Lan] = []
    named: dict[str, int] = {}
    for segment in segments:
        if not segment.ends or is_pair(segment):
            continue
        if segment.bridge in named:
            place = named[segment.bridge]
            found[place] = Lan((*found[place].ends, *segment.ends), segment.bridge)
            continue
        if segment.bridge:
            named[segment.bridge] = len(found)
        found.append(Lan(segment.ends, segment.bridge))
    return found


def same_lans(before: list[Lan], after: list[Lan]) -> list[tuple[Lan, Lan]]:
    """Shared segments that stay, whatever ends they lose and get: by their name, else by what they have in common."""
    left = {lan.bridge: lan for lan in before if lan.bridge is not None}
    owner = {end: lan for lan in before if lan.bridge is None for end in lan.ends}
    found, taken = [], set[Lan]()
    for lan in after:
        if lan.bridge is not None:
            best = left.get(lan.bridge)
        else:
            common = Counter(owner[end] for end in lan.ends if end in owner and owner[end] not in taken)
            best = common.most_common(1)[0][0] if common else None
        if best is not None:
            taken.add(best)
            found.append((best, lan))
    return found


def kept_ends(before: Iterable[Segment], after: Iterable[Segment]) -> set[End]:
    """Ends whose cable stays: in the same pair, or a port of the same shared segment."""
    one, two = list(before), list(after)
    kept = {end for pair in pairs(one).keys() & pairs(two).keys() for end in pair}
    for old, new in same_lans(lans(one), lans(two)):
        kept |= set(old.ends) & set(new.ends)
    return kept


def moves(before: Iterable[Segment], after: Iterable[Segment], staying: set[End]) -> Iterator[Move]:
    """Pairs that keep one end; `staying` are interfaces that may stay as they are.

    The end that is left and the one that is new are interfaces of only one of the plans, so that nothing is in the way.
    """
    one, two = pairs(before), pairs(after)
    partner = {end: other for pair in one.keys() - two.keys() for end, other in _both(pair)}
    known = {end for segment in before for end in segment.ends}
    wanted = {end for segment in after for end in segment.ends}
    for pair in two:
        if pair in one:
            continue
        for stays, new in _both(pair):
            old = partner.get(stays)
            if stays in staying and old is not None and old not in wanted and new not in known:
                yield Move(stays, old, new)
                break


def _both(pair: Pair) -> Iterator[tuple[End, End]]:
    one, two = sorted(pair)
    yield one, two
    yield two, one
