"""VLANs added to a topology: definitions, access links, trunks, bridges, groups of VLANs."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from .base import Context, Topology, chance, modules_of, picked, subset

VLANS = ("red", "blue", "green", "Amber", "v10", "mgmt_1")
MODES = ("irb", "bridge", "route")


@st.composite
def with_vlans(draw: st.DrawFn, topology: Topology, context: Context) -> Topology:
    """The topology with VLANs on further links; the links it has stay as they are."""
    names = draw(subset(list(VLANS), 1, 4))
    result = {**topology, "module": ["vlan", *context.modules]}
    nodes = _as_mapping(topology["nodes"])
    groups = {
        name: dict(group) if isinstance(group, dict) else group for name, group in topology.get("groups", {}).items()
    }
    for group in groups.values():
        if isinstance(group, dict) and len(group.get("module", ())) > 1:
            group["module"] = ["vlan", *group["module"]]
    if groups:
        result["groups"] = groups
    switches = [name for name in context.routers if "vlan" in modules_of({**result, "nodes": nodes}, name)]
    for host in context.hosts:
        nodes[host] = {"module": [], **(nodes[host] or {})}
    if len(switches) < 2:
        return topology
    result["vlans"] = {name: draw(definition(context)) for name in names}
    outside = [*context.hosts, *(name for name in context.routers if name not in switches)]
    bridges: list[str] = []
    if draw(chance(5)):
        nodes["br1"] = {"role": "bridge", "module": []}
        bridges.append("br1")
    for name in draw(subset(switches, 0, 2)):
        nodes[name] = {**(nodes[name] or {}), **draw(node_part(context, result["vlans"]))}
    result["nodes"] = nodes
    links = [draw(vlan_link(names, switches, outside, bridges)) for _ in range(draw(st.integers(1, 5)))]
    mine = [without_own_native(link, nodes) for link in links if link is not None]
    listed = topology["links"]
    result["links"] = {**listed, "vlans": mine} if isinstance(listed, dict) else [*listed, *mine]
    for name in draw(subset(names, 0, 2)):
        result["vlans"][name]["links"] = draw(own_links(switches, outside))
    if draw(chance(6)):
        members = draw(subset(names, 1, 2))
        result["groups"] = {
            **groups,
            "vgrp": {"type": "vlan", "members": members, "mode": "bridge"},
        }
    return result


def _as_mapping(nodes: Any) -> dict[str, Any]:
    return dict(nodes) if isinstance(nodes, dict) else dict.fromkeys(nodes)


@st.composite
def definition(draw: st.DrawFn, context: Context) -> dict[str, Any]:
    """An entry of `vlans`."""
    number = draw(st.integers(1, 250))
    found = draw(
        picked(
            {
                "mode": (3, list(MODES)),
                "id": (4, [number + 10]),
                "prefix": (
                    5,
                    [f"192.168.{number}.0/24", {"ipv4": f"192.168.{number}.0/24", "ipv6": "2001:db8:77::/64"}],
                ),
                "mtu": (8, [1390]),
                "name": (10, ["a vlan"]),
                "bandwidth": (12, [7000]),
                "role": (8, ["backbone", "stub"]),
            }
        )
    )
    if found.get("mode") == "route":
        found.pop("prefix", None)
    if context.has("ospf") and draw(chance(4)):
        found["ospf"] = draw(st.sampled_from([{"cost": 15}, {"area": 3}, {"passive": True}]))
    if context.has("bgp") and draw(chance(6)):
        found["bgp"] = {"advertise": draw(st.booleans())}
    return found


@st.composite
def node_part(draw: st.DrawFn, context: Context, vlans: dict[str, Any]) -> dict[str, Any]:
    """What a node says of VLANs: a default mode, what it changes; what the topology routes stays routed."""
    result: dict[str, Any] = {}
    names = [name for name, vlan in vlans.items() if vlan.get("mode") != "route"]
    modes = MODES if len(names) == len(vlans) else ("route",)
    if draw(chance(2)):
        result["vlan"] = {"mode": draw(st.sampled_from(modes))}
    changed: dict[str, Any] = draw(picked({"ipv4": (4, [9]), "mode": (3, ["irb", "bridge"]), "mtu": (6, [1370])}))
    if changed.get("mode", result.get("vlan", {}).get("mode")) != "irb":
        changed.pop("ipv4", None)
    if context.has("ospf") and draw(chance(3)):
        changed["ospf"] = {"cost": 21}
    if changed and names and draw(st.booleans()):
        result["vlans"] = {draw(st.sampled_from(names)): changed}
    return result


@st.composite
def vlan_link(
    draw: st.DrawFn, names: list[str], switches: list[str], outside: list[str], bridges: list[str]
) -> dict[str, Any] | None:
    """An access link or a trunk."""
    kind = draw(st.sampled_from(["access", "access", "edge", "edge", "trunk", "trunk", "native", "bridge"]))
    if kind == "edge" and outside:
        ends = [draw(st.sampled_from(switches)), draw(st.sampled_from(outside))]
        vlan = {"access": draw(st.sampled_from(names)), **draw(picked({"mode": (8, ["route"])}))}
        return (
            {ends[1]: None, ends[0]: {"vlan": vlan}} if draw(st.booleans()) else {**dict.fromkeys(ends), "vlan": vlan}
        )
    if kind == "bridge" and bridges:
        return {bridges[0]: None, draw(st.sampled_from([*switches, *outside])): None}
    if kind in ("trunk", "native"):
        ends = draw(subset(switches, 2, 2))
        carried = draw(subset(names, 1, 4))
        trunk: Any = carried
        if draw(chance(4)):
            trunk = {name: draw(st.sampled_from([{}, {}, {"vlan": {"mode": "route"}}])) for name in carried}
        vlan = {"trunk": trunk}
        if kind == "native":
            vlan["native"] = draw(st.sampled_from(carried))
        return {**dict.fromkeys(ends), "vlan": vlan}
    ends = draw(subset(switches, 1, 3))
    return {**dict.fromkeys(ends), "vlan": {"access": draw(st.sampled_from(names))}}


def without_own_native(link: dict[str, Any], nodes: dict[str, Any]) -> dict[str, Any]:
    """The trunk without its native VLAN when one of its ends has an address of its own there (see FURTHER)."""
    vlan = link.get("vlan", {})
    own = [(nodes.get(name) or {}).get("vlans", {}).get(vlan.get("native"), {}) for name in link if name != "vlan"]
    if any("ipv4" in changed for changed in own):
        return {**link, "vlan": {key: value for key, value in vlan.items() if key != "native"}}
    return link


@st.composite
def own_links(draw: st.DrawFn, switches: list[str], outside: list[str]) -> list[Any]:
    """`links` of a VLAN."""
    found: list[Any] = []
    for _ in range(draw(st.integers(1, 2))):
        first = draw(st.sampled_from(switches))
        second = draw(st.sampled_from([*switches, *outside]))
        found.append(f"{first}-{second}" if second != first and "-" not in first + second else first)
    return found
