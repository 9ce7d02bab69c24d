"""Loopbacks that a border router announces for the members of its AS.

Owns: which, and the lists that keep them out of IBGP. Must not: print.

Deviation: FRR takes a host route whose next hop is the route itself for a loop, so loopbacks that members announce over
IBGP never reach another AS (a reflector's clients excepted). The border announces them itself, as long as its interior
protocol reaches them, and to external neighbours only.
"""

from __future__ import annotations

from ...addr import Family, Prefix
from ...model import BgpInstance, Network, Node

NAME = "nw-members"
"""Prefix list, one per family."""


def member_loopbacks(network: Network, node: Node, bgp: BgpInstance) -> tuple[Prefix, ...]:
    """Host routes of other members of the AS, unless they are clients of this reflector."""
    internal = [n for n in bgp.neighbors if n.type == "ibgp"]
    interior = node.ospf is not None or node.isis is not None
    if not interior or not internal or len(internal) == len(bgp.neighbors):
        return ()
    clients = {n.name for n in internal if n.rr_client}
    return tuple(
        own.prefix
        for other in network.nodes.values()
        if other.bgp is not None and other.bgp.asn == bgp.asn and other is not node and other.name not in clients
        for own in other.bgp.networks
        if own.origin == "loopback" and own.policy is None and own.prefix.bits == 0
    )


def list_lines(members: tuple[Prefix, ...]) -> tuple[str, ...]:
    """Prefix lists that deny the members' loopbacks and permit all else."""
    lines: list[str] = []
    for family, word, everything in ((4, "ip", "0.0.0.0/0 le 32"), (6, "ipv6", "::/0 le 128")):
        own = [prefix for prefix in members if prefix.family == family]
        if own:
            lines += [f"{word} prefix-list {NAME}-ipv{family} seq {5 * n} deny {p}" for n, p in enumerate(own, 1)]
            lines.append(f"{word} prefix-list {NAME}-ipv{family} seq {5 * len(own) + 5} permit {everything}")
    return tuple(lines)


def announced(members: tuple[Prefix, ...], family: Family) -> list[str]:
    return [f"network {prefix}" for prefix in members if prefix.family == family]


def kept_inside(members: tuple[Prefix, ...], family: Family, peer: str) -> list[str]:
    """The line of an internal session."""
    if not any(prefix.family == family for prefix in members):
        return []
    return [f"neighbor {peer} prefix-list {NAME}-ipv{family} out"]
