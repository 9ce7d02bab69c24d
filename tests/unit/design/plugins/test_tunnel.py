"""The plugin `tunnel.gre`: which addresses a tunnel leads from and to, its name and MTU, what the kernel is told."""

from __future__ import annotations

import pytest

from netwright import devices
from netwright.devices.interfaces import plan_interfaces
from netwright.model import Interface
from netwright.render import node_inventory

from ..reading import codes, network

TOPOLOGY = """
plugin: [ tunnel.gre ]
module: [ vrf, ospf ]
addressing: { loopback.ipv6: '2001:db8:1::/48', p2p.ipv6: '2001:db8:2::/48' }
vrfs.outer:
nodes: [ r1, r2 ]
links:
- { r1: , r2: , vrf: outer, mtu: 1600 }
- { r1: , r2: , tunnel: { mode: gre, vrf: outer } }
- { r1: , r2: , role: core }
- { r1: , r2: , tunnel: { mode: gre, af: ipv6, source.link.role: core }, name: way }
- { r1: , r2: , tunnel: { mode: gre, source.type: loopback }, vrf: outer, mtu: 1300 }
"""


def interface(text: str, node: str, ifname: str) -> Interface:
    return next(i for i in network(text).nodes[node].interfaces if i.ifname == ifname)


@pytest.mark.parametrize(
    ("ifname", "source", "destination", "mtu_bytes", "name"),
    [
        ("gre1", ("10.1.0.1", "eth1"), ("10.1.0.2", "eth1"), 1576, "r1 -> r2 [GRE tunnel]"),
        ("gre2", ("2001:db8:2:2::1", "eth2"), ("2001:db8:2:2::2", "eth2"), 1452, "way"),
        ("gre3", ("10.0.0.1", "lo"), ("10.0.0.2", "lo"), 1300, "r1 -> r2 [GRE tunnel]"),
    ],
)
def test_ends(ifname: str, source: tuple[str, str], destination: tuple[str, str], mtu_bytes: int, name: str) -> None:
    found = interface(TOPOLOGY, "r1", ifname)
    assert found.tunnel is not None
    assert (str(found.tunnel.source.address), found.tunnel.source.ifname) == source
    assert (str(found.tunnel.destination.address), found.tunnel.destination.ifname) == destination
    assert (found.mtu, found.name, found.type, found.virtual, found.bridge) == (mtu_bytes, name, "tunnel", True, None)


def test_it_is_an_ordinary_link_to_protocols() -> None:
    found = interface(TOPOLOGY, "r2", "gre1")
    assert str(found.ipv4) == "10.1.0.6/30"
    assert found.ospf is not None
    assert found.ospf.network_type == "point-to-point"
    assert found.ifindex == 20000


def test_the_kernel_makes_it_over_the_transport() -> None:
    plans = {plan.name: plan for plan in plan_interfaces(network(TOPOLOGY).nodes["r1"])}
    assert (plans["gre1"].kind, plans["gre1"].parent, plans["gre1"].master) == ("gre", "outer", None)
    assert (plans["gre2"].kind, plans["gre2"].parent, plans["gre2"].segment) == ("ip6gre", None, None)
    assert (plans["gre3"].parent, plans["gre3"].master) == (None, "outer")
    assert str(plans["gre3"].local) == "10.0.0.1"
    assert str(plans["gre3"].remote) == "10.0.0.2"


def test_no_cable_belongs_to_it() -> None:
    plan = devices.plan_lab(network(TOPOLOGY))
    assert [len(segment.ends) for segment in plan.segments] == [2, 0, 2, 0, 0]
    assert {"gre", "ip6gre", "vrf"} <= set(plan.features)


def test_a_link_with_only_the_type_is_a_cable() -> None:
    plan = devices.plan_lab(network("nodes: [ r1, r2 ]\nlinks: [ { r1: , r2: , type: tunnel } ]\n"))
    assert [segment.ends for segment in plan.segments] == [(("r1", "tun0"), ("r2", "tun0"))]


def test_tunnels_between_the_same_addresses_have_keys() -> None:
    text = (
        "plugin: [ tunnel.gre ]\nnodes: [ r1, r2 ]\nlinks: [ r1-r2" + ", { r1: , r2: , tunnel.mode: gre }" * 3 + "]\n"
    )
    for node in network(text).nodes.values():
        assert [i.tunnel.key for i in node.interfaces if i.tunnel is not None] == [None, 3, 4]


@pytest.mark.parametrize(("family", "expected"), [("ipv4", [1476, 1472]), ("ipv6", [1452, 1452])])
def test_a_key_has_room_in_the_packet(family: str, expected: list[int]) -> None:
    """24 octets of IPv4 and GRE, 4 of the key (RFC 2890 section 2)."""
    tunnel = f", {{ r1: , r2: , tunnel: {{ mode: gre, af: {family} }} }}"
    text = "plugin: [ tunnel.gre ]\nnodes: [ r1, r2 ]\naddressing.p2p.ipv6: 2001:db8::/48\n"
    for node in network(f"{text}links: [ r1-r2{tunnel * 2} ]\n").nodes.values():
        assert [i.mtu for i in node.interfaces if i.tunnel is not None] == expected


def test_inventory() -> None:
    designed = network(TOPOLOGY)
    found = node_inventory(designed, "r1")["interfaces"][3]["tunnel"]
    assert found == {
        "mode": "gre",
        "af": "ipv6",
        "source": {"link": {"role": "core"}},
        "_source": {"ifname": "eth2", "ipv6": "2001:db8:2:2::1", "mtu": 1500},
        "_destination": {"ifname": "eth2", "ipv6": "2001:db8:2:2::2", "mtu": 1500},
    }


@pytest.mark.parametrize(
    "source", ["linkid: l", "link.name: n", "link.role: r", "ifindex: 2", "{ linkid: l, ifindex: 2 }"]
)
def test_source_by_its_link(source: str) -> None:
    text = (
        "plugin: [ tunnel.gre ]\nnodes: [ r1, r2 ]\n"
        "links: [ r1-r2, { r1: , r2: , linkid: l, name: n, role: r },"
        f" {{ r1: , r2: , tunnel.mode: gre, tunnel.source{'.' if source[0] != '{' else ': '}{source} }} ]\n"
    )
    found = interface(text, "r2", "gre1").tunnel
    assert found is not None
    assert found.source.ifname == "eth2"


def test_different_families() -> None:
    text = "plugin: [ tunnel.gre ]\nnodes: [ r1, r2 ]\naddressing.p2p.ipv6: 2001:db8::/48\n"
    assert codes(text + "links: [ r1-r2, { r1: { tunnel.af: ipv6 }, r2: , tunnel.mode: gre } ]\n") == ["wrong-tunnel"]
