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
from ...model import Interface, Network, Node, RouterAdvertisement, StaticRoute
from ...render import BIRD_DIRECTORY, environment
from .bfd import BfdView, bfd_views
from .bgp import EBGP_PREFERENCE, IBGP_PREFERENCE, Bgp, bgp_view
from .features import OLDEST, SINCE, Version
from .names import Symbols
from .ospf import OspfView, ospf_views
from .policy import Function, Policies
from .rip import RipView, rip_views
from .watch import Condition

RA_INTERVAL_S = 5
"""As FRR nodes have it: peers of unnumbered sessions learn each other's address from router advertisements."""
FALLBACK_ROUTER_ID = "0.0.0.1"


class StaticView(NamedTuple):
    family: Family
    routes: tuple[tuple[str, str], ...]
    """(prefix, how it is reached)."""


class RaInterface(NamedTuple):
    name: str
    options: tuple[str, ...]
    prefix_options: tuple[str, ...]


class NodeView(NamedTuple):
    """All a template needs."""

    name: str
    router_id: str
    function_type: str
    functions: tuple[Function, ...]
    statics: tuple[StaticView, ...]
    bgp: Bgp | None
    ospf: tuple[OspfView, ...]
    defaults: tuple[tuple[str, Family], ...]
    """(symbol, family) of default routes that exist only to be announced."""
    conditions: tuple[Condition, ...]
    unused: tuple[tuple[str, Family], ...]
    """(symbol, family) of protocols whose routes never reach the kernel."""
    rip: tuple[RipView, ...]
    bfd: tuple[BfdView, ...]
    advertisements: tuple[RaInterface, ...]
    fragments: str
    ebgp_preference: int
    ibgp_preference: int


def node_view(network: Network, node: Node, refuse: Callable[[str], None], version: Version = OLDEST) -> NodeView:
    """Decide everything that is printed; `refuse` hears what BIRD cannot express."""
    symbols = Symbols()
    asn = node.bgp.asn if node.bgp is not None else 0
    policies = Policies(node.routing, asn, symbols, refuse)
    bgp = bgp_view(network, node, node.bgp, policies, symbols) if node.bgp is not None else None
    rip = rip_views(node, node.ripv2, policies) if node.ripv2 is not None else ()
    ospf = ospf_views(node, node.ospf, policies) if node.ospf is not None else ()
    defaults = [(o.default, o.family) for o in (bgp.families if bgp else ()) if o.default]
    defaults += [(view.default, view.family) for view in ospf if view.default]
    conditions = tuple(view.condition for view in ospf if view.condition is not None)
    return NodeView(
        name=node.name,
        router_id=_router_id(node),
        function_type=" -> bool" if version >= SINCE["function_types"] else "",
        functions=tuple(policies.functions),
        statics=_statics(node, bgp),
        bgp=bgp,
        ospf=ospf,
        defaults=tuple(defaults),
        conditions=conditions,
        unused=(*defaults, *((w.name, c.family) for c in conditions for w in c.watches)),
        rip=rip,
        bfd=bfd_views(node) if _uses_bfd(node, bgp) else (),
        advertisements=tuple(_advertisements(node)),
        fragments=BIRD_DIRECTORY,
        ebgp_preference=EBGP_PREFERENCE,
        ibgp_preference=IBGP_PREFERENCE,
    )


def _uses_bfd(node: Node, bgp: Bgp | None) -> bool:
    """Some protocol asks for BFD, or the module is there for the user's own configuration."""
    asked = any(i.ospf is not None and i.ospf.bfd for i in node.interfaces)
    return asked or node.bfd is not None or (bgp is not None and bgp.bfd)


def _router_id(node: Node) -> str:
    """BIRD has one router id; protocols that want another say so themselves."""
    for candidate in (node.router_id, node.bgp and node.bgp.router_id, node.ospf and node.ospf.router_id):
        if candidate:
            return candidate
    for interface in node.interfaces:
        if isinstance(interface.ipv4, InterfaceAddress):
            return str(interface.ipv4.address)
    return FALLBACK_ROUTER_ID


def _statics(node: Node, bgp: Bgp | None) -> tuple[StaticView, ...]:
    grouped: dict[Prefix, list[StaticRoute]] = {}
    for route in node.static_routes:
        if route.vrf is None:
            grouped.setdefault(route.prefix, []).append(route)
    connected = [
        address.prefix
        for interface in node.interfaces
        for address in (interface.ipv4, interface.ipv6)
        if isinstance(address, InterfaceAddress)
    ]
    found: dict[Family, list[tuple[str, str]]] = {4: [], 6: []}
    for prefix, routes in grouped.items():
        found[prefix.family].append((str(prefix), _reached(routes, connected)))
    for text in bgp.discards if bgp is not None else ():
        found[6 if ":" in text else 4].append((text, "blackhole"))
    return tuple(StaticView(family, tuple(routes)) for family, routes in found.items() if routes)


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
    return [_advertisement(i) for i in node.interfaces if i.ipv6 and not (i.ra is not None and i.ra.disable)]


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
