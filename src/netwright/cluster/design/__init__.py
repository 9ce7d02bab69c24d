"""From the section `clusters` of a topology to nodes, links and sessions of its network.

Owns: placing workloads, addresses, names, wiring. Must not: render configuration, know how a lab runs.

    read_clusters(topology, files, problems) -> inputs, parents first; nodes of the topology get their AS
    design_clusters(network, inputs, problems) -> network with all of it, DesignedCluster of each
"""

from __future__ import annotations

from .designing import design_clusters
from .gather import ClusterInput, read_clusters

__all__ = ["ClusterInput", "design_clusters", "read_clusters"]
