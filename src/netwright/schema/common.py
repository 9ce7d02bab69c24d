"""Types several tables share."""

from __future__ import annotations

from .types import (
    ANY,
    BOOL,
    IPV4,
    IPV4_INTERFACE,
    IPV4_PREFIX,
    IPV6,
    IPV6_INTERFACE,
    IPV6_PREFIX,
    TEXT,
    A,
    AnyOf,
    Attribute,
    Int,
    ListOf,
    MapOf,
    Table,
    Word,
)

AF_SWITCH = AnyOf(BOOL, Table({"ipv4": A(BOOL, "IPv4"), "ipv6": A(BOOL, "IPv6")}), ListOf(Word("ipv4", "ipv6")))
BFD_FAMILIES = AnyOf(BOOL, Table({"ipv4": A(BOOL, "BFD of IPv4"), "ipv6": A(BOOL, "BFD of IPv6")}))
IMPORT_SOURCES = ("bgp", "connected", "isis", "ospf", "ripv2", "static", "eigrp", "vrf")
IMPORT = AnyOf(
    ListOf(Word(*IMPORT_SOURCES)),
    MapOf(AnyOf(BOOL, Table({"policy": A(TEXT, "routing policy"), "metric_type": A(ANY, "metric type")}), TEXT)),
)
IP4 = AnyOf(BOOL, Int(1), Word("dhcp"), IPV4_INTERFACE)
"""An interface's IPv4: address, n-th host, True (unnumbered), False (off)."""
IP6 = AnyOf(BOOL, Int(1), Word("dhcp"), IPV6_INTERFACE)
PREFIX_PAIR = Table(
    {
        "ipv4": A(AnyOf(BOOL, IPV4_PREFIX), "IPv4 prefix, True = unnumbered"),
        "ipv6": A(AnyOf(BOOL, IPV6_PREFIX), "IPv6 prefix, True = link-local only"),
        "allocation": A(Word("p2p", "id_based", "sequential"), "how hosts get addresses"),
        "pool": A(TEXT, "pool the prefix is taken from"),
        "name": A(TEXT, "name of the prefix"),
        "gateway": A(ANY, "gateway parameters"),
        "unnumbered": A(BOOL, "borrow the loopback address"),
        "_name": A(ANY, "set by the format"),
    }
)
ADDRESS_PAIR = Table({"ipv4": A(IPV4, "IPv4 address"), "ipv6": A(IPV6, "IPv6 address")})

ROUTING_SESSION: dict[str, Attribute] = {}
"""Attributes a BGP plugin adds everywhere are merged by `tables.py` when the plugin is used."""
