"""What a design asks of FRR that FRR cannot do: one problem each.

Owns: the checks. Must not: print or run anything. What no release can do is known when a network is made; what
only older releases lack is known once the release on the host is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ...errors import NOWHERE, Problems, Span
from ...model import CommunityValues, Interface, Node
from .bfd import beyond, uses_bfd
from .versions import Version, has, since


class Limit(NamedTuple):
    """Something FRR lacks."""

    what: str
    feature: str | None = None
    """Entry of the version table; None = no release has it."""
    hint: str = ""


def check_node(node: Node, problems: Problems, at: Span = NOWHERE, version: Version | None = None) -> None:
    """Add a problem for everything FRR, or the release on the host when it is known, cannot do."""
    for limit in dict.fromkeys(limits(node)):
        if limit.feature is None:
            message = f"node {node.name}: FRR cannot do this: {limit.what}"
            problems.error("frr-unsupported", message, at, limit.hint)
        elif version is not None and not has(version, limit.feature):
            message = f"node {node.name}: FRR {'.'.join(map(str, version))} cannot do this: {limit.what}"
            hint = f"FRR {since(limit.feature)} can" + (f"; {limit.hint}" if limit.hint else "")
            problems.error("frr-version", message, at, hint)


def limits(node: Node) -> Iterator[Limit]:
    """Everything a node asks for that some or all releases lack."""
    yield from _bgp(node)
    yield from _policies(node)
    yield from _areas(node)
    if node.ospf is not None and node.ospf.bfd_strict:
        yield Limit("OSPF with strict BFD (RFC 9355)", hint="remove `ospf.bfd.strict`")
    if uses_bfd(node):
        for timers in (node.bfd, *(i.bfd for i in node.interfaces)):
            yield from (Limit(what) for what in (beyond(timers) if timers is not None else ()))
    own = (node.loopback,) if node.loopback is not None else ()
    for interface in (*own, *node.interfaces):
        yield from _ospf6_interface(node, interface)
    for route in node.static_routes:
        if route.vrf is not None or route.next_hop_vrf is not None:
            yield Limit(f"static route {route.prefix} in a VRF")


def _bgp(node: Node) -> Iterator[Limit]:
    for n in node.bgp.neighbors if node.bgp is not None else ():
        if n.options.tcp_ao is not None:
            yield Limit(f"TCP authentication option (RFC 5925) on the session with {n.name}", hint="use `bgp.password`")
        if "ingress" in (n.options.remove_private_as or ""):
            yield Limit(f"removal of private ASes from routes of {n.name}", hint="remove them from sent routes")
        if n.local_as is not None and n.local_as == n.asn:
            what = f"IBGP session with {n.name} through local AS {n.local_as}"
            yield Limit(what, "local_as_ibgp", "BIRD can in every release (`device: bird`)")


def _policies(node: Node) -> Iterator[Limit]:
    for policy in node.routing.policies.values() if node.routing is not None else ():
        for entry in policy.entries:
            deleted = entry.set.delete_community or CommunityValues()
            if deleted.extended or "extended" in deleted.lists:
                what = f"routing policy {policy.name} deletes extended communities"
                yield Limit(what, "delete_extended_community")


def _areas(node: Node) -> Iterator[Limit]:
    ospf = node.ospf
    for area in ospf.areas if ospf is not None else ():
        if ospf is None or not ospf.ipv4 or area.kind != "nssa" or not _is_border(node):
            continue
        if area.default and area.inter_area:
            yield Limit(f"default route in OSPFv2 NSSA {area.area}", "nssa_ranges", "`inter_area: False` has one")
        if any(r.prefix.family == 4 for r in area.external_ranges):
            yield Limit(f"external range of OSPFv2 NSSA {area.area}", "nssa_ranges")


def _is_border(node: Node) -> bool:
    """Only an area border router originates defaults and summaries into an area (RFC 3101 section 2.7)."""
    return len({i.ospf.area for i in node.interfaces if i.ospf is not None}) > 1


def _ospf6_interface(node: Node, interface: Interface) -> Iterator[Limit]:
    if node.ospf is None or not node.ospf.ipv6 or not interface.ipv6 or interface.ospf is None:
        return
    kind, where = interface.ospf.network_type, f"on interface {interface.ifname}"
    if interface.type == "loopback":
        return
    if kind == "non-broadcast":
        yield Limit(f"OSPFv3 network type non-broadcast {where}", hint="`device: bird` can")
    if kind == "point-to-multipoint":
        yield Limit(f"OSPFv3 network type point-to-multipoint {where}", "ospf6_point_to_multipoint")
