"""BGP of a node -> view of FRR's bgpd.

Owns: sessions, address families, originated prefixes. Must not: print.
Source: RFC 4271, 4456, 5065, 5082, 7947, 8950; FRR user guide "BGP".
"""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from ...addr import Address, Family, Prefix, family_name
from ...model import BgpInstance, BgpNeighbor, Interface, Node, PolicySet, Vrf
from .bfd import profile_of
from .borders import announced, kept_inside
from .evpn import carries_evpn, evpn_activated, evpn_lines
from .labels import exported_with, label_process, mapped_next_hop, switching_links, vpn_activated, vpn_families
from .policy import Policies, map_name, redistribution_word
from .versions import Version, has

CONNECT_RETRY_S = 5
"""A lab starts every router at once; the default of 120 s would show."""
_REMOVE_WORDS = {"all": "all", "replace": "replace-AS", "replace-as": "replace-AS"}
_RESTART_WORDS = {"enable": "", "helper": "-helper", "disable": "-disable"}


ADDRESS_FAMILIES = (
    "ipv4 unicast",
    "ipv4 labeled-unicast",
    "ipv4 vpn",
    "ipv6 unicast",
    "ipv6 labeled-unicast",
    "ipv6 vpn",
    "l2vpn evpn",
)
"""In the order they are printed."""


class AddressFamilyView(NamedTuple):
    name: str
    lines: tuple[str, ...]


class BgpInterfaceView(NamedTuple):
    name: str
    lines: tuple[str, ...]


class BgpView(NamedTuple):
    asn: int
    vrf: str | None
    lines: tuple[str, ...]
    families: tuple[AddressFamilyView, ...]
    interfaces: tuple[BgpInterfaceView, ...]


class Peer(NamedTuple):
    """One session: an address or an interface, and the families it carries."""

    id: str
    remote: Address | None
    families: tuple[Family, ...]


def bgp_view(
    node: Node,
    bgp: BgpInstance,
    policies: Policies,
    version: Version,
    vrf: Vrf | None = None,
    members: tuple[Prefix, ...] = (),
) -> BgpView:
    """Everything of BGP that is printed for the global table or for a VRF.

    `members` are loopbacks the node announces for others of its AS (`borders.py`).
    """
    lines = _process(node, bgp, version) + (label_process(node, version) if vrf is None else [])
    families: dict[str, list[str]] = {name: [] for name in ADDRESS_FAMILIES}
    both: tuple[Family, Family] = (4, 6)
    for family in both:
        unicast = families[f"{family_name(family)} unicast"]
        unicast += _originated(bgp, family, policies)
        unicast += announced(members, family)
        if vrf is not None and (vrf.ipv4 if family == 4 else vrf.ipv6):
            unicast += leak_lines(node, vrf, family)
    for neighbor in bgp.neighbors:
        for peer in peers(neighbor):
            lines += _session(node, bgp, neighbor, peer, version)
            for family in peer.families:
                lists = families[_carried(neighbor, peer, family)]
                lists += _activated(node, neighbor, peer, family, policies)
                if neighbor.type == "ibgp":
                    lists += kept_inside(members, family, peer.id)
            if carries_evpn(neighbor, peer.remote):
                families["l2vpn evpn"] += evpn_activated(neighbor, peer.id)
            for name in vpn_families(neighbor, peer.remote):
                families[name] += vpn_activated(neighbor, peer.id)
    families["l2vpn evpn"] += evpn_lines(node, vrf)
    return BgpView(
        asn=bgp.asn,
        vrf=vrf.name if vrf is not None else None,
        lines=tuple(lines),
        families=tuple(AddressFamilyView(name, tuple(found)) for name, found in families.items() if found),
        interfaces=tuple(BgpInterfaceView(*item) for item in switching_links(node, bgp, version)),
    )


def leak_lines(node: Node, vrf: Vrf, family: Family) -> list[str]:
    """Exchange of routes with other VRFs, here or in other routers, through the VPN table (RFC 4364 section 4.3.1)."""
    exported = exported_with(node, family)
    others = [v for v in node.vrfs.values() if v is not vrf]
    imports = any(not set(vrf.import_targets).isdisjoint(v.export_targets) for v in others)
    exports = any(not set(vrf.export_targets).isdisjoint(v.import_targets) for v in others)
    lines = []
    if imports or exported:
        lines += [f"rt vpn import {' '.join(vrf.import_targets)}", "import vpn"]
    if exports or exported:
        lines += [f"rd vpn export {vrf.rd}", f"rt vpn export {' '.join(vrf.export_targets)}", "export vpn"]
    return lines + exported


