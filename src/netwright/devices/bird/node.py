"""The whole configuration of one BIRD node as a view, and its text.

Owns: static routes, interfaces, router advertisements, kernel export, putting the parts together.
Must not: touch files or processes. Source: BIRD user's guide 6; RFC 4861 6.2 (router advertisements).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from jinja2 import PackageLoader, Template

from ...addr import Family, InterfaceAddress, Prefix, family_name
from ...errors import Problems
from ...model import Interface, Network, Node, RouterAdvertisement, StaticRoute, Vrf
from ...render import BIRD_DIRECTORY, environment
from .bfd import BfdView, bfd_views
from .bgp import EBGP_PREFERENCE, IBGP_PREFERENCE, Bgp, bgp_view
from .features import OLDEST, SINCE, Version
from .leaks import ATTRIBUTE, LeakView, leak_views, leaking_families
from .names import Symbols, TableNames, quoted
from .ospf import OspfView, ospf_views
from .policy import BASE_PREFERENCE, Function, Policies
from .rip import RipView, rip_views
from .watch import Condition

GLOBAL = "default"
"""Name of the global routing table."""

RA_INTERVAL_S = 5
"""As FRR nodes have it: peers of unnumbered sessions learn each other's address from router advertisements."""
FALLBACK_ROUTER_ID = "0.0.0.1"


class StaticView(NamedTuple):
    name: str
    family: Family
    vrf: str
    table: str
    igp_table: str
    """Where recursive next hops are looked up."""
    routes: tuple[tuple[str, str], ...]
    """(prefix, how it is reached)."""


class RaInterface(NamedTuple):
    name: str
    options: tuple[str, ...]
    prefix_options: tuple[str, ...]


class TableView(NamedTuple):
    """One routing table of the node: the global one, or that of a VRF."""

    names: TableNames
    vrf: str
    """Value of the option `vrf`; empty when the node has no VRFs."""
    kernel_table: int | None
    statics: tuple[StaticView, ...]
    bgp: Bgp | None
    ospf: tuple[OspfView, ...]
    defaults: tuple[tuple[str, Family, str], ...]
    """(symbol, family, table) of default routes that exist only to be announced."""
    conditions: tuple[Condition, ...]
    unused: tuple[tuple[str, Family], ...]
    """(symbol, family) of protocols whose routes never reach the kernel."""
    rip: tuple[RipView, ...]
    bfd: tuple[BfdView, ...]


class NodeView(NamedTuple):
    """All a template needs."""

    name: str
    router_id: str
    function_type: str
    functions: tuple[Function, ...]
    tables: tuple[TableView, ...]
    leaks: tuple[LeakView, ...]
    leak_mark: str
    """Attribute of a route that another VRF has made; empty without leaks."""
    leak_preference: int
    advertisements: tuple[RaInterface, ...]
    fragments: str
    ebgp_preference: int
    ibgp_preference: int


def node_view(network: Network, node: Node, refuse: Callable[[str], None], version: Version = OLDEST) -> NodeView:
    """Decide everything that is printed; `refuse` hears what BIRD cannot express."""
    symbols = Symbols()
    asn = node.bgp.asn if node.bgp is not None else 0
    policies = Policies(node.routing, asn, symbols, refuse)
    tables = [_table(network, node, vrf, policies, symbols) for vrf in (None, *node.vrfs.values())]
    leaks = leak_views(node, symbols)
    return NodeView(
        name=node.name,
        router_id=_router_id(node),
        function_type=" -> bool" if version >= SINCE["function_types"] else "",
        functions=tuple(policies.functions),
        tables=tuple(tables),
        leaks=leaks,
        leak_mark=ATTRIBUTE if leaks else "",
        leak_preference=BASE_PREFERENCE,
        advertisements=tuple(_advertisements(node)),
        fragments=BIRD_DIRECTORY,
        ebgp_preference=EBGP_PREFERENCE,
        ibgp_preference=IBGP_PREFERENCE,
    )


def _table(network: Network, node: Node, vrf: Vrf | None, policies: Policies, symbols: Symbols) -> TableView:
    names = TableNames(vrf.name if vrf is not None else None)
    instances = (node.bgp, node.ospf) if vrf is None else (vrf.bgp, vrf.ospf)
    rip = node.ripv2 if vrf is None else vrf.ripv2
    leaked = leaking_families(node, vrf) if vrf is not None else ()
    bgp = bgp_view(network, node, instances[0], policies, symbols, names, leaked) if instances[0] is not None else None
    ospf = ospf_views(node, instances[1], policies, names, bool(leaked)) if instances[1] is not None else ()
    defaults = [(o.default, o.family, o.table) for o in (bgp.families if bgp else ()) if o.default]
    defaults += [(view.default, view.family, view.table) for view in ospf if view.default]
    conditions = tuple(view.condition for view in ospf if view.condition is not None)
    unused = [(name, family) for name, family, _ in defaults]
    return TableView(
        names=names,
        vrf="" if not node.vrfs else "default" if vrf is None else quoted(vrf.name),
        kernel_table=vrf.table if vrf is not None else None,
        statics=_statics(node, bgp, names),
        bgp=bgp,
        ospf=ospf,
        defaults=tuple(defaults),
        conditions=conditions,
        unused=(*unused, *((w.name, c.family) for c in conditions for w in c.watches)),
        rip=rip_views(node, rip, policies, names, bool(leaked)) if rip is not None else (),
        bfd=bfd_views(node, names.vrf) if _uses_bfd(node, names.vrf, bgp) else (),
    )


