"""Routing policies, lists and static routes of the format. Source: its "Generic Routing" module."""

from __future__ import annotations

from .types import ANY, BOOL, PREFIX, TEXT, A, AnyOf, Int, ListOf, MapOf, Table, Word

ACTION = Word("permit", "deny")
_COMMUNITY_VALUES = AnyOf(
    ListOf(TEXT),
    Table(
        {
            "standard": A(ListOf(TEXT), "standard communities"),
            "extended": A(ListOf(TEXT), "extended communities"),
            "large": A(ListOf(TEXT), "large communities"),
            "append": A(AnyOf(BOOL, ListOf(TEXT)), "keep the communities a route has"),
            "delete": A(BOOL, "delete these communities instead of setting them"),
            "delete_list": A(TEXT, "standard community list to delete by"),
            "path": A(TEXT, "community list"),
            "list": A(AnyOf(TEXT, MapOf(TEXT)), "community list to delete by"),
        }
    ),
)
_LIMIT = AnyOf(Int(0, 128), Table({"ipv4": A(Int(0, 32), "IPv4 length"), "ipv6": A(Int(0, 128), "IPv6 length")}))
PREPEND = AnyOf(Int(1, 64), Table({"count": A(Int(1, 64), "times"), "path": A(TEXT, "AS numbers")}), TEXT)
SET = {
    "locpref": A(Int(0, 4294967295), "local preference"),
    "med": A(Int(0, 4294967295), "multi-exit discriminator"),
    "weight": A(Int(0, 65535), "weight"),
    "prepend": A(PREPEND, "AS-path prepending"),
    "community": A(_COMMUNITY_VALUES, "communities to set"),
    "nexthop": A(ANY, "next hop"),
    "bandwidth": A(ANY, "link bandwidth"),
}
MATCH = {
    "prefix": A(TEXT, "prefix list"),
    "nexthop": A(TEXT, "prefix list the next hop is in"),
    "aspath": A(TEXT, "AS-path list"),
    "community": A(AnyOf(TEXT, MapOf(TEXT)), "community list"),
}
ENTRY = Table(
    {
        "action": A(ACTION, "permit or deny"),
        "sequence": A(Int(1), "sequence number; default 10 x position"),
        "match": A(Table(MATCH), "conditions"),
        "set": A(Table(SET), "changes"),
        "delete": A(Table({"community": A(_COMMUNITY_VALUES, "communities to delete")}), "deletions"),
        **SET,
        **{key: MATCH[key] for key in ("prefix", "aspath")},
    }
)
POLICY = AnyOf(ListOf(ENTRY), ENTRY)
PREFIX_ENTRY = Table(
    {
        "action": A(ACTION, "permit or deny"),
        "sequence": A(Int(1), "sequence number"),
        "ipv4": A(ListOf(PREFIX), "IPv4 prefixes"),
        "ipv6": A(ListOf(PREFIX), "IPv6 prefixes"),
        "prefix": A(ListOf(TEXT), "named prefixes, prefixes, or `pool.`, `link.` and `role.` with a name"),
        "pool": A(ListOf(TEXT), "address pools"),
        "min": A(_LIMIT, "shortest length"),
        "max": A(_LIMIT, "longest length"),
    }
)
PREFIX_LIST = AnyOf(ListOf(PREFIX_ENTRY), PREFIX_ENTRY, ListOf(TEXT))
ASPATH_ENTRY = AnyOf(
    Table(
        {
            "action": A(ACTION, "permit or deny"),
            "sequence": A(Int(1), "sequence number"),
            "path": A(AnyOf(TEXT, ListOf(TEXT)), "AS path or regular expression"),
            "regexp": A(TEXT, "regular expression"),
            "_value": A(ANY, "set by the format"),
        }
    ),
    TEXT,
    ListOf(TEXT, single=False),
)
COMMUNITY_ENTRY = AnyOf(
    Table(
        {
            "action": A(ACTION, "permit or deny"),
            "sequence": A(Int(1), "sequence number"),
            "value": A(AnyOf(TEXT, ListOf(TEXT)), "communities"),
            "path": A(AnyOf(TEXT, ListOf(TEXT)), "communities"),
            "list": A(AnyOf(TEXT, ListOf(TEXT)), "communities"),
            "regexp": A(TEXT, "regular expression"),
        }
    ),
    TEXT,
)
COMMUNITY_LIST = AnyOf(
    ListOf(COMMUNITY_ENTRY, single=False),
    Table(
        {
            "type": A(Word("standard", "extended", "large", "expanded"), "kind of community"),
            "value": A(ListOf(COMMUNITY_ENTRY), "entries"),
            "regexp": A(TEXT, "regular expression"),
        }
    ),
    TEXT,
)
NEXTHOP = AnyOf(
    Table(
        {
            "ipv4": A(TEXT, "IPv4 next hop"),
            "ipv6": A(TEXT, "IPv6 next hop"),
            "node": A(TEXT, "node that is the next hop"),
            "gateway": A(BOOL, "the default gateway"),
            "discard": A(BOOL, "drop packets"),
            "intf": A(TEXT, "outgoing interface"),
            "link": A(TEXT, "the link, by its `linkid`, over which a node or gateway is reached"),
            "vrf": A(ANY, "VRF of the next hop"),
            "idx": A(ANY, "set by the format"),
        }
    ),
    TEXT,
)
STATIC = Table(
    {
        "ipv4": A(ListOf(TEXT), "IPv4 destinations"),
        "ipv6": A(ListOf(TEXT), "IPv6 destinations"),
        "prefix": A(ListOf(TEXT), "destinations: named prefixes"),
        "pool": A(ListOf(TEXT), "destinations: address pools"),
        "node": A(ListOf(TEXT), "destinations: loopbacks of nodes"),
        "include": A(ListOf(TEXT), "list of static routes to include"),
        "nexthop": A(NEXTHOP, "next hop"),
        "vrf": A(TEXT, "VRF"),
        "comment": A(TEXT, "kept as data"),
        "remove": A(ANY, "leave the route out"),
    }
)
_SHARED = {
    "policy": A(MapOf(POLICY), "routing policies by name"),
    "prefix": A(MapOf(PREFIX_LIST), "prefix lists by name"),
    "aspath": A(MapOf(AnyOf(ListOf(ASPATH_ENTRY), TEXT)), "AS-path lists by name"),
    "community": A(MapOf(COMMUNITY_LIST), "community lists by name"),
    "acl": A(ANY, "access lists"),
}
GLOBAL = {**_SHARED, "static": A(MapOf(ListOf(STATIC)), "named lists of static routes nodes include")}
NODE = {**_SHARED, "static": A(ListOf(STATIC), "static routes")}
LINK = {
    "acl": A(
        Table({"in": A(ANY, "of received packets"), "out": A(ANY, "of sent packets")}), "access lists of the interface"
    ),
}
INTERFACE = LINK
