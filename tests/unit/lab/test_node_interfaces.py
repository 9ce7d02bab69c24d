"""The order in which a node's interfaces come into being."""

from __future__ import annotations

import struct

import pytest

from netwright.addr import parse_address, parse_interface, parse_prefix
from netwright.errors import LabError
from netwright.lab import netlink
from netwright.lab.netlink import links, routes
from netwright.lab.supervisor.interfaces import NodeInterfaces, Place
from netwright.model import BondPlan, BridgePlan, BridgePortPlan, InterfacePlan, NodePlan, RoutePlan


def interface(name: str, kind: str = "veth", *addresses: str, **more: object) -> InterfacePlan:
    return InterfacePlan(name=name, kind=kind, addresses=tuple(parse_interface(a) for a in addresses), **more)


def node(*interfaces: InterfacePlan, routes: tuple[RoutePlan, ...] = ()) -> NodeInterfaces:
    plan = NodePlan(name="r1", device="linux", interfaces=interfaces, routes=routes)
    places = {("r1", i.name): Place("r1", i, 2 + n, f"02:00:00:01:00:0{n}") for n, i in enumerate(interfaces)}
    return NodeInterfaces(plan, places)


def whats(requests: object) -> list[str]:
    return [request.what for request in requests]


def attributes(request: netlink.Request) -> dict[int, bytes]:
    return dict(netlink.attributes(request.body[16:]))


def is_up(request: netlink.Request) -> bool:
    return bool(struct.unpack_from("=BxHiII", request.body)[3] & links.IFF_UP)


def test_only_what_the_node_makes_itself_is_created() -> None:
    made = node(interface("eth1"), interface("lo1", "dummy"), interface("red", "vrf", table=100)).create()
    assert whats(made) == ["create vrf red"]


def test_a_vlan_stands_on_its_parent_and_has_its_address() -> None:
    (request,) = node(interface("eth1"), interface("eth1.5", "vlan", parent="eth1", vlan_id=5)).create()
    assert attributes(request)[links.IFLA_LINK] == struct.pack("=I", 2)
    assert links.IFLA_ADDRESS not in attributes(request)


def test_an_unknown_parent_is_an_error() -> None:
    with pytest.raises(LabError, match=r"eth1\.5 of node r1 names interface eth9"):
        list(node(interface("eth1.5", "vlan", parent="eth9", vlan_id=5)).create())


def test_tunnels_have_no_mac_address() -> None:
    ends = {"local": parse_address("10.0.0.1"), "remote": parse_address("10.0.0.2")}
    (request,) = node(interface("gre1", "gre", **ends)).create()
    assert links.IFLA_ADDRESS not in attributes(request)


def test_a_bridge_gets_its_mtu_after_its_ports() -> None:
    found = list(node(interface("vlan5", "bridge", mtu=9000), interface("eth1", master="vlan5")).join())
    assert whats(found) == ["change interface eth1", "change interface vlan5"]
    assert attributes(found[0])[links.IFLA_MASTER] == struct.pack("=I", 2)
    assert attributes(found[1])[links.IFLA_MTU] == struct.pack("=I", 9000)


def test_a_vlan_of_a_link_that_is_down_is_not_raised() -> None:
    parts = (interface("eth1", up=False), interface("eth1.5", "vlan", parent="eth1", vlan_id=5))
    _lo, parent, vlan = list(node(*parts).raise_up())
    assert not is_up(parent)
    assert not is_up(vlan)


def test_addresses_come_after_all_states() -> None:
    found = whats(node(interface("eth1", "veth", "10.0.0.1/24"), interface("eth2")).raise_up())
    assert found[-1] == "add address 10.0.0.1/24 to eth1 of r1"


def test_routes_of_a_vrf_are_in_its_table() -> None:
    route = RoutePlan(prefix=parse_prefix("10.0.0.0/8"), next_hop=parse_address("192.0.2.1"), vrf="red")
    *_, request = node(interface("red", "vrf", table=1000), routes=(route,)).routes()
    assert request.what == "add route 10.0.0.0/8 in r1, VRF red"
    assert request.body[4] == 0
    assert dict(netlink.attributes(request.body[12:]))[routes.RTA_TABLE] == struct.pack("=I", 1000)


def test_rules_only_with_vrfs() -> None:
    assert not list(node(interface("eth1")).rules())
    found = list(node(interface("red", "vrf", table=100)).rules())
    assert whats(found) == [
        "add the local rule of IPv4",
        "delete the local rule of IPv4",
        "add the last VRF rule of IPv4",
        "add the local rule of IPv6",
        "delete the local rule of IPv6",
        "add the last VRF rule of IPv6",
    ]
    assert found[2].body[:12] == struct.pack("=8BI", 2, 0, 0, 0, 0, 0, 0, 7, 0)


def test_edge_ports_enter_their_bridge_last_while_its_tree_is_off() -> None:
    tree = BridgePlan(stp=True)
    edge = interface("eth1", master="vlan5", port=BridgePortPlan(edge=True))
    parts = (interface("vlan5", "bridge", bridge=tree), edge, interface("eth2", master="vlan5", port=BridgePortPlan()))
    switch = node(*parts)
    assert whats(switch.join()) == ["change interface eth2", "change bridge port eth2"]
    assert whats(switch.join_edges()) == [
        "change bridge vlan5",
        "change interface eth1",
        "change bridge port eth1",
        "change bridge vlan5",
    ]
    plain = node(interface("vlan5", "bridge", bridge=BridgePlan()), edge)
    assert whats(plain.join())[0] == "change interface eth1"
    assert not list(plain.join_edges())


def test_the_primary_member_of_a_bond_is_named_after_it_joined() -> None:
    bond = interface("bond1", "bond", bond=BondPlan(mode="active-backup", primary="eth2"))
    found = whats(node(bond, interface("eth1", master="bond1"), interface("eth2", master="bond1")).join())
    assert found == ["change interface eth1", "change interface eth2", "change bond bond1"]


def test_vlans_of_one_bridge() -> None:
    bridge = BridgePlan(vlan_filtering=True, vlans=(7, 8))
    plans = (
        interface("vlans", "bridge", bridge=bridge),
        interface("vlan7", "vlan", parent="vlans", vlan_id=7, mac="02:00:00:00:00:77", mtu=9000),
        interface("vlan8", "vlan", parent="vlans", vlan_id=8),
        interface("varp7", "macvlan", parent="vlan7", mac="02:00:ca:fe:00:ff"),
        interface("varp8", "macvlan", parent="vlan8", mac="02:00:ca:fe:00:ff"),
        interface("eth1", master="vlans", port=BridgePortPlan(untagged=7, tagged=(8,))),
    )
    made = node(*plans)
    created = {request.what: attributes(request) for request in made.create()}
    assert links.IFLA_MTU not in created["create vlan vlan7"]
    joined = whats(made.join())
    assert joined[1:4] == ["change bridge port eth1", "set VLANs of eth1", "set VLANs of vlans"]
    assert joined[4:] == [
        "change interface vlan7",
        "give bridge vlans the address 02:00:00:01:00:01",
        "give bridge vlans the address 02:00:00:01:00:03",
        "give bridge vlans the address 02:00:00:01:00:04",
    ]
