"""What resources say arrives in the models, typed."""

from __future__ import annotations

import msgspec
import pytest

from netwright.addr import parse_address, parse_prefix
from netwright.cluster.resources import (
    AddCommunity,
    NamespacedName,
    PrefixAdvertisement,
    PrefixLength,
    PrependASPath,
    SecretKeyRef,
    SetPriority,
    VMNetwork,
    VMResources,
)
from netwright.errors import Span

from ..reading import FILE, calico, good


def test_bgp_configuration() -> None:
    spec = """
  asNumber: "1.10"
  bindMode: NodeIP
  communities: [ { name: low, value: "64512:10" } ]
  ignoredInterfaces: [ docker0 ]
  ipv4NormalRoutePriority: 512
  listenPort: 1790
  localWorkloadPeeringIPV4: 169.254.0.179
  logSeverityScreen: debug
  nodeMeshMaxRestartTime: 1m30s
  nodeMeshPassword: { secretKeyRef: { name: bgp, key: mesh, optional: true } }
  prefixAdvertisements: [ { cidr: 10.0.0.0/8, communities: [ low, "1:2:3" ] } ]
  serviceClusterIPs: [ { cidr: 10.96.0.0/12 }, { cidr: "fd00:96::/112" } ]
  serviceLoadBalancerAggregation: Disabled
"""
    found = good(calico("BGPConfiguration", spec)).configuration()
    assert found is not None
    assert found.as_number == 65546
    assert found.bind_mode == "NodeIP"
    assert found.ignored_interfaces == ("docker0",)
    assert (found.ipv4_normal_route_priority, found.ipv6_normal_route_priority) == (512, None)
    assert found.listen_port == 1790
    assert found.local_workload_peering_ipv4 == parse_address("169.254.0.179")
    assert found.log_severity_screen == "Debug"
    assert found.node_mesh_max_restart_time_s == 90
    assert found.node_mesh_password == SecretKeyRef(name="bgp", key="mesh", optional=True)
    assert found.node_to_node_mesh_enabled is None
    assert found.prefix_advertisements == (
        PrefixAdvertisement(cidr=parse_prefix("10.0.0.0/8"), communities=((64512, 10), (1, 2, 3))),
    )
    assert [str(prefix) for prefix in found.service_cluster_ips] == ["10.96.0.0/12", "fd00:96::/112"]
    assert found.service_load_balancer_aggregation == "Disabled"


def test_configuration_of_a_node() -> None:
    node = "---\napiVersion: v1\nkind: Node\nmetadata: { name: w1 }\n"
    resources = good(calico("BGPConfiguration", "{ listenPort: 1790 }", "node.w1") + node)
    assert resources.configuration() is None
    assert resources.configuration("w1") is not None


@pytest.mark.parametrize(
    ("written", "address", "port"),
    [
        ("192.0.2.1", "192.0.2.1", None),
        ("192.0.2.1:1790", "192.0.2.1", 1790),
        ("2001:db8::1", "2001:db8::1", None),
        ("[2001:db8::1]:1790", "2001:db8::1", 1790),
    ],
)
def test_address_and_port_of_a_peer(written: str, address: str, port: int | None) -> None:
    peer = good(calico("BGPPeer", f"{{ peerIP: '{written}', asNumber: 63000 }}", "tor")).bgp_peers["tor"]
    assert (peer.peer_ip, peer.peer_port) == (parse_address(address), port)


def test_peer() -> None:
    spec = """
  peerIP: 192.0.2.1
  asNumber: 63000
  localASNumber: 64999
  keepaliveTime: 1.5s
  maxRestartTime: 2m
  numAllowedLocalASNumbers: 1
  ttlSecurity: 2
  nextHopMode: Self
  reachableBy: 192.0.2.254
  sourceAddress: None
"""
    peer = good(calico("BGPPeer", spec, "tor")).bgp_peers["tor"]
    assert (peer.local_as_number, peer.num_allowed_local_as_numbers, peer.ttl_security) == (64999, 1, 2)
    assert (peer.keepalive_time_s, peer.max_restart_time_s) == (1.5, 120)
    assert (peer.next_hop_mode, peer.source_address, peer.reverse_peering) == ("Self", "None", "Auto")
    assert peer.reachable_by == parse_address("192.0.2.254")
    assert peer.span == Span(FILE, 1, 1)
    assert peer.places.at("spec.ttlSecurity") == Span(FILE, 11, 16)
    assert peer.places.at("spec.filters[3]") == peer.places.at("spec")
    assert peer.places.has("spec.nextHopMode")
    assert not peer.places.has("spec.filters")


def test_filter() -> None:
    spec = """
  importV4:
  - action: Accept
    cidr: 10.0.0.0/8
    matchOperator: NotIn
    prefixLength: { min: 16, max: 24 }
    source: RemotePeers
    interface: cali*
    peerType: eBGP
    communities: { values: [ "65000:1" ] }
    asPathPrefix: [ 65401 ]
    priority: 512
    operations:
    - addCommunity: { value: "1:2:3" }
    - prependASPath: { prefix: [ 65000, "0.65001" ] }
    - setPriority: { value: 1024 }
  exportV6: [ { action: Reject } ]
"""
    found = good(calico("BGPFilter", spec, "nested")).bgp_filters["nested"]
    (rule,) = found.import_v4
    assert (rule.action, rule.cidr, rule.match_operator) == ("Accept", parse_prefix("10.0.0.0/8"), "NotIn")
    assert rule.prefix_length == PrefixLength(min=16, max=24)
    assert (rule.source, rule.interface, rule.peer_type) == ("RemotePeers", "cali*", "eBGP")
    assert (rule.community, rule.as_path_prefix, rule.priority) == ((65000, 1), (65401,), 512)
    assert rule.operations == (AddCommunity((1, 2, 3)), PrependASPath((65000, 65001)), SetPriority(1024))
    assert found.export_v6[0].cidr is None
    assert found.export_v4 == found.import_v6 == ()


