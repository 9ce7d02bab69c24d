"""What a design promises inside of clusters, and the checks that ask for it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from netwright import load_topology
from netwright.check import Expectations, design_checks, run_checks
from netwright.model import Network

from .lab import FakeClock, FakeDriver, FakeRunner, Quiet, result

SERVICE = {
    "apiVersion": "v1",
    "kind": "Service",
    "metadata": {"name": "web", "namespace": "default"},
    "spec": {"clusterIP": "10.96.0.10", "selector": {"app": "web"}, "ports": [{"port": 80, "protocol": "TCP"}]},
}
ASK, PING = "env LC_ALL=C timeout", "ping -n -c 1 -W 1"


def calico(kind: str, name: str, **spec: object) -> dict[str, object]:
    return {"apiVersion": "projectcalico.org/v3", "kind": kind, "metadata": {"name": name}, "spec": spec}


def pods(**nodes: str) -> dict[str, object]:
    """`web1="w1"`: a pod of that name on that node."""
    return {
        name: {"node": node, "labels": {"app": "web" if name.startswith("web") else "x"}}
        for name, node in nodes.items()
    }


def network(tmp_path: Path, *resources: object, links: object = None, pools: object = None, **more: object) -> Network:
    """Nodes w1, w2, w3 on a LAN with a router; the cluster's full mesh unless resources say otherwise."""
    cluster = {
        "nodes": {"w1": {}, "w2": {}, "w3": {}},
        "pools": ["10.122.0.0/16"] if pools is None else pools,
        "resources": [*resources],
        "pods": pods(web1="w1", web2="w2", other="w1"),
        **more,
    }
    topology = {
        "defaults": {"device": "frr"},
        "nodes": {"tor": {}},
        "clusters": {"one": cluster},
        "links": links or [{"tor": {}, "w1": {}, "w2": {}, "w3": {}, "prefix": {"ipv4": "192.168.50.0/24"}}],
    }
    path = tmp_path / "topology.yml"
    path.write_text(yaml.safe_dump(topology, sort_keys=False))
    return load_topology(path)


def neighbors(network: Network) -> dict[str, list[str]]:
    due = Expectations(network).clusters
    return {name: [other for other, _ in due.neighbors(name)] for name in network.nodes if due.neighbors(name)}


def services(network: Network) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    due = Expectations(network).clusters
    found = {name: [(str(s.service.address), s.endpoints) for s in due.services(name)] for name in network.nodes}
    return {name: wanted for name, wanted in found.items() if wanted}


def test_every_workload_asks_one_and_is_asked_by_one(tmp_path: Path) -> None:
    """In turns over nodes, so that what is between them is needed."""
    assert neighbors(network(tmp_path)) == {"web1": ["web2"], "web2": ["other"], "other": ["web1"]}


def test_a_single_workload_asks_nobody(tmp_path: Path) -> None:
    assert neighbors(network(tmp_path, pods=pods(web1="w1"))) == {}


def test_services_are_asked_by_a_workload_of_their_cluster(tmp_path: Path) -> None:
    ((_, asked),) = services(network(tmp_path, SERVICE)).items()
    assert asked == [("10.96.0.10", ("web1", "web2"))]


def test_a_local_policy_is_for_clients_from_outside(tmp_path: Path) -> None:
    """Whichever pod asks, and whether its node has endpoints of its own or not."""
    spec = SERVICE["spec"] | {"externalIPs": ["203.0.113.10"], "externalTrafficPolicy": "Local"}  # type: ignore[operator]
    found = network(tmp_path, {**SERVICE, "spec": spec}, pods=pods(web1="w1", web2="w1", other="w2"))
    asked = [service for wanted in services(found).values() for service in wanted]
    assert ("203.0.113.10", ("web1", "web2")) in asked
    (portal,) = (p for p in found.nodes["w2"].cluster.portals if p.external)  # type: ignore[union-attr]
    assert (len(portal.backends), len(portal.inside)) == (0, 2)


def test_without_a_mesh_only_nodes_themselves_are_sure(tmp_path: Path) -> None:
    found = network(tmp_path, SERVICE, calico("BGPConfiguration", "default", nodeToNodeMeshEnabled=False))
    assert neighbors(found) == {"other": ["web1"]}
    assert services(found) == {}


def test_a_filter_between_nodes_makes_nothing_sure(tmp_path: Path) -> None:
    off = calico("BGPConfiguration", "default", nodeToNodeMeshEnabled=False)
    every = {"nodeSelector": "all()", "peerSelector": "all()"}
    plain = network(tmp_path, off, calico("BGPPeer", "all", **every))
    assert "web2" in neighbors(plain)
    secret = calico("BGPFilter", "secret", exportV4=[{"action": "Reject"}])
    filtered = network(tmp_path, off, secret, calico("BGPPeer", "all", **every, filters=["secret"]))
    assert "web2" not in neighbors(filtered)


