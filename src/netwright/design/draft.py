"""The working representation of designing: mutable, slotted, filled by passes, frozen at the end.

Owns: `Draft` and its nodes, links, interfaces and pools. Must not: decide anything; passes do (`passes.py`).

Conventions every pass keeps:

* `data` is the user's located `Map` (places for problems: `interface.at("ipv4")`). It is read-only;
  shared empty maps stand for "nothing said", so never write into it.
* `attributes` holds module attributes after inheritance, read-only and shared too. Ask with
  `node.module("bgp")`, `interface.module("ospf")`, and `interface.disabled("ospf")` for `ospf: False`.
* What a pass decides goes into typed fields; those are what `freeze.py` copies into the model.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..addr import InterfaceAddress, Prefix
from ..errors import NOWHERE, Span
from ..model import (
    BfdTimers,
    BgpInstance,
    DeviceCatalog,
    DeviceFeatures,
    DhcpClient,
    DhcpRelay,
    DhcpServer,
    EthernetSegment,
    EvpnInstance,
    FirstHopGateway,
    Impairment,
    IsisInstance,
    IsisInterface,
    Lag,
    LdpInterface,
    Management,
    Map,
    MplsInstance,
    NamedPrefix,
    OspfInstance,
    OspfInterface,
    Pool,
    RipInstance,
    RipInterface,
    RouterAdvertisement,
    RoutingTables,
    SegmentRouting,
    Srv6,
    StaticRoute,
    StpPort,
    Topology,
    Tunnel,
    Vlan,
    VlanPort,
    VxlanEndpoint,
)
from ..model.interface import InterfaceIP
from .draft_vrf import DraftVrf
from .merge import EMPTY, global_attributes

if TYPE_CHECKING:
    from .pools import Allocator
    from .vlan import VlanDefinition


class DraftInterface:
    """One end of a link, or a node's own loopback (`link is None`)."""

    __slots__ = (
        "attributes",
        "bandwidth_kbps",
        "bfd",
        "bgp_advertise",
        "borrowed_from",
        "borrowed_ipv4",
        "bridge",
        "data",
        "dhcp_client",
        "dhcp_relay",
        "domain",
        "ethernet_segment",
        "extra",
        "gateway",
        "gateway_ipv4",
        "gateway_ipv6",
        "ifindex",
        "ifname",
        "ipv4",
        "ipv6",
        "isis",
        "lag",
        "lag_member_of",
        "layer3",
        "ldp",
        "link",
        "mac",
        "mtu",
        "name",
        "node",
        "ospf",
        "own_role",
        "parent",
        "proxy_arp",
        "ra",
        "ripv2",
        "shutdown",
        "stp",
        "tc",
        "tunnel",
        "type",
        "virtual",
        "vlan",
        "vrf",
    )

    def __init__(self, node: DraftNode, link: DraftLink | None, data: Map, type: str) -> None:
        self.node = node
        self.link = link
        self.data = data
        self.type = type
        self.attributes: Mapping[str, Any] = EMPTY
        """Module attributes, inherited from the link. Values are mappings, or a bool (`ospf: False`)."""
        self.ifindex = 0
        self.ifname = ""
        self.name = ""
        self.own_role: str | None = None
        self.ipv4: InterfaceIP = None
        self.ipv6: InterfaceIP = None
        self.borrowed_ipv4: InterfaceAddress | None = None
        self.borrowed_from: str | None = None
        self.mtu: int | None = None
        self.bandwidth_kbps: int | None = None
        self.shutdown = False
        self.virtual = False
        self.bridge: str | None = None
        self.gateway: FirstHopGateway | None = None
        self.gateway_ipv4: InterfaceAddress | None = None
        self.gateway_ipv6: InterfaceAddress | None = None
        self.ra: RouterAdvertisement | None = None
        self.tc: Impairment | None = None
        self.extra: Mapping[str, Any] = EMPTY
        self.dhcp_client: DhcpClient | None = None
        self.dhcp_relay: DhcpRelay | None = None
        self.stp: StpPort | None = None
        self.lag: Lag | None = None
        self.lag_member_of: DraftInterface | None = None
        self.ethernet_segment: EthernetSegment | None = None
        self.tunnel: Tunnel | None = None
        self.vlan: VlanPort | None = None
        self.vrf: str | None = None
        self.parent: DraftInterface | None = None
        """The interface a VLAN subinterface stands on."""
        self.domain: DraftLink | None = None
        """The VLAN that a port without VLANs of its own is attached to: its subnet instead of its link."""
        self.layer3 = True
        """False for what only passes frames: ports of a VLAN, VLAN interfaces of a node that bridges."""
        self.mac: str | None = None
        self.proxy_arp = False
        # Set by protocol passes:
        self.bfd: BfdTimers | None = None
        self.isis: IsisInterface | None = None
        self.ospf: OspfInterface | None = None
        self.ripv2: RipInterface | None = None
        self.ldp: LdpInterface | None = None
        self.bgp_advertise: bool | None = None

    @property
    def role(self) -> str | None:
        """The interface's own role, else the link's; the port of a VLAN has none."""
        if self.own_role is not None or self.link is None:
            return self.own_role
        vlan = self.vlan
        if vlan is not None and vlan.name is None and (vlan.access is not None or vlan.native is not None):
            return None
        if vlan is not None and vlan.name is not None:
            return (self.domain.role if self.domain is not None else None) or self.link.role or self.link.vlan_role
        return self.link.role

    @property
    def subnet(self) -> DraftLink | None:
        """What network-layer neighbours share: the VLAN the interface is attached to, else its link."""
        return self.domain or self.link

    @property
    def peers(self) -> Iterator[DraftInterface]:
        """The other interfaces of the subnet, in its order (a node connected twice to a link sees itself)."""
        subnet = self.subnet
        for other in subnet.interfaces if subnet else ():
            if other is not self:
                yield other

    def module(self, name: str) -> Mapping[str, Any]:
        """The interface's attributes of a module; empty when there are none or the module is disabled."""
        value = self.attributes.get(name)
        return value if isinstance(value, dict) else EMPTY

    def disabled(self, name: str) -> bool:
        """True when the user wrote `<module>: False` on the interface or its link."""
        return self.attributes.get(name) is False

    def at(self, key: str) -> Span:
        """The place of an attribute: on the interface, else on the link, else the link itself."""
        if key in self.data:
            return self.data.at(key)
        if self.link is None:
            return self.data.span if self.data.span != NOWHERE else self.node.span
        return self.link.data.at(key)

    def __repr__(self) -> str:
        return f"<{self.node.name}.{self.ifname or '?'}>"


