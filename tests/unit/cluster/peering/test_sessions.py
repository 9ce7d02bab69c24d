"""BGPPeers: routers, nodes, reverse peering, precedence, reflectors, settings."""

from __future__ import annotations

import re

from ..building import NO_MESH, configuration, derive, derive_all, document, node, peer, peers

SECRET = """
apiVersion: v1
kind: Secret
metadata: {name: bgp, namespace: kube-system}
stringData: {tor: pass-word, quoted: 'pass"word'}
"""


def test_global_node_and_selector_peers() -> None:
    nodes = derive(
        NO_MESH,
        node(1, labels="{rack: a}"),
        node(2, labels="{rack: b}"),
        peer("all", "peerIP: 10.0.0.250, asNumber: 63000"),
        peer("one", "node: n2, peerIP: '10.0.0.251:1790', asNumber: 63001"),
        peer("some", "nodeSelector: rack == 'a', peerIP: 10.0.0.252, asNumber: 64512"),
        peer("six", "peerIP: 'fd00::250', asNumber: 63000"),
    )
    assert list(peers(nodes["n1"])) == ["Global_10_0_0_250", "Node_10_0_0_252"]
    assert list(peers(nodes["n2"])) == ["Global_10_0_0_250", "Node_10_0_0_251_port_1790"]
    found = peers(nodes["n1"])
    assert [(p.internal, p.passive, p.resource) for p in found.values()] == [
        (False, False, "all"),
        (True, False, "some"),
    ]
    assert str(found["Global_10_0_0_250"].source_address) == "10.0.0.1"


def test_a_node_does_not_peer_with_itself() -> None:
    nodes = derive(NO_MESH, node(1), node(2), peer("p", "peerIP: 10.0.0.2, asNumber: 64512"))
    assert list(peers(nodes["n1"])) == ["Global_10_0_0_2"]
    assert peers(nodes["n2"]) == {}


def test_the_port_of_a_node_that_is_named_by_its_address() -> None:
    documents = (NO_MESH, configuration("listenPort: 1790", "node.n2"), node(1), node(2))
    nodes = derive(*documents, peer("p", "node: n1, peerIP: 10.0.0.2, asNumber: 64512"))
    assert list(peers(nodes["n1"])) == ["Node_10_0_0_2_port_1790"]
    nodes = derive(*documents, peer("p", "node: n1, peerIP: 10.0.0.2, asNumber: 65000"))
    assert list(peers(nodes["n1"])) == ["Node_10_0_0_2"]


def test_nodes_by_selector_peer_both_ways() -> None:
    documents = (NO_MESH, node(1, ipv6=True), node(2), node(3, labels="{rr: ''}", bgp="asNumber: 65003", ipv6=True))
    nodes = derive(*documents, peer("p", "peerSelector: has(rr), nextHopMode: Self, localASNumber: 65009"))
    assert list(peers(nodes["n1"])) == ["Global_10_0_0_3", "Global_fd00__3"]
    assert list(peers(nodes["n2"])) == ["Global_10_0_0_3"]
    reverse = peers(nodes["n3"])
    assert list(reverse) == ["Node_10_0_0_1", "Node_10_0_0_2", "Node_fd00__1"]
    there, back = peers(nodes["n1"])["Global_10_0_0_3"], reverse["Node_10_0_0_1"]
    assert (there.remote_as, there.local_as, there.reverse) == (65003, 65009, False)
    assert (back.remote_as, back.local_as, back.reverse) == (65009, 65003, True)
    assert there.next_hop == back.next_hop == "self"


def test_reverse_peering_can_be_left_out() -> None:
    nodes = derive(NO_MESH, node(1), node(2), peer("p", "node: n1, peerSelector: all(), reversePeering: Manual"))
    assert list(peers(nodes["n1"])) == ["Node_10_0_0_2"]
    assert peers(nodes["n2"]) == {}


def test_precedence() -> None:
    """Explicit over reverse, for all nodes over for some, then by name."""
    documents = (NO_MESH, node(1), node(2))
    reverse = peer("a", "node: n2, peerSelector: all(), keepaliveTime: 1s")
    some = peer("b", "node: n1, peerIP: 10.0.0.2, asNumber: 64512, keepaliveTime: 2s")
    later = peer("c", "node: n1, peerIP: 10.0.0.2, asNumber: 64512, keepaliveTime: 3s")
    everyone = peer("d", "peerIP: 10.0.0.2, asNumber: 64512, keepaliveTime: 4s")
    for given, name, seconds in (
        ((reverse,), "Node_10_0_0_2", 1),
        ((reverse, some), "Node_10_0_0_2", 2),
        ((reverse, some, later), "Node_10_0_0_2", 2),
        ((reverse, some, later, everyone), "Global_10_0_0_2", 4),
    ):
        found = peers(derive(*documents, *given)["n1"])
        assert {n: p.keepalive_time_s for n, p in found.items()} == {name: seconds}
    other_port = peer("e", "node: n1, peerIP: '10.0.0.2:1790', asNumber: 64512")
    assert list(peers(derive(*documents, everyone, other_port)["n1"])) == ["Global_10_0_0_2", "Node_10_0_0_2_port_1790"]


