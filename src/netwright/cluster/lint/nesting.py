"""Clusters that are known by their resources alone: what runs where, and which is nested in which.

Owns: telling it from addresses: nodes of a nested cluster have those of their parent's workloads. Must not: judge.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from ...addr import Address
from ...errors import Problems
from ...model.cluster import WorkloadPlace
from ..peering import ClusterFacts, derive_nodes
from ..peering.workloads import VM_NAME_LABEL, workloads_of
from ..resources import Resources
from .view import LintedCluster


def nest_clusters(resources: Mapping[str, Resources], problems: Problems) -> tuple[LintedCluster, ...]:
    """Each with its parent when that is among them; mistakes in references are added to `problems`."""
    found = {name: _cluster(name, of_cluster, problems) for name, of_cluster in resources.items()}
    for name, cluster in found.items():
        around = [other for other in found.values() if name not in _ancestors(found, other.name)]
        runs = [other for other in around if _runs(other, cluster)] or [o for o in around if _has_room(o, cluster)]
        if runs:
            found[name] = msgspec.structs.replace(cluster, parent=runs[0].name)
    return tuple(found.values())


def _cluster(name: str, resources: Resources, problems: Problems) -> LintedCluster:
    workloads = {
        str(key): WorkloadPlace(
            cluster=name,
            name=key,
            kind="machine" if VM_NAME_LABEL in found.labels or key in resources.virtual_machines else "pod",
            host=found.node,
            host_ifname=found.interface,
            addresses=found.addresses,
            labels=found.labels,
        )
        for key, found in workloads_of(resources, ClusterFacts()).items()
    }
    return LintedCluster(name=name, resources=resources, nodes=derive_nodes(resources, problems), workloads=workloads)


def _addresses(cluster: LintedCluster) -> set[Address]:
    return {family.address.address for node in cluster.nodes for family in node.families}


def _runs(parent: LintedCluster, child: LintedCluster) -> bool:
    """Nodes are workloads of a cluster."""
    workloads = {address for workload in parent.workloads.values() for address in workload.addresses}
    return not workloads.isdisjoint(_addresses(child))


def _has_room(parent: LintedCluster, child: LintedCluster) -> bool:
    """Nodes have addresses of a cluster's pools: machines that were not running when resources were written down."""
    pools = [pool.cidr for pool in parent.resources.ip_pools.values() if not pool.disabled]
    return any(pool.contains(address) for address in _addresses(child) for pool in pools)


def _ancestors(clusters: Mapping[str, LintedCluster], name: str) -> set[str]:
    """A cluster and those around it."""
    found: set[str] = set()
    following: str | None = name
    while following is not None and following not in found:
        found.add(following)
        following = clusters[following].parent
    return found
