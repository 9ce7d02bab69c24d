"""Clusters of what `kubectl get -o yaml` says of one that runs."""

from __future__ import annotations

import pytest

from tests.unit.cluster.design.designs import design

CLUSTER = "  a: { nodes: [ w1, w2 ], pools: [ 10.1.0.0/16 ], resources: r.yml }\n"
POD = """
apiVersion: v1
kind: Pod
metadata: {{ name: {name}, labels: {labels} }}
spec: {{ nodeName: {node}, hostNetwork: false }}
status:
  phase: {phase}
  podIP: {address}
  podIPs: [ {{ ip: {address} }} ]
  conditions: [ {{ type: Ready, status: "{ready}" }} ]
---
"""
MACHINE = """
apiVersion: kubevirt.io/v1
kind: VirtualMachine
metadata: { name: red-1 }
spec:
  runStrategy: Always
  template:
    metadata: { labels: { color: red } }
    spec: { domain: { devices: {} } }
"""


def pod(name: str, node: str, address: str, *, machine: str = "", phase: str = "Running", ready: bool = True) -> str:
    labels = f"{{ kubevirt.io: virt-launcher, vm.kubevirt.io/name: {machine} }}" if machine else "{ app: web }"
    return POD.format(name=name, node=node, address=address, labels=labels, phase=phase, ready=ready)


def test_a_machine_is_where_its_pod_is_and_has_its_address() -> None:
    resources = pod("virt-launcher-red-1-x", "w2", "10.1.0.70", machine="red-1") + MACHINE
    found = design(CLUSTER, {"/t/r.yml": resources})
    assert list(found.clusters["a"].workloads) == ["red-1"]
    place = found.clusters["a"].workloads["red-1"]
    assert (place.kind, place.host, [str(a) for a in place.addresses]) == ("machine", "w2", ["10.1.0.70"])
    assert place.labels == {"color": "red"}
    assert found.clusters["a"].resources.pods == {}


@pytest.mark.parametrize(
    "selector", ["kubevirt.io == 'virt-launcher'", "vm.kubevirt.io/name == 'red-1'", "color == 'red'"]
)
def test_labels_of_kubevirt_select_machines(selector: str) -> None:
    resources = f"""
apiVersion: projectcalico.org/v3
kind: BGPConfiguration
metadata: {{ name: default }}
spec: {{ localWorkloadPeeringIPV4: 169.254.0.179 }}
---
apiVersion: projectcalico.org/v3
kind: BGPPeer
metadata: {{ name: red }}
spec: {{ localWorkloadSelector: "{selector}", asNumber: 65401 }}
---
"""
    cluster = CLUSTER.replace("resources", "machines: { red-1: w1 }, pods: { p: w1 }, resources")
    found = design(cluster, {"/t/r.yml": resources + MACHINE}).clusters["a"]
    assert [p.workload.name for n in found.nodes for p in n.peers if p.workload is not None] == ["red-1"]
    assert dict(found.resources.virtual_machines.popitem()[1].template_labels) == {"color": "red"}


def test_of_the_pods_of_a_machine_that_moves_the_ready_one_counts() -> None:
    resources = (
        pod("virt-launcher-red-1-a", "w1", "10.1.0.70", machine="red-1", phase="Succeeded")
        + pod("virt-launcher-red-1-b", "w1", "10.1.0.70", machine="red-1", ready=False)
        + pod("virt-launcher-red-1-c", "w2", "10.1.0.70", machine="red-1")
        + MACHINE
    )
    place = design(CLUSTER, {"/t/r.yml": resources}).clusters["a"].workloads["red-1"]
    assert place.host == "w2"


def test_the_topology_decides_where_a_machine_is() -> None:
    cluster = CLUSTER.replace("resources", "machines: { red-1: w1 }, resources")
    resources = pod("virt-launcher-red-1-x", "w2", "10.1.0.70", machine="red-1")
    place = design(cluster, {"/t/r.yml": resources}).clusters["a"].workloads["red-1"]
    assert (place.host, [str(a) for a in place.addresses]) == ("w1", ["10.1.0.70"])


def test_pods_of_machines_nobody_names_are_pods() -> None:
    resources = pod("virt-launcher-blue-x", "w2", "10.1.0.70", machine="blue") + MACHINE.replace("Always", "Halted")
    workloads = design(CLUSTER, {"/t/r.yml": resources}).clusters["a"].workloads
    assert {name: place.kind for name, place in workloads.items()} == {"virt-launcher-blue-x": "pod"}