def test_route_reflectors() -> None:
    """A reflector reflects to what is in its AS and not in its cluster."""
    nodes = derive(
        NO_MESH,
        node(1),
        node(2, labels="{rr: ''}", bgp="routeReflectorClusterID: 244.0.0.1"),
        node(3, labels="{rr: ''}", bgp="routeReflectorClusterID: 244.0.0.1"),
        node(4, labels="{rr: ''}", bgp="routeReflectorClusterID: 244.0.0.2"),
        peer("reflectors", "peerSelector: has(rr)"),
        peer("tor", "peerIP: 10.0.0.250, asNumber: 63000"),
        peer("tor-2", "peerIP: 10.0.0.251, asNumber: 64512"),
    )
    clients = {name: [p.name for p in n.peers if p.route_reflector_client] for name, n in nodes.items()}
    assert clients == {
        "n1": [],
        "n2": ["Global_10_0_0_251", "Global_10_0_0_4", "Node_10_0_0_1"],
        "n3": ["Global_10_0_0_251", "Global_10_0_0_4", "Node_10_0_0_1"],
        "n4": ["Global_10_0_0_2", "Global_10_0_0_251", "Global_10_0_0_3", "Node_10_0_0_1"],
    }
    assert nodes["n2"].route_reflector_cluster_id == "244.0.0.1"


def test_settings() -> None:
    nodes = derive(
        NO_MESH,
        SECRET,
        node(1),
        document("BGPFilter", "f", "{exportV4: [{action: Reject}]}"),
        peer(
            "p",
            "peerIP: 10.1.0.1, asNumber: 63000, localASNumber: 63000, nextHopMode: Keep, sourceAddress: None, "
            "maxRestartTime: 2m, keepaliveTime: 10s, numAllowedLocalASNumbers: 2, ttlSecurity: 3, "
            "reachableBy: 10.0.0.9, password: {secretKeyRef: {name: bgp, key: tor}}, filters: [f]",
        ),
    )
    (found,) = nodes["n1"].peers
    assert found.internal
    assert (found.local_as, nodes["n1"].as_number) == (63000, 64512)
    assert (found.next_hop, found.source_address) == ("keep", None)
    assert (found.restart_time_s, found.keepalive_time_s) == (120, 10)
    assert (found.allowed_local_as, found.ttl_security_hops) == (2, 3)
    assert found.password is not None
    assert found.password.reveal() == "pass-word"
    assert found.filters == ("f",)
    assert [f.name for f in nodes["n1"].filters] == ["f"]
    assert [(str(r.peer), str(r.gateway)) for r in nodes["n1"].families[0].reachable_by] == [("10.1.0.1", "10.0.0.9")]


def test_next_hop_of_the_deprecated_field() -> None:
    for spec, expected in (
        ("keepOriginalNextHop: true", "keep"),
        ("keepOriginalNextHop: false", "default"),
        ("nextHopMode: Auto", "default"),
        ("nextHopMode: Self", "self"),
    ):
        nodes = derive(NO_MESH, node(1), peer("p", f"peerIP: 10.0.0.250, asNumber: 63000, {spec}"))
        assert nodes["n1"].peers[0].next_hop == expected


def test_mistakes() -> None:
    nodes, problems = derive_all(
        NO_MESH,
        SECRET,
        node(1),
        peer("local", "peerIP: 'fe80::1', asNumber: 63000"),
        peer("quoted", "peerIP: 10.0.0.250, asNumber: 63000, password: {secretKeyRef: {name: bgp, key: quoted}}"),
    )
    assert [text.splitlines()[0] for text in problems] == [
        "cluster.yml:25:55: error: the password in Secret `bgp` contains a double quote [password-characters]",
        "cluster.yml:20:16: error: BGPPeer local names the link-local address fe80::1, which means nothing without an "
        "interface [link-local-peer]",
    ]
    assert [p.password for p in nodes["n1"].peers] == [None]


def test_timers() -> None:
    """Whole seconds, and no more than messages have room for."""
    documents = (configuration("nodeMeshMaxRestartTime: 2h"), node(1), node(2))
    some = peer("p", "node: n1, peerIP: 10.0.0.250, asNumber: 63000, keepaliveTime: 20h, maxRestartTime: 1h10m")
    nodes, problems = derive_all(*documents, some)
    assert sorted(re.sub(r".*error: ", "", text) for text in problems) == [
        "`keepaliveTime` of p is 72000 s, and at most 65535 s are possible [timer-range]",
        "`maxRestartTime` of p is 4200 s, and at most 4095 s are possible [timer-range]",
        "`nodeMeshMaxRestartTime` of default is 7200 s, and at most 4095 s are possible [timer-range]",
    ]
    assert {(p.keepalive_time_s, p.restart_time_s) for p in nodes["n1"].peers} == {(65535, 4095), (None, 4095)}
    for written, seconds in (("300ms", 1), ("1.6s", 2)):
        found = derive(NO_MESH, node(1), peer("p", f"peerIP: 10.0.0.9, asNumber: 63000, keepaliveTime: {written}"))
        assert found["n1"].peers[0].keepalive_time_s == seconds


def test_nodes_without_bgp_take_no_part() -> None:
    nodes = derive(node(1), document("Node", "n2", "{}"), document("Node", "n3", "{bgp: {asNumber: 65000}}"))
    assert list(nodes) == ["n1"]
    assert nodes["n1"].peers == ()
