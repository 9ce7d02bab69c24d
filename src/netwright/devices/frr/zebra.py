"""Interfaces, router advertisements and static routes of a node -> views of FRR's zebra and staticd.

Owns: what is not a routing protocol. Must not: print. Source: RFC 4861 6.2.1; FRR user guide.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ...addr import InterfaceAddress
from ...model import Interface, Node, OspfInstance, RouterAdvertisement, StaticRoute
from ..interfaces import interface_addresses
from .ospf import watch_lines
from .policy import INTERNAL_TAG

RA_INTERVAL_S = 5


class InterfaceView(NamedTuple):
    name: str
    lines: tuple[str, ...]


def interface_views(node: Node) -> tuple[InterfaceView, ...]:
    """The loopback first."""
    own = (node.loopback,) if node.loopback is not None else ()
    return tuple(InterfaceView(i.ifname, tuple(_interface(node, i))) for i in (*own, *node.interfaces))


def _interface(node: Node, interface: Interface) -> list[str]:
    lines = [f"description {interface.name}"] if interface.name else []
    if interface.bandwidth_kbps is not None:
        lines.append(f"bandwidth {min(100_000, max(1, interface.bandwidth_kbps // 1000))}")
    lines += [f"{'ip' if a.family == 4 else 'ipv6'} address {a}" for a in interface_addresses(interface)]
    if interface.type != "loopback" and interface.ipv6 and node.role == "router":
        lines += _advertisement(interface)
    if interface.ethernet_segment is not None:
        lines.append(f"evpn mh es-id {interface.ethernet_segment.esi}")
    if interface.shutdown:
        lines.append("shutdown")
    return lines


def _advertisement(interface: Interface) -> list[str]:
    """Hosts learn their default router, unnumbered BGP neighbours each other's address."""
    ra = interface.ra or RouterAdvertisement()
    if ra.disable:
        return ["ipv6 nd suppress-ra"]
    lines = [f"ipv6 nd ra-interval {RA_INTERVAL_S}", "no ipv6 nd suppress-ra"]
    if ra.dhcp == "all":
        lines.append("ipv6 nd managed-config-flag")
    if ra.dhcp is not None:
        lines.append("ipv6 nd other-config-flag")
    if isinstance(interface.ipv6, InterfaceAddress) and not (ra.slaac and ra.onlink):
        flags = ("" if ra.onlink else " off-link") + ("" if ra.slaac else " no-autoconfig")
        lines.append(f"ipv6 nd prefix {interface.ipv6.prefix}{flags}")
    return lines


class StaticTable(NamedTuple):
    """A routing table, and what its protocols ask of static routes."""

    vrf: str | None
    ospf: OspfInstance | None
    discards: tuple[str, ...]
    """Originated prefixes that need a discard route."""


class StaticView(NamedTuple):
    """Static routes of the global table (no VRF) or of a VRF."""

    vrf: str | None
    lines: tuple[str, ...]


def static_views(node: Node, tables: Sequence[StaticTable]) -> tuple[StaticView, ...]:
    """Static routes of every routing table that has some."""
    found = (StaticView(table.vrf, _static_lines(node, table)) for table in tables)
    return tuple(view for view in found if view.lines)


def _static_lines(node: Node, table: StaticTable) -> tuple[str, ...]:
    """Static routes, and discard routes for prefixes that are originated without one."""
    own = [r for r in node.static_routes if r.vrf == table.vrf and not (r.discard and str(r.prefix) in table.discards)]
    lines = [static_line(route) for route in own if not over_ipv6(route)]
    lines += [f"{'ipv6' if ':' in p else 'ip'} route {p} Null0 tag {INTERNAL_TAG}" for p in table.discards]
    lines += watch_lines(node, table.ospf)
    return tuple(dict.fromkeys(lines))


def over_ipv6(route: StaticRoute) -> bool:
    """An IPv4 route with an IPv6 next hop (unnumbered links): staticd has none, the lab gives it to the kernel."""
    return route.next_hop is not None and route.next_hop.family != route.prefix.family


def static_line(route: StaticRoute) -> str:
    """As staticd reads it."""
    word = "ip" if route.prefix.family == 4 else "ipv6"
    if route.discard:
        return f"{word} route {route.prefix} Null0"
    hop = f" {route.next_hop}" if route.next_hop is not None else ""
    out = f" {route.ifname}" if route.ifname is not None else ""
    onlink = bool(hop and out and route.next_hop is not None and not route.next_hop.is_link_local)
    table = f" nexthop-vrf {route.next_hop_vrf}" if route.next_hop_vrf is not None else ""
    return f"{word} route {route.prefix}{hop}{out}{table}{' onlink' if onlink else ''}"
