"""MPLS attributes of the format. Source: the format's "MPLS Configuration Module"."""

from __future__ import annotations

from .types import BOOL, ROUTER_ID, TEXT, A, AnyOf, ListOf, Table, Word

SESSIONS = AnyOf(BOOL, ListOf(Word("ibgp", "ebgp")))
"""Types of BGP sessions; True = the default ones."""
LDP = AnyOf(
    BOOL,
    Table(
        {
            "router_id": A(ROUTER_ID, "LSR id (RFC 5036 section 2.2.2)"),
            "explicit_null": A(BOOL, "advertise explicit null labels for the router's own prefixes"),
            "igp_sync": A(BOOL, "IGP synchronization (RFC 5443)"),
            "advertise": A(ListOf(TEXT), "link roles whose prefixes get labels (`loopback` included)"),
        }
    ),
)
BGP = AnyOf(
    BOOL,
    Table(
        {
            "ipv4": A(SESSIONS, "labelled IPv4 unicast by session type"),
            "ipv6": A(SESSIONS, "labelled IPv6 unicast by session type"),
            "explicit_null": A(BOOL, "advertise explicit null labels for the router's own prefixes"),
            "disable_unlabeled": A(BOOL, "no unlabelled routes on sessions with labelled ones"),
        }
    ),
    ListOf(Word("ibgp", "ebgp")),
)
VPN = AnyOf(
    BOOL,
    Table({"ipv4": A(SESSIONS, "VPNv4 by session type"), "ipv6": A(SESSIONS, "VPNv6 by session type")}),
    ListOf(Word("ibgp", "ebgp")),
)

GLOBAL = {
    "ldp": A(LDP, "label distribution (RFC 5036)"),
    "bgp": A(BGP, "BGP labelled unicast (RFC 8277)"),
    "vpn": A(VPN, "BGP/MPLS IP VPNs (RFC 4364, 4659)"),
    "6pe": A(SESSIONS, "IPv6 over IPv4 MPLS (RFC 4798)"),
}
NODE = GLOBAL
LINK = {"ldp": A(BOOL, "LDP and labelled packets on the link")}
INTERFACE = LINK