def test_a_route_reflector_joins_its_clients(tmp_path: Path) -> None:
    off = calico("BGPConfiguration", "default", nodeToNodeMeshEnabled=False)
    reflector = {
        "apiVersion": "projectcalico.org/v3",
        "kind": "Node",
        "metadata": {"name": "w3", "labels": {"rr": "true"}},
        "spec": {"bgp": {"routeReflectorClusterID": "244.0.0.1"}},
    }
    clients = calico("BGPPeer", "rr", nodeSelector="!has(rr)", peerSelector="has(rr)")
    assert "web2" in neighbors(network(tmp_path, off, reflector, clients))
    assert "web2" not in neighbors(network(tmp_path, off, reflector))


def test_nodes_of_different_subnets_need_more_than_a_mesh(tmp_path: Path) -> None:
    """A router between them would have to know their blocks."""
    links = [
        {"tor": {}, "w1": {}, "w3": {}, "prefix": {"ipv4": "192.168.50.0/24"}},
        {"tor": {}, "w2": {}, "prefix": {"ipv4": "192.168.51.0/24"}},
    ]
    assert "web2" not in neighbors(network(tmp_path, links=links))


def test_pools_that_are_not_told_to_others_are_not_counted_on(tmp_path: Path) -> None:
    pool = calico("IPPool", "quiet", cidr="10.122.0.0/16", disableBGPExport=True, ipipMode="Never", vxlanMode="Never")
    assert "web2" not in neighbors(network(tmp_path, pool, pools=[]))


def test_a_family_nodes_do_not_speak_is_not_promised(tmp_path: Path) -> None:
    found = network(tmp_path, pools=["10.122.0.0/16", "fd00:122::/48"])
    asked = [address for name in found.nodes for _, address in Expectations(found).clusters.neighbors(name)]
    assert {a.family for a in asked if a in found.nodes["web2"].workload.addresses} == {4}


def test_endpoints_that_do_not_answer_make_no_promise(tmp_path: Path) -> None:
    """An address that is no workload of the lab."""
    slice_ = {
        "apiVersion": "discovery.k8s.io/v1",
        "kind": "EndpointSlice",
        "metadata": {"name": "web-x", "namespace": "default", "labels": {"kubernetes.io/service-name": "web"}},
        "addressType": "IPv4",
        "endpoints": [{"addresses": ["192.0.2.77"]}],
        "ports": [{"port": 80, "protocol": "TCP"}],
    }
    assert services(network(tmp_path, SERVICE, slice_)) == {}


def report(found: Network, answers: dict[str, object]) -> dict[str, tuple[str, str]]:
    runner = FakeRunner()

    def run(node: str, argv: list[str], **more: object) -> object:
        text = " ".join(argv)
        return next((value for start, value in answers.items() if text.startswith(start)), result("", status=1))

    runner.run = run  # type: ignore[method-assign,assignment]
    drivers = {device: FakeDriver({}) for device in ("frr", "linux", "calico")}
    tests = [t for t in design_checks(found, wait_s=0) if t.name in ("workloads", "services")]
    done = run_checks(found, runner, drivers, clock=FakeClock(), observer=Quiet(), tests=tests)
    return {t.name: (t.status, "; ".join(m for n in t.nodes for m in n.messages)) for t in done.tests}


@pytest.mark.parametrize(
    ("answers", "status", "words"),
    [
        (
            {PING: result("64 bytes from x\n"), ASK: result("= web1\n" * 6 + "= web2\n" * 4)},
            "passed",
            "1 service answers",
        ),
        (
            {PING: result("64 bytes from x\n"), ASK: result("= web1\n" * 9)},
            "failed",
            "default/web: 10.96.0.10:80: 1 of 10",
        ),
        (
            {PING: result("64 bytes from x\n"), ASK: result("= other\n" * 10)},
            "failed",
            "expected answers of web1, web2",
        ),
    ],
)
def test_services_of_a_lab(tmp_path: Path, answers: dict[str, object], status: str, words: str) -> None:
    done = report(network(tmp_path, SERVICE), answers)
    assert done["workloads"][0] == "passed"
    assert done["services"][0] == status
    assert words in done["services"][1]


def test_workloads_of_a_lab_that_do_not_answer(tmp_path: Path) -> None:
    status, words = report(network(tmp_path), {})["workloads"]
    assert status == "failed"
    assert "no answer from web2 (10.122." in words
