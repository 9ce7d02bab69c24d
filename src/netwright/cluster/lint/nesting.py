"""Clusters that are known by their resources alone: what runs where, and which is nested in which.

Owns: telling it from addresses: nodes of a nested cluster have those of their parent's workloads. Must not: judge.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

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
        for other in found.values():
            if _is_parent(other, cluster) and name not in _ancestors(found, other.name):
                found[name] = msgspec.structs.replace(cluster, parent=other.name)
                break
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


def _is_parent(parent: LintedCluster, child: LintedCluster) -> bool:
    """Nodes have addresses of its workloads, or of its pools while these do not run."""
    if parent.name == child.name:
        return False
    nodes = {family.address.address for node in child.nodes for family in node.families}
    workloads = {address for workload in parent.workloads.values() for address in workload.addresses}
    pools = [pool.cidr for pool in parent.resources.ip_pools.values()]
    return any(address in workloads or any(pool.contains(address) for pool in pools) for address in nodes)


def _ancestors(clusters: Mapping[str, LintedCluster], name: str) -> set[str]:
    """A cluster and those around it."""
    found: set[str] = set()
    following: str | None = name
    while following is not None and following not in found:
        found.add(following)
        following = clusters[following].parent
    return found
