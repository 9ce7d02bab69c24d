"""Lint of topologies with clusters: rules of both rooms, places, comments."""

from __future__ import annotations

from pathlib import Path

from netwright import lint_topology
from netwright.lint import CLUSTER_RULES

TEXT = """
module: [ bgp ]
defaults.device: frr
nodes: { tor: { bgp.as: 63000 } }
links:
- { tor: { ipv4: 172.16.0.254 }, w1: { ipv4: 172.16.0.1 }, prefix.ipv4: 172.16.0.0/24 }
clusters:
  parent:
    nodes: [ w1 ]
    pools: [ 10.122.0.0/16 ]
    resources: parent.yml
    machines: { red-1: { node: w1, labels: { color: red } } }
    pods: { pod-1: w1 }
  red:
    as: 65401
    nodes: [ red-1 ]
    pools: [ 10.123.0.0/24 ]
    resources: [ { apiVersion: projectcalico.org/v3, kind: BGPPeer, metadata: { name: parent },
      spec: { peerIP: 169.254.0.179, asNumber: 64512 } } ]
    pods: { pod-2: red-1 }
"""
PARENT = """\
apiVersion: projectcalico.org/v3
kind: BGPConfiguration
metadata: { name: default }
spec: { localWorkloadPeeringIPV4: 169.254.0.179 }
---
apiVersion: projectcalico.org/v3
kind: BGPFilter
metadata: { name: to-tor }
spec:
  exportV4:
  - { action: Accept, cidr: 10.123.0.0/24, matchOperator: In, source: RemotePeers }
---
apiVersion: projectcalico.org/v3
kind: BGPFilter
metadata: { name: red }
spec:
  exportV4: [ { action: Reject } ]
  importV4: [ { action: Accept, cidr: 10.123.0.0/24, matchOperator: In }, { action: Reject } ]
---
apiVersion: projectcalico.org/v3
kind: BGPPeer
metadata: { name: tor }
spec: { peerIP: 172.16.0.254, asNumber: 63000, filters: [ to-tor ] }
---
apiVersion: projectcalico.org/v3
kind: BGPPeer
metadata: { name: red }
spec: { localWorkloadSelector: color == 'red', asNumber: 65401, filters: [ red ] }
"""


def lint(path: Path, topology: str = TEXT, parent: str = PARENT, *, everything: bool = False) -> list[str]:
    (path / "topology.yml").write_text(topology)
    (path / "parent.yml").write_text(parent)
    found = lint_topology(path, everything=everything)
    return [f"{Path(p.span.file).name}:{p.span.line} {p.code}" for p in found]


def test_nothing_on_one_done_right(tmp_path: Path) -> None:
    assert lint(tmp_path) == []


def test_rules_about_hosts_and_policies_leave_clusters_alone(tmp_path: Path) -> None:
    """What is asked of hosts, single links and policies is no question where Calico decides: one router is left."""
    found = lint(tmp_path, everything=True)
    assert [line.split()[1] for line in found] == ["no-validation", "single-link", "ebgp-without-policy"]


def test_places_in_files_and_in_the_topology(tmp_path: Path) -> None:
    leak = PARENT.replace(", { action: Reject } ]", " ]")
    assert lint(tmp_path, parent=leak) == ["parent.yml:18 filter-accepts-only"]
    assert lint(tmp_path, TEXT.replace("10.123.0.0/24", "10.123.0.0/16")) == [
        "parent.yml:23 nested-routes-not-exported",
        "parent.yml:28 nested-routes-not-imported",
    ]
    overlap = lint(tmp_path, TEXT.replace("10.123.0.0/24", "172.16.0.0/25"))
    assert "topology.yml:17 cluster-prefix-overlap" in overlap


def test_what_is_left_out(tmp_path: Path) -> None:
    leak = PARENT.replace(", { action: Reject } ]", " ]   # lint: ignore filter-accepts-only")
    assert lint(tmp_path, parent=leak) == []
    leak = PARENT.replace(", { action: Reject } ]", " ]")
    assert lint(tmp_path, TEXT + "defaults.lint.ignore: [ filter-accepts-only ]\n", leak) == []
    asked = TEXT + "defaults.lint.select: [ nat-towards-nested ]\n"
    assert lint(tmp_path, asked) == []


def test_topologies_without_clusters_have_none_of_the_rules(tmp_path: Path) -> None:
    codes = {rule.code for rule in CLUSTER_RULES}
    (tmp_path / "topology.yml").write_text("nodes: [ a, b ]\nlinks: [ a-b ]\nvlans: { x: }\nmodule: [ vlan ]\n")
    found = {problem.code for problem in lint_topology(tmp_path, everything=True)}
    assert found
    assert not found & codes


def test_a_node_of_a_cluster_that_peers_with_nobody_is_for_rules_of_clusters(tmp_path: Path) -> None:
    topology = tmp_path / "topology.yml"
    topology.write_text(
        "module: [ bgp ]\ndefaults.device: frr\nnodes: { tor: { bgp.as: 63000 } }\nlinks: [ tor-w1 ]\n"
        "clusters.a: { nodes: [ w1 ], pools: [ 10.122.0.0/16 ] }\n"
    )
    assert [found.code for found in lint_topology(topology)] == ["router-session-missing"]
