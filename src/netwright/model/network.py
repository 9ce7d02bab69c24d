"""The designed network: typed, frozen, read by every later part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from ..addr import Address, Prefix
from .bfd import BfdTimers
from .bgp import BgpInstance
from .cluster import Cluster, ClusterNode, ServiceAddress, WorkloadPlace
from .dhcp import DhcpServer
from .evpn import EvpnInstance
from .interface import Interface, Link
from .isis import IsisInstance
from .mpls import MplsInstance, SegmentRouting, Srv6
from .ospf import OspfInstance
from .ripv2 import RipInstance
from .routing import AsPathList, CommunityList, PrefixList, RoutingPolicy, StaticRoute
from .topology import Group
from .vlan import Vlan
from .vrf import Vrf
from .vxlan import VxlanEndpoint

Role = Literal["router", "host", "bridge", "gateway"]


class Management(msgspec.Struct, frozen=True, kw_only=True):
    """Management addressing (designed for compatibility; labs run without a management network)."""

    ifname: str
    mac: str
    ipv4: Address | None = None
    ipv6: Address | None = None


class RoutingTables(msgspec.Struct, frozen=True, kw_only=True):
    """Routing policies and lists of one node."""

    policies: Mapping[str, RoutingPolicy] = {}
    prefix_lists: Mapping[str, PrefixList] = {}
    as_path_lists: Mapping[str, AsPathList] = {}
    community_lists: Mapping[str, CommunityList] = {}


class Node(msgspec.Struct, frozen=True, kw_only=True):
    """One node. Interfaces are in the order of `ifindex` allocation (the order of links)."""

    name: str
    id: int
    device: str
    """The device that runs (`frr`, `bird`, `linux`)."""
    requested_device: str
    """The device the topology asked for."""
    role: Role = "router"
    modules: tuple[str, ...] = ()
    mtu: int | None = None
    ipv4: bool = False
    ipv6: bool = False
    """Address families the node uses."""
    router_id: str | None = None
    loopback: Interface | None = None
    interfaces: tuple[Interface, ...] = ()
    management: Management | None = None
    bfd: BfdTimers | None = None
    """Timers of BFD sessions; None = the node does not run the module."""
    dhcp: DhcpServer | None = None
    bgp: BgpInstance | None = None
    isis: IsisInstance | None = None
    ospf: OspfInstance | None = None
    ripv2: RipInstance | None = None
    mpls: MplsInstance | None = None
    sr: SegmentRouting | None = None
    srv6: Srv6 | None = None
    routing: RoutingTables | None = None
    static_routes: tuple[StaticRoute, ...] = ()
    evpn: EvpnInstance | None = None
    vxlan: VxlanEndpoint | None = None
    vlans: Mapping[str, Vlan] = {}
    """By name, in the order the node got them."""
    vrfs: Mapping[str, Vrf] = {}
    """By name, in the order the node got them."""
    cluster: ClusterNode | None = None
    """What it is as a node of a Kubernetes cluster."""
    workload: WorkloadPlace | None = None
    """What it is as a pod or machine of a Kubernetes cluster."""
    groups: tuple[str, ...] = ()
    config: tuple[str, ...] = ()
    """Custom configuration templates in the order they are applied."""
    skip_config: bool = False
    skip_modules: tuple[str, ...] = ()
    """Modules whose configuration is left out: the design is the same, the daemons are not told."""
    image: str | None = None
    vars: Mapping[str, Any] = {}
    extra: Mapping[str, Any] = {}
    """Further node attributes in the format's own names (user-declared ones, untouched module data)."""


_MODULE_FIELDS = ("bfd", "bgp", "isis", "mpls", "ospf", "ripv2", "routing", "sr", "srv6")


def configured(node: Node) -> Node:
    """The node as its daemons are configured: without the modules of `skip_modules`."""
    if not node.skip_modules:
        return node
    skipped = {m: None for m in _MODULE_FIELDS if m in node.skip_modules}
    routes = () if "routing" in node.skip_modules else node.static_routes
    return msgspec.structs.replace(node, **skipped, static_routes=routes)


class NamedPrefix(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    ipv4: Prefix | Literal[True] | None = None
    ipv6: Prefix | Literal[True] | None = None
    allocation: str | None = None
    pool: str | None = None


class Pool(msgspec.Struct, frozen=True, kw_only=True):
    """An address pool as configured, after defaults."""

    name: str
    ipv4: Prefix | bool | None = None
    ipv6: Prefix | bool | None = None
    prefix4: int | None = None
    prefix6: int | None = None
    allocation: str | None = None
    extra: Mapping[str, Any] = {}


class Network(msgspec.Struct, frozen=True, kw_only=True):
    """A whole designed network."""

    name: str
    nodes: Mapping[str, Node]
    """By name, in topology order."""
    links: tuple[Link, ...]
    """Cables: each joins its ends at layer 2."""
    segments: tuple[Link, ...] = ()
    """What VLANs make of links: one per VLAN on a trunk, one per bridged VLAN with everything attached to it."""
    vlans: Mapping[str, Vlan] = {}
    """VLANs of the topology; nodes hold theirs."""
    pools: Mapping[str, Pool]
    prefixes: Mapping[str, NamedPrefix]
    groups: Mapping[str, Group]
    vrfs: Mapping[str, Vrf] = {}
    """Global VRFs as the topology has them: numbers, route distinguisher and targets, no protocols."""
    clusters: Mapping[str, Cluster] = {}
    """Kubernetes clusters, those around others first."""
    services: tuple[ServiceAddress, ...] = ()
    """Services of all clusters, by cluster, name, address and port."""
    modules: tuple[str, ...] = ()
    plugins: tuple[str, ...] = ()
    validate: Mapping[str, Any] = {}
    """The `validate` section, normalised, in the format's own names; a located `Map` when read from a file."""
    message: str | None = None
    files: Mapping[str, str] = {}
    """Path relative to the lab directory -> content (the `files` plugin)."""
    configlets: Mapping[str, str] = {}
    """Template path without directory (`name.j2`, `name/<node>.<device>.j2`) -> Jinja2 source."""
    directory: str = "."
    defaults: Mapping[str, Any] = {}
    settings: Mapping[str, Any] = {}
    """Other top-level elements in the format's own names."""
    notices: tuple[str, ...] = ()
    """One line each: device substitutions and the like."""

    def link(self, interface: Interface) -> Link | None:
        """The link an interface shares with its neighbours, a VLAN included; None for a node's own loopback."""
        if interface.segment:
            return self.segments[interface.segment - 1]
        return self.links[interface.linkindex - 1] if interface.linkindex else None
