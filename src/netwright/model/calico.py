"""What Calico derives for one node: typed, resolved, without a word of configuration text.

Owns: the shapes. Must not: derive them (`derive`) or print them (`cluster.bird`).
"""

from __future__ import annotations

from typing import Literal

import msgspec

from ..addr import Address, Family, InterfaceAddress, Prefix
from .bgp_filter import BGPFilter, Community
from .kubernetes import NamespacedName, SecretValue

PeerKind = Literal["mesh", "global", "node", "workload"]
Encapsulation = Literal["none", "ipip", "vxlan"]
NextHop = Literal["default", "self", "keep"]
LogSeverity = Literal["Trace", "Debug", "Info", "Warning", "Error", "Fatal"]


class Peer(msgspec.Struct, frozen=True, kw_only=True):
    """One BGP session of a node."""

    name: str
    """Of the protocol: `Mesh_10_0_0_2`, `Node_10_0_0_9_port_1790`, ..."""
    kind: PeerKind
    address: Address
    remote_as: int
    local_as: int
    """The AS the node says it is in, which also decides between IBGP and EBGP."""
    resource: str = ""
    """Name of the BGPPeer it comes of; empty in the mesh."""
    workload: NamespacedName | None = None
    reverse: bool = False
    """Made because the other node's BGPPeer selects this one."""
    port: int | None = None
    source_address: Address | None = None
    passive: bool = False
    ttl_security_hops: int | None = None
    """RFC 5082; None: off, and any number of hops."""
    next_hop: NextHop = "default"
    route_reflector_client: bool = False
    """RFC 4456; the cluster id is the node's."""
    password: SecretValue | None = None
    restart_time_s: int | None = None
    """RFC 4724; None: the daemon's default."""
    keepalive_time_s: int | None = None
    allowed_local_as: int | None = None
    """How often the node's own AS may be in a received path."""
    filters: tuple[str, ...] = ()
    """Names of BGPFilters in order; all are in `CalicoNode.filters`."""

    @property
    def internal(self) -> bool:
        """IBGP (RFC 4271 1.1)."""
        return self.remote_as == self.local_as


class Pool(msgspec.Struct, frozen=True, kw_only=True):
    """An IPPool as BIRD sees it."""

    cidr: Prefix
    encapsulation: Encapsulation = "none"
    cross_subnet: bool = False
    """Encapsulated between subnets only."""
    exported: bool = True
    """False: its routes leave to no peer."""
    programmed: bool = True
    """BIRD writes routes to other nodes' blocks into the kernel; False: Felix does."""


class Advertisement(msgspec.Struct, frozen=True, kw_only=True):
    """Communities that routes of a prefix get on their way out."""

    cidr: Prefix
    communities: tuple[Community, ...]


class Reachability(msgspec.Struct, frozen=True, kw_only=True):
    """A static host route towards a peer (`reachableBy`)."""

    peer: Address
    gateway: Address


class NodeFamily(msgspec.Struct, frozen=True, kw_only=True):
    """Everything of one address family of a node."""

    family: Family
    address: InterfaceAddress
    """The node's own, with the length of its network."""
    normal_priority: int
    """Kernel metric of workload routes; smaller means elevated, as during a live migration."""
    felix_owns_ipip: bool
    pools: tuple[Pool, ...] = ()
    blocks: tuple[Prefix, ...] = ()
    service_ranges: tuple[Prefix, ...] = ()
    """What the cluster advertises services from: never taken over into the kernel."""
    service_routes: tuple[Prefix, ...] = ()
    """What this node announces: ranges, and addresses of single services."""
    reflected_ranges: tuple[Prefix, ...] = ()
    """External and load-balancer ranges; a route reflector passes on what nodes announce of them."""
    reachable_by: tuple[Reachability, ...] = ()
    advertisements: tuple[Advertisement, ...] = ()
    virtual_address: Address | None = None
    """What local workloads peer with; on the host side of their veth pairs (`CalicoNode.peered_workloads`)."""
    peers: tuple[Peer, ...] = ()
    """In order of their names."""


class CalicoNode(msgspec.Struct, frozen=True, kw_only=True):
    """One node of a cluster, as its BGP daemon is to behave."""

    name: str
    router_id: Address
    as_number: int
    families: tuple[NodeFamily, ...]
    route_reflector_cluster_id: str | None = None
    listen_port: int | None = None
    """None: the daemon's default, 179."""
    listen_on_node_address: bool = False
    """False: on all addresses."""
    ignored_interfaces: tuple[str, ...] = ()
    log_severity: LogSeverity = "Info"
    filters: tuple[BGPFilter, ...] = ()
    """Those that its peers name, in order of their names."""
    peered_workloads: tuple[NamespacedName, ...] = ()
    """Local workloads with a session, in order."""

    def family(self, family: Family) -> NodeFamily | None:
        return next((f for f in self.families if f.family == family), None)

    @property
    def peers(self) -> tuple[Peer, ...]:
        """Of all families, in order of their names."""
        return tuple(sorted((p for f in self.families for p in f.peers), key=lambda p: p.name))
