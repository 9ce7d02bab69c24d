"""Kubernetes clusters of a designed network: which node belongs where, what hangs on it, which services it forwards.

Owns: the shapes. Must not: derive them (`cluster`). What BGP is to do on a node of a cluster is `calico.CalicoNode`.
A machine (KubeVirt) is a workload of one cluster and may be a node of another: a node then has both `cluster` and
`workload`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from ..addr import Address, Family, Prefix
from .calico import CalicoNode
from .kubernetes import NamespacedName

WorkloadKind = Literal["pod", "machine"]
ServiceProtocol = Literal["TCP", "UDP"]

WORKLOAD_IFNAME = "eth0"
"""The one interface a workload has."""
NORMAL_PRIORITY = 1024
"""Kernel metric of the route to a workload."""
ELEVATED_PRIORITY = 512
"""The same on the node a machine is moving to, until it has left the other."""


class WorkloadPlace(msgspec.Struct, frozen=True, kw_only=True):
    """A node of the lab as a workload of a cluster."""

    cluster: str
    name: NamespacedName
    """As Kubernetes knows it; the lab's name of it is the node's."""
    kind: WorkloadKind
    host: str
    """Node it runs on."""
    host_ifname: str
    """That node's end of its veth pair (`cali...`)."""
    addresses: tuple[Address, ...]
    """At most one per family, IPv4 first."""
    labels: Mapping[str, str] = {}
    ports: tuple[tuple[ServiceProtocol, int], ...] = ()
    """Where it serves: what services lead to, and what it says itself."""


class LocalWorkload(msgspec.Struct, frozen=True, kw_only=True):
    """A workload as its node sees it."""

    node: str
    """Name of the workload in the lab."""
    ifname: str
    """The node's end of the pair."""
    addresses: tuple[Address, ...]
    priorities: tuple[int, ...]
    """Kernel metric of the route to each address: `NORMAL_PRIORITY` unless set otherwise or the machine moves."""
    virtual_addresses: tuple[Address, ...] = ()
    """The node's addresses on the pair: what the workload peers with (BGP to local workloads)."""


class Backend(msgspec.Struct, frozen=True, kw_only=True):
    """An endpoint of a service."""

    address: Address
    port: int
    local: bool
    """It runs on the node the forwarding is for."""


class ServicePortal(msgspec.Struct, frozen=True, kw_only=True):
    """One port of one address of a service, as one node forwards it."""

    service: NamespacedName
    address: Address
    port: int
    protocol: ServiceProtocol = "TCP"
    external: bool = False
    """An external or load-balancer address, not the cluster's own."""
    backends: tuple[Backend, ...] = ()
    """With a `Local` traffic policy only those of this node; none: what arrives is dropped."""
    preserve_source: bool = False
    """Packets keep their source address (`externalTrafficPolicy: Local`)."""
    inside: tuple[Backend, ...] = ()
    """With that policy: all endpoints of the service, which serve the node itself and its workloads."""


class ClusterNode(msgspec.Struct, frozen=True, kw_only=True):
    """A node of the lab as a node of a cluster."""

    cluster: str
    bgp: CalicoNode
    workloads: tuple[LocalWorkload, ...] = ()
    portals: tuple[ServicePortal, ...] = ()


class Cluster(msgspec.Struct, frozen=True, kw_only=True):
    """A cluster of the lab; all names are of nodes of the lab."""

    name: str
    parent: str | None = None
    """Cluster whose machines are its nodes."""
    as_number: int
    """Of nodes that have none of their own."""
    nodes: tuple[str, ...]
    machines: tuple[str, ...] = ()
    """Workloads that are KubeVirt machines, nodes of other clusters or not."""
    pods: tuple[str, ...] = ()
    pools: tuple[Prefix, ...] = ()
    service_ranges: tuple[Prefix, ...] = ()

    @property
    def workloads(self) -> tuple[str, ...]:
        return (*self.machines, *self.pods)


class ServiceAddress(msgspec.Struct, frozen=True, kw_only=True):
    """An address of a service and where it is served: what checks ask for."""

    cluster: str
    service: NamespacedName
    address: Address
    port: int
    protocol: ServiceProtocol
    backends: tuple[str, ...]
    """Workloads of the lab."""
    advertised: bool
    """Nodes announce it, by itself or within a range."""

    @property
    def family(self) -> Family:
        return self.address.family
