"""Sessions with routers of a topology: each end is written elsewhere."""

from __future__ import annotations

import msgspec
import pytest

from netwright import load_topology
from netwright.cluster.lint import RULES, Subject
from netwright.errors import Span
from netwright.model import Network
from netwright.model.cluster import ClusterNode

from ..building import configuration, node, peer
from .building import clusters

TOPOLOGY = """
module: [ bgp ]
plugin: [ bgp.session ]
nodes:
  tor: { bgp.as: 63000 }
  n1: { bgp.as: 64512 }
  n2: { bgp.as: 64512 }
links:
- { prefix.ipv4: 10.0.0.0/24, tor: { ipv4: 10.0.0.254 }, n1: { ipv4: 10.0.0.1 } }
- { prefix.ipv4: 10.0.1.0/24, tor: { ipv4: 10.0.1.254 }, n2: { ipv4: 10.0.1.2 } }
"""
NO_MESH = configuration("nodeToNodeMeshEnabled: false")
SECRET = """
apiVersion: v1
kind: Secret
metadata: {name: bgp, namespace: calico-system}
stringData: {password: not-a-secret}
"""
N2 = node(2).replace("10.0.0.2", "10.0.1.2")
TOR = peer("tor", "nodeSelector: all(), peerIP: 10.0.0.254, asNumber: 63000")
TOR_2 = peer("tor-2", "node: n2, peerIP: 10.0.1.254, asNumber: 63000")


def network(text: str = TOPOLOGY) -> Network:
    """The router's end as it is designed; what else the nodes are comes of resources."""
    plain = load_topology("-", text=text)
    (cluster,) = clusters(parent="---\n".join((NO_MESH, node(1), N2)))
    nodes = dict(plain.nodes)
    for of_cluster in cluster.nodes:
        as_node = ClusterNode(cluster="parent", bgp=of_cluster)
        nodes[of_cluster.name] = msgspec.structs.replace(nodes[of_cluster.name], cluster=as_node)
    return msgspec.structs.replace(plain, nodes=nodes)


def lint(code: str, *documents: str, text: str = TOPOLOGY) -> list[tuple[str, Span]]:
    found = clusters(parent="---\n".join((NO_MESH, node(1), N2, *documents)))
    subject = Subject(found, network(text))
    (rule,) = (rule for rule in RULES if rule.code == code)
    return [(finding.message, finding.span) for finding in rule.find(subject)]


@pytest.mark.parametrize("code", ["router-session-missing", "router-session-unanswered", "router-session-mismatch"])
def test_both_ends_fit(code: str) -> None:
    two = TOR.replace("nodeSelector: all()", "node: n1")
    assert lint(code, two, TOR_2) == []
    found = clusters(parent="---\n".join((NO_MESH, node(1), N2)))
    (rule,) = (rule for rule in RULES if rule.code == code)
    assert list(rule.find(Subject(found))) == []


def test_a_router_waits() -> None:
    ((message, span),) = lint("router-session-missing", TOR.replace("nodeSelector: all()", "node: n1"))
    assert message.startswith("router `tor` peers with nodes n2 of cluster `parent`, which have no BGPPeer")
    assert span.file == "parent.yml"


def test_a_node_calls_a_router_that_does_not_know_it() -> None:
    alone = TOPOLOGY.replace("n2: { bgp.as: 64512 }", "n2: { bgp.as: 64512, bgp.sessions.ipv4: [ ibgp ] }")
    alone = alone.replace("tor: { ipv4: 10.0.1.254 }", "tor: { ipv4: 10.0.1.254, bgp: False }")
    two = TOR.replace("nodeSelector: all()", "node: n1")
    ((message, span),) = lint("router-session-unanswered", two, TOR_2, text=alone)
    assert message == "BGPPeer `tor-2` peers with router `tor`, which does not peer with n2"
    assert span.line > 0


def test_ends_that_disagree() -> None:
    wrong = peer("tor", "node: n1, peerIP: 10.0.0.254, asNumber: 63001, localASNumber: 65000")
    found = [message for message, _ in lint("router-session-mismatch", wrong, TOR_2)]
    assert found == [
        "BGPPeer `tor` expects AS 63001, and router `tor` is in AS 63000 (n1)",
        "BGPPeer `tor` is in AS 65000, and router `tor` expects AS 64512 (n1)",
    ]


@pytest.mark.parametrize(
    ("of_router", "of_node", "said"),
    [
        ("", True, "has a password, and router `tor` has none"),
        ("not-a-secret", False, "has no password, and router `tor` has one"),
        ("another", True, "and router `tor` have different passwords"),
        ("not-a-secret", True, ""),
    ],
)
def test_passwords(of_router: str, of_node: bool, said: str) -> None:
    keyed = "password: {secretKeyRef: {name: bgp, key: password}}"
    one = peer("tor", "node: n1, peerIP: 10.0.0.254, asNumber: 63000" + (f", {keyed}" if of_node else ""))
    text = TOPOLOGY.replace("tor: { ipv4: 10.0.0.254 }", f"tor: {{ ipv4: 10.0.0.254, bgp.password: '{of_router}' }}")
    found = [m for m, _ in lint("router-session-mismatch", SECRET, one, TOR_2, text=text if of_router else TOPOLOGY)]
    assert found == ([f"BGPPeer `tor` {said} (n1)"] if said else [])


def test_addresses_nobody_in_the_network_has() -> None:
    two = TOR.replace("nodeSelector: all()", "node: n1")
    assert lint("peer-address-unknown", two, TOR_2) == []
    ((message, _),) = lint("peer-address-unknown", two, TOR_2.replace("10.0.1.254", "10.0.1.253"))
    assert message == "BGPPeer `tor-2` peers with 10.0.1.253, an address nobody has"
