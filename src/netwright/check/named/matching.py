"""What a node says of a session or adjacency that is designed.

Owns: finding it among what the daemons answer, and whether it is up. Must not: ask, wait, judge.
Words are those of RFC 4271 section 8.2.2 (BGP), RFC 2328 section 10.1 (OSPF) and ISO 10589 (IS-IS).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ...model import BgpSessionState, IsisNeighborState, OspfNeighborState
from ..expected import Adjacency, Session
from ..expected_igp import IsisAdjacency
from .base import listed, same_address


class Match(NamedTuple):
    """A designed session as it is."""

    up: bool
    word: str | None
    """Its state; None = the daemon knows nothing of it."""


NOTHING = Match(False, None)


def bgp(wanted: Session, seen: Sequence[BgpSessionState]) -> Match:
    for state in seen:
        by_address = wanted.address is not None and same_address(state.peer, wanted.address)
        if by_address or (wanted.ifname is not None and wanted.ifname in (state.ifname, state.peer)):
            return Match(state.state == "Established", state.state)
    return NOTHING


def ospf(wanted: Adjacency, seen: Sequence[OspfNeighborState]) -> Match:
    """Full, or 2-Way between routers of a LAN that are not designated."""
    good = ("full", "2-way") if wanted.lan else ("full",)
    here = [
        state
        for state in seen
        if state.router_id == wanted.router_id
        and (state.ifname is None or state.ifname.partition(":")[0] == wanted.ifname)
    ]
    best = next((state for state in here if state.state.lower() in good), here[0] if here else None)
    return NOTHING if best is None else Match(best.state.lower() in good, best.state)


def isis(wanted: IsisAdjacency, seen: Sequence[IsisNeighborState]) -> Match:
    """Up at every level both ends take part in."""
    names = (wanted.name, wanted.system_id)
    here = [state for state in seen if state.ifname in (None, wanted.ifname) and state.name in names]
    up = {int(level) for state in here if state.state == "Up" for level in state.levels if level.isdigit()}
    missing = sorted(wanted.levels - up)
    if not here:
        return NOTHING
    if missing and up:
        return Match(False, f"not up at level {listed(missing)}")
    return Match(not missing, "Up" if up else here[0].state)
