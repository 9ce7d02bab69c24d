"""LDP of a node -> view of FRR's ldpd.

Owns: label distribution. Must not: print. Source: RFC 5036, 5443; FRR user guide "LDP".
"""

from __future__ import annotations

from typing import NamedTuple

from ...addr import InterfaceAddress
from ...model import Interface, Node

ADVERTISED = "ldp-advertised"
"""Access list of the prefixes that get labels when the user limits them."""

NO_GTSM = "ttl-security disable"
"""The kernel forwards a packet with an explicit null label to itself, which lowers its TTL: the session's own packets
would fail RFC 6720's check."""


class LdpView(NamedTuple):
    lists: tuple[str, ...]
    lines: tuple[str, ...]
    family: tuple[str, ...]
    """Lines of the address family IPv4."""
    interfaces: tuple[str, ...]


def ldp_view(node: Node) -> LdpView | None:
    """None when the node runs no LDP."""
    ldp = node.mpls.ldp if node.mpls is not None else None
    if ldp is None:
        return None
    lines = [f"router-id {ldp.router_id}"] if ldp.router_id is not None else []
    family = []
    address = _transport(node, ldp.router_id)
    if address is not None:
        family.append(f"discovery transport-address {address}")
    lists = _lists(node, ldp.advertise)
    if lists:
        family.append(f"label local advertise for {ADVERTISED}")
    if ldp.explicit_null:
        family += ["label local advertise explicit-null", NO_GTSM]
    return LdpView(
        lists=tuple(lists),
        lines=tuple(lines),
        family=tuple(family),
        interfaces=tuple(i.ifname for i in ldp_interfaces(node)),
    )


def ldp_interfaces(node: Node) -> list[Interface]:
    """Where hellos are sent."""
    return [i for i in node.interfaces if i.ldp is not None and not i.ldp.passive and i.type != "loopback"]


def _transport(node: Node, router_id: str | None) -> str | None:
    """The LSR id when it is an address of the node, else the loopback (RFC 5036 section 3.5.1.2.2)."""
    loopback = node.loopback.ipv4 if node.loopback is not None else None
    own = [i.ipv4 for i in (node.loopback, *node.interfaces) if i is not None]
    addresses = [str(a.address) for a in own if isinstance(a, InterfaceAddress)]
    if router_id in addresses:
        return router_id
    if isinstance(loopback, InterfaceAddress):
        return str(loopback.address)
    return addresses[0] if addresses else None


def _lists(node: Node, roles: tuple[str, ...]) -> list[str]:
    """Prefixes of interfaces with a role; `loopback` stands for loopbacks."""
    if not roles:
        return []
    interfaces = (*((node.loopback,) if node.loopback is not None else ()), *node.interfaces)
    prefixes = [
        i.ipv4.prefix
        for i in interfaces
        if isinstance(i.ipv4, InterfaceAddress)
        and (i.role in roles or i.type in roles or (i.type == "loopback" and "loopback" in roles))
    ]
    found = [f"access-list {ADVERTISED} seq {10 * n} permit {p}" for n, p in enumerate(dict.fromkeys(prefixes), 1)]
    return found or [f"access-list {ADVERTISED} seq 10 deny any"]