SERVICE = """
apiVersion: v1
kind: Service
metadata: { name: db }
spec:
  clusterIP: 10.96.0.8
  ports: [ { name: sql, port: 80, targetPort: 9999 }, { name: metrics, port: 81, targetPort: metrics } ]
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: db-1, labels: { kubernetes.io/service-name: db } }
addressType: IPv4
ports: [ { name: sql, port: 5432, protocol: TCP } ]
endpoints:
- { addresses: [ 192.168.1.1 ], conditions: { ready: true } }
- { addresses: [ 10.1.0.70 ], conditions: { ready: false }, nodeName: w2 }
---
"""


def test_endpoint_slices_say_where_their_endpoints_serve() -> None:
    found = design(CLUSTER, {"/t/r.yml": SERVICE + pod("web", "w2", "10.1.0.70")})
    cluster = found.network.nodes["w1"].cluster
    assert cluster is not None
    backends = {p.port: [(str(b.address), b.port) for b in p.backends] for p in cluster.portals}
    assert backends == {80: [("192.168.1.1", 5432)], 81: []}
    assert found.clusters["a"].workloads["web"].ports == ()


def test_ports_of_nodes() -> None:
    service = """
apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  type: NodePort
  clusterIP: 10.96.0.9
  externalTrafficPolicy: Local
  selector: { app: web }
  ports: [ { port: 80, targetPort: 8080, nodePort: 30080 } ]
---
"""
    nodes = design(CLUSTER, {"/t/r.yml": service + pod("web", "w2", "10.1.0.70")}).network.nodes
    portals = [
        p for name in ("w1", "w2") if (own := nodes[name].cluster) is not None for p in own.portals if p.external
    ]
    assert [(str(p.address), p.port, [(str(b.address), b.port) for b in p.backends]) for p in portals] == [
        ("192.168.1.11", 30080, []),
        ("192.168.1.12", 30080, [("10.1.0.70", 8080)]),
    ]
    assert all(p.preserve_source for p in portals)


POOLS = """
apiVersion: projectcalico.org/v3
kind: IPPool
metadata: { name: old }
spec: { cidr: 10.100.0.0/16, disabled: true }
---
apiVersion: projectcalico.org/v3
kind: IPPool
metadata: { name: new }
spec: { cidr: 10.1.0.0/16 }
---
"""


def test_pods_keep_addresses_of_a_pool_that_was_disabled() -> None:
    cluster = "  a: { nodes: [ w1, w2 ], resources: r.yml, pods: { young: w1 } }\n"
    found = design(cluster, {"/t/r.yml": POOLS + pod("old", "w1", "10.100.0.9")}).clusters["a"]
    addresses = {name: [str(a) for a in place.addresses] for name, place in found.workloads.items()}
    assert addresses == {"young": ["10.1.0.1"], "old": ["10.100.0.9"]}
    assert [str(b) for b in found.blocks["w1"]] == ["10.1.0.0/26", "10.100.0.0/26"]


def test_pods_in_the_network_of_their_node_serve() -> None:
    service = """
apiVersion: projectcalico.org/v3
kind: BGPConfiguration
metadata: { name: default }
spec: { serviceExternalIPs: [ { cidr: 203.0.113.0/24 } ] }
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  type: LoadBalancer
  clusterIP: 10.96.0.9
  externalIPs: [ 203.0.113.9 ]
  externalTrafficPolicy: Local
  selector: { app: web }
  ports: [ { port: 80 } ]
---
"""
    host_pod = pod("proxy", "w2", "192.168.1.12").replace("hostNetwork: false", "hostNetwork: true")
    found = design(CLUSTER, {"/t/r.yml": service + host_pod})
    assert found.clusters["a"].workloads == {}
    cluster = found.network.nodes["w2"].cluster
    assert cluster is not None
    assert {str(p.address): [str(b.address) for b in p.backends] for p in cluster.portals} == {
        "10.96.0.9": ["192.168.1.12"],
        "203.0.113.9": ["192.168.1.12"],
    }
    announced = {n.name: [str(r) for f in n.families for r in f.service_routes] for n in found.clusters["a"].nodes}
    assert announced == {"w1": ["203.0.113.0/24"], "w2": ["203.0.113.0/24", "203.0.113.9/32"]}
