"""Colours a picture by what a running lab does.

Owns: which links and sessions an edge stands for. Must not: ask a lab; its state comes in as data.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from ..model import LiveNetwork, LiveSession
from .picture import Picture, PictureEdge, State

OF_LINKS = ("topology", "vlan", "vrf", "workloads")
"""Graph types whose edges are links, not sessions."""


class EdgeState(NamedTuple):
    state: State
    word: str
    """What to say: `up`, `Established`, `Full, Init`, ..."""


def with_states(picture: Picture, live: LiveNetwork) -> Picture:
    """The picture with the state of every edge that has one."""
    found = edge_states(picture, live)
    edges = tuple(
        msgspec.structs.replace(e, state=found[e.id].state, word=found[e.id].word) if e.id in found else e
        for e in picture.edges
    )
    return msgspec.structs.replace(picture, edges=edges)


def edge_states(picture: Picture, live: LiveNetwork) -> Mapping[str, EdgeState]:
    """State by the edge's id; edges that stand for nothing that can be up or down are left out."""
    sessions: dict[tuple[str, str], list[LiveSession]] = {}
    for session in live.sessions:
        sessions.setdefault((session.protocol, session.node), []).append(session)
    found = {}
    for edge in picture.edges:
        state = _link(edge, live) if picture.type in OF_LINKS else _sessions(edge, picture, sessions)
        if state is not None:
            found[edge.id] = state
    return found


def _link(edge: PictureEdge, live: LiveNetwork) -> EdgeState | None:
    """A link is up when both its ends are, and says which is not."""
    places = [(end.node, end.interface) for end in (edge.source, edge.target) if end.interface is not None]
    known = {f"{node} {name}": live.links[node, name] for node, name in places if (node, name) in live.links}
    if not known:
        return None
    shut = [name for name, link in known.items() if not link.up]
    if shut:
        return EdgeState("down", f"{', '.join(shut)} taken down")
    dead = [name for name, link in known.items() if not link.works]
    return EdgeState("down", f"no carrier at {', '.join(dead)}") if dead else EdgeState("up", "up")


def _sessions(
    edge: PictureEdge, picture: Picture, sessions: Mapping[tuple[str, str], Sequence[LiveSession]]
) -> EdgeState | None:
    protocol = "bgp" if picture.type in ("bgp", "evpn") else picture.type
    both = [
        session
        for end, other in ((edge.source, edge.target), (edge.target, edge.source))
        for session in sessions.get((protocol, end.node), ())
        if (session.neighbor == other.node or other.interface is None)
        and (protocol == "bgp" or session.ifname == end.interface)
    ]
    if protocol == "bgp":
        both = _of_bgp(edge, [s for s in both if {s.node, s.neighbor} == {edge.source.node, edge.target.node}])
    return summary(both)


def _of_bgp(edge: PictureEdge, candidates: list[LiveSession]) -> list[LiveSession]:
    """Of several sessions between two nodes those with the edge's addresses, else all of them."""
    inside = [s for s in candidates if s.vrf == edge.vrf] or candidates
    named = [s for s in inside if s.node == edge.source.node and s.address in edge.addresses]
    ends = {s.node for s in inside}
    single = all(sum(s.node == end for s in inside) <= max(1, len(edge.addresses)) for end in ends)
    return inside if single or not named else named


def summary(sessions: Sequence[LiveSession]) -> EdgeState | None:
    """One state for what an edge carries; None when nothing is designed to run over it.

    Two nodes may have several sessions (of two families, say), and each end may tell of them: what either end has lost
    is lost. An edge to a subnet has only one end's, one for each neighbour there.
    """
    if not sessions:
        return None
    word = ", ".join(dict.fromkeys(session.word for session in sessions))
    ends: dict[frozenset[str], dict[str, list[bool]]] = {}
    for session in sessions:
        if session.up is not None:
            pair = frozenset((session.node, session.neighbor))
            ends.setdefault(pair, {}).setdefault(session.node, []).append(session.up)
    if not ends:
        return EdgeState("unknown", word)
    known = sum(max(map(len, told.values())) for told in ends.values())
    lost = sum(max(ups.count(False) for ups in told.values()) for told in ends.values())
    if not lost:
        return EdgeState("up", word)
    return EdgeState("partial" if lost < known else "down", word)
