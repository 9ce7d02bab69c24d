"""Segment routing attributes of the format. Source: the format's "Segment Routing" and "SRv6" modules."""

from __future__ import annotations

from .mpls import VPN
from .types import BOOL, IPV6_PREFIX, A, AnyOf, Int, ListOf, Table, Word

LABEL = Int(16, 1048575)
"""RFC 3032 section 2.1: 0 to 15 are reserved."""
FAMILIES = AnyOf(
    Table({"ipv4": A(BOOL, "IPv4 node segment"), "ipv6": A(BOOL, "IPv6 node segment")}), ListOf(Word("ipv4", "ipv6"))
)
PROTOCOLS = ListOf(Word("isis", "ospfv2"))
OFFSETS = Table({"ipv4": A(Int(0), "added to the node id"), "ipv6": A(Int(0), "added to the node id")})
NODE_SIDS = Table({"ipv4": A(Int(1), "index of the IPv4 node segment"), "ipv6": A(Int(1), "of the IPv6 one")})
BLOCK = Table(
    {
        "start": A(LABEL, "first label of the global block"),
        "size": A(Int(1, 1048560), "number of labels of the global block"),
        "dyn_start": A(LABEL, "first label of the dynamic block"),
        "dyn_size": A(Int(1, 1048560), "number of labels of the dynamic block"),
    }
)

GLOBAL = {
    "af": A(FAMILIES, "address families with node segments"),
    "protocol": A(PROTOCOLS, "protocols that advertise segments"),
    "node_sid_offset": A(OFFSETS, "node segment index = node id + offset"),
    "ipv6_sid_offset": A(Int(0), "older name of `node_sid_offset.ipv6`"),
}
NODE = {
    "af": GLOBAL["af"],
    "protocol": GLOBAL["protocol"],
    "node_sid": A(NODE_SIDS, "node segments (RFC 8402 section 3.1.2)"),
    "srgb": A(BLOCK, "segment routing global block (RFC 8402 section 2)"),
    "srgb_range_start": A(LABEL, "older name of `srgb.start`"),
    "srgb_range_size": A(Int(1, 1048560), "older name of `srgb.size`"),
}

_SRV6 = {
    "igp": A(ListOf(Word("isis", "ospf", "ebgp")), "protocols that advertise locators"),
    "bgp": A(VPN, "plain unicast routes over SRv6, by family and session type"),
    "vpn": A(VPN, "BGP VPNs over SRv6 (RFC 9252)"),
}
SRV6_GLOBAL = {**_SRV6, "locator_pool": A(IPV6_PREFIX, "prefix of all locators")}
SRV6_NODE = {
    **_SRV6,
    "locator": A(IPV6_PREFIX, "locator of the node (RFC 8986 section 3.1)"),
    "transit_only": A(BOOL, "the node ends no segments of services"),
}
