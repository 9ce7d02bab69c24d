"""Calico's Nodes: given, or made of annotations of Kubernetes' Nodes."""

from __future__ import annotations

from netwright.addr import parse_address, parse_interface

from ..reading import calico, codes, good

KUBERNETES = """---
apiVersion: v1
kind: Node
metadata:
  name: w1
  labels: { rack: "1", zone: a }
  annotations:
    projectcalico.org/IPv4Address: 10.0.0.11/24
    projectcalico.org/IPv6Address: fd00::11/64
    projectcalico.org/IPv4IPIPTunnelAddr: 10.244.0.1
    projectcalico.org/IPv4VXLANTunnelAddr: 10.244.0.2
    projectcalico.org/ASNumber: "64999"
    projectcalico.org/RouteReflectorClusterID: 244.0.0.1
"""


def test_annotations_make_a_node() -> None:
    node = good(KUBERNETES).nodes["w1"]
    assert node.bgp is not None
    assert node.bgp.ipv4_address == parse_interface("10.0.0.11/24")
    assert node.bgp.ipv6_address == parse_interface("fd00::11/64")
    assert node.bgp.as_number == 64999
    assert node.bgp.route_reflector_cluster_id == "244.0.0.1"
    assert node.bgp.ipv4_ipip_tunnel_addr == parse_address("10.244.0.1")
    assert node.ipv4_vxlan_tunnel_addr == parse_address("10.244.0.2")
    assert node.labels == {"rack": "1", "zone": "a"}


def test_a_given_node_wins_and_has_the_labels_of_both() -> None:
    given = calico("Node", "{ bgp: { ipv4Address: 10.0.0.99/24 } }", "w1").replace(
        "name: w1", "name: w1, labels: { rack: '2' }"
    )
    node = good(given + KUBERNETES).nodes["w1"]
    assert node.bgp is not None
    assert node.bgp.ipv4_address == parse_interface("10.0.0.99/24")
    assert node.bgp.as_number is None
    assert node.labels == {"rack": "2", "zone": "a"}


def test_without_annotations_a_node_has_its_internal_addresses() -> None:
    text = """apiVersion: v1
kind: Node
metadata: { name: w1 }
status: { addresses: [ { type: ExternalIP, address: 203.0.113.1 }, { type: InternalIP, address: 10.0.0.11 } ] }
"""
    node = good(text).nodes["w1"]
    assert node.bgp is not None
    assert node.bgp.ipv4_address == parse_interface("10.0.0.11/32")
    assert node.bgp.ipv6_address is None


def test_a_node_without_addresses_runs_no_bgp() -> None:
    assert good("apiVersion: v1\nkind: Node\nmetadata: { name: w1 }").nodes["w1"].bgp is None
    assert good(calico("Node", "{}", "w1")).nodes["w1"].bgp is None


def test_addresses_without_a_length_are_of_the_node_alone() -> None:
    node = good(calico("Node", "{ bgp: { ipv4Address: 10.0.0.11 } }", "w1")).nodes["w1"]
    assert node.bgp is not None
    assert node.bgp.ipv4_address == parse_interface("10.0.0.11/32")


def test_names_of_nodes_are_checked_where_nodes_are_known() -> None:
    peer = calico("BGPPeer", "{ peerIP: 192.0.2.1, asNumber: 1, node: w2 }", "tor")
    assert codes(peer) == []
    assert codes(peer + KUBERNETES) == ["unknown-node"]