def peers(n: BgpNeighbor) -> list[Peer]:
    """The sessions with one neighbour: one per family with an address, or one over the interface."""
    found = []
    if n.local_ifname is not None and (n.ipv4 is True or n.ipv6 is True):
        wanted: list[tuple[Family, bool]] = [(4, n.activate_ipv4), (6, n.activate_ipv6)]
        found.append(Peer(n.local_ifname, None, tuple(f for f, on in wanted if on)))
    if isinstance(n.ipv4, Address):
        only: tuple[Family, ...] = (4,) if n.activate_ipv4 else ()
        found.append(Peer(str(n.ipv4), n.ipv4, (*only, 6) if n.six_pe else only))
    if isinstance(n.ipv6, Address):
        four = n.activate_ipv4 and n.extended_next_hop and not isinstance(n.ipv4, Address)
        carried: list[tuple[Family, bool]] = [(4, four), (6, n.activate_ipv6)]
        found.append(Peer(str(n.ipv6), n.ipv6, tuple(f for f, on in carried if on)))
    return [p for p in found if p.families or vpn_families(n, p.remote) or carries_evpn(n, p.remote)]


def _carried(n: BgpNeighbor, peer: Peer, family: Family) -> str:
    """FRR has labelled routes in the unicast table; a session carries one of both kinds."""
    six_pe = family == 6 and peer.remote is not None and peer.remote.family == 4
    if six_pe or (n.labelled_ipv4 if family == 4 else n.labelled_ipv6):
        return f"ipv{family} labeled-unicast"
    return f"ipv{family} unicast"


def _process(node: Node, bgp: BgpInstance, version: Version) -> list[str]:
    lines = []
    router_id = bgp.router_id or node.router_id
    if router_id is not None:
        lines.append(f"bgp router-id {router_id}")
    lines += [
        "no bgp ebgp-requires-policy",
        "no bgp default ipv4-unicast",
        "bgp bestpath as-path multipath-relax",
    ]
    if bgp.default_local_pref is not None:
        lines.append(f"bgp default local-preference {bgp.default_local_pref}")
    if bgp.cluster_id is not None:
        lines.append(f"bgp cluster-id {bgp.cluster_id}")
    if bgp.confederation is not None:
        lines.append(f"bgp confederation identifier {bgp.confederation.identifier}")
        if bgp.confederation.members:
            lines.append(f"bgp confederation peers {' '.join(map(str, bgp.confederation.members))}")
    if bgp.restart_time_s is not None:
        lines.append(f"bgp graceful-restart restart-time {bgp.restart_time_s}")
    if bgp.stalepath_time_s is not None:
        lines.append(f"bgp graceful-restart stalepath-time {bgp.stalepath_time_s}")
    if bgp.graceful_restart in ("enable", "disable"):
        lines.append("bgp graceful-restart" + ("-disable" if bgp.graceful_restart == "disable" else ""))
    holds = [n.options.timers.min_hold_s for n in bgp.neighbors if n.options.timers is not None]
    least = [hold for hold in holds if hold is not None]
    if least:
        lines.append(f"bgp minimum-holdtime {min(least)}")
    if has(version, "neighbor_enforce_first_as") and any(n.options.route_server for n in bgp.neighbors):
        lines.append("no bgp enforce-first-as")
    return lines


def _session(node: Node, bgp: BgpInstance, n: BgpNeighbor, peer: Peer, version: Version) -> list[str]:
    o, to = n.options, f"neighbor {peer.id}"
    lines = [f"{to} interface remote-as {n.asn}" if peer.remote is None else f"{to} remote-as {n.asn}"]
    lines.append(f"{to} description {n.name}")
    if n.local_as is not None and n.local_as != bgp.asn:
        hide = n.replace_global_as or n.local_as == n.asn
        lines.append(f"{to} local-as {n.local_as}" + (" no-prepend replace-as" if hide else ""))
    if peer.remote is not None and peer.remote.is_link_local and n.local_ifname is not None:
        lines.append(f"{to} interface {n.local_ifname}")
    carries_ipv4 = 4 in peer.families or "ipv4" in n.srv6_vpn
    if carries_ipv4 and (peer.remote is None or peer.remote.family == 6):
        lines.append(f"{to} capability extended-nexthop")
    source = _source(n, peer)
    if source:
        lines.append(f"{to} update-source {source}")
    if o.gtsm_hops is not None:
        lines.append(f"{to} ttl-security hops {o.gtsm_hops}")
    elif o.multihop_ttl is not None:
        lines.append(f"{to} ebgp-multihop {o.multihop_ttl}")
    if o.passive:
        lines.append(f"{to} passive")
    if o.password is not None:
        lines.append(f"{to} password {o.password}")
    if o.bfd:
        attached = next((i for i in node.interfaces if i.ifindex == n.ifindex), None)
        profile = profile_of(node, attached)
        lines += [f"{to} bfd", *([f"{to} bfd profile {profile}"] if profile else [])]
    if o.role is not None:
        lines.append(f"{to} local-role {o.role}" + (" strict-mode" if o.role_strict else ""))
    if o.graceful_restart is not None:
        lines.append(f"{to} graceful-restart" + _RESTART_WORDS[o.graceful_restart])
    if o.route_server and has(version, "neighbor_enforce_first_as"):
        lines.append(f"no {to} enforce-first-as")
    return lines + _timers(n, to)


def _timers(n: BgpNeighbor, to: str) -> list[str]:
    lines = [f"{to} timers connect {CONNECT_RETRY_S}"]
    t = n.options.timers
    if t is not None and (t.keepalive_s is not None or t.hold_s is not None):
        hold = t.hold_s if t.hold_s is not None else max(3, (t.keepalive_s or 60) * 3)
        keepalive = t.keepalive_s if t.keepalive_s is not None else hold // 3
        lines.append(f"{to} timers {keepalive} {hold}")
    return lines


