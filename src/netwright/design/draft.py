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
    Impairment,
    Management,
    Map,
    NamedPrefix,
    OspfInstance,
    OspfInterface,
    Pool,
    RouterAdvertisement,
    RoutingTables,
    StaticRoute,
    Topology,
)
from ..model.interface import InterfaceIP
from .merge import EMPTY, global_attributes

if TYPE_CHECKING:
    from .pools import Allocator


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
        "extra",
        "gateway_ipv4",
        "gateway_ipv6",
        "ifindex",
        "ifname",
        "ipv4",
        "ipv6",
        "link",
        "mtu",
        "name",
        "node",
        "ospf",
        "own_role",
        "ra",
        "shutdown",
        "tc",
        "type",
        "virtual",
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
        self.gateway_ipv4: InterfaceAddress | None = None
        self.gateway_ipv6: InterfaceAddress | None = None
        self.ra: RouterAdvertisement | None = None
        self.tc: Impairment | None = None
        self.extra: Mapping[str, Any] = EMPTY
        # Set by protocol passes:
        self.ospf: OspfInterface | None = None
        self.bfd: BfdTimers | None = None
        self.bgp_advertise: bool | None = None

    @property
    def role(self) -> str | None:
        """The interface's own role, else the link's."""
        return self.own_role or (self.link.role if self.link else None)

    @property
    def peers(self) -> Iterator[DraftInterface]:
        """The other interfaces of the link, in link order (a node connected twice sees itself)."""
        for other in self.link.interfaces if self.link else ():
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
        "data",
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
        "type",
        "unnumbered",
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
        "extra",
        "groups",
        "id",
        "interfaces",
        "ipv4",
        "ipv6",
        "loopback",
        "management",
        "modules",
        "mtu",
        "name",
        "ospf",
        "requested_device",
        "role",
        "router_id",
        "routing",
        "span",
        "static_routes",
        "vars",
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
        self.bgp: BgpInstance | None = None
        self.ospf: OspfInstance | None = None
        self.bfd: BfdTimers | None = None
        self.routing: RoutingTables | None = None
        self.static_routes: list[StaticRoute] = []

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
        "files",
        "groups",
        "links",
        "modules",
        "nodes",
        "notices",
        "pools",
        "prefixes",
        "routing_cache",
        "settings",
        "substitute",
        "topology",
    )

    def __init__(self, topology: Topology, catalog: DeviceCatalog, *, substitute: bool = True) -> None:
        self.topology = topology
        self.catalog = catalog
        self.substitute = substitute
        self.settings = topology.settings
        self.defaults = topology.defaults
        self.nodes: dict[str, DraftNode] = {}
        self.links: list[DraftLink] = []
        self.pools: dict[str, Pool] = {}
        self.allocators: dict[str, Allocator] = {}
        """The pools in use, with what is handed out so far."""
        self.prefixes: dict[str, NamedPrefix] = {}
        self.modules: list[str] = list(topology.modules)
        self.groups: dict[str, tuple[str, ...]] = {}
        """Final membership, automatic groups included."""
        self.files: dict[str, str] = {}
        self.configlets: dict[str, str] = {}
        self.notices: list[str] = []
        self.routing_cache: dict[Any, Any] = {}
        """Global policies and lists already read (`design/routing`)."""

    def global_module(self, name: str) -> Mapping[str, Any]:
        """Topology-level attributes of a module over its defaults (`bgp.as_list`, `ospf.areas`, ...)."""
        return global_attributes(self.settings, self.defaults, name)

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
