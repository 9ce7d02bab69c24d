"""Names, indexes, MTU, traffic control, router advertisements, hosts."""

from __future__ import annotations

import pytest

from .build import codes, design, network


def names(designed, node):
    return [(i.ifindex, i.ifname) for i in designed.nodes[node].interfaces]


def test_indexes_and_names():
    designed = network(
        """
        nodes: [a, b]
        links:
        - {a: {ifindex: 3}, b: {ifname: foo0}}
        - a-b
        - a-b
        - a-b
        - {a: , type: loopback}
        - {a: , type: loopback}
        - {a: , b: , type: tunnel}
        """
    )
    assert names(designed, "a") == [
        (3, "eth3"),
        (1, "eth1"),
        (2, "eth2"),
        (4, "eth4"),
        (10001, "lo1"),
        (10002, "lo2"),
        (20000, "tun0"),
    ]
    assert names(designed, "b")[:2] == [(1, "foo0"), (2, "eth2")]


def test_two_interfaces_with_one_name():
    _, problems = design("{nodes: [a, b], links: [a-b, {a: {ifname: eth1}, b: }, {a: {ifindex: 1}, b: }]}")
    assert codes(problems) == [("duplicate-ifname", 102), ("duplicate-ifname", 103)]


def test_descriptions_and_roles():
    designed = network(
        "{nodes: [a, b, c], links: [a-b, a-b-c, a, {a: , b: , name: core}, {a: {name: mine, role: x}, b: , role: y}]}"
    )
    assert [(i.name, i.role) for i in designed.nodes["a"].interfaces] == [
        ("a -> b", None),
        ("a -> [b,c]", None),
        ("a -> stub", "stub"),
        ("core", None),
        ("mine", "x"),
    ]


def test_mtu_from_interface_link_node_default_device():
    designed = network(
        """
        nodes: {a: {mtu: 1600}, b: }
        links:
        - {a: {mtu: 1800}, b: , mtu: 1700}
        - a-b
        - {a: , type: loopback}
        """
    )
    assert [i.mtu for i in designed.nodes["a"].interfaces] == [1800, 1600, None]
    assert [i.mtu for i in designed.nodes["b"].interfaces] == [1700, 1500]
    changed = network("{defaults: {interfaces: {mtu: 1400}}, nodes: {a: {mtu: 1600}, b: }, links: [a-b]}")
    assert [changed.nodes[n].interfaces[0].mtu for n in "ab"] == [1600, 1400]


def test_traffic_control_units():
    designed = network(
        "{nodes: [a, b], links: [{a: {tc: {delay: 5}}, b: , bandwidth: 1000, shutdown: true,"
        " tc: {delay: 1s, jitter: 500us, loss: 5%, rate: 10mbps}}]}"
    )
    left, right = designed.nodes["a"].interfaces[0], designed.nodes["b"].interfaces[0]
    assert (left.tc.delay_ms, right.tc.delay_ms) == (5, 1000)
    assert (right.tc.jitter_ms, right.tc.loss_percent, right.tc.rate_kbps) == (0.5, 5, 10_000)
    assert left.bandwidth_kbps == 1000
    assert left.shutdown


@pytest.mark.parametrize("tc", ["{loss: 200}", "{delay: 10 parsecs}", "{rate: fast}", "{delay: -1}"])
def test_wrong_impairments(tc):
    _, problems = design(f"{{nodes: [a, b], links: [{{a: , b: , tc: {tc}}}]}}")
    assert codes(problems) == [("wrong-impairment", 101)]


def test_hosts_reach_every_pool_through_their_first_router():
    designed = network(
        """
        addressing: {lan: {ipv6: '2001:db8:3::/48'}, foo: {ipv4: 10.99.0.0/16}}
        nodes: {r1: , r2: , h: {device: linux}, g: {device: linux}}
        links: [h-g, {r2: , h: , prefix: 10.50.0.0/24}, r2-r1-h]
        """
    )
    first, second, third = designed.nodes["h"].interfaces
    assert (first.gateway_ipv4, first.gateway_ipv6) == (None, None)
    assert (str(second.gateway_ipv4), second.gateway_ipv6) == ("10.50.0.2/24", None)
    assert (third.gateway_ipv4, str(third.gateway_ipv6)) == (None, "2001:db8:3:1::2/64")
    routes = [(str(r.prefix), str(r.next_hop), r.ifname) for r in designed.nodes["h"].static_routes]
    assert sorted(routes) == [
        (prefix, "10.50.0.2", "eth2")
        for prefix in ("10.0.0.0/24", "10.1.0.0/16", "10.2.0.0/24", "10.99.0.0/16", "172.16.0.0/16")
    ]
    assert designed.nodes["g"].static_routes == ()


def test_router_advertisements_only_where_hosts_are():
    designed = network(
        """
        addressing: {lan: {ipv6: '2001:db8:3::/48'}, p2p: {ipv6: '2001:db8:4::/48'}}
        nodes: {r1: , r2: , h: {device: linux}}
        links: [r1-h, r1-r2, {r1: , ra: {onlink: false}}, {r1: {ra: {disable: true}}, h: }]
        """
    )
    advertised = [i.ra for i in designed.nodes["r1"].interfaces]
    assert advertised[0].slaac
    assert advertised[1] is None
    assert not advertised[2].onlink
    assert advertised[3].disable
    assert designed.nodes["h"].interfaces[0].ra is None


def test_disabled_links_do_not_count():
    designed = network("{nodes: [a, b], links: [{a: , b: , disable: true}, a-b]}")
    assert [link.linkindex for link in designed.links] == [1]


def test_user_attributes_are_kept():
    designed = network("{nodes: {a: {rack: 7}, b: }, links: [{a: {port: 9}, b: , color: red}]}")
    assert dict(designed.nodes["a"].extra)["rack"] == 7
    assert dict(designed.nodes["a"].interfaces[0].extra) == {"port": 9, "color": "red"}
    assert dict(designed.links[0].extra) == {"color": "red"}