def _source(n: BgpNeighbor, peer: Peer) -> str:
    if peer.remote is None:
        return ""
    address = n.source_ipv4 if peer.remote.family == 4 else n.source_ipv6
    return str(address) if address is not None else n.source_ifname or ""


def _activated(node: Node, n: BgpNeighbor, peer: Peer, family: Family, policies: Policies) -> list[str]:
    o, to = n.options, f"neighbor {peer.id}"
    lines = [f"{to} activate"]
    if n.rr_client:
        lines.append(f"{to} route-reflector-client")
    if o.route_server_client:
        lines.append(f"{to} route-server-client")
    if n.next_hop_self is not None:
        lines.append(f"{to} next-hop-self" + (" force" if n.next_hop_self == "all" else ""))
    if set(n.send_community) != {"standard", "extended", "large"}:
        lines.append(f"no {to} send-community all")
        lines += [f"{to} send-community {kind}" for kind in n.send_community]
    if o.allowas_in:
        lines.append(f"{to} allowas-in {o.allowas_in}")
    if o.as_override:
        lines.append(f"{to} as-override")
    if o.remove_private_as is not None:
        words = [w for word, w in _REMOVE_WORDS.items() if word in o.remove_private_as.lower().split()]
        ordered = "all " if words else ""
        lines.append(f"{to} remove-private-AS {ordered}{'replace-AS' if 'replace-AS' in words else ''}".rstrip())
    if o.default_originate:
        lines.append(f"{to} default-originate")
    if n.weight is not None:
        lines.append(f"{to} weight {n.weight}")
    name = f"{peer.id}-{n.name}" if peer.remote is None else peer.id
    outbound = _outbound(node, n)
    if family == 6 and n.six_pe and peer.remote is not None and peer.remote.family == 4:
        name = f"{name}-6pe"
        outbound = msgspec.structs.replace(outbound, next_hop=mapped_next_hop(node, n))
    for direction, base, extra in (
        ("in", n.policy.inbound, _inbound(node, n)),
        ("out", n.policy.outbound, outbound),
    ):
        chosen = policies.session_map(name, direction, base, extra, family)
        if chosen is not None:
            lines.append(f"{to} route-map {chosen} {direction}")
    return lines


def _inbound(node: Node, n: BgpNeighbor) -> PolicySet:
    return PolicySet(
        local_pref=n.local_pref, bandwidth=_bandwidth(node, n, n.bandwidth.inbound if n.bandwidth else None)
    )


def _outbound(node: Node, n: BgpNeighbor) -> PolicySet:
    return PolicySet(
        med=n.med,
        prepend_count=n.prepend.count if n.prepend else None,
        prepend_path=n.prepend.path if n.prepend else None,
        bandwidth=_bandwidth(node, n, n.bandwidth.outbound if n.bandwidth else None),
    )


def _bandwidth(node: Node, n: BgpNeighbor, value: int | str | None) -> int | None:
    """Mbit/s; `auto` is the bandwidth of the interface the neighbour is attached to."""
    if not isinstance(value, str):
        return value
    attached: Interface | None = next((i for i in node.interfaces if i.ifindex == n.ifindex), None)
    if attached is None or attached.bandwidth_kbps is None:
        return None
    return max(1, attached.bandwidth_kbps // 1000)


def _originated(bgp: BgpInstance, family: Family, policies: Policies) -> list[str]:
    lines = [
        f"network {n.prefix}" + (f" route-map {map_name(n.policy, family)}" if n.policy else "")
        for n in bgp.networks
        if n.prefix.family == family
    ]
    for source in bgp.redistribute:
        if bgp.ipv4 if family == 4 else bgp.ipv6:
            tail = policies.redistributed(source.source, source.policy, family)
            lines.append(f"redistribute {redistribution_word(source.source, family)}{tail}")
    for aggregate in bgp.aggregates:
        if aggregate.prefix.family != family:
            continue
        lines.append(
            f"aggregate-address {aggregate.prefix}"
            + (" as-set" if aggregate.as_set else "")
            + (" summary-only" if aggregate.summary_only and not aggregate.suppress_policy else "")
            + (f" route-map {map_name(aggregate.attributes_policy, family)}" if aggregate.attributes_policy else "")
            + (f" suppress-map {map_name(aggregate.suppress_policy, family)}" if aggregate.suppress_policy else "")
        )
    return lines


def discards(node: Node, bgp: BgpInstance | None, vrf: str | None = None) -> tuple[str, ...]:
    """Originated prefixes that have a discard route for that reason only (RFC 4271 9.4)."""
    if bgp is None:
        return ()
    routed = {route.prefix for route in node.static_routes if not route.discard and route.vrf == vrf}
    wanted = [n.prefix for n in bgp.networks if n.origin == "originate" and n.prefix not in routed]
    return tuple(str(prefix) for prefix in dict.fromkeys(wanted))
