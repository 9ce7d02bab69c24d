"""What the kernel is told about each kind of link."""

from __future__ import annotations

import struct

import pytest

from netwright.addr import parse_address
from netwright.lab import netlink
from netwright.lab.netlink import LinkEnd, bridging, kinds, links
from netwright.model import BondPlan, BridgePlan, BridgePortPlan, InterfacePlan, VxlanPlan


def attributes(data: bytes) -> dict[int, bytes]:
    return dict(netlink.attributes(data))


def data(kind: str, parent: int = 0, **more: object) -> dict[int, bytes]:
    return attributes(netlink.kind_data(InterfacePlan(name="x", kind=kind, **more), parent))


def u32(value: int) -> bytes:
    return struct.pack("=I", value)


def test_a_plain_bridge_forwards_at_once() -> None:
    found = data("bridge")
    assert found[kinds.IFLA_BR_FORWARD_DELAY] == u32(0)
    assert found[kinds.IFLA_BR_STP_STATE] == u32(0)
    assert found[kinds.IFLA_BR_MCAST_SNOOPING] == b"\0"
    assert kinds.IFLA_BR_PRIORITY not in found


def test_a_spanning_tree_has_its_timers_in_hundredths_of_a_second() -> None:
    plan = BridgePlan(stp=True, priority=4096, forward_delay_s=4, hello_time_s=1, max_age_s=6, multicast_snooping=True)
    found = data("bridge", bridge=plan)
    assert found[kinds.IFLA_BR_STP_STATE] == u32(1)
    assert found[kinds.IFLA_BR_PRIORITY] == struct.pack("=H", 4096)
    assert found[kinds.IFLA_BR_FORWARD_DELAY] == u32(400)
    assert found[kinds.IFLA_BR_HELLO_TIME] == u32(100)
    assert found[kinds.IFLA_BR_MAX_AGE] == u32(600)
    assert kinds.IFLA_BR_MCAST_SNOOPING not in found


def test_the_forwarding_delay_of_a_spanning_tree_is_at_least_two_seconds() -> None:
    assert data("bridge", bridge=BridgePlan(stp=True))[kinds.IFLA_BR_FORWARD_DELAY] == u32(200)


def test_the_mode_of_a_bond_comes_first() -> None:
    raw = netlink.kind_data(InterfacePlan(name="x", kind="bond", bond=BondPlan(mode="802.3ad")), 0)
    assert next(netlink.attributes(raw)) == (kinds.IFLA_BOND_MODE, b"\x04")


def test_lacp_settings() -> None:
    plan = BondPlan(mode="802.3ad", lacp_fast=False, lacp_active=False, system_mac="02:00:00:00:00:01", min_links=2)
    found = data("bond", bond=plan)
    assert found[kinds.IFLA_BOND_AD_LACP_RATE] == b"\0"
    assert found[kinds.IFLA_BOND_AD_LACP_ACTIVE] == b"\0"
    assert found[kinds.IFLA_BOND_AD_ACTOR_SYSTEM] == bytes.fromhex("020000000001")
    assert found[kinds.IFLA_BOND_MIN_LINKS] == u32(2)


def test_a_static_bond_has_no_lacp_settings() -> None:
    found = data("bond", bond=BondPlan(mode="balance-xor", lacp_active=False))
    assert found[kinds.IFLA_BOND_MODE] == b"\x02"
    assert kinds.IFLA_BOND_AD_LACP_RATE not in found
    assert kinds.IFLA_BOND_AD_LACP_ACTIVE not in found


@pytest.mark.parametrize(
    ("local", "kind", "raw"),
    [
        ("10.0.0.1", kinds.IFLA_VXLAN_LOCAL, bytes([10, 0, 0, 1])),
        ("2001:db8::1", kinds.IFLA_VXLAN_LOCAL6, bytes.fromhex("20010db8000000000000000000000001")),
    ],
)
def test_vxlan(local: str, kind: int, raw: bytes) -> None:
    found = data("vxlan", vxlan=VxlanPlan(vni=101000, local=parse_address(local), learning=False))
    assert found[kind] == raw
    assert found[kinds.IFLA_VXLAN_ID] == u32(101000)
    assert found[kinds.IFLA_VXLAN_LEARNING] == b"\0"
    assert found[kinds.IFLA_VXLAN_PORT] == bytes.fromhex("12b5")


def test_a_flood_entry_is_an_all_zero_address_of_the_tunnel_itself() -> None:
    request = netlink.add_flood("vxlan101000", 7, parse_address("10.0.0.2"))
    assert request.flags == 0xC00
    assert request.body[:12] == struct.pack("=BxxxiHBB", 7, 7, 0xC0, 2, 0)
    assert attributes(request.body[12:]) == {bridging.NDA_LLADDR: bytes(6), bridging.NDA_DST: bytes([10, 0, 0, 2])}


def test_vlan_vrf_and_macvlan() -> None:
    assert data("vlan", vlan_id=1000) == {kinds.IFLA_VLAN_ID: struct.pack("=H", 1000)}
    assert data("vrf", table=100) == {kinds.IFLA_VRF_TABLE: u32(100)}
    assert data("macvlan") == {kinds.IFLA_MACVLAN_MODE: u32(4)}


def test_a_link_that_stands_on_another_names_it() -> None:
    request = netlink.add_link(LinkEnd("eth1.1000", None, 9), "vlan", b"", parent=3)
    assert attributes(request.body[16:])[links.IFLA_LINK] == u32(3)


def test_gre_with_a_key() -> None:
    ends = {"local": parse_address("10.0.0.1"), "remote": parse_address("10.0.0.2")}
    found = data("gre", parent=4, key=42, **ends)
    assert found[kinds.IFLA_GRE_LINK] == u32(4)
    assert found[kinds.IFLA_GRE_IFLAGS] == found[kinds.IFLA_GRE_OFLAGS] == b"\x20\0"
    assert found[kinds.IFLA_GRE_IKEY] == found[kinds.IFLA_GRE_OKEY] == bytes([0, 0, 0, 42])
    assert found[kinds.IFLA_GRE_LOCAL] == bytes([10, 0, 0, 1])
    assert found[kinds.IFLA_GRE_TTL] == b"\x40"
    assert kinds.IFLA_GRE_IFLAGS not in data("gre", **ends)


def test_tunnels_over_ipv6_have_no_encapsulation_limit() -> None:
    ends = {"local": parse_address("2001:db8::1"), "remote": parse_address("2001:db8::2")}
    assert data("ip6gre", **ends)[kinds.IFLA_GRE_FLAGS] == u32(1)
    assert data("ip6tnl", **ends)[kinds.IFLA_IPTUN_FLAGS] == u32(1)
    assert data("ip6tnl", **ends)[kinds.IFLA_IPTUN_PROTO] == b"\0"
    assert kinds.IFLA_IPTUN_FLAGS not in data("sit", local=parse_address("10.0.0.1"), remote=parse_address("10.0.0.2"))


def test_port_settings_are_those_of_a_bridge_member() -> None:
    request = netlink.set_bridge_port("eth1", 3, BridgePortPlan(learning=False, neighbor_suppress=True, cost=7))
    info = attributes(attributes(request.body[16:])[links.IFLA_LINKINFO])
    assert info[links.IFLA_INFO_SLAVE_KIND] == b"bridge\0"
    assert attributes(info[links.IFLA_INFO_SLAVE_DATA]) == {
        bridging.IFLA_BRPORT_LEARNING: b"\0",
        bridging.IFLA_BRPORT_NEIGH_SUPPRESS: b"\1",
        bridging.IFLA_BRPORT_COST: u32(7),
    }
