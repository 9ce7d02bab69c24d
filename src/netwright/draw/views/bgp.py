"""BGP: autonomous systems, their speakers, sessions coloured by type, reflection as arrows.

Must not: know how sessions are configured.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...addr import Address
from ...model import BgpInstance, BgpNeighbor, Network, Node
from ...schema.graph import BGP_FAMILIES
from ..boxes import as_box
from ..canvas import Canvas
from ..picture import PictureEnd
from ..places import ranks_by_place


def draw_bgp(canvas: Canvas) -> None:
    flags = canvas.settings.flags
    canvas.ranks = ranks_by_place(canvas)
    for node in canvas.network.nodes.values():
        instance = instance_of(node)
        if instance is not None:
            canvas.node(node, cluster=as_box(canvas, instance), detail=_detail(instance))
        elif "all" in flags:
            canvas.node(node)
    families = flags & frozenset(BGP_FAMILIES)
    draw_sessions(canvas, [s for s in sessions(canvas) if not families or families & s.families])


def instance_of(node: Node) -> BgpInstance | None:
    """BGP of the node, or of one of its VRFs."""
    return node.bgp or next((vrf.bgp for vrf in node.vrfs.values() if vrf.bgp is not None), None)


def _detail(instance: BgpInstance) -> dict[str, str]:
    found = {
        "AS": str(instance.asn),
        "reflector": f"cluster {instance.cluster_id or instance.router_id}" if instance.rr else "",
    }
    return {key: value for key, value in found.items() if value}


class Session:
    """One session as a node has it."""

    __slots__ = ("families", "neighbor", "node", "vrf")

    def __init__(self, node: str, neighbor: BgpNeighbor, vrf: str | None) -> None:
        self.node, self.neighbor, self.vrf = node, neighbor, vrf
        self.families = frozenset(neighbor.families)

    @property
    def key(self) -> tuple[str, str, str]:
        """The same for both ends."""
        low, high = sorted((self.node, self.neighbor.name))
        return low, high, self.neighbor.type


def _all(canvas: Canvas) -> Iterator[Session]:
    for node in canvas.network.nodes.values():
        for neighbor in node.bgp.neighbors if node.bgp is not None else ():
            yield Session(node.name, neighbor, None)
        for name, vrf in node.vrfs.items():
            for neighbor in vrf.bgp.neighbors if vrf.bgp is not None else ():
                yield Session(node.name, neighbor, name)


def sessions(canvas: Canvas) -> list[Session]:
    """Every session once; parallel ones stay apart.

    Both ends list a session: it is drawn from the reflector, else from the end that has it in a VRF, else from the
    first end.
    """
    sides: dict[tuple[str, str, str], dict[str, list[Session]]] = {}
    for session in _all(canvas):
        sides.setdefault(session.key, {}).setdefault(session.node, []).append(session)
    found = [session for ends in sides.values() for session in max(ends.values(), key=_tells_most)]
    if "novrf" in canvas.settings.flags:
        return [session for session in found if session.vrf is None]
    return found


def _tells_most(side: list[Session]) -> tuple[int, int, int]:
    """How much one end knows of the sessions between two nodes."""
    reflecting = sum(session.neighbor.rr_client for session in side)
    return len(side), reflecting, sum(session.vrf is not None for session in side)


def draw_sessions(canvas: Canvas, found: list[Session]) -> None:
    counts: dict[tuple[str, str], int] = {}
    for session in found:
        neighbor, node = session.neighbor, session.node
        count = counts[node, neighbor.name] = counts.get((node, neighbor.name), 0) + 1
        reflected = neighbor.rr_client and "rr" in canvas.settings.flags
        alone = _is_one_sided(canvas.network, session)
        more = {"one end only": f"{neighbor.name} has no session with {node}"} if alone else {}
        dashed = "vrf" if session.vrf is not None and "vrf" in canvas.settings.flags else None
        canvas.edge(
            f"bgp:{node}:{neighbor.name}" + (f":{count}" if count > 1 else ""),
            PictureEnd(node=node, interface=neighbor.local_ifname or neighbor.source_ifname),
            PictureEnd(node=neighbor.name),
            kind=neighbor.type,
            directed=reflected,
            dashed="one-sided" if alone else dashed,
            vrf=session.vrf,
            addresses=_addresses(neighbor),
            detail={**_session_detail(session), **_peer_detail(canvas.network.nodes[node], neighbor), **more},
        )


def _is_one_sided(network: Network, session: Session) -> bool:
    """Whether a node of a cluster is asked for a session that its resources do not give it, or the other way round."""
    node, other = network.nodes[session.node], network.nodes.get(session.neighbor.name)
    if other is None or (node.cluster is None and other.cluster is None):
        return False
    return other.bgp is None or all(neighbor.name != node.name for neighbor in other.bgp.neighbors)


def _addresses(neighbor: BgpNeighbor) -> tuple[str, ...]:
    return tuple(str(a) for a in (neighbor.ipv4, neighbor.ipv6) if isinstance(a, Address))


def _peer_detail(node: Node, neighbor: BgpNeighbor) -> Mapping[str, str]:
    """What a node of a cluster calls the session, and the resource that asks for it."""
    peers = node.cluster.bgp.peers if node.cluster is not None else ()
    found = [peer for peer in peers if peer.address in (neighbor.ipv4, neighbor.ipv6)]
    resources = list(dict.fromkeys(peer.resource for peer in found if peer.resource))
    told = {"protocol": ", ".join(peer.name for peer in found), "BGPPeer": ", ".join(resources)}
    return {key: value for key, value in told.items() if value}


def _session_detail(session: Session) -> Mapping[str, str]:
    neighbor = session.neighbor
    addresses = _addresses(neighbor)
    unnumbered = neighbor.local_ifname if not addresses else None
    found = {
        "session": neighbor.type,
        "from": session.node,
        "to": neighbor.name,
        "AS of the neighbour": str(neighbor.asn),
        "address": ", ".join(addresses) or (f"unnumbered on {unnumbered}" if unnumbered else ""),
        "families": ", ".join(neighbor.families),
        "VRF": session.vrf or "",
        "reflection": f"{neighbor.name} is a client of {session.node}" if neighbor.rr_client else "",
    }
    return {key: value for key, value in found.items() if value}
