"""What clusters add to a network: nodes, links, addresses, sessions."""

from __future__ import annotations

import pytest

from netwright.errors import InputError
from netwright.model import ELEVATED_PRIORITY, NORMAL_PRIORITY
from tests.unit.cluster.design.designs import FILES, NESTED, design


def test_workloads_are_nodes_with_one_pair_to_their_host() -> None:
    network = design(NESTED).network
    machine = network.nodes["red-1"]
    assert machine.workload is not None
    assert machine.device == "calico"
    assert (machine.workload.host, machine.workload.kind) == ("w1", "machine")
    assert str(machine.interfaces[0].ipv4) == "10.122.0.1/32"
    link = network.links[machine.interfaces[0].linkindex - 1]
    assert [(e.node, e.ifname) for e in link.endpoints] == [("w1", machine.workload.host_ifname), ("red-1", "eth0")]
    pod = network.nodes["r1"]
    assert (pod.device, pod.role) == ("linux", "host")


def test_host_interfaces_have_the_names_calico_gives_them() -> None:
    workload = design(NESTED).network.nodes["p1"].workload
    assert workload is not None
    assert workload.host_ifname == "cali182c452fe96"  # of sha1("default.p1")


def test_clusters_are_nested() -> None:
    found = design(NESTED)
    red = found.network.clusters["red"]
    assert (red.parent, red.as_number, red.nodes, red.pods) == ("parent", 65401, ("red-1", "red-2"), ("r1", "r2"))
    assert found.network.clusters["parent"].machines == ("red-1", "red-2")


def test_blocks_follow_workloads() -> None:
    found = design(NESTED)
    assert {node: [str(b) for b in blocks] for node, blocks in found.clusters["red"].blocks.items()} == {
        "red-1": ["10.123.0.0/26"],
        "red-2": ["10.123.0.64/26"],
    }


def test_neighbours_are_those_of_calico() -> None:
    network = design(NESTED).network
    w1, red, tor = (network.nodes[name].bgp for name in ("w1", "red-1", "tor"))
    assert w1 is not None
    assert red is not None
    assert tor is not None
    assert [(n.name, n.asn, str(n.ipv4)) for n in w1.neighbors] == [
        ("tor", 63000, "192.168.1.1"),
        ("red-1", 65401, "10.122.0.1"),
    ]
    assert [(n.name, n.asn, str(n.ipv4)) for n in red.neighbors] == [("w1", 64512, "169.254.0.179")]
    assert {(n.name, n.asn) for n in tor.neighbors} == {("w1", 64512), ("w2", 64512)}


def test_only_selected_workloads_get_the_virtual_address() -> None:
    node = design(NESTED).network.nodes["w1"].cluster
    assert node is not None
    assert {w.node: [str(a) for a in w.virtual_addresses] for w in node.workloads} == {
        "red-1": ["169.254.0.179"],
        "p1": [],
    }


def test_machines_of_the_topology_have_a_default_gateway() -> None:
    gateways = [str(i.gateway_ipv4) for i in design(NESTED).network.nodes["w2"].interfaces if i.gateway_ipv4]
    assert gateways == ["192.168.1.1/24"]


def test_as_numbers_of_the_topology_are_those_of_its_nodes() -> None:
    rack = design.__kwdefaults__["rack"].replace("nodes: {", "nodes: { w2: { bgp.as: 64999 },")
    network = design(NESTED, rack=rack).network
    assert {name: network.nodes[name].bgp.asn for name in ("w1", "w2")} == {"w1": 64512, "w2": 64999}
    assert {n.asn for n in network.nodes["tor"].bgp.neighbors} == {64512, 64999}


def test_a_machine_that_moves_is_on_both_nodes() -> None:
    moved = NESTED.replace("red-1: { node: w1,", "red-1: { node: w2, leaving: w1, ipv4: 10.122.0.1,")
    network = design(moved).network
    old, new = network.nodes["w1"].cluster, network.nodes["w2"].cluster
    assert old is not None
    assert new is not None
    assert [w.priorities for w in old.workloads if w.node == "red-1"] == [(NORMAL_PRIORITY,)]
    assert [w.priorities for w in new.workloads if w.node == "red-1"] == [(ELEVATED_PRIORITY,)]
    assert "10.122.0.0/26" in [str(b) for b in design(moved).clusters["parent"].blocks["w1"]]


