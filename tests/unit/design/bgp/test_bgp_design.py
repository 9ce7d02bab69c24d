"""BGP of designed networks: expectations measured on the format's reference behaviour."""

from __future__ import annotations

import pytest

from ..reading import codes, network

TRIANGLE = "links: [a-b, b-c, a-c]"


def sessions(net, name):
    return [(n.name, n.type, n.asn) for n in net.nodes[name].bgp.neighbors]


def test_full_mesh_between_loopbacks():
    net = network(f"{{module: [ospf, bgp], bgp: {{as: 65000}}, nodes: [a, b, c], {TRIANGLE}}}")
    assert sessions(net, "a") == [("b", "ibgp", 65000), ("c", "ibgp", 65000)]
    first = net.nodes["a"].bgp.neighbors[0]
    assert (str(first.ipv4), first.source_ifname, first.next_hop_self) == ("10.0.0.2", "lo", "ebgp")
    assert set(first.send_community) == {"standard", "large", "extended"}


def test_clients_meet_reflectors_only_and_share_the_objects():
    text = "{module: [ospf, bgp], bgp: {as: 65000, rr_list: [a]}, nodes: [a, b, c], links: [a-b-c]}"
    net = network(text)
    assert sessions(net, "b") == [("a", "ibgp", 65000)]
    assert [n.rr_client for n in net.nodes["a"].bgp.neighbors] == [True, True]
    assert net.nodes["a"].bgp.cluster_id == "10.0.0.1"
    assert net.nodes["b"].bgp.neighbors[0] is net.nodes["c"].bgp.neighbors[0]


def test_no_reflector_mesh_when_asked():
    text = "{module: [ospf, bgp], bgp: {as: 1, rr_list: [a, b], rr_mesh: false}, nodes: [a, b, c], links: [a-b-c]}"
    assert sessions(network(text), "a") == [("c", "ibgp", 1)]


@pytest.mark.parametrize(
    ("left", "right", "expected", "role"),
    [
        ("{}", "{}", ("ebgp", 65001), "external"),
        ("{bgp.local_as: 65001}", "{}", ("localas_ibgp", 65001), "external"),
        ("{bgp.local_as: 7}", "{bgp.local_as: 7}", ("localas_ibgp", 7), "external"),
        ("{bgp.local_as: 7}", "{}", ("ebgp", 65001), "external"),
        ("{bgp: false}", "{}", None, "external"),
    ],
)
def test_sessions_on_a_link(left, right, expected, role):
    nodes = "{a: {bgp.as: 65000}, b: {bgp.as: 65001}}"
    net = network(f"{{module: [bgp], nodes: {nodes}, links: [{{a: {left}, b: {right}}}]}}")
    found = net.nodes["a"].bgp.neighbors
    assert ((found[0].type, found[0].asn) if found else None) == expected
    assert net.links[0].role == role


def test_same_as_behind_equal_local_as_has_no_session_on_the_link():
    net = network("{module: [bgp], bgp.as: 1, nodes: [a, b], links: [{a: {bgp.local_as: 7}, b: {bgp.local_as: 7}}]}")
    assert sessions(net, "a") == [("b", "ibgp", 1)]
    assert net.links[0].role == "external"


def test_unnumbered_session_carries_ipv4_over_ipv6():
    net = network("{module: [bgp], nodes: {a: {bgp.as: 1}, b: {bgp.as: 2}}, links: [{a: , b: , unnumbered: true}]}")
    peer = net.nodes["a"].bgp.neighbors[0]
    assert (peer.ipv4, peer.extended_next_hop, peer.local_ifname) == (True, True, "eth1")
    assert net.nodes["a"].interfaces[0].ipv6 is True


def test_local_as_session_makes_ibgp_sessions_change_next_hops():
    nodes = "{a: {bgp.as: 1, bgp.local_as: 3}, b: {bgp.as: 3}, c: {bgp.as: 1}}"
    net = network(f"{{module: [ospf, bgp], nodes: {nodes}, links: [a-b, a-c]}}")
    assert [n.next_hop_self for n in net.nodes["a"].bgp.neighbors] == ["all", "all", None]


def test_confederation():
    text = (
        "{module: [ospf, bgp], bgp.confederation: {65000: {members: [65101, 65102]}},"
        " nodes: {a: {bgp.as: 65101}, b: {bgp.as: 65102}, c: {bgp.as: 9}}, links: [a-b, b-c]}"
    )
    net = network(text)
    assert sessions(net, "b") == [("a", "confed_ebgp", 65101), ("c", "ebgp", 9)]
    assert sessions(net, "c") == [("b", "ebgp", 65000)]


def test_originated_prefixes_come_first_and_are_discarded():
    net = network("{module: [bgp], bgp.as: 1, nodes: {a: {bgp.originate: [10.9.0.0/16]}}, links: [a]}")
    node = net.nodes["a"]
    assert [str(n.prefix) for n in node.bgp.networks] == ["10.9.0.0/16", "10.0.0.1/32", "172.16.0.0/24"]
    assert [(str(r.prefix), r.discard) for r in node.static_routes] == [("10.9.0.0/16", True)]


def test_route_server_prunes_sessions_of_its_link():
    text = (
        "{plugin: [bgp.session], module: [bgp], nodes: {s: {bgp: {as: 1, rs: true}}, b: {bgp.as: 2}, c: {bgp.as: 3}},"
        " links: [s-b-c]}"
    )
    net = network(text)
    assert sessions(net, "b") == [("s", "ebgp", 1)]
    assert net.nodes["b"].bgp.neighbors[0].options.route_server
    assert all(n.options.route_server_client for n in net.nodes["s"].bgp.neighbors)


def test_single_policy_attributes_become_policies():
    text = (
        "{plugin: [bgp.policy], module: [bgp], nodes: {a: {bgp.as: 1}, b: {bgp.as: 2}},"
        " links: [{a: {bgp.med: 17, bgp.weight: 5}, b: }]}"
    )
    node = network(text).nodes["a"]
    assert (node.bgp.neighbors[0].policy.outbound, node.bgp.neighbors[0].weight) == ("bp-b-1-out", 5)
    assert node.routing.policies["bp-b-1-out"].entries[0].set.med == 17


def test_multihop_sessions():
    text = (
        "{plugin: [ebgp.multihop], module: [bgp], bgp.multihop.sessions: [a-c],"
        " nodes: {a: {bgp.as: 1}, b: {bgp.as: 2}, c: {bgp.as: 3}}, links: [a-b, b-c]}"
    )
    peer = network(text).nodes["a"].bgp.neighbors[-1]
    assert (str(peer.ipv4), peer.options.multihop_ttl, peer.source_ifname, peer.ifindex) == (
        "10.0.0.3",
        255,
        "lo",
        20000,
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{module: [bgp], nodes: [a], links: [a]}", "missing-as"),
        ("{module: [bgp], bgp: {as: 1, rr_list: [zz]}, nodes: [a], links: [a]}", "unknown-node"),
        (
            "{module: [bgp], bgp.as_list: {1: {members: [a], rr: [b]}}, nodes: [a, b], links: [a-b]}",
            "reflector-not-member",
        ),
        (
            "{module: [bgp], nodes: {a: {bgp.as: 1}, b: {bgp.as: 2}}, links: [{a: {ipv4: true}, b: }]}",
            "ebgp-mixed-addressing",
        ),
    ],
)
def test_mistakes(text, code):
    assert code in codes(text)
