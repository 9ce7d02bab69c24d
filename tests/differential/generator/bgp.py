"""BGP parts of topologies, with those of `bgp.session`, `bgp.policy` and `ebgp.multihop`."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from .base import ASES, Context, chance, picked

COMMUNITIES: list[Any] = [
    ["standard"],
    ["standard", "extended", "large"],
    {"ibgp": ["standard"], "ebgp": ["standard", "large"]},
    {"ebgp": []},
]
SESSIONS: list[Any] = [
    {"ipv4": ["ebgp", "localas_ibgp"], "ipv6": ["ibgp"]},
    {"ipv6": ["ibgp", "ebgp"], "ipv4": ["ibgp", "ebgp"]},
    {"ipv4": ["ibgp", "localas_ibgp"]},
    {"ipv4": [], "ipv6": ["ebgp"]},
]
SESSION_OPTIONS: dict[str, tuple[int, list[Any]]] = {
    "allowas_in": (6, [True, 3]),
    "as_override": (10, [True]),
    "default_originate": (6, [True]),
    "gtsm": (6, [True, 3]),
    "passive": (8, [True]),
    "password": (6, ["secret"]),
    "remove_private_as": (10, [True, "all", ["all", "replace"]]),
    "timers": (6, [{"keepalive": 3, "hold": 9}, {"hold": 30, "keepalive": 10, "min_hold": 6}]),
}
POLICY_OPTIONS: dict[str, tuple[int, list[Any]]] = {
    "locpref": (5, [120, 50]),
    "med": (5, [77]),
    "weight": (6, [200]),
    "prepend": (6, [{"count": 2}, {"path": "65000 65001"}, 3]),
    "bandwidth": (12, [1000, {"in": 100}, {"out": "auto"}]),
}


@st.composite
def global_bgp(draw: st.DrawFn, context: Context) -> dict[str, Any]:
    """The `bgp` section."""
    routers = context.routers
    bgp: dict[str, Any] = {"as": 65000}
    if draw(chance(5)):
        half = len(routers) // 2
        first: dict[str, Any] = {"members": routers[:half]}
        if draw(st.booleans()):
            first["rr"] = routers[:1]
        bgp = {"as_list": {65000: first, 65001: {"members": routers[half:]}}}
    elif draw(chance(8)):
        bgp["rr_list"] = routers[: draw(st.integers(1, 2))]
    choices: dict[str, tuple[int, list[Any]]] = {
        "advertise_loopback": (7, [True, False]),
        "next_hop_self": (6, [True, False]),
        "rr_mesh": (8, [False, True]),
        "community": (9, COMMUNITIES),
        "sessions": (10, SESSIONS),
        "activate": (12, SESSIONS),
        "ebgp_role": (15, ["outside"]),
        "advertise_roles": (14, [["stub", "lan"], ["backbone"], []]),
        "rr_cluster_id": (14, ["1.2.3.4"]),
    }
    if "bgp.session" in context.plugins:
        choices.update(
            {"timers": (8, [{"keepalive": 5, "hold": 15}]), "password": (10, ["global"]), "gtsm": (12, [True])}
        )
    bgp.update(draw(picked(choices)))
    if "as_list" not in bgp and not context.has("vrf") and draw(chance(12)):
        bgp["confederation"] = {65500: {"members": list(ASES[: draw(st.integers(1, 2))])}}
    if "ebgp.multihop" in context.plugins:
        ends = draw(st.lists(st.sampled_from(routers), min_size=2, max_size=2, unique=True))
        plain: list[Any] = ["-".join(ends), dict.fromkeys(ends)]
        if "bgp.session" in context.plugins:
            plain.append({ends[0]: {"bgp": {"passive": True}}, ends[1]: None})
        bgp["multihop"] = {"sessions": [draw(st.sampled_from(plain))]}
    return bgp


@st.composite
def node_bgp(draw: st.DrawFn, context: Context, free_id: int, *, own_as: bool) -> dict[str, Any]:
    """`bgp` of a node."""
    choices: dict[str, tuple[int, list[Any]]] = {
        "rr": (5, [True]),
        "local_as": (10, [65100, 65101, 65000]),
        "originate": (8, [[f"198.51.{free_id}.0/24"], [f"198.51.{free_id}.0/24", f"2001:db8:51:{free_id}::/64"]]),
        "router_id": (10, [f"8.8.8.{free_id}"]),
        "rr_cluster_id": (14, [f"5.5.5.{free_id}"]),
        "advertise_loopback": (12, [True, False]),
        "next_hop_self": (12, [True, False]),
        "community": (14, COMMUNITIES),
        "sessions": (16, SESSIONS),
        "activate": (16, SESSIONS),
        "replace_global_as": (20, [False]),
        "import": (14, [["connected"], {"static": None}, ["ospf"] if context.has("ospf") else ["connected", "static"]]),
    }
    if own_as:
        choices["as"] = (3, list(ASES))
    if "bgp.session" in context.plugins:
        choices.update({"rs": (15, [True]), "passive": (15, [True]), "timers": (12, [{"keepalive": 7, "hold": 21}])})
    if "bgp.policy" in context.plugins:
        choices["locpref"] = (10, [150])
    return draw(picked(choices))


@st.composite
def link_bgp(draw: st.DrawFn, context: Context, *, interface: bool) -> Any:
    """`bgp` of a link or an interface: most attributes are of one end."""
    if draw(chance(10)):
        return False
    choices: dict[str, tuple[int, list[Any]]] = {"advertise": (3, [True, False])}
    if interface:
        choices.update({"local_as": (6, [65102, 65103, 65000]), "replace_global_as": (20, [False])})
    if "bgp.session" in context.plugins:
        own = SESSION_OPTIONS if interface else {key: SESSION_OPTIONS[key] for key in ("gtsm", "password", "timers")}
        choices.update({**own, **({"bfd": (10, [True])} if context.has("bfd") else {})})
    if "bgp.policy" in context.plugins and interface:
        choices.update(POLICY_OPTIONS)
        if context.policies:
            named = context.policies[0]
            choices["policy"] = (4, [{"in": named}, {"out": named}, {"in": named, "out": named}])
    return draw(picked(choices)) or {"advertise": True}