def test_a_machine_that_moves_has_the_address_it_had() -> None:
    before = design(NESTED)
    moving = design(NESTED.replace("red-1: { node: w1,", "red-1: { node: w2, leaving: w1,"))
    assert moving.clusters["parent"].blocks == before.clusters["parent"].blocks
    places = [found.clusters["parent"].workloads["red-1"] for found in (before, moving)]
    assert [place.host for place in places] == ["w1", "w2"]
    assert places[0].addresses == places[1].addresses


def test_resources_place_pods_and_machines() -> None:
    resources = """
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec: { nodeName: w1, containers: [] }
status: { podIP: 10.122.7.9 }
---
apiVersion: v1
kind: Pod
metadata: { name: waiting, namespace: shop }
spec: { containers: [] }
---
apiVersion: v1
kind: Pod
metadata: { name: on-host, namespace: shop }
spec: { nodeName: w1, hostNetwork: true, containers: [] }
---
apiVersion: kubevirt.io/v1
kind: VirtualMachine
metadata: { name: vm-1 }
spec:
  runStrategy: Always
  template:
    metadata: { labels: { color: green } }
    spec:
      nodeSelector: { kubernetes.io/hostname: w2 }
      domain: { devices: { interfaces: [ { name: default, bridge: {} } ] } }
      networks: [ { name: default, pod: {} } ]
"""
    found = design("  a: { nodes: [ w1, w2 ], pools: [ 10.122.0.0/16 ], resources: r.yml }\n", {"/t/r.yml": resources})
    places = found.clusters["a"].workloads
    assert {name: (p.kind, p.host) for name, p in places.items()} == {"web": ("pod", "w1"), "vm-1": ("machine", "w2")}
    assert [str(a) for a in places["web"].addresses] == ["10.122.7.9"]
    assert places["vm-1"].labels == {"color": "green"}


def test_dual_stack() -> None:
    clusters = "  a: { nodes: [ w1, w2 ], pools: [ 10.1.0.0/16, fd00:1::/48 ], pods: { p: w1 } }\n"
    pod = design(clusters, {}).network.nodes["p"]
    assert [str(a) for a in (pod.interfaces[0].ipv4, pod.interfaces[0].ipv6)] == ["10.1.0.1/32", "fd00:1::1/128"]


def test_services_get_addresses_and_portals() -> None:
    resources = """
apiVersion: projectcalico.org/v3
kind: BGPConfiguration
metadata: { name: default }
spec: { serviceClusterIPs: [ { cidr: 10.96.0.0/16 } ] }
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [ { port: 80, targetPort: 8080 } ] }
"""
    clusters = """
  a:
    nodes: [ w1, w2 ]
    pools: [ 10.1.0.0/16 ]
    resources: r.yml
    pods: { a1: { node: w1, labels: { app: web } }, a2: { node: w2, labels: { app: web } }, b1: w1 }
"""
    found = design(clusters, {"/t/r.yml": resources})
    (service,) = found.network.services
    assert (str(service.address), service.port, service.backends) == ("10.96.0.1", 80, ("a1", "a2"))
    node = found.network.nodes["w1"].cluster
    assert node is not None
    assert [(str(b.address), b.port, b.local) for b in node.portals[0].backends] == [
        ("10.1.0.1", 8080, True),
        ("10.1.0.65", 8080, False),
    ]
    ports = {name: w.ports for name in ("a1", "b1") if (w := found.network.nodes[name].workload) is not None}
    assert ports == {"a1": (("TCP", 8080),), "b1": ()}


def test_external_traffic_policy_local() -> None:
    resources = """
apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  type: LoadBalancer
  loadBalancerIP: 10.97.0.1
  externalTrafficPolicy: Local
  selector: { app: web }
  ports: [ { port: 80 } ]
"""
    clusters = """
  a:
    nodes: [ w1, w2 ]
    pools: [ 10.1.0.0/16 ]
    resources: r.yml
    pods: { a1: { node: w1, labels: { app: web } } }
"""
    network = design(clusters, {"/t/r.yml": resources}).network
    portals = {
        name: {str(p.address): (len(p.backends), p.preserve_source) for p in cluster.portals}
        for name in ("w1", "w2")
        if (cluster := network.nodes[name].cluster) is not None
    }
    assert portals["w1"] == {"10.96.0.1": (1, False), "10.97.0.1": (1, True)}
    assert portals["w2"] == {"10.96.0.1": (1, False), "10.97.0.1": (0, True)}