class DraftLink:
    """One link. `role` may be set by protocol passes (EBGP sets `external` before OSPF runs)."""

    __slots__ = (
        "allocation",
        "attributes",
        "bridge",
        "cables",
        "data",
        "domain",
        "extra",
        "fixed",
        "interfaces",
        "ipv4",
        "ipv6",
        "linkindex",
        "mtu",
        "name",
        "pool",
        "role",
        "seen",
        "segment",
        "spare",
        "trunk",
        "type",
        "unnumbered",
        "vlan",
        "vlan_role",
    )

    def __init__(self, linkindex: int, data: Map) -> None:
        self.linkindex = linkindex
        self.data = data
        self.attributes: Mapping[str, Any] = EMPTY
        """Module attributes of the link alone; interfaces have inherited them already."""
        self.interfaces: list[DraftInterface] = []
        """In the order of the topology."""
        self.type = ""
        self.role: str | None = None
        self.name: str | None = None
        self.pool: str | None = None
        """Name of the pool its prefix came from."""
        self.ipv4: Prefix | bool | None = None
        self.ipv6: Prefix | bool | None = None
        """A prefix; True = unnumbered / link-local only; None or False = family off."""
        self.unnumbered = False
        self.allocation: str | None = None
        """`p2p`, `id_based` or `sequential` when asked for; else the link type decides."""
        self.fixed = False
        """The user wrote the prefix (or named it)."""
        self.bridge: str | None = None
        self.mtu: int | None = None
        self.extra: Mapping[str, Any] = EMPTY
        self.domain: DraftLink | None = None
        """The VLAN whose untagged frames the link carries when somebody on it bridges them."""
        self.vlan: str | None = None
        """The global VLAN whose frames it carries alone: of a domain, a member of a trunk, a link all ends route."""
        self.vlan_role: str | None = None
        """Role of ends that route its VLAN when the link has none."""
        self.trunk = False
        """Carries tagged frames: it has a prefix only when the user asks for one."""
        self.cables: list[DraftLink] = []
        """Of a VLAN: the links, and members of trunks, that carry it."""
        self.segment = 0
        """Index from 1 of a VLAN, or of a trunk's member, among the network's segments; 0 = it is a link."""
        self.seen: set[str] = set()
        """Of a VLAN: nodes among `interfaces`."""
        self.spare: list[DraftInterface] = []
        """Of a VLAN: further interfaces of nodes that are among `interfaces` already."""

    @property
    def routed(self) -> bool:
        """More than one end is no host."""
        found = 0
        for end in self.interfaces:
            found += end.node.role != "host"
            if found > 1:
                return True
        return False

    @property
    def span(self) -> Span:
        return self.data.span

    def module(self, name: str) -> Mapping[str, Any]:
        """The link's own attributes of a module."""
        value = self.attributes.get(name)
        return value if isinstance(value, dict) else EMPTY

    def __repr__(self) -> str:
        return f"<link {self.linkindex} {'-'.join(i.node.name for i in self.interfaces)}>"


