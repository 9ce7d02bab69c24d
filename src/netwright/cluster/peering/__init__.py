"""What Calico would derive, per node, from the resources of one cluster: sessions, pools, blocks, services, filters.

Owns: Calico's rules as typed results (`CalicoNode`). Must not: write configuration text.

    derive_nodes(resources, problems, facts) -> tuple[CalicoNode, ...]
"""

from __future__ import annotations

from ...model.calico import Advertisement, CalicoNode, NodeFamily, Peer, Pool, Reachability
from .cluster import Cluster
from .derive import derive_nodes
from .facts import ClusterFacts, Workload
from .services import selected_host_pods, selected_workloads

__all__ = [
    "Advertisement",
    "CalicoNode",
    "Cluster",
    "ClusterFacts",
    "NodeFamily",
    "Peer",
    "Pool",
    "Reachability",
    "Workload",
    "derive_nodes",
    "selected_host_pods",
    "selected_workloads",
]
