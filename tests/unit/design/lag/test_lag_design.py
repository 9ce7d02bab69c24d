"""Link aggregation of designed networks: expectations measured on the format's reference behaviour."""

from __future__ import annotations

import pytest

from netwright.devices import plan_lab
from netwright.model import Interface, Network
from netwright.render import inventory

from ..reading import network


def of(net: Network, node: str, ifname: str) -> Interface:
    return next(i for i in net.nodes[node].interfaces if i.ifname == ifname)


def two(*links: str, nodes: str = "[a, b]", more: str = "") -> Network:
    return network(f"{{module: [lag], nodes: {nodes}, links: [{', '.join(links)}]{more}}}")


def test_members_follow_all_other_links() -> None:
    net = two("{lag.members: [a-b, a-b]}", "a-b")
    assert [(link.linkindex, link.type, len(link.endpoints)) for link in net.links] == [
        (1, "lag", 2),
        (2, "p2p", 2),
        (3, "p2p", 2),
        (4, "p2p", 2),
    ]
    assert [i.ifname for i in net.nodes["a"].interfaces] == ["bond1", "eth1", "eth2", "eth3"]
    assert [link["linkindex"] for link in inventory(net)["links"]] == [2, 3, 4]


def test_the_bond_has_the_addresses_and_its_members_none() -> None:
    net = two("{lag.members: [b-a, a-b]}", "a-b")
    assert str(of(net, "a", "bond1").ipv4) == "10.1.0.1/30"
    assert str(of(net, "b", "bond1").ipv4) == "10.1.0.2/30"
    assert of(net, "a", "eth2").ipv4 is None
    assert of(net, "a", "eth2").lag_member_of == "bond1"
    assert str(of(net, "a", "eth1").ipv4) == "10.1.0.5/30"


def test_names_count_from_one_and_go_on_after_an_explicit_number() -> None:
    links = ["{lag.members: [a-b]}", "{lag: {members: [a-b], ifindex: 5}}", "{lag.members: [a-b]}"]
    bonds = [(i.ifindex, i.ifname) for i in two(*links).nodes["a"].interfaces if i.lag is not None]
    assert bonds == [(30000, "bond1"), (30001, "bond5"), (30002, "bond6")]


def test_numbers_are_each_nodes_own() -> None:
    net = two("{lag: {members: [a-b], ifindex: 7}}", "{lag.members: [a-c]}", nodes="[a, b, c]")
    assert of(net, "a", "bond8").lag.index == 8
    assert of(net, "c", "bond1").lag.index == 1


@pytest.mark.parametrize(
    ("node", "link", "expected"),
    [
        ("{}", "{}", ("fast", "active")),
        ("{lag.lacp: slow}", "{}", ("slow", "active")),
        ("{lag.lacp: slow}", "{lag.lacp: off}", ("off", "active")),
        ("{lag.lacp_mode: passive}", "{}", ("fast", "passive")),
        ("{lag.mode: balance-xor}", "{}", ("off", "active")),
    ],
)
def test_settings(node: str, link: str, expected: tuple[str, str]) -> None:
    text = f"{{lag.members: [a-b], {link[1:]}"
    lag = of(two(text, nodes=f"{{a: {node}, b: }}"), "a", "bond1").lag
    assert (lag.lacp, lag.lacp_mode) == expected


def test_what_members_say_of_nodes_holds_for_bonds() -> None:
    net = network("""{module: [lag, ospf], nodes: [a, b], links: [
        {lag.members: [{a: {ospf.cost: 5, ifindex: 9}, b: {ipv4: 192.0.2.1/24}}, a-b], ospf.cost: 7, mtu: 1400}]}""")
    assert of(net, "a", "bond1").ospf.cost == 5
    assert of(net, "b", "bond1").ospf.cost == 7
    assert str(of(net, "b", "bond1").ipv4) == "192.0.2.1/24"
    assert [i.ifname for i in net.nodes["a"].interfaces] == ["bond1", "eth9", "eth1"]
    assert [i.mtu for i in net.nodes["a"].interfaces] == [1400] * 3
    assert of(net, "a", "eth9").ospf is None


def test_a_host_reaches_the_network_over_its_bond() -> None:
    net = two("{lag.members: [a-h, a-h]}", nodes="{a: , h: {device: linux, module: [lag]}}")
    host = net.nodes["h"]
    assert str(host.interfaces[0].gateway_ipv4) == "172.16.0.1/24"
    assert {route.ifname for route in host.static_routes} == {"bond1"}
    assert {i.role for i in host.interfaces} == {"stub"}


def test_inventory_has_the_words_of_the_format() -> None:
    data = inventory(two("{lag.members: [a-b]}"))["nodes"]["a"]["interfaces"]
    assert data[0]["lag"] == {"ifindex": 1, "lacp": "fast", "lacp_mode": "active"}
    assert data[0]["type"] == "lag"
    assert data[0]["virtual_interface"] is True
    assert "linkindex" not in data[0]
    assert data[1]["lag"] == {"_parentindex": 1}


def test_bonds_and_members_of_the_plan() -> None:
    plan = plan_lab(two("{lag: {members: [a-b, a-b], lacp: slow}}"))
    bond, *members = (i for i in plan.nodes[0].interfaces if i.kind != "loopback")
    assert (bond.kind, bond.bond.mode, bond.bond.lacp_fast) == ("bond", "802.3ad", False)
    assert [(m.kind, m.master, m.addresses) for m in members] == [("veth", "bond1", ())] * 2
    assert [len(s.ends) for s in plan.segments] == [0, 2, 2]
    assert "bond" in plan.features


def test_a_disabled_lag_has_no_links() -> None:
    net = two("{lag.members: [a-b], disable: true}", "a-b")
    assert len(net.links) == 1