class DraftNode:
    """One node."""

    __slots__ = (
        "attributes",
        "bfd",
        "bgp",
        "config",
        "data",
        "device",
        "dhcp",
        "evpn",
        "extra",
        "groups",
        "id",
        "interfaces",
        "ipv4",
        "ipv6",
        "isis",
        "loopback",
        "management",
        "modules",
        "mpls",
        "mtu",
        "name",
        "ospf",
        "requested_device",
        "ripv2",
        "role",
        "router_id",
        "routing",
        "span",
        "sr",
        "srv6",
        "static_routes",
        "vars",
        "vlan_definitions",
        "vlan_order",
        "vlans",
        "vrfs",
        "vxlan",
    )

    def __init__(self, name: str, data: Map, device: DeviceFeatures, requested_device: str, span: Span) -> None:
        self.name = name
        self.data = data
        self.device = device
        """Features of the device that runs."""
        self.requested_device = requested_device
        self.span = span
        self.id = 0
        self.role = "router"
        self.modules: list[str] = []
        """Modules the node runs; a protocol pass may remove its own (`ospf` without OSPF interfaces)."""
        self.attributes: dict[str, Mapping[str, Any]] = {}
        """Per module: node attributes after defaults -> global -> node inheritance."""
        self.loopback: DraftInterface | None = None
        self.interfaces: list[DraftInterface] = []
        """In the order of links; without the loopback."""
        self.mtu: int | None = None
        self.ipv4 = False
        self.ipv6 = False
        """Address families in use on any interface."""
        self.router_id: str | None = None
        """`router_id`, loopback IPv4, or from the pool `router_id`; protocols may override it."""
        self.management: Management | None = None
        self.groups: list[str] = []
        self.config: tuple[str, ...] = ()
        self.vars: Mapping[str, Any] = EMPTY
        self.extra: Mapping[str, Any] = EMPTY
        # Set by protocol passes:
        self.bfd: BfdTimers | None = None
        self.dhcp: DhcpServer | None = None
        self.bgp: BgpInstance | None = None
        self.isis: IsisInstance | None = None
        self.ospf: OspfInstance | None = None
        self.ripv2: RipInstance | None = None
        self.mpls: MplsInstance | None = None
        self.sr: SegmentRouting | None = None
        self.srv6: Srv6 | None = None
        self.routing: RoutingTables | None = None
        self.static_routes: list[StaticRoute] = []
        self.vlan_definitions: dict[str, VlanDefinition] = {}
        """The node's own VLANs, and global ones it changes."""
        self.vlan_order: tuple[str, ...] = ()
        """Its VLANs in the order its interfaces use them."""
        self.evpn: EvpnInstance | None = None
        self.vxlan: VxlanEndpoint | None = None
        self.vlans: dict[str, Vlan] = {}
        self.vrfs: dict[str, DraftVrf] = {}
        """Its own first, then those of its interfaces (complete once interfaces have joined)."""

    def module(self, name: str) -> Mapping[str, Any]:
        """The node's attributes of a module, defaults and global parameters included; empty when not used."""
        return self.attributes.get(name) or EMPTY

    def runs(self, module: str) -> bool:
        return module in self.modules

    @property
    def all_interfaces(self) -> Iterator[DraftInterface]:
        """The loopback first, then the interfaces of links."""
        if self.loopback is not None:
            yield self.loopback
        yield from self.interfaces

    def at(self, *path: str) -> Span:
        """The place of a node attribute (`node.at("bgp", "as")`), or the nearest known place above it."""
        return place(self.data, self.span, *path)

    def __repr__(self) -> str:
        return f"<node {self.name}>"


