"""The full mesh."""

from __future__ import annotations

from ..building import configuration, derive, node, peers

SECRET = """
apiVersion: v1
kind: Secret
metadata: {name: bgp, namespace: calico-system}
stringData: {mesh: open-sesame}
"""


def test_every_node_peers_with_every_other_and_one_of_two_waits() -> None:
    nodes = derive(node(2), node(9), node(10))
    assert list(peers(nodes["n2"])) == ["Mesh_10_0_0_10", "Mesh_10_0_0_9"]
    found = peers(nodes["n9"])["Mesh_10_0_0_10"]
    assert (found.remote_as, found.local_as, found.internal) == (64512, 64512, True)
    assert str(found.source_address) == "10.0.0.9"
    # As text, 10.0.0.10 is the smallest: it waits for all others.
    assert {name: [p.passive for p in n.peers] for name, n in nodes.items()} == {
        "n10": [True, True],
        "n2": [False, True],
        "n9": [False, False],
    }


def test_reflectors_are_not_in_the_mesh() -> None:
    nodes = derive(node(1), node(2), node(3, bgp="routeReflectorClusterID: 244.0.0.1"))
    assert list(peers(nodes["n1"])) == ["Mesh_10_0_0_2"]
    assert peers(nodes["n3"]) == {}


def test_families_that_both_have() -> None:
    nodes = derive(node(1, ipv6=True), node(2, ipv6=True), node(3))
    assert list(peers(nodes["n1"])) == ["Mesh_10_0_0_2", "Mesh_10_0_0_3", "Mesh_fd00__2"]
    assert [f.family for f in nodes["n1"].families] == [4, 6]
    assert [f.family for f in nodes["n3"].families] == [4]


def test_settings_and_ports() -> None:
    spec = "nodeMeshMaxRestartTime: 90s, nodeMeshPassword: {secretKeyRef: {name: bgp, key: mesh}}, asNumber: 65000"
    nodes = derive(
        SECRET,
        configuration(spec),
        configuration("listenPort: 1790", "node.n2"),
        node(1),
        node(2, bgp="asNumber: 65002"),
    )
    found = peers(nodes["n1"])["Mesh_10_0_0_2_port_1790"]
    assert found.password is not None
    assert found.password.reveal() == "open-sesame"
    assert (found.port, found.restart_time_s) == (1790, 90)
    assert (found.remote_as, found.local_as, found.internal) == (65002, 65000, False)
    assert (nodes["n1"].listen_port, nodes["n2"].listen_port) == (None, 1790)
    assert list(peers(nodes["n2"])) == ["Mesh_10_0_0_1"]


def test_off() -> None:
    nodes = derive(configuration("nodeToNodeMeshEnabled: false"), node(1), node(2))
    assert [n.peers for n in nodes.values()] == [(), ()]
