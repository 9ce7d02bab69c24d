"""First-hop gateways: addresses, protocols, hosts."""

from __future__ import annotations

import pytest

from .reading import codes, network

TOPOLOGY = """
module: [ gateway ]
defaults.device: frr
nodes:
  s1: { gateway.vrrp.priority: 33 }
  s2:
  s3: { module: [] }
  h: { device: linux }
links:
- { s1: , s2: , h: , gateway.anycast.unicast: False }
- { s1: { gateway.protocol: vrrp }, s2: , s3: , h: , gateway: True }
- { s1: { gateway: False }, s2: , h: , gateway: { protocol: vrrp, vrrp: { preempt: False, group: 217 } } }
- { s1: , s2: , h: , gateway: True, prefix: { ipv6: 2001:db8::/64 } }
- { s1: , s2: , h: }
"""


def gateways(designed, node):
    return [i.gateway for i in designed.nodes[node].interfaces]


def test_anycast_without_own_addresses():
    designed = network(TOPOLOGY)
    first = gateways(designed, "s1")[0]
    assert (first.protocol, str(first.ipv4), first.anycast.mac) == ("anycast", "172.16.0.254/24", "0200.cafe.00ff")
    assert designed.nodes["s1"].interfaces[0].ipv4 is None
    assert str(designed.nodes["h"].interfaces[0].gateway_ipv4) == "172.16.0.254/24"


def test_protocol_and_parameters_of_interface_link_and_node():
    designed = network(TOPOLOGY)
    mine, theirs = gateways(designed, "s1")[1], gateways(designed, "s2")[1]
    assert (mine.protocol, mine.vrrp.group, mine.vrrp.priority) == ("vrrp", 1, 33)
    assert theirs.protocol == "anycast"
    assert gateways(designed, "s3") == [None]
    assert gateways(designed, "s1")[2] is None
    third = gateways(designed, "s2")[2].vrrp
    assert (third.group, third.preempt, third.mac(4), third.mac(6)) == (
        217,
        False,
        "00:00:5e:00:01:d9",
        "00:00:5e:00:02:d9",
    )


def test_ipv6_and_links_without_gateway():
    designed = network(TOPOLOGY)
    fourth = gateways(designed, "s2")[3]
    assert fourth.ipv4 is None
    assert str(fourth.ipv6) == "2001:db8::ffff:ffff:ffff:fffe/64"
    assert gateways(designed, "s2")[4] is None


def test_positive_ids_are_no_node_ids():
    designed = network(
        "{module: [gateway], nodes: [a, b, c], links: [{a: , b: , c: , gateway.id: 1}, {a: , gateway.id: 2}]}"
    )
    assert [node.id for node in designed.nodes.values()] == [3, 4, 5]
    assert str(designed.nodes["a"].interfaces[0].gateway.ipv4) == "172.16.0.1/24"


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("{a: , b: , c: , gateway.id: 300}", ["address-outside-prefix", "gateway-without-prefix"]),
        ("{a: , b: , c: , gateway.ipv4: 10.9.9.9}", ["address-outside-prefix", "gateway-without-prefix"]),
        ("{a: , b: , c: , gateway: True, prefix: False}", ["gateway-without-prefix"]),
        ("{a: {ipv4: 254}, b: , c: , gateway: True}", ["duplicate-address"]),
        ("{a: , b: , c: , gateway.protocol: hsrp}", ["wrong-type"]),
        ("{a: , b: , c: , gateway.anycast.mac: 0200}", ["wrong-type"]),
    ],
)
def test_mistakes(link, expected):
    assert codes(f"{{module: [gateway], nodes: [a, b, c], links: [{link}]}}") == expected
