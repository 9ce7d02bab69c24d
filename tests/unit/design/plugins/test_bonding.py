"""Plugin `bonding`: expectations measured on the format's reference behaviour."""

from __future__ import annotations

import pytest

from netwright.devices import plan_lab
from netwright.model import Interface, Network
from netwright.render import inventory

from ..reading import codes, network


def of(net: Network, node: str, ifname: str) -> Interface:
    return next(i for i in net.nodes[node].interfaces if i.ifname == ifname)


def bonded(first: str = "{ifindex: 1}", second: str = "{ifindex: 1, primary: true}", more: str = "") -> Network:
    return network(f"""
        plugin: [bonding]
        vlans: {{v1: }}
        groups.switches: {{members: [s1, s2], module: [vlan]}}
        nodes: {{s1: , s2: , h: {{device: linux}}}}
        links:
        - {{s1: , s2: , vlan.trunk: [v1]}}
        - {{s1: , h: {{bonding: {first}}}, vlan.access: v1}}
        - {{s2: , h: {{bonding: {second}}}, vlan.access: v1}}
        {more}""")


def test_the_bond_has_what_its_first_member_had() -> None:
    net = bonded()
    assert [(i.ifindex, i.ifname, i.type, str(i.ipv4)) for i in net.nodes["h"].interfaces] == [
        (1, "eth1", "lan", "None"),
        (2, "eth2", "lan", "None"),
        (50000, "bond1", "bond", "172.16.0.3/24"),
    ]
    bond = of(net, "h", "bond1")
    assert (bond.lag.bonding, bond.lag.primary) == ("active-backup", "eth2")
    assert str(bond.gateway_ipv4) == "172.16.0.1/24"
    assert {route.ifname for route in net.nodes["h"].static_routes} == {"bond1"}
    assert inventory(net)["nodes"]["h"]["interfaces"][2]["bonding"] == {
        "ifindex": 1,
        "members": ["eth1", "eth2"],
        "mode": "active-backup",
        "primary": "eth2",
    }
    others = [end["node"] for end in inventory(net)["nodes"]["s1"]["interfaces"][3]["neighbors"]]
    assert others.count("h") == 1


@pytest.mark.parametrize(
    ("first", "more", "mode"),
    [
        ("{ifindex: 1}", "bonding.mode: balance-tlb", "balance-tlb"),
        ("{ifindex: 1, mode: balance-alb}", "bonding.mode: balance-tlb", "balance-alb"),
        ("{ifindex: 1}", "groups.hosts: {members: [h], bonding.mode: balance-alb}", "balance-alb"),
    ],
)
def test_modes(first: str, more: str, mode: str) -> None:
    net = bonded(first, "{ifindex: 1}", more)
    plan = next(n for n in plan_lab(net).nodes if n.name == "h")
    bond = next(i for i in plan.interfaces if i.kind == "bond")
    assert (bond.bond.mode, bond.bond.primary) == (mode, None)
    assert [i.name for i in plan.interfaces if i.master == "bond1"] == ["eth1", "eth2"]


def test_interfaces_with_different_numbers_are_different_bonds() -> None:
    net = bonded(second="{ifindex: 4}")
    assert [i.ifname for i in net.nodes["h"].interfaces if i.type == "bond"] == ["bond1", "bond4"]


def test_mistakes() -> None:
    links = "links: [{a: {bonding.ifindex: 1}, b: }, {a: {bonding: {ifindex: 1, primary: true}}, b: }]"
    assert codes(f"{{nodes: [a, b], {links}}}") == ["plugin-needed", "plugin-needed"]
    both = links.replace("{bonding.ifindex: 1}", "{bonding: {ifindex: 1, primary: true}}")
    assert codes(f"{{plugin: [bonding], nodes: [a, b], {both}}}") == ["two-primaries"]
