"""BGP attributes of the format, where they may stand. Source: the format's "BGP Configuration Module"."""

from __future__ import annotations

from .common import IMPORT, ROUTING_SESSION
from .types import ANY, ASN, BOOL, PREFIX, ROUTER_ID, TEXT, A, AnyOf, Int, ListOf, MapOf, Table, Word

COMMUNITY_KINDS = Word("standard", "extended", "large", "2octet")
SESSION_WORDS = ("ibgp", "ebgp", "localas_ibgp", "confed_ebgp")
COMMUNITY = AnyOf(
    ListOf(COMMUNITY_KINDS),
    Table(
        {word: A(ListOf(COMMUNITY_KINDS), f"communities sent on {word} sessions") for word in SESSION_WORDS},
        "lists of communities by session type",
    ),
)
SESSIONS = Table(
    {
        "ipv4": A(ListOf(Word(*SESSION_WORDS, False)), "session types that run over IPv4"),
        "ipv6": A(ListOf(Word(*SESSION_WORDS, False)), "session types that run over IPv6"),
    }
)
ORIGINATED = Table({"ipv4": A(PREFIX, "IPv4 prefix"), "ipv6": A(PREFIX, "IPv6 prefix")})
NEXT_HOP_SELF = AnyOf(BOOL, Word("ebgp", "all"))

_SHARED = {
    "as": A(ASN, "AS number"),
    "advertise_loopback": A(BOOL, "originate prefixes of loopbacks"),
    "community": A(COMMUNITY, "communities sent, by session type"),
    "next_hop_self": A(NEXT_HOP_SELF, "next-hop-self on IBGP sessions"),
    "replace_global_as": A(BOOL, "with `local_as`: hide the router's own AS"),
    "rr_mesh": A(BOOL, "full mesh between route reflectors"),
    "rr_cluster_id": A(AnyOf(BOOL, Int(1, 4294967295), ROUTER_ID), "route reflector cluster id"),
    "sessions": A(SESSIONS, "transport of each session type"),
    "activate": A(SESSIONS, "address families activated by session type"),
    "import": A(IMPORT, "routes of other protocols imported into BGP"),
    "local_as": A(ASN, "AS number presented to neighbours"),
    "router_id": A(ROUTER_ID, "BGP identifier"),
    "confederation": A(
        AnyOf(
            Table({"as": A(ASN, "confederation identifier"), "peers": A(ListOf(ASN), "other member ASes")}),
            ASN,
        ),
        "confederation (RFC 5065)",
    ),
    **ROUTING_SESSION,
}

GLOBAL = {
    **{key: attribute for key, attribute in _SHARED.items() if key not in ("import", "local_as", "router_id")},
    "advertise_roles": A(ListOf(TEXT), "link roles and types whose prefixes are originated"),
    "as_list": A(
        MapOf(
            Table(
                {
                    "members": A(ListOf(TEXT), "nodes of the AS"),
                    "rr": A(ListOf(TEXT), "its route reflectors"),
                    "name": A(TEXT, "its name in diagrams"),
                }
            )
        ),
        "ASes with their members",
    ),
    "ebgp_role": A(TEXT, "role of links between ASes"),
    "rr_list": A(ListOf(TEXT), "route reflectors"),
    "confederation": A(ANY, "confederations by identifier, or one of them"),
}

NODE = {
    **{key: attribute for key, attribute in _SHARED.items() if key != "confederation"},
    "originate": A(ListOf(AnyOf(TEXT, ORIGINATED)), "further prefixes to originate (prefixes or names of them)"),
    "rr": A(BOOL, "the node is a route reflector"),
    "advertise": A(ANY, "prefixes to originate"),
}

DOMAIN = {"domain": A(TEXT, "routers of one AS have IBGP sessions within a domain only (`default`)")}
"""Attribute of the plugin `bgp.domain`."""

LINK = {
    "advertise": A(BOOL, "originate the link's prefixes"),
    "local_as": A(ASN, "AS number presented on the link"),
    "replace_global_as": A(BOOL, "with `local_as`: hide the router's own AS"),
    **ROUTING_SESSION,
}
INTERFACE = LINK
VRF = {
    **LINK,
    "advertise": A(ANY, "prefixes to originate in the VRF"),
    "import": _SHARED["import"],
    "originate": NODE["originate"],
    "router_id": _SHARED["router_id"],
}
"""Attributes of BGP within a VRF."""
MULTIHOP = {
    "multihop": A(
        Table(
            {
                "sessions": A(ANY, "multihop EBGP sessions, written like links"),
                "activate": A(MapOf(ListOf(TEXT)), "address families active by family of the session"),
            }
        ),
        "EBGP sessions between nodes that are not adjacent",
    ),
}
"""Global attributes of the plugin `ebgp.multihop`."""
PREFIX_TYPE = PREFIX
COUNT_TYPE = Int(1, 10)
