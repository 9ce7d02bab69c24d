"""Nodes, groups and components."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from .base import ASES, Context, chance, picked, subset
from .bgp import node_bgp
from .interior import node_interior
from .ospf import node_ospf
from .routing import node_routing
from .vrf import node_vrfs


@st.composite
def node_sections(draw: st.DrawFn, context: Context, *, own_as: bool) -> dict[str, Any]:
    """The `nodes` section; empty nodes are None."""
    nodes: dict[str, Any] = {}
    routers = context.routers
    ids = draw(st.lists(st.integers(1, 150), min_size=len(routers), max_size=len(routers), unique=True))
    for index, name in enumerate(routers):
        nodes[name] = draw(node_attributes(context, ids[index], own_as=own_as))
    for name in context.hosts:
        nodes[name] = {"device": "linux", **draw(picked({"loopback": (6, [True]), "mtu": (9, [1450])}))}
        if draw(chance(16)):
            nodes[name]["routing"] = {"static": [draw(st.sampled_from(HOST_ROUTES))]}
            nodes[name]["module"] = ["routing"]
    order = draw(st.permutations(list(nodes)))
    return {name: nodes[name] or None for name in order}


HOST_ROUTES: list[Any] = [
    {"ipv4": "198.18.0.0/16", "nexthop": {"gateway": True}},
    {"pool": "lan", "nexthop": {"gateway": True}},
]


@st.composite
def node_attributes(draw: st.DrawFn, context: Context, free_id: int, *, own_as: bool) -> dict[str, Any]:
    """Attributes of one router; mostly few."""
    loopbacks: list[Any] = [
        {"ipv4": f"10.222.0.{free_id}/32"},
        {"ipv6": f"2001:db8:222::{free_id}/128"},
        {"ipv4": f"10.223.{free_id}.1/24", "ipv6": f"2001:db8:223:{free_id}::1/64"},
        True,
    ]
    node = draw(
        picked(
            {
                "id": (4, [free_id]),
                "mtu": (8, [1600]),
                "loopback": (7, loopbacks),
                "router_id": (10, [f"9.9.9.{free_id}"]),
                "config": (12, [["one", "two"], ["two"], "one", ["-one", "three"], ["-"]]),
            }
        )
    )
    for module, strategy in (
        ("bgp", node_bgp(context, free_id, own_as=own_as)),
        ("ospf", node_ospf(free_id)),
        ("routing", node_routing(context, free_id)),
        ("isis", node_interior("isis", free_id)),
        ("ripv2", node_interior("ripv2", free_id)),
        ("bfd", node_interior("bfd", free_id)),
        ("vrf", node_vrfs(context, free_id)),
    ):
        if context.has(module):
            attributes = draw(strategy)
            node.update({"vrfs" if module == "vrf" else module: attributes} if attributes else {})
    if own_as and context.modules and "ebgp.multihop" not in context.plugins and draw(chance(12)):
        keep = context.modules[: draw(st.integers(0, len(context.modules)))]
        node["module"] = keep
        for module in context.modules:
            if module not in keep:
                node.pop("vrfs" if module == "vrf" else module, None)
    return node


@st.composite
def group_sections(draw: st.DrawFn, context: Context, nodes: dict[str, Any], *, own_as: bool) -> dict[str, Any]:
    """The `groups` section. Groups of groups and patterns share no attribute, so that none contradicts."""
    routers = context.routers
    groups: dict[str, Any] = {}
    if draw(chance(3)):
        members = draw(subset(routers))
        forms: list[Any] = [
            members,
            {"members": members, "mtu": 1700},
            {"members": members, "vars": {"v": 1}},
            {"members": members, "config": ["two", "three"]},
            {"members": "r*", "mtu": 1750},
            {"members": "~r[0-9]+", "mtu": 1760},
            {"members": ["*1", routers[0]], "vars": {"w": 2}},
        ]
        if draw(chance(3)) and any(n.startswith("r") and n[1:].isdigit() for n in routers):
            groups["g1"] = draw(st.sampled_from(forms[4:6]))
        else:
            groups["g1"] = draw(st.sampled_from([forms[0], forms[1], forms[2], forms[3]]))
    if "g1" in groups and draw(chance(3)):
        groups["g0"] = {"members": ["g1", draw(st.sampled_from(routers))], "config": ["zero"], "mtu": 1800}
    if own_as and context.has("bgp") and draw(chance(5)) and not any("module" in (n or {}) for n in nodes.values()):
        attributes = draw(
            st.sampled_from([{"as": 65003}, {"rr": True}, {"next_hop_self": False}, {"advertise_loopback": False}])
        )
        groups["g2"] = {"members": draw(subset(routers)), "bgp": attributes}
    if draw(chance(8)):
        groups["all"] = draw(st.sampled_from([{"mtu": 1550}, {"config": ["base"]}, {"vars": {"everywhere": True}}]))
    if draw(chance(10)):
        groups["g4"] = draw(module_group(context, nodes, narrow=own_as and "g2" not in groups))
    return groups


@st.composite
def module_group(draw: st.DrawFn, context: Context, nodes: dict[str, Any], *, narrow: bool) -> dict[str, Any]:
    """A group with modules: those instead of the global ones where its members ask for nothing else."""
    names = {"vrfs" if module == "vrf" else module for module in context.modules}
    plain = [name for name in context.routers if names.isdisjoint(nodes[name] or ())]
    if narrow and plain and "ebgp.multihop" not in context.plugins and draw(st.booleans()):
        return {"members": draw(subset(plain, 1, 2)), "module": ["routing"]}
    modules = [*context.modules, *(["routing"] if "routing" not in context.modules else [])]
    return {"members": draw(subset(context.routers, 1, 2)), "module": modules}


@st.composite
def created_groups(draw: st.DrawFn, context: Context) -> dict[str, Any]:
    """A group that creates its members."""
    if not draw(chance(6)):
        return {}
    group: dict[str, Any] = {"members": ["new1", "new2"][: draw(st.integers(1, 2))], "_auto_create": True}
    if draw(chance(3)):
        group["device"] = "linux"
    elif context.has("bgp"):
        group["bgp"] = {"as": draw(st.sampled_from(ASES))}
    return {"gnew": group}


@st.composite
def components(draw: st.DrawFn, context: Context) -> tuple[dict[str, Any], dict[str, Any]]:
    """The `components` section and the nodes that stand for them."""
    if not draw(chance(8)):
        return {}, {}
    inside: dict[str, Any] = {"n1": None, "n2": draw(st.sampled_from([None, {"mtu": 1490}]))}
    links: list[Any] = draw(st.sampled_from([["n1-n2"], [{"n1": None, "n2": None, "mtu": 1450}], ["n1-n2", "n1"]]))
    included = {name: {"include": "comp"} for name in ["site1", "site2"][: draw(st.integers(1, 2))]}
    return {"comp": {"nodes": inside, "links": links}}, included
