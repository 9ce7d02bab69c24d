"""VXLAN and EVPN added to a topology with VLANs: which VLANs are carried, instances, transit VNIs, sessions."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from .base import Context, Topology, chance, picked, subset


@st.composite
def with_overlays(draw: st.DrawFn, topology: Topology, context: Context) -> Topology:
    """The topology with VXLAN and, where BGP runs, EVPN; endpoints need IPv4 loopbacks."""
    if topology.get("addressing", {}).get("loopback", {}).get("ipv4") is False:
        return topology
    modules = ["vxlan", *(["evpn"] if context.has("bgp") else [])]
    result = {**topology, "module": [*topology["module"], *modules]}
    names = list(topology["vlans"])
    result["vlans"] = {
        name: {**vlan, **draw(carried(number, modules))}
        for number, (name, vlan) in enumerate(topology["vlans"].items())
    }
    vxlan = draw(picked({"vlans": (5, [names[:1], names[-2:]]), "domain": (10, ["west"])}))
    if vxlan:
        result["vxlan"] = vxlan
    if "evpn" in modules:
        evpn = draw(
            picked(
                {
                    "session": (4, [["ibgp"], ["ebgp"], ["ibgp", "ebgp"]]),
                    "vlans": (6, [names[:1]]),
                    "as": (8, [65111]),
                }
            )
        )
        if "as" not in topology["bgp"]:
            evpn.setdefault("as", 65112)
        if evpn:
            result["evpn"] = evpn
    if context.vrfs and "evpn" in modules:
        result["vrfs"] = draw(transit(topology["vrfs"]))
        for name in draw(subset(names, 0, 2)) if not _bridges(topology) else ():
            result["vlans"][name]["vrf"] = draw(st.sampled_from(context.vrfs))
    result["nodes"] = draw(domains(topology["nodes"]))
    return result


def _bridges(topology: Topology) -> bool:
    """Whether anything only bridges a VLAN."""
    groups = (group for group in topology.get("groups", {}).values() if isinstance(group, dict))
    nodes = [node for node in topology["nodes"].values() if node]
    of_nodes = [vlan for node in nodes for vlan in (node.get("vlan", {}), *node.get("vlans", {}).values())]
    return any(vlan.get("mode") == "bridge" for vlan in (*topology["vlans"].values(), *of_nodes, *groups))


@st.composite
def carried(draw: st.DrawFn, number: int, modules: list[str]) -> dict[str, Any]:
    """What a VLAN says of its VNI and EVPN instance."""
    found = draw(picked({"vni": (5, [7000 + number])}))
    if "evpn" in modules:
        evpn = draw(
            picked(
                {
                    "evi": (6, [900 + number]),
                    "rd": (8, [f"65009:{number}"]),
                    "import": (8, [["65009:1"], [f"65009:{number}", "65009:2"]]),
                    "export": (8, [["65009:1"]]),
                }
            )
        )
        if evpn:
            found["evpn"] = evpn
    return found


@st.composite
def transit(draw: st.DrawFn, vrfs: dict[str, Any]) -> dict[str, Any]:
    """VRFs, some with a transit VNI: the next one, one of their own, or that of the first VRF."""
    result: dict[str, Any] = {}
    for number, (name, vrf) in enumerate(vrfs.items()):
        result[name] = dict(vrf)
        if draw(chance(2)):
            result[name]["evpn"] = {"transit_vni": draw(st.sampled_from([True, True, 300000 + number]))}
    first = next(iter(result))
    for name, vrf in result.items():
        if name != first and "evpn" in vrf and "evpn" in result[first] and draw(chance(5)):
            vrf["evpn"]["transit_vni"] = first
    return result


@st.composite
def domains(draw: st.DrawFn, nodes: dict[str, Any]) -> dict[str, Any]:
    """Nodes, some with flooding domains or lists of VLANs of their own."""
    result = dict(nodes)
    for name, node in nodes.items():
        plain = name not in ("br1",) and "include" not in (node or {}) and "device" not in (node or {})
        if plain and "module" not in (node or {}) and draw(chance(8)):
            result[name] = {**(node or {}), "vxlan": {"domain": draw(st.sampled_from(["east", "west"]))}}
    return result