def _uses_bfd(node: Node, vrf: str | None, bgp: Bgp | None) -> bool:
    """Some protocol asks for BFD, or the module is there for the user's own configuration."""
    asked = any(i.ospf is not None and i.ospf.bfd for i in node.interfaces if i.vrf == vrf)
    return asked or (node.bfd is not None and vrf is None) or (bgp is not None and bgp.bfd)


def _router_id(node: Node) -> str:
    """BIRD has one router id; protocols that want another say so themselves."""
    for candidate in (node.router_id, node.bgp and node.bgp.router_id, node.ospf and node.ospf.router_id):
        if candidate:
            return candidate
    for interface in node.interfaces:
        if isinstance(interface.ipv4, InterfaceAddress):
            return str(interface.ipv4.address)
    return FALLBACK_ROUTER_ID


def _statics(node: Node, bgp: Bgp | None, names: TableNames) -> tuple[StaticView, ...]:
    """One protocol per family and routing table of the next hops."""
    grouped: dict[tuple[Prefix, str | None], list[StaticRoute]] = {}
    for route in node.static_routes:
        if route.vrf == names.vrf:
            grouped.setdefault((route.prefix, _next_hop_vrf(route)), []).append(route)
    found: dict[tuple[Family, str | None], list[tuple[str, str]]] = {}
    for (prefix, out), routes in grouped.items():
        found.setdefault((prefix.family, out), []).append((str(prefix), _reached(routes, _connected(node, out))))
    for text in bgp.discards if bgp is not None else ():
        found.setdefault((6 if ":" in text else 4, names.vrf), []).append((text, "blackhole"))
    return tuple(_static(node, names, family, out, found[family, out]) for family, out in sorted(found, key=_order))


def _order(key: tuple[Family, str | None]) -> tuple[int, str]:
    return key[0], key[1] or ""


def _next_hop_vrf(route: StaticRoute) -> str | None:
    if route.next_hop_vrf is None:
        return route.vrf
    return None if route.next_hop_vrf == GLOBAL else route.next_hop_vrf


def _static(
    node: Node, names: TableNames, family: Family, out: str | None, routes: list[tuple[str, str]]
) -> StaticView:
    here = out == names.vrf
    through = () if here else ("to", out or GLOBAL)
    return StaticView(
        name=names.name("static", family_name(family), *through),
        family=family,
        vrf="" if not node.vrfs else "default" if out is None else quoted(out),
        table=names.main(family),
        igp_table=TableNames(out).main(family),
        routes=tuple(routes),
    )


def _connected(node: Node, vrf: str | None) -> list[Prefix]:
    return [
        address.prefix
        for interface in node.interfaces
        for address in (interface.ipv4, interface.ipv6)
        if interface.vrf == vrf and isinstance(address, InterfaceAddress)
    ]


def _reached(routes: list[StaticRoute], connected: list[Prefix]) -> str:
    if any(route.discard for route in routes):
        return "blackhole"
    hops = [_via(route) for route in routes if _is_direct(route, connected)]
    if hops:
        return " ".join(hops)
    return f"recursive {routes[0].next_hop}"


def _is_direct(route: StaticRoute, connected: list[Prefix]) -> bool:
    if route.next_hop is None or route.ifname is not None:
        return True
    return any(prefix.contains(route.next_hop) for prefix in connected)


def _via(route: StaticRoute) -> str:
    if route.next_hop is None:
        return f'via "{route.ifname}"'
    if route.ifname is None:
        return f"via {route.next_hop}"
    onlink = "" if route.next_hop.is_link_local else " onlink"
    return f"via {route.next_hop}%'{route.ifname}'{onlink}"


def _advertisements(node: Node) -> list[RaInterface]:
    """Routers announce themselves on IPv6 links: hosts need a default route, unnumbered peers an address."""
    if node.role != "router":
        return []
    links = [i for i in node.interfaces if i.type != "loopback" and i.ipv6]
    return [_advertisement(i) for i in links if not (i.ra is not None and i.ra.disable)]


def _advertisement(interface: Interface) -> RaInterface:
    ra = interface.ra or RouterAdvertisement()
    options = ["min ra interval 3", f"max ra interval {RA_INTERVAL_S}"]
    if ra.dhcp == "all":
        options.append("managed yes")
    elif ra.dhcp is not None:
        options.append("other config yes")
    prefix = []
    if not ra.slaac:
        prefix.append("autonomous no")
    if not ra.onlink:
        prefix.append("onlink no")
    return RaInterface(interface.ifname, tuple(options), tuple(prefix))


@cache
def _template() -> Template:
    return environment(PackageLoader(__package__, "templates")).get_template("bird.conf.j2")


def bird_conf(network: Network, node: Node, problems: Problems | None = None, version: Version = OLDEST) -> str:
    """The text of bird.conf. What BIRD cannot express becomes a problem (ignored when `problems` is None)."""

    def refuse(what: str) -> None:
        if problems is not None:
            problems.error("bird-unsupported", f"node {node.name}: BIRD cannot do this: {what}")

    return _template().render(node=node_view(network, node, refuse, version), family_name=family_name)
