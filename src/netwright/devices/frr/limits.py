"""What a design asks of FRR that FRR cannot do: one problem each.

Owns: the checks. Must not: print or run anything. What no release can do is known when a network is made; what
only older releases lack is known once the release on the host is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ...errors import NOWHERE, Problems, Span
from ...model import BfdTimers, BgpNeighbor, CommunityValues, Interface, IsisInstance, Node, OspfInstance
from ...model.adjacency import bgp_instances, isis_instances, ospf_instances
from ...schema.vrf import LONGEST_NAME
from ..multihoming import carried, routes_native, segments
from .versions import IMAGE, Version, has, since

BFD_LEAST_MS = 10


class Limit(NamedTuple):
    """Something FRR lacks."""

    what: str
    feature: str | None = None
    """Entry of the version table; None = no release has it."""
    hint: str = ""
    fatal: bool = True
    """False = the rest works, so the user is only warned."""


def check_node(node: Node, problems: Problems, at: Span = NOWHERE, version: Version | None = None) -> None:
    """Add a problem for everything FRR, or the release on the host when it is known, cannot do."""
    for limit in dict.fromkeys(limits(node)):
        if not limit.fatal and limit.feature is None:
            problems.warning("frr-limit", f"node {node.name}: FRR cannot do this: {limit.what}", at, limit.hint)
        elif limit.feature is None:
            message = f"node {node.name}: FRR cannot do this: {limit.what}"
            problems.error("frr-unsupported", message, at, limit.hint)
        elif version is not None and not has(version, limit.feature):
            message = f"node {node.name}: FRR {'.'.join(map(str, version))} cannot do this: {limit.what}"
            hint = f"FRR {since(limit.feature)} can (`image: {IMAGE}`)" + (f"; {limit.hint}" if limit.hint else "")
            tell = problems.error if limit.fatal else problems.warning
            tell("frr-version", message, at, hint)


def limits(node: Node) -> Iterator[Limit]:
    """Everything a node asks for that some or all releases lack."""
    if node.ospf is not None and node.ospf.bfd_strict:
        yield Limit("OSPF with strict BFD (RFC 9355)", hint="remove `ospf.bfd.strict`")
    yield from _bgp(node)
    yield from _policies(node)
    yield from _labels(node)
    own = (node.loopback,) if node.loopback is not None else ()
    for name, ospf in ospf_instances(node):
        yield from _areas(node, ospf, name)
        for interface in (*own, *node.interfaces):
            if interface.vrf == name and ospf.ipv6:
                yield from _ospf6_interface(interface)
    for _, isis in isis_instances(node):
        yield from _isis(isis)
    for timers in (node.bfd, *(i.bfd for i in node.interfaces)):
        if timers is not None:
            yield from _bfd(timers)
    yield from _evpn(node)
    yield from _segments(node)
    for vrf in node.vrfs.values():
        if len(vrf.name) > LONGEST_NAME:
            what = f"VRF `{vrf.name}`: names of VRFs have at most {LONGEST_NAME} characters in Linux"
            yield Limit(what, hint="shorten the name")


def _evpn(node: Node) -> Iterator[Limit]:
    """The Linux kernel forwards frames in VXLAN tunnels only; an EVPN instance is one VLAN."""
    if node.evpn is None:
        return
    if node.vxlan is not None and node.vxlan.family == 6:
        yield Limit("EVPN over VXLAN tunnels between IPv6 addresses", hint="leave `vxlan.use_v6_vtep` out")
    if node.evpn.transport != "vxlan":
        yield Limit(f"EVPN over {node.evpn.transport.upper()}", hint="Linux has no data plane for it; use VXLAN")
    for name, bundle in (
        *((f"VRF {v.vrf}", v.evpn.bundle) for v in node.vlans.values() if v.evpn is not None),
        *((f"VRF {v.name}", v.evpn.bundle) for v in node.vrfs.values() if v.evpn is not None),
    ):
        if bundle is not None:
            hint = "leave `evpn.bundle` out: FRR has an EVPN instance for each VLAN (RFC 7432 section 6.1)"
            yield Limit(f"EVPN bundle `{bundle}` of {name}", hint=hint)


def _segments(node: Node) -> Iterator[Limit]:
    """Ethernet segments: zebra knows bonds that are ports of one VLAN."""
    own = segments(node)
    if not own:
        return
    what = "choosing the one switch of an Ethernet segment that passes frames for everybody on to it"
    hint = "Linux has no such filter: the segment gets them once from each of its switches"
    yield Limit(what, hint=hint, fatal=False)
    if any(node.vlans[name].vrf for each in own for name in carried(each) if name in node.vlans):
        what = "keeping the router MAC address of a VTEP as long as routes to Ethernet segments need it"
        yield Limit(what, "routed_segments", "traffic that is routed to them may stop", fatal=False)
    if any(vlan.spanning_tree is not None for vlan in node.vlans.values()):
        yield Limit("spanning trees on a node with Ethernet segments", hint="set `stp.enable: False` for the node")
    for interface in own:
        segment = interface.ethernet_segment.name if interface.ethernet_segment is not None else ""
        where = f"Ethernet segment {segment} on interface {interface.ifname}"
        vlans = [node.vlans[name] for name in carried(interface) if name in node.vlans]
        if interface.lag is None:
            yield Limit(f"{where}, which is no LAG", hint="a single link can be one: `lag.members: [ s1-x1 ]`")
        elif not any(vlan.evpn is not None and vlan.mode != "route" for vlan in vlans):
            yield Limit(f"{where}, which carries no VLAN of EVPN", hint="give the LAG `vlan.access` or `vlan.trunk`")
        elif routes_native(interface):
            yield Limit(f"{where}, which routes its native VLAN", hint="put that VLAN on the trunk with a tag")


def _bgp(node: Node) -> Iterator[Limit]:
    instances = [bgp for _, bgp in bgp_instances(node)]
    for n in (n for bgp in instances for n in bgp.neighbors):
        if n.options.tcp_ao is not None:
            yield Limit(f"TCP authentication option (RFC 5925) on the session with {n.name}", hint="use `bgp.password`")
        if "ingress" in (n.options.remove_private_as or ""):
            yield Limit(f"removal of private ASes from routes of {n.name}", hint="remove them from sent routes")
        if n.local_as is not None and n.local_as == n.asn:
            what = f"IBGP session with {n.name} through local AS {n.local_as}"
            yield Limit(what, "local_as_ibgp", "BIRD can in every release (`device: bird`)")


def _labels(node: Node) -> Iterator[Limit]:
    """MPLS and segment routing."""
    mpls, srv6 = node.mpls, node.srv6
    if mpls is not None and mpls.bgp_explicit_null and (mpls.labelled_ipv4 or mpls.labelled_ipv6):
        yield Limit("explicit null labels on labelled unicast sessions", "labelled_explicit_null")
    if mpls is not None and any(n.type == "ebgp" and (n.vpnv4 or n.vpnv6) for n in _neighbors(node)):
        yield Limit("VPN sessions between autonomous systems (RFC 4364 section 10 b)", "vpn_option_b")
    kinds = {n.type for n in _neighbors(node) if n.labelled_ipv4 or n.labelled_ipv6}
    if {"ibgp", "ebgp"} <= kinds:
        what = "forwarding of labelled packets to IBGP neighbors of a router that passes labelled unicast routes on"
        yield Limit(what, hint="the routes are exchanged; packets with a label for them are lost", fatal=False)
    if srv6 is None:
        return
    yield Limit("SRv6", "srv6")
    if "ospf" in srv6.protocols:
        yield Limit("SRv6 locators in OSPFv3", hint="use IS-IS (`srv6.igp: isis`)")
    if srv6.bgp_ipv4 or srv6.bgp_ipv6:
        yield Limit("unicast routes over SRv6 outside of VRFs", hint="use VRFs and `srv6.vpn`")


def _neighbors(node: Node) -> tuple[BgpNeighbor, ...]:
    return node.bgp.neighbors if node.bgp is not None else ()


def _policies(node: Node) -> Iterator[Limit]:
    for policy in node.routing.policies.values() if node.routing is not None else ():
        for entry in policy.entries:
            deleted = entry.set.delete_community or CommunityValues()
            if deleted.extended or "extended" in deleted.lists:
                what = f"routing policy {policy.name} deletes extended communities"
                yield Limit(what, "delete_extended_community")


def _areas(node: Node, ospf: OspfInstance, vrf: str | None) -> Iterator[Limit]:
    for area in ospf.areas:
        if not ospf.ipv4 or area.kind != "nssa" or not _is_border(node, vrf):
            continue
        if area.default and area.inter_area:
            yield Limit(f"default route in OSPFv2 NSSA {area.area}", "nssa_ranges", "`inter_area: False` has one")
        if any(r.prefix.family == 4 for r in area.external_ranges):
            yield Limit(f"external range of OSPFv2 NSSA {area.area}", "nssa_ranges")


def _isis(isis: IsisInstance) -> Iterator[Limit]:
    if len(isis.area.replace(".", "")) % 4 == 0:
        what = f"IS-IS area {isis.area}, which has an even number of octets"
        yield Limit(what, hint="use an odd number, such as `49.0001`")


def _bfd(timers: BfdTimers) -> Iterator[Limit]:
    for value in (timers.min_tx_ms, timers.min_rx_ms, timers.min_echo_rx_ms):
        if value is not None and 0 < value < BFD_LEAST_MS:
            yield Limit(f"BFD interval of {value} ms", hint=f"it takes {BFD_LEAST_MS} ms and more")
    if timers.multiplier == 1:
        yield Limit("BFD multiplier 1", hint="it takes 2 to 255")


def _is_border(node: Node, vrf: str | None) -> bool:
    """Only an area border router originates defaults and summaries into an area (RFC 3101 section 2.7)."""
    return len({i.ospf.area for i in node.interfaces if i.ospf is not None and i.vrf == vrf}) > 1


def _ospf6_interface(interface: Interface) -> Iterator[Limit]:
    if not interface.ipv6 or interface.ospf is None:
        return
    kind, where = interface.ospf.network_type, f"on interface {interface.ifname}"
    if interface.type == "loopback":
        return
    if kind == "non-broadcast":
        yield Limit(f"OSPFv3 network type non-broadcast {where}", hint="`device: bird` can")
    if kind == "point-to-multipoint":
        yield Limit(f"OSPFv3 network type point-to-multipoint {where}", "ospf6_point_to_multipoint")
