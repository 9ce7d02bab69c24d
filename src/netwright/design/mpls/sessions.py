"""Which BGP sessions carry labels.

Owns: the label fields of `BgpNeighbor`. Must not: make sessions (`design/bgp` did).
Source: the topology format's "MPLS": labelled unicast on sessions of the family, VPNs and 6PE on IPv4 sessions; two
6PE routers have no IPv6 session.

Deviation: labelled unicast is used where both ends ask for it; the format looks at one end only, which leaves a
session without a common address family. Sessions that ask the same share one object, as in `design/bgp`.
"""

from __future__ import annotations

from typing import Any

import msgspec

from ...addr import Address
from ...model import BgpNeighbor, MplsInstance
from ..draft import Draft, DraftNode

NOTHING = MplsInstance()


def label_sessions(draft: Draft) -> None:
    """Replace the neighbours of every BGP router that runs MPLS."""
    made: dict[tuple[int, tuple[tuple[str, Any], ...]], BgpNeighbor] = {}
    for node in draft.nodes_with("mpls"):
        if node.bgp is None or node.mpls is None:
            continue
        neighbors = []
        for neighbor in node.bgp.neighbors:
            changes = _changes(draft, node, node.mpls, neighbor)
            if changes:
                key = (id(neighbor), tuple(sorted(changes.items())))
                if key not in made:
                    made[key] = msgspec.structs.replace(neighbor, **changes)
                neighbor = made[key]
            neighbors.append(neighbor)
        node.bgp = msgspec.structs.replace(node.bgp, neighbors=tuple(neighbors))


def _changes(draft: Draft, node: DraftNode, own: MplsInstance, neighbor: BgpNeighbor) -> dict[str, Any]:
    other = draft.nodes[neighbor.name].mpls or NOTHING
    kind = _kind(neighbor)
    changes: dict[str, Any] = {}
    over_ipv4 = isinstance(neighbor.ipv4, Address)
    if neighbor.ipv4 is not None and kind in own.labelled_ipv4 and kind in other.labelled_ipv4:
        changes["labelled_ipv4"] = True
    if neighbor.ipv6 is not None and kind in own.labelled_ipv6 and kind in other.labelled_ipv6:
        changes["labelled_ipv6"] = True
    if over_ipv4 and kind in own.vpn_ipv4 and kind in other.vpn_ipv4:
        changes["vpnv4"] = True
    if over_ipv4 and kind in own.vpn_ipv6 and kind in other.vpn_ipv6:
        changes["vpnv6"] = True
    if over_ipv4 and kind in own.six_pe and kind in other.six_pe:
        changes.update(six_pe=True, ipv6=None, activate_ipv6=True)
    return changes


def _kind(neighbor: BgpNeighbor) -> str:
    """Sessions through a local AS count as what they look like on the wire."""
    return {"localas_ibgp": "ibgp", "confed_ebgp": "ebgp"}.get(neighbor.type, neighbor.type)


__all__ = ["label_sessions"]
