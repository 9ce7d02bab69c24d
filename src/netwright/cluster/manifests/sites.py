"""Clusters of a network as one whole: which machine is which cluster's node, and which addresses stay.

Owns: looking that up, and the order of clusters. Must not: make resources.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from ...addr import Address, AddressError, parse_address
from ...model.cluster import WorkloadPlace
from ..design.placing import IP_ADDRESSES
from ..designed import DesignedCluster


class Sites:
    """All clusters, parents before their children."""

    def __init__(self, clusters: Iterable[DesignedCluster]) -> None:
        given = {each.cluster.name: each for each in clusters}
        self.clusters: Mapping[str, DesignedCluster] = {name: given[name] for name in _in_order(given)}
        self._owner = {node: each for each in given.values() for node in each.cluster.nodes}

    def parent(self, site: DesignedCluster) -> DesignedCluster | None:
        """The cluster whose machines are the nodes of this one."""
        return self.clusters.get(site.cluster.parent or "")

    def nested(self, machine: str) -> DesignedCluster | None:
        """The cluster a machine is a node of; `machine`: its name in the lab."""
        return self._owner.get(machine)

    def children(self, site: DesignedCluster) -> tuple[DesignedCluster, ...]:
        return tuple(each for each in self.clusters.values() if each.cluster.parent == site.cluster.name)

    def machine(self, node: str, site: DesignedCluster) -> WorkloadPlace | None:
        """The machine that a node of a nested cluster is."""
        parent = self.parent(site)
        return parent.workloads.get(node) if parent is not None else None

    def pinned_nodes(self, site: DesignedCluster) -> dict[str, tuple[Address, ...]]:
        """Addresses of nodes that are machines and keep theirs, by node."""
        parent = self.parent(site)
        if parent is None:
            return {}
        return {name: pinned(parent, parent.workloads[name]) for name in site.cluster.nodes if name in parent.workloads}


def pinned(site: DesignedCluster, place: WorkloadPlace) -> tuple[Address, ...]:
    """Addresses of a workload that its resource asks for; Calico chooses those of others, and may choose anew."""
    if place.kind == "machine":
        machine = site.resources.virtual_machines.get(place.name)
        annotations = machine.template_annotations if machine is not None else {}
    else:
        pod = site.resources.pods.get(place.name)
        annotations = pod.metadata.annotations if pod is not None else {}
    return read_addresses(annotations.get(IP_ADDRESSES, ""))


def read_addresses(text: str) -> tuple[Address, ...]:
    """Of the annotation; none when it is not what Calico reads."""
    try:
        return tuple(parse_address(item) for item in msgspec.json.decode(text, type=list[str]))
    except (msgspec.DecodeError, AddressError):
        return ()


def _in_order(clusters: Mapping[str, DesignedCluster]) -> list[str]:
    """Names: each cluster, then its children."""
    children: dict[str, list[str]] = {}
    for name, each in clusters.items():
        parent = each.cluster.parent or ""
        children.setdefault(parent if parent in clusters else "", []).append(name)
    found: list[str] = []
    pending = children.get("", [])[::-1]
    while pending:
        name = pending.pop()
        found.append(name)
        pending += children.get(name, [])[::-1]
    return found
