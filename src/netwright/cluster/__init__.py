"""Kubernetes clusters that speak BGP: Calico's resources, what Calico derives from them, and its BIRD configuration.

Owns: everything about a cluster that is known without running one. Must not: touch files, clocks, processes or
sockets; know how a lab runs.
"""

from __future__ import annotations

from .design import ClusterInput, design_clusters, read_clusters
from .designed import DesignedCluster

__all__ = ["ClusterInput", "DesignedCluster", "design_clusters", "read_clusters"]
