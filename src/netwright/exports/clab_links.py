"""Making each kind of link with iproute2: its own words.

Owns: `ip link add` for bridges, bonds, VLANs, VRFs, VXLANs, macvlans, dummies and tunnels. Must not: order them.
Source: ip-link(8), bridge(8).
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model import BondPlan, BridgePlan, BridgePortPlan, InterfacePlan
from ..model.kernel import TUNNEL_TTL, TUNNELS, forward_delay_s


def add_link(plan: InterfacePlan, *, late_mtu: bool = False) -> Iterator[str]:
    """Lines that make a link a node makes itself; `late_mtu`: what it stands on has not got its own yet."""
    parent = f" link {plan.parent}" if plan.parent and plan.kind in ("vlan", "macvlan") else ""
    mac = f" address {mac_text(plan.mac)}" if plan.mac and plan.kind not in TUNNELS else ""
    mtu = f" mtu {plan.mtu}" if plan.mtu and plan.kind != "bridge" and not late_mtu else ""
    yield f"ip link add{parent} name {plan.name}{mac}{mtu} type {plan.kind}{_words(plan)}"
    if plan.vxlan is not None:
        for remote in plan.vxlan.flood:
            yield f"bridge fdb append 00:00:00:00:00:00 dev {plan.name} dst {remote} self permanent"


def mac_text(mac: str) -> str:
    """`02:00:ca:fe:00:ff`, whatever the topology writes between the digits."""
    digits = "".join(c for c in mac.lower() if c in "0123456789abcdef")
    return ":".join(digits[i : i + 2] for i in range(0, 12, 2))


def _words(plan: InterfacePlan) -> str:
    """Options of the kind."""
    match plan.kind:
        case "bridge":
            return bridge_words(plan.bridge or BridgePlan())
        case "bond":
            return bond_words(plan.bond or BondPlan(mode="802.3ad"))
        case "vlan":
            return f" id {plan.vlan_id}"
        case "vrf":
            return f" table {plan.table}"
        case "macvlan":
            return " mode bridge"
        case "vxlan":
            return _vxlan_words(plan)
        case "dummy":
            return ""
        case _:
            return _tunnel_words(plan)


def bridge_words(plan: BridgePlan) -> str:
    """Times in hundredths of a second; without a spanning tree ports forward at once."""
    words = [f"forward_delay {forward_delay_s(plan) * 100}"]
    for name, seconds in (
        ("hello_time", plan.hello_time_s),
        ("max_age", plan.max_age_s),
        ("ageing_time", plan.ageing_time_s),
    ):
        if seconds is not None:
            words.append(f"{name} {seconds * 100}")
    words.append(f"stp_state {int(plan.stp)}")
    if plan.priority is not None:
        words.append(f"priority {plan.priority}")
    if plan.vlan_filtering:
        words.append("vlan_filtering 1")
    if plan.vlans is not None:
        words.append("vlan_default_pvid 0")
    if not plan.multicast_snooping:
        words.append("mcast_snooping 0")
    return " " + " ".join(words)


def bond_words(plan: BondPlan) -> str:
    words = [f"mode {plan.mode}", f"miimon {plan.miimon_ms}", f"xmit_hash_policy {plan.hash_policy}"]
    if plan.min_links:
        words.append(f"min_links {plan.min_links}")
    if plan.mode == "802.3ad":
        words.append(f"lacp_rate {'fast' if plan.lacp_fast else 'slow'}")
        if not plan.lacp_active:
            words.append("lacp_active off")
        if plan.system_mac:
            words.append(f"ad_actor_system {mac_text(plan.system_mac)}")
    return " " + " ".join(words)


def port_words(plan: BridgePortPlan) -> str:
    """Settings of a port of a bridge."""
    words = [f"learning {'on' if plan.learning else 'off'}"]
    if not plan.unicast_flood:
        words.append("flood off")
    for word, wanted in (
        ("neigh_suppress", plan.neighbor_suppress),
        ("isolated", plan.isolated),
        ("hairpin", plan.hairpin),
        ("guard", plan.bpdu_guard),
        ("root_block", plan.root_guard),
    ):
        if wanted:
            words.append(f"{word} on")
    if plan.cost is not None:
        words.append(f"cost {plan.cost}")
    if plan.priority is not None:
        words.append(f"priority {plan.priority}")
    return " ".join(words)


def port_vlans(name: str, plan: BridgePortPlan) -> Iterator[str]:
    """A port's VLANs on a bridge that tells them apart."""
    if plan.untagged:
        yield f"bridge vlan add dev {name} vid {plan.untagged} pvid untagged"
    yield from (f"bridge vlan add dev {name} vid {vlan}" for vlan in plan.tagged)


def _vxlan_words(plan: InterfacePlan) -> str:
    assert plan.vxlan is not None
    learning = "learning" if plan.vxlan.learning else "nolearning"
    return f" id {plan.vxlan.vni} local {plan.vxlan.local} dstport {plan.vxlan.port} {learning}"


def _tunnel_words(plan: InterfacePlan) -> str:
    ends = "".join(f" {word} {a}" for word, a in (("local", plan.local), ("remote", plan.remote)) if a is not None)
    parent = f" dev {plan.parent}" if plan.parent else ""
    key = f" key {plan.key}" if plan.key is not None else ""
    limit = " encaplimit none" if plan.kind in ("ip6gre", "ip6tnl") else ""
    hops = "hoplimit" if plan.kind in ("ip6gre", "ip6tnl") else "ttl"
    mode = " mode any" if plan.kind == "ip6tnl" else ""
    return f"{mode}{ends} {hops} {TUNNEL_TTL}{parent}{key}{limit}"
