"""Parts of the generic routing module: policies, lists, static routes."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from .base import Context, chance, picked, some

POLICIES: dict[str, Any] = {
    "lp": {"locpref": 17},
    "med": [{"set": {"med": 5}}],
    "pre": {"prepend": {"count": 1}},
    "match": [{"match": {"prefix": "lb"}, "set": {"locpref": 200}}, {"action": "deny"}],
    "paths": [{"match": {"aspath": "ap"}, "action": "deny"}, {"action": "permit", "set": {"weight": 3}}],
    "comm": [{"match": {"community": "cl"}, "set": {"community": {"standard": "65000:1"}}}],
    "several": {"sequence": 5, "set": {"med": 1, "locpref": 2, "community": {"large": ["1:2:3"], "append": True}}},
}
LISTS: dict[str, Any] = {
    "prefix": {
        "lb": [{"pool": "loopback", "min": {"ipv4": 32, "ipv6": 64}}],
        "own": [{"ipv4": "10.0.0.0/8", "max": 24}, {"ipv4": "192.0.2.0/24", "action": "deny"}],
        "v6": {"ipv6": "2001:db8::/32", "min": 48, "max": 64},
    },
    "aspath": {"ap": ["65000"], "al": [{"action": "deny", "path": "^65001_"}, {"path": ".*"}]},
    "community": {"cl": ["65000:1"], "large": {"type": "large", "value": ["1:2:3"]}},
}


@st.composite
def global_routing(draw: st.DrawFn) -> dict[str, Any]:
    """The `routing` section."""
    policies = draw(some(POLICIES, 3))
    if not policies:
        return {}
    return {"policy": policies, **LISTS}


@st.composite
def node_routing(draw: st.DrawFn, context: Context, free_id: int) -> dict[str, Any]:
    """`routing` of a node."""
    routing: dict[str, Any] = draw(picked({"policy": (8, [{"own_policy": {"locpref": free_id}}, {"lp": {"med": 8}}])}))
    if draw(chance(6)):
        other = draw(st.sampled_from(context.routers))
        routes: list[Any] = [
            {"ipv4": f"203.0.113.{free_id}/32", "nexthop": {"discard": True}},
            {"ipv4": "198.18.0.0/15", "ipv6": "2001:db8:bad::/48", "nexthop": {"discard": True}},
            {"node": other, "nexthop": {"discard": True}},
            {"pool": "lan", "nexthop": {"discard": True}},
            {"ipv4": "198.19.0.0/24", "nexthop": {"ipv4": "10.1.0.1"}},
        ]
        route = draw(st.sampled_from(routes))
        if context.vrfs and draw(chance(3)):
            route = {**route, "vrf": draw(st.sampled_from(context.vrfs))}
        routing["static"] = [route]
    return routing
