"""Spanning trees of designed networks, and what the kernel is told of them."""

from __future__ import annotations

import pytest

from netwright.check.expected_stp import trees
from netwright.devices import plan_lab
from netwright.model import Interface, InterfacePlan, Network
from netwright.render import inventory

from ..reading import network


def switches(more: str = "", nodes: str = "s1: , s2: , s3: ", vlan: str = "") -> Network:
    return network(f"""
        module: [vlan, stp]
        vlans: {{red: {{mode: bridge, links: [s1-s2, s2-s3, s3-s1, s1-h]{vlan}}}}}
        nodes: {{{nodes}, h: {{device: linux, module: []}}}}
        {more}""")


def of(net: Network, node: str, ifname: str) -> Interface:
    return next(i for i in net.nodes[node].interfaces if i.ifname == ifname)


def planned(net: Network, node: str, ifname: str) -> InterfacePlan:
    plan = next(n for n in plan_lab(net).nodes if n.name == node)
    return next(i for i in plan.interfaces if i.name == ifname)


def test_every_vlan_has_a_tree() -> None:
    bridge = planned(switches(nodes="s1: {stp.priority: 4096}, s2: , s3: "), "s1", "vlan1000").bridge
    assert (bridge.stp, bridge.priority) == (True, 4096)
    assert 2 * (bridge.forward_delay_s - 1) >= bridge.max_age_s >= 2 * (bridge.hello_time_s + 1)


@pytest.mark.parametrize(
    ("more", "nodes", "vlan"),
    [
        ("stp.enable: false", "s1: , s2: , s3: ", ""),
        ("", "s1: {stp.enable: false}, s2: , s3: ", ""),
        ("", "s1: , s2: , s3: ", ", stp.enable: false"),
        ("", "s1: {vlans.red.stp.enable: false}, s2: , s3: ", ""),
        ("", "s1: {module: [vlan]}, s2: , s3: ", ""),
    ],
)
def test_switched_off(more: str, nodes: str, vlan: str) -> None:
    net = switches(more, nodes, vlan)
    assert net.nodes["s1"].vlans["red"].spanning_tree is None
    assert planned(net, "s1", "vlan1000").bridge.stp is False


def test_a_priority_of_a_vlan_is_before_the_node_s() -> None:
    net = switches(nodes="s1: {stp.priority: 4096, vlans.red.stp.priority: 8192}, s2: , s3: ")
    assert net.nodes["s1"].vlans["red"].spanning_tree.priority == 8192
    assert net.nodes["s2"].vlans["red"].spanning_tree.priority == 32768


@pytest.mark.parametrize(
    ("more", "vlan", "host_port", "switch_port"),
    [
        ("", "", (None, False), (None, False)),
        ("stp.port_type: normal\n        stp.stub_port_type: edge", "", ("edge", True), ("normal", False)),
        ("stp.stub_port_type: edge", ", stp.port_type: network", ("edge", True), ("network", False)),
        ("", ", stp.port_type: auto", ("auto", True), ("auto", False)),
        ("stp.stub_port_type: none", ", stp.port_type: network", (None, False), ("network", False)),
    ],
)
def test_types_of_ports(more: str, vlan: str, host_port: tuple[object, bool], switch_port: tuple[object, bool]) -> None:
    net = switches(more, vlan=vlan)
    found = [of(net, "s1", name).stp for name in ("eth3", "eth1")]
    assert [(port.port_type, port.edge) for port in found] == [host_port, switch_port]


def test_an_interface_s_own_words_come_first() -> None:
    link = "{s1: {stp: {port_type: network, port_priority: 3}}, h: , vlan.access: red}"
    net = switches(f"stp.stub_port_type: edge\n        links: [{link}]")
    assert of(net, "s1", "eth1").stp.port_type == "network"
    assert planned(net, "s1", "eth1").port.priority == 12
    assert inventory(net)["nodes"]["s1"]["interfaces"][0]["stp"] == {"port_type": "network", "port_priority": 3}


def test_a_vlan_of_a_trunk_has_its_port_s_settings() -> None:
    net = network("""
        module: [vlan, stp]
        vlans: {red: , blue: }
        nodes: [a, b]
        links: [{a: {stp.port_priority: 2}, b: , vlan.trunk: [red, blue]}]""")
    assert [planned(net, "a", f"eth1.{tag}").port.priority for tag in (1000, 1001)] == [8, 8]


def test_the_root_has_the_lowest_priority_of_those_a_vlan_connects() -> None:
    nodes = "s1: {stp.priority: 8192}, s2: {stp: {enable: false, priority: 0}}, s3: "
    found = trees(switches(nodes=nodes))
    assert {name: [t.root_priority for t in own] for name, own in found.items()} == {"s1": [8192], "s3": [8192]}
    apart = network("""
        module: [vlan, stp]
        vlans: {red: {links: [a-b]}}
        nodes: {a: {stp.priority: 4096}, b: , c: , d: }
        links: [{c: , d: , vlan.access: red}]""")
    assert trees(apart)["d"][0].root_priority == 32768
