"""What resources say about each other."""

from __future__ import annotations

import pytest

from netwright.cluster.resources import read_documents, read_resources
from netwright.errors import Problems

from ..reading import FILE, calico, codes

PEER = "{ peerIP: 192.0.2.1, asNumber: 1, filters: [ nested ] }"
GOOD_FILTER = calico("BGPFilter", "{ importV4: [ { action: Reject } ] }", "nested")
BAD_FILTER = calico("BGPFilter", "{ importV4: [ { action: Drop } ] }", "nested")


def pools(*cidrs: str) -> str:
    return "---\n".join(calico("IPPool", f"{{ cidr: '{cidr}' }}", f"p{i}") for i, cidr in enumerate(cidrs))


def affinity(name: str, cidr: str, more: str = "state: confirmed") -> str:
    return "---\n" + calico("BlockAffinity", f"{{ cidr: {cidr}, node: {name}, deleted: false, {more} }}", name)


def test_a_filter_that_could_not_be_read_is_one_problem() -> None:
    peer = "---\n" + calico("BGPPeer", PEER, "tor")
    assert codes(GOOD_FILTER + peer) == []
    assert codes(BAD_FILTER + peer) == ["wrong-type"]
    assert codes(peer) == ["unknown-filter"]


@pytest.mark.parametrize(
    ("cidrs", "overlaps"),
    [
        (["10.0.0.0/16", "10.1.0.0/16", "fd00::/64"], 0),
        (["10.0.0.0/8", "10.1.0.0/16", "10.2.0.0/16", "11.0.0.0/16"], 2),
        (["10.1.0.0/16", "10.0.0.0/8"], 1),
        (["0.0.0.0/0", "::/0"], 0),
    ],
)
def test_pools_do_not_overlap(cidrs: list[str], overlaps: int) -> None:
    found = [code for code in codes(pools(*cidrs)) if code != "link-local-pool"]
    assert found == ["pool-overlap"] * overlaps


def test_blocks() -> None:
    pool = pools("10.0.0.0/16")
    assert codes(pool + affinity("w1", "10.0.0.0/26") + affinity("w2", "10.0.0.64/26")) == []
    assert codes(pool + affinity("w1", "10.0.0.0/26") + affinity("w2", "10.0.0.0/26")) == ["block-of-two-nodes"]
    assert codes(pool + affinity("w1", "10.0.0.0/26") + affinity("w2", "10.0.0.0/26", "state: pending")) == []
    assert codes(pool + affinity("w1", "10.1.0.0/26")) == ["block-outside-pools"]
    assert codes(affinity("w1", "10.1.0.0/26")) == []


def test_known_nodes_of_a_design() -> None:
    text = calico("BGPPeer", "{ peerIP: 192.0.2.1, asNumber: 1, node: w2 }", "tor")
    for known, expected in (({"w1"}, ["unknown-node"]), ({"w2"}, []), (None, [])):
        problems = Problems()
        read_resources(read_documents(text, FILE, problems), problems, known)
        assert [problem.code for problem in problems] == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ('["p0"]', []),
        ('["10.0.0.0/16"]', []),
        ('["p1"]', ["unknown-pool"]),
        ("p0", ["bad-pool-list"]),
        ("[1]", ["bad-pool-list"]),
        ("[" * 100_000, ["bad-pool-list"]),
    ],
)
def test_pools_that_pods_ask_for(value: str, expected: list[str]) -> None:
    annotations = f"{{ cni.projectcalico.org/ipv4pools: '{value}' }}"
    pod = f"apiVersion: v1\nkind: Pod\nmetadata: {{ name: p, annotations: {annotations} }}\n"
    assert codes(pools("10.0.0.0/16") + "---\n" + pod) == expected


@pytest.mark.parametrize(
    ("version", "kind", "expected"),
    [
        ("projectcalico.org/v3", "FelixConfiguration", "ignored-kind"),
        ("crd.projectcalico.org/v1", "ClusterInformation", "ignored-kind"),
        ("projectcalico.org/v3", "BGPPeers", "unknown-kind"),
        ("projectcalico.org/v3", "Something", "unknown-kind"),
        ("projectcalico.org/v1", "BGPPeer", "unknown-version"),
        ("projectcalico.or/v3", "BGPPeer", "unknown-version"),
        ("metallb.io/v1beta2", "BGPPeer", "ignored-kind"),
        ("v1", "ConfigMap", "ignored-kind"),
        ("v1", "ServiceAccount", "ignored-kind"),
        ("v1", "Srevice", "unknown-kind"),
        ("v2", "Service", "unknown-version"),
        ("apps/v1", "Deployment", "ignored-kind"),
        ("kubevirt.io/v1", "VirtualMachineInstance", "ignored-kind"),
        ("kubevirt.io/v1", "VirtualMachin", "unknown-kind"),
    ],
)
def test_kinds(version: str, kind: str, expected: str) -> None:
    assert codes(f"apiVersion: {version}\nkind: {kind}\nmetadata: {{ name: x }}\n") == [expected]


def test_metadata() -> None:
    head = "apiVersion: v1\nkind: Namespace\n"
    assert codes(head) == ["missing-field"]
    assert codes(head + "metadata: { name: Red }") == ["wrong-type"]
    assert codes(head + "metadata: { name: red, namespace: x }") == ["needless-namespace"]
    assert codes(head + "metadata: { name: red, label: {} }") == ["unknown-key"]
    assert codes(head + "metadata: { name: red, labels: { 'a b': c } }") == ["bad-label"]
    assert codes(head + "metadata: { name: red, labels: { a: '-' } }") == ["bad-label"]
    assert codes(head + "metadata: { name: red, labels: { example.org/a: '', b: c.d_e } }") == []


def service(name: str, spec: str) -> str:
    return f"---\napiVersion: v1\nkind: Service\nmetadata: {{ name: {name} }}\nspec: {{ {spec} }}\n"


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ("clusterIP: 10.96.0.5, clusterIPs: [ 10.96.0.5 ]", "clusterIP: 10.96.0.6", []),
        ("clusterIP: None", "clusterIP: None", []),
        ("clusterIP: 10.96.0.5", "clusterIPs: [ 10.96.0.5 ]", ["service-address-twice"]),
        ("externalIPs: [ 192.0.2.1 ]", "externalIPs: [ 192.0.2.1 ]", []),
        ("ports: [ { port: 53 }, { port: 53, protocol: UDP } ]", "ports: [ { port: 53 } ]", []),
        ("ports: [ { port: 53 }, { port: 53 } ]", "ports: []", ["service-port-twice"]),
        (
            "ports: [ { port: 53, nodePort: 30053 }, { port: 53, nodePort: 30053, protocol: UDP } ]",
            "ports: [ { port: 54, nodePort: 30053 } ]",
            ["node-port-twice"],
        ),
    ],
)
def test_services_share_neither_addresses_nor_ports(first: str, second: str, found: list[str]) -> None:
    assert codes(service("a", first) + service("b", second)) == found