def test_pools_have_the_block_size_of_their_family() -> None:
    text = calico("IPPool", "{ cidr: 10.0.0.0/16, blockSize: 0 }", "a") + "---\n"
    pools = good(text + calico("IPPool", "{ cidr: 'fd00::/64', allowedUses: [] }", "b")).ip_pools
    assert {name: pool.block_size for name, pool in pools.items()} == {"a": 26, "b": 122}
    assert pools["b"].allowed_uses == ("Tunnel", "Workload")
    assert pools["a"].node_selector == "all()"


def test_pod_and_namespace() -> None:
    text = """apiVersion: v1
kind: Pod
metadata: { name: web, namespace: red, labels: { app: web } }
spec: { nodeName: w1, hostNetwork: false, containers: [ { name: web, image: nginx } ], serviceAccountName: web }
status:
  phase: Running
  conditions: [ { type: Ready, status: "False" }, { type: PodScheduled, status: "True" } ]
  podIP: 10.244.0.5
  podIPs: [ { ip: 10.244.0.5 }, { ip: "fd00::5" } ]
---
apiVersion: v1
kind: Namespace
metadata: { name: red, labels: { team: red } }
"""
    resources = good(text)
    pod = resources.pods[NamespacedName("red", "web")]
    assert [str(address) for address in pod.pod_ips] == ["10.244.0.5", "fd00::5"]
    assert (pod.node_name, pod.ready, pod.phase, pod.service_account_name) == ("w1", False, "Running", "web")
    assert resources.namespace_labels("red") == {"team": "red"}
    assert resources.namespace_labels("blue") == {}


def test_services_and_their_endpoints() -> None:
    text = """apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  type: LoadBalancer
  clusterIP: 10.96.0.10
  clusterIPs: [ 10.96.0.10 ]
  externalIPs: [ 203.0.113.7 ]
  externalTrafficPolicy: Local
  ports: [ { name: http, port: 80, targetPort: http, nodePort: 30080 } ]
  loadBalancerIP: 203.0.113.8
status: { loadBalancer: { ingress: [ { ip: 203.0.113.9 }, { hostname: web.example.org } ] } }
---
apiVersion: v1
kind: Service
metadata: { name: headless }
spec: { clusterIP: None, selector: { app: web } }
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: web-abc, labels: { kubernetes.io/service-name: web } }
addressType: IPv4
endpoints:
- addresses: [ 10.244.0.5 ]
  conditions: { ready: false }
  nodeName: w1
  targetRef: { kind: Pod, namespace: default, name: web-1 }
- { addresses: [ 10.244.0.6 ] }
ports: [ { port: 8080 } ]
"""
    resources = good(text)
    service = resources.services[NamespacedName("default", "web")]
    assert [str(a) for a in (*service.cluster_ips, *service.external_ips, *service.load_balancer_ips)] == [
        "10.96.0.10",
        "203.0.113.7",
        "203.0.113.9",
    ]
    assert service.external_traffic_policy == "Local"
    assert service.ports[0].target_port == "http"
    assert resources.services[NamespacedName("default", "headless")].cluster_ips == ()
    (slice_,) = resources.endpoint_slices.values()
    assert slice_.service == NamespacedName("default", "web")
    assert [(e.ready, e.serving, e.terminating, e.node_name) for e in slice_.endpoints] == [
        (False, False, False, "w1"),
        (True, True, False, None),
    ]
    assert slice_.endpoints[0].pod == NamespacedName("default", "web-1")


def test_virtual_machine() -> None:
    text = """apiVersion: kubevirt.io/v1
kind: VirtualMachine
metadata: { name: red-1, namespace: tenants }
spec:
  runStrategy: Always
  template:
    metadata: { labels: { color: red }, annotations: { a: b } }
    spec:
      domain:
        cpu: { cores: 2 }
        memory: { guest: 2Gi }
        devices:
          disks: []
          interfaces:
          - { name: default, bridge: {}, macAddress: "02:00:00:00:00:01" }
          - { name: x, binding: { name: y } }
      networks: [ { name: default, pod: { vmNetworkCIDR: 10.0.2.0/24 } }, { name: x, multus: { networkName: z } } ]
      nodeSelector: { kubernetes.io/hostname: w1 }
      volumes: []
"""
    (machine,) = good(text).virtual_machines.values()
    assert machine.template_labels == {"color": "red"}
    assert machine.node_selector == {"kubernetes.io/hostname": "w1"}
    assert [(i.name, i.binding, i.plugin) for i in machine.interfaces] == [
        ("default", "bridge", None),
        ("x", "plugin", "y"),
    ]
    assert machine.networks == (
        VMNetwork(name="default", pod=True, vm_network_cidr=parse_prefix("10.0.2.0/24")),
        VMNetwork(name="x", multus="z"),
    )
    assert machine.resources == VMResources(cores=2, memory_bytes=2 << 30)


def test_mappings_are_in_order_of_names() -> None:
    text = "---\n".join(calico("BGPPeer", "{ peerIP: 192.0.2.1, asNumber: 1 }", name) for name in ("b", "c", "a"))
    assert list(good(text).bgp_peers) == ["a", "b", "c"]


def test_places_do_not_make_resources_different() -> None:
    spec = "{ peerIP: 192.0.2.1, asNumber: 1 }"
    first = good(calico("BGPPeer", spec)).bgp_peers["default"]
    second = good("\n\n" + calico("BGPPeer", spec)).bgp_peers["default"]
    assert first.span != second.span
    assert first == second
    assert msgspec.structs.replace(first, as_number=2) != second