def test_the_same_text_gives_the_same_network() -> None:
    assert design(NESTED).network == design(NESTED).network


def test_an_as_of_a_node_that_resources_contradict() -> None:
    node = "apiVersion: projectcalico.org/v3\nkind: Node\nmetadata: { name: w1 }\nspec: { bgp: { asNumber: 64600 } }\n"
    rack = design.__kwdefaults__["rack"].replace("nodes: {", "nodes: { w1: { bgp.as: 64999 },")
    with pytest.raises(InputError, match="64600"):
        design("  a: { nodes: [ w1, w2 ], resources: r.yml }\n", {**FILES, "/t/r.yml": node}, rack=rack)


def test_pods_and_namespaces_ask_for_pools() -> None:
    resources = """
apiVersion: projectcalico.org/v3
kind: IPPool
metadata: { name: first }
spec: { cidr: 10.1.0.0/16 }
---
apiVersion: projectcalico.org/v3
kind: IPPool
metadata: { name: second }
spec: { cidr: 10.2.0.0/16 }
---
apiVersion: v1
kind: Namespace
metadata: { name: shop, annotations: { cni.projectcalico.org/ipv4pools: '["second"]' } }
---
apiVersion: v1
kind: Pod
metadata: { name: own, namespace: shop, annotations: { cni.projectcalico.org/ipv4pools: '["10.1.0.0/16"]' } }
spec: { nodeName: w1, containers: [] }
"""
    clusters = """
  a:
    nodes: [ w1, w2 ]
    resources: r.yml
    pods: { inside: { node: w1, namespace: shop }, outside: w1 }
"""
    places = design(clusters, {"/t/r.yml": resources}).clusters["a"].workloads
    assert {name: str(place.addresses[0]) for name, place in places.items()} == {
        "inside": "10.2.0.1",
        "outside": "10.2.0.2",
        "own": "10.1.0.1",
    }


def test_blocks_of_pools_that_stand_in_the_topology() -> None:
    affinity = """
apiVersion: projectcalico.org/v3
kind: BlockAffinity
metadata: { name: w2 }
spec: { cidr: 10.1.9.0/26, node: w2, state: confirmed }
"""
    clusters = "  a: { nodes: [ w1, w2 ], pools: [ 10.1.0.0/16 ], resources: r.yml, pods: { p: w2 } }\n"
    assert str(design(clusters, {"/t/r.yml": affinity}).clusters["a"].workloads["p"].addresses[0]) == "10.1.9.1"


def test_pools_with_tunnels_are_told() -> None:
    pool = """
apiVersion: projectcalico.org/v3
kind: IPPool
metadata: { name: tunnels }
spec: { cidr: 10.1.0.0/16, vxlanMode: CrossSubnet }
"""
    found = design("  a: { nodes: [ w1, w2 ], resources: r.yml }\n", {"/t/r.yml": pool}).problems
    assert [(p.code, p.severity, p.span.line) for p in found] == [("pool-with-tunnels", "warning", 5)]


def test_a_range_of_services_that_is_full_is_followed_by_the_next() -> None:
    resources = """
apiVersion: projectcalico.org/v3
kind: BGPConfiguration
metadata: { name: default }
spec: { serviceClusterIPs: [ { cidr: 10.96.0.0/32 }, { cidr: 10.97.0.0/32 } ] }
---
apiVersion: v1
kind: Service
metadata: { name: a }
spec: { ports: [ { port: 80 } ] }
---
apiVersion: v1
kind: Service
metadata: { name: b }
spec: { ports: [ { port: 80 } ] }
"""
    cluster = "  a: { nodes: [ w1, w2 ], resources: r.yml }\n"
    found = design(cluster, {"/t/r.yml": resources})
    assert [str(s.address) for s in found.network.services] == ["10.96.0.0", "10.97.0.0"]
    third = resources[resources.rindex("---") :].replace("name: b", "name: c")
    with pytest.raises(InputError, match=r"10\.96\.0\.0/32, 10\.97\.0\.0/32 has no address left for service default/c"):
        design(cluster, {"/t/r.yml": resources + third})
