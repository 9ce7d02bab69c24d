"""First-hop gateway attributes of the format. Source: the format's "First-Hop Gateway Configuration Module"."""

from __future__ import annotations

from .types import BOOL, INT, IPV4_INTERFACE, IPV6_INTERFACE, MAC, A, AnyOf, Int, Table, Word

ANYCAST = Table(
    {
        "mac": A(MAC, "MAC address all routers answer with"),
        "unicast": A(BOOL, "routers have addresses of their own beside the shared one"),
    }
)
VRRP = Table(
    {
        "group": A(Int(1, 255), "virtual router id"),
        "priority": A(Int(1, 254), "priority of the router (RFC 5798 section 5.2.4)"),
        "preempt": A(BOOL, "a router of higher priority takes over"),
    }
)
PROTOCOL = Word("anycast", "vrrp")
GLOBAL = {
    "id": A(INT, "host part of the gateway address; negative numbers count from the end of the prefix"),
    "protocol": A(PROTOCOL, "first-hop redundancy protocol"),
    "anycast": A(ANYCAST, "anycast gateways"),
    "vrrp": A(VRRP, "VRRP"),
}
NODE = {"anycast": A(ANYCAST, "anycast gateways"), "vrrp": A(VRRP, "VRRP")}
LINK = {
    **GLOBAL,
    "ipv4": A(AnyOf(BOOL, IPV4_INTERFACE), "gateway IPv4 address"),
    "ipv6": A(AnyOf(BOOL, IPV6_INTERFACE), "gateway IPv6 address"),
}
VERSION = {
    "vrrp": A(
        Table({**VRRP.attributes, "version": A(Word(2, 3), "version of the protocol")}),
        "VRRP",
    )
}
"""Attributes of the plugin `vrrp.version`."""