class Draft:
    """Everything the passes share."""

    __slots__ = (
        "allocators",
        "catalog",
        "configlets",
        "defaults",
        "domains",
        "files",
        "groups",
        "links",
        "members",
        "modules",
        "nodes",
        "notices",
        "pools",
        "prefixes",
        "routing_cache",
        "segments",
        "settings",
        "substitute",
        "topology",
        "vlan_models",
        "vlans",
        "vrfs",
    )

    def __init__(self, topology: Topology, catalog: DeviceCatalog, *, substitute: bool = True) -> None:
        self.topology = topology
        self.catalog = catalog
        self.substitute = substitute
        self.settings = topology.settings
        self.defaults = topology.defaults
        self.nodes: dict[str, DraftNode] = {}
        self.links: list[DraftLink] = []
        """What the topology calls links: segments of cable."""
        self.vlans: dict[str, VlanDefinition] = {}
        """Global VLANs."""
        self.members: list[DraftLink] = []
        """One per VLAN of every trunk; then VLANs of one node that no link uses."""
        self.domains: list[DraftLink] = []
        """VLANs that somebody bridges, each with everything attached to it."""
        self.segments: list[DraftLink] = []
        """Members and domains that something is attached to: what the model keeps of them."""
        self.vlan_models: dict[str, Vlan] = {}
        self.pools: dict[str, Pool] = {}
        self.allocators: dict[str, Allocator] = {}
        """The pools in use, with what is handed out so far."""
        self.prefixes: dict[str, NamedPrefix] = {}
        self.modules: list[str] = list(topology.modules)
        self.groups: dict[str, tuple[str, ...]] = {}
        """Final membership, automatic groups included."""
        self.vrfs: dict[str, DraftVrf] = {}
        """Global VRFs by name."""
        self.files: dict[str, str] = {}
        self.configlets: dict[str, str] = {}
        self.notices: list[str] = []
        self.routing_cache: dict[Any, Any] = {}
        """Global policies and lists already read (`design/routing`)."""

    def global_module(self, name: str) -> Mapping[str, Any]:
        """Topology-level attributes of a module over its defaults (`bgp.as_list`, `ospf.areas`, ...)."""
        return global_attributes(self.settings, self.defaults, name)

    @property
    def subnets(self) -> list[DraftLink]:
        """What is addressed: links, VLANs of trunks that all ends route, VLANs that are bridged."""
        if not self.domains and not self.members:
            return self.links
        links = [link for link in (*self.links, *self.members) if link.domain is None]
        return [*links, *self.domains]

    def nodes_with(self, module: str) -> Iterator[DraftNode]:
        """Nodes that run a module, in topology order."""
        for node in self.nodes.values():
            if module in node.modules:
                yield node

    def setting_at(self, *path: str) -> Span:
        """The place of a top-level attribute (`draft.setting_at("bgp", "as")`)."""
        return place(self.settings, Span(self.topology.path), *path)


def place(data: Mapping[str, Any], fallback: Span, *path: str) -> Span:
    """The place of a nested attribute, or the nearest known place above it."""
    span = fallback
    current: Any = data
    for key in path:
        if not isinstance(current, Map) or key not in current:
            break
        at = current.at(key)
        span = at if at != NOWHERE else span
        current = current[key]
    return span


__all__ = ["EMPTY", "Draft", "DraftInterface", "DraftLink", "DraftNode", "place"]
