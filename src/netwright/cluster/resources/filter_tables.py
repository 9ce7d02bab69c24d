"""Fields of BGPFilter as data.

Owns: names, types, descriptions and constraints of rules and operations. Must not: read documents.
Source: Calico's resource reference and the structure of its published CustomResourceDefinition.
"""

from __future__ import annotations

from typing import Any, get_args

from ...addr import Family
from ...model import bgp_filter as filters
from ...model.bgp_filter import AddCommunity, BGPFilterRule, PrefixLength, PrependASPath, SetPriority
from ...schema.types import Attribute as A
from ...schema.types import Word
from .objects import Constraint, Found, Items, Object, fields, without
from .types import AS_NUMBER, COMMUNITY, PRIORITY, Cidr, Integer, Text

ADD_COMMUNITY = Object(
    {"value": A(COMMUNITY, "the community")}, lambda found: AddCommunity(**found), required=("value",)
)
PREPEND_AS_PATH = Object(
    {"prefix": A(Items(AS_NUMBER, least=1, most=10), "ASes the path starts with, in order")},
    lambda found: PrependASPath(**found),
    required=("prefix",),
)
SET_PRIORITY = Object({"value": A(PRIORITY, "kernel metric")}, lambda found: SetPriority(**found), required=("value",))
OPERATION = Object(
    {
        "addCommunity": A(ADD_COMMUNITY, "add a community to the route"),
        "prependASPath": A(PREPEND_AS_PATH, "put ASes before the path"),
        "setPriority": A(SET_PRIORITY, "set the route's priority"),
    },
    lambda found: next(iter(found.values())),
    constraints=(
        Constraint(
            "operation-count",
            "an operation does exactly one thing",
            "",
            lambda found: len(found) != 1,
            "one of `addCommunity`, `prependASPath`, `setPriority`; write several operations as a list",
        ),
    ),
)
COMMUNITIES = Object(
    {"values": A(Items(COMMUNITY, least=1, most=1), "the community a route carries")},
    lambda found: found["values"][0],
    required=("values",),
)
_LONGEST = {4: 32, 6: 128}


def _prefix_length(family: Family) -> Object:
    length = Integer(0, _LONGEST[family])
    return Object(
        {"min": A(length, "shortest prefix"), "max": A(length, "longest prefix")},
        lambda found: PrefixLength(**found),
        constraints=(
            Constraint(
                "prefix-length-order",
                "`min` is larger than `max`: no prefix matches",
                "min",
                lambda found: "min" in found and "max" in found and found["min"] > found["max"],
            ),
        ),
    )


def _make_rule(found: Found) -> BGPFilterRule:
    values = fields(found)
    community: Any = values.pop("communities", None)
    return BGPFilterRule(**values, community=community)


def _rule(family: Family) -> Object:
    return Object(
        {
            "action": A(Word(*get_args(filters.FilterAction)), "what happens to routes that match"),
            "asPathPrefix": A(Items(AS_NUMBER), "ASes the path starts with"),
            "cidr": A(Cidr(family), "prefix that routes are compared with"),
            "communities": A(COMMUNITIES, "community that routes carry"),
            "interface": A(Text("the name of an interface", 15), "outgoing interface of routes"),
            "matchOperator": A(Word(*get_args(filters.MatchOperator)), "how routes are compared with `cidr`"),
            "operations": A(Items(OPERATION, least=1, most=10), "changes to routes that are accepted"),
            "peerType": A(Word(*get_args(filters.PeerType)), "only for peers of another AS, or of the own"),
            "prefixLength": A(_prefix_length(family), "lengths of prefixes"),
            "priority": A(PRIORITY, "kernel metric of routes"),
            "source": A(Word(*get_args(filters.RouteSource)), "only routes learned from peers"),
        },
        _make_rule,
        required=("action",),
        constraints=(
            Constraint(
                "filter-cidr-without-operator",
                "`cidr` needs `matchOperator`: how routes are compared with it",
                "cidr",
                without("cidr", "matchOperator"),
                "`In` for the prefix and all within it, `Equal` for the prefix alone",
            ),
            Constraint(
                "filter-operator-without-cidr",
                "`matchOperator` needs `cidr`, which routes are compared with",
                "matchOperator",
                without("matchOperator", "cidr"),
            ),
            Constraint(
                "filter-length-without-cidr",
                "`prefixLength` needs `cidr`",
                "prefixLength",
                without("prefixLength", "cidr"),
            ),
            Constraint(
                "filter-operations-with-reject",
                "`operations` change routes that are accepted; `action` is not `Accept`",
                "operations",
                lambda found: "operations" in found and found["action"] != "Accept",
            ),
        ),
    )


RULES = {family: _rule(family) for family in (4, 6)}
BGP_FILTER = Object(
    {
        "exportV4": A(Items(RULES[4]), "rules for IPv4 routes that are sent"),
        "exportV6": A(Items(RULES[6]), "rules for IPv6 routes that are sent"),
        "importV4": A(Items(RULES[4]), "rules for IPv4 routes that are received"),
        "importV6": A(Items(RULES[6]), "rules for IPv6 routes that are received"),
    },
    fields,
)
