"""Calico's resources that steer BGP, as typed values: `projectcalico.org/v3`.

Owns: the shape of BGPConfiguration, BGPPeer, IPPool, BlockAffinity and Node (BGPFilter: `filters`).
Must not: read documents or decide what a node derives from them.
Fields have Calico's names in snake_case (`peerIP` is `peer_ip`); None means that a field was not set and that Calico
derives a value. An empty text in a document counts as not set, as it does for Calico.
Source: the published CustomResourceDefinitions and resource reference of Calico.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from ...addr import Address, InterfaceAddress, Prefix
from ...model.bgp_filter import Community
from ...model.kubernetes import Resource

DEFAULT_AS_NUMBER = 64512
"""AS of a node when nothing says otherwise."""
DEFAULT_BGP_PORT = 179
DEFAULT_ROUTE_PRIORITY = 1024
"""Kernel metric of workload routes."""
DEFAULT_CONFIGURATION = "default"
"""Name of the BGPConfiguration that all nodes share; `node.NAME` is that of one node."""
BindMode = Literal["None", "NodeIP"]
Aggregation = Literal["Enabled", "Disabled"]
ProgramClusterRoutes = Literal["Enabled", "Disabled", "EnabledIPIPOnly", "EnabledNoEncapOnly"]
LogSeverity = Literal["Trace", "Debug", "Info", "Warning", "Error", "Fatal"]
NextHopMode = Literal["Auto", "Self", "Keep"]
ReversePeering = Literal["Auto", "Manual"]
SourceAddress = Literal["UseNodeIP", "None"]
Encapsulation = Literal["Never", "Always", "CrossSubnet"]
AllowedUse = Literal["Workload", "Tunnel", "LoadBalancer"]
AssignmentMode = Literal["Automatic", "Manual"]
AffinityState = Literal["", "confirmed", "pending", "pendingDeletion"]


class SecretKeyRef(msgspec.Struct, frozen=True, kw_only=True):
    """A key of a Secret in the namespace that Calico's node pods run in."""

    name: str
    key: str
    optional: bool = False


class NamedCommunity(msgspec.Struct, frozen=True, kw_only=True):
    """One of `BGPConfiguration.communities`."""

    name: str
    value: Community


class PrefixAdvertisement(msgspec.Struct, frozen=True, kw_only=True):
    """Communities added to routes of a prefix; names are resolved to values."""

    cidr: Prefix
    communities: tuple[Community, ...] = ()


class BGPConfiguration(Resource, frozen=True, kw_only=True):
    """Settings of all nodes (`default`) or of one (`node.NAME`)."""

    as_number: int | None = None
    bind_mode: BindMode | None = None
    communities: tuple[NamedCommunity, ...] = ()
    ignored_interfaces: tuple[str, ...] = ()
    ipv4_normal_route_priority: int | None = None
    """Kernel metric; `DEFAULT_ROUTE_PRIORITY` when None."""
    ipv6_normal_route_priority: int | None = None
    listen_port: int | None = None
    local_workload_peering_ipv4: Address | None = None
    """Virtual address of the node that its local workloads peer with."""
    local_workload_peering_ipv6: Address | None = None
    log_severity_screen: LogSeverity = "Info"
    node_mesh_max_restart_time_s: float | None = None
    node_mesh_password: SecretKeyRef | None = None
    node_to_node_mesh_enabled: bool | None = None
    """None means enabled."""
    prefix_advertisements: tuple[PrefixAdvertisement, ...] = ()
    program_cluster_routes: ProgramClusterRoutes | None = None
    """None means `EnabledNoEncapOnly`."""
    service_cluster_ips: tuple[Prefix, ...] = ()
    service_external_ips: tuple[Prefix, ...] = ()
    service_load_balancer_aggregation: Aggregation = "Enabled"
    service_load_balancer_ips: tuple[Prefix, ...] = ()


class BGPPeer(Resource, frozen=True, kw_only=True):
    """Sessions of the nodes that `node` or `node_selector` names (all nodes when neither is set)."""

    node: str | None = None
    node_selector: str | None = None
    """Text in Calico's selector language, as are the others."""
    peer_ip: Address | None = None
    peer_port: int | None = None
    """The port written after `peerIP`."""
    as_number: int | None = None
    peer_selector: str | None = None
    local_workload_selector: str | None = None
    local_as_number: int | None = None
    next_hop_mode: NextHopMode | None = None
    keep_original_next_hop: bool = False
    """Deprecated: the same as `next_hop_mode` Keep."""
    source_address: SourceAddress = "UseNodeIP"
    max_restart_time_s: float | None = None
    keepalive_time_s: float | None = None
    num_allowed_local_as_numbers: int | None = None
    ttl_security: int | None = None
    """Hops to the peer (RFC 5082)."""
    reachable_by: Address | None = None
    reverse_peering: ReversePeering = "Auto"
    filters: tuple[str, ...] = ()
    """Names of BGPFilters, in order."""
    password: SecretKeyRef | None = None


class IPPool(Resource, frozen=True, kw_only=True):
    """A range that addresses of workloads are taken from, block by block."""

    cidr: Prefix
    block_size: int
    """Prefix length of a block: 26 or 122 unless set."""
    ipip_mode: Encapsulation = "Never"
    vxlan_mode: Encapsulation = "Never"
    nat_outgoing: bool = False
    disabled: bool = False
    disable_bgp_export: bool = False
    node_selector: str = "all()"
    namespace_selector: str | None = None
    allowed_uses: tuple[AllowedUse, ...] = ("Tunnel", "Workload")
    assignment_mode: AssignmentMode = "Automatic"


class BlockAffinity(Resource, frozen=True, kw_only=True):
    """A block of an IPPool that belongs to a node."""

    cidr: Prefix
    node: str
    state: AffinityState
    deleted: bool = False
    type: str = ""
    """`host`, or `virtual` for blocks of load balancers; empty counts as `host`."""


class NodeBGP(msgspec.Struct, frozen=True, kw_only=True):
    """`spec.bgp` of a Node."""

    as_number: int | None = None
    ipv4_address: InterfaceAddress | None = None
    """With the prefix length of its network."""
    ipv6_address: InterfaceAddress | None = None
    ipv4_ipip_tunnel_addr: Address | None = None
    route_reflector_cluster_id: str | None = None
    """A dotted quad; a node that has one is a route reflector (RFC 4456)."""


class Node(Resource, frozen=True, kw_only=True):
    """Calico's Node: of `projectcalico.org/v3`, or made of a Kubernetes Node's annotations and labels."""

    bgp: NodeBGP | None = None
    """None: the node runs no BGP."""
    ipv4_vxlan_tunnel_addr: Address | None = None
    ipv6_vxlan_tunnel_addr: Address | None = None
