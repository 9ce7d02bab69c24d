"""Service routes per node."""

from __future__ import annotations

import pytest

from netwright.cluster.peering import CalicoNode

from ..building import configuration, derive, node, workload

EXCLUDED = "{node.kubernetes.io/exclude-from-external-load-balancers: 'true'}"
RANGES = (
    "nodeToNodeMeshEnabled: false, serviceClusterIPs: [{cidr: 10.96.0.0/16}, {cidr: 'fd96::/112'}], "
    "serviceExternalIPs: [{cidr: 198.51.100.0/24}, {cidr: 203.0.113.7/32}], "
    "serviceLoadBalancerIPs: [{cidr: 192.0.2.0/24}]"
)
NODES = (node(1, ipv6=True), node(2), node(3, labels=EXCLUDED))


def service(name: str, spec: str, load_balancer: str = "") -> str:
    status = f"\nstatus: {{loadBalancer: {{ingress: [{{ip: {load_balancer}}}]}}}}" if load_balancer else ""
    return f"apiVersion: v1\nkind: Service\nmetadata: {{name: {name}, namespace: web}}\nspec: {{{spec}}}{status}\n"


def endpoints(name: str, *nodes: str, ready: bool = True) -> str:
    ends = ", ".join(
        f"{{addresses: [192.168.0.{i}], nodeName: {n}, conditions: {{ready: {str(ready).lower()}}}}}"
        for i, n in enumerate(nodes, 1)
    )
    metadata = f"{{name: {name}-{str(ready).lower()}, namespace: web, labels: {{kubernetes.io/service-name: {name}}}}}"
    return (
        f"apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata: {metadata}\n"
        f"addressType: IPv4\nendpoints: [{ends}]\n"
    )


def routes(node: CalicoNode, family: int = 4) -> list[str]:
    return [str(p) for f in node.families if f.family == family for p in f.service_routes]


def test_ranges_are_announced_by_all_nodes_but_the_excluded() -> None:
    nodes = derive(configuration(RANGES), *NODES)
    assert routes(nodes["n1"]) == routes(nodes["n2"]) == ["10.96.0.0/16", "192.0.2.0/24", "198.51.100.0/24"]
    assert routes(nodes["n1"], 6) == ["fd96::/112"]
    assert routes(nodes["n3"]) == []
    ranges = nodes["n3"].families[0]
    assert [str(p) for p in ranges.service_ranges] == [
        "10.96.0.0/16", "192.0.2.0/24", "198.51.100.0/24", "203.0.113.7/32",
    ]  # fmt: skip
    assert [str(p) for p in ranges.reflected_ranges] == ["192.0.2.0/24", "198.51.100.0/24", "203.0.113.7/32"]


def test_local_services_are_announced_where_they_are_ready() -> None:
    spec = (
        "clusterIP: 10.96.0.9, type: LoadBalancer, externalTrafficPolicy: Local, externalIPs: [198.51.100.9, 9.9.9.9]"
    )
    nodes = derive(
        configuration(RANGES),
        *NODES,
        service("s", spec, "192.0.2.9"),
        endpoints("s", "n1", "n3"),
        endpoints("s", "n2", ready=False),
    )
    single = ["10.96.0.9/32", "192.0.2.9/32", "198.51.100.9/32"]
    assert [r for r in routes(nodes["n1"]) if r.endswith("/32")] == single
    assert [r for r in routes(nodes["n2"]) if r.endswith("/32")] == []
    assert routes(nodes["n3"]) == []


@pytest.mark.parametrize("policy", ["Local", "Cluster"])
def test_ranges_of_one_address(policy: str) -> None:
    spec = f"clusterIP: 10.96.0.9, type: LoadBalancer, externalTrafficPolicy: {policy}, externalIPs: [203.0.113.7]"
    nodes = derive(configuration(RANGES), *NODES, service("s", spec), endpoints("s", "n1"))
    assert "203.0.113.7/32" in routes(nodes["n1"])
    assert ("203.0.113.7/32" in routes(nodes["n2"])) is (policy == "Cluster")
    nodes = derive(configuration(RANGES), *NODES, service("s", spec), endpoints("s", "n1", ready=False))
    assert "203.0.113.7/32" not in routes(nodes["n1"])


def test_load_balancers_without_aggregation() -> None:
    spec = "clusterIP: 10.96.0.9, type: LoadBalancer"
    idle = service("t", spec.replace("0.9", "0.8"), "192.0.2.8")
    documents = (*NODES, service("s", spec, "192.0.2.9"), idle, endpoints("s", "n2"))
    nodes = derive(configuration(f"{RANGES}, serviceLoadBalancerAggregation: Disabled"), *documents)
    assert routes(nodes["n1"]) == ["10.96.0.0/16", "192.0.2.9/32", "198.51.100.0/24"]


POD = """
apiVersion: v1
kind: Pod
metadata: {{name: {name}, namespace: {namespace}, labels: {{app: shop, version: "1"}}}}
spec: {{nodeName: {node}}}
status: {{podIPs: [{{ip: {address}}}], conditions: [{{type: Ready, status: "{ready}"}}]}}
"""


def test_without_endpoint_slices_pods_that_are_selected_count() -> None:
    spec = "clusterIP: 10.96.0.9, type: NodePort, externalTrafficPolicy: Local, selector: {app: shop}"
    pods = (
        POD.format(name="a", namespace="web", node="n1", address="192.168.0.1", ready=True),
        POD.format(name="b", namespace="elsewhere", node="n2", address="192.168.0.2", ready=True),
        POD.format(name="c", namespace="web", node="n2", address="192.168.0.3", ready=False),
    )
    nodes = derive(configuration(RANGES), *NODES, *pods, service("s", spec))
    assert "10.96.0.9/32" in routes(nodes["n1"])
    assert "10.96.0.9/32" not in routes(nodes["n2"])
    nodes = derive(configuration(RANGES), *NODES, *pods, service("s", f"{spec}, publishNotReadyAddresses: true"))
    assert "10.96.0.9/32" in routes(nodes["n2"])
    nodes = derive(configuration(RANGES), *NODES, *pods, service("s", spec), endpoints("s", "n2"))
    assert "10.96.0.9/32" not in routes(nodes["n1"])


def test_workloads_that_a_lab_knows_serve_as_well() -> None:
    spec = "clusterIP: 10.96.0.9, type: NodePort, externalTrafficPolicy: Local, selector: {app: shop}"
    machine = workload("web/vm", 2, "192.168.0.5", labels={"app": "shop"})
    nodes = derive(configuration(RANGES), *NODES, service("s", spec), workloads=[machine])
    assert "10.96.0.9/32" in routes(nodes["n2"])
