"""Designed networks with clusters, from texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from netwright.cluster import DesignedCluster
from netwright.errors import Problem, Problems
from netwright.model import Network
from netwright.source import MemoryFiles, ReadRequest
from netwright.workbench.loading import read_and_design

RACK = """
defaults.device: frr
module: [ bgp ]
nodes: { tor: { bgp.as: 63000 } }
links:
- tor: { ipv4: 192.168.1.1/24 }
  w1: { ipv4: 192.168.1.11/24 }
  w2: { ipv4: 192.168.1.12/24 }
  prefix.ipv4: 192.168.1.0/24
clusters:
"""
"""A ToR and two machines, which are nodes of clusters that a test adds."""
NESTED = """
  parent:
    nodes: [ w1, w2 ]
    pools: [ 10.122.0.0/16 ]
    resources: parent.yml
    machines:
      red-1: { node: w1, labels: { color: red } }
      red-2: { node: w2, labels: { color: red } }
    pods: { p1: w1 }
  red:
    as: 65401
    nodes: [ red-1, red-2 ]
    pools: [ 10.123.0.0/24 ]
    resources: child.yml
    pods: { r1: red-1, r2: { node: red-2, labels: { app: web }, ports: [ 53/udp ] } }
"""
FILES = {
    "/t/parent.yml": """
apiVersion: projectcalico.org/v3
kind: BGPConfiguration
metadata: { name: default }
spec: { nodeToNodeMeshEnabled: false, localWorkloadPeeringIPV4: 169.254.0.179 }
---
apiVersion: projectcalico.org/v3
kind: BGPPeer
metadata: { name: tor }
spec: { peerIP: 192.168.1.1, asNumber: 63000 }
---
apiVersion: projectcalico.org/v3
kind: BGPPeer
metadata: { name: red }
spec: { localWorkloadSelector: "color == 'red'", asNumber: 65401 }
""",
    "/t/child.yml": """
apiVersion: projectcalico.org/v3
kind: BGPConfiguration
metadata: { name: default }
spec: { nodeToNodeMeshEnabled: false }
---
apiVersion: projectcalico.org/v3
kind: BGPPeer
metadata: { name: parent }
spec: { peerIP: 169.254.0.179, asNumber: 64512 }
""",
}


class Designed(NamedTuple):
    network: Network
    clusters: Mapping[str, DesignedCluster]
    problems: tuple[Problem, ...]


def design(clusters: str, files: Mapping[str, str] = FILES, *, rack: str = RACK) -> Designed:
    """Raises InputError when the text has mistakes."""
    problems = Problems()
    request = ReadRequest(path="t.yml", text=rack + clusters, working_directory="/t", system_defaults=None)
    _, network, found = read_and_design(request, MemoryFiles(files), problems)
    return Designed(network, {cluster.name: cluster for cluster in found}, tuple(problems))
