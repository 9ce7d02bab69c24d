"""OSPF of a node -> views of FRR's ospfd and ospf6d.

Owns: both versions. Must not: print. Source: RFC 2328, 3101, 5340, 7166; FRR user guide "OSPFv2", "OSPFv3".
"""

from __future__ import annotations

from typing import NamedTuple

from ...addr import Family, Prefix
from ...model import Interface, Node, OspfArea, OspfInstance, OspfRange, OspfRestart
from .bfd import profile_of
from .policy import INTERNAL_TAG, Policies, map_name, redistribution_word
from .sr import ospf_segments
from .versions import Version, has

LSA_MIN_ARRIVAL = "timers lsa min-arrival 0"
"""Deviation: RFC 2328 MinLSArrival is 1 s. Two routers that become adjacent send new router LSAs within that
second; each is dropped and sent again 5 to 10 s later. On virtual links the protection only costs time."""

RETRANSMIT_S = 1
"""Seconds until FRR repeats an LSA to routers of another kind, which keep to MinLSArrival: BIRD drops the second of the
router LSAs that FRR sends when an adjacency comes up, and with the default of 5 s would wait 5 to 10 s for it."""

WATCH_DISTANCE = 254
"""Administrative distance of a default route that only exists while another prefix is reachable."""


def watched_prefixes(node: Node, ospf: OspfInstance | None) -> tuple[Prefix, ...]:
    """Prefixes a conditional default route depends on: those its policy permits by prefix list.

    ospfd evaluates a route map of `default-information originate` only for routes it also announces, so the
    condition is a recursive static default route through the prefix: it is active while the prefix is.
    """
    default = ospf.default if ospf is not None else None
    if default is None or default.always or default.policy is None or node.routing is None:
        return ()
    policy = node.routing.policies.get(default.policy)
    found: list[Prefix] = []
    for entry in policy.entries if policy is not None else ():
        listed = node.routing.prefix_lists.get(entry.match.prefix or "")
        if entry.action == "permit" and listed is not None:
            rules = (*listed.ipv4, *listed.ipv6)
            found += [rule.prefix for rule in rules if rule.action == "permit" and rule.prefix.length]
    return tuple(dict.fromkeys(found))


def watch_lines(node: Node, ospf: OspfInstance | None) -> list[str]:
    """Recursive default routes, one per watched prefix."""
    return [
        f"{'ip route 0.0.0.0/0' if p.family == 4 else 'ipv6 route ::/0'} {p.host(1 if p.bits else 0).address}"
        f" tag {INTERNAL_TAG} {WATCH_DISTANCE}"
        for p in watched_prefixes(node, ospf)
    ]


class OspfInterfaceView(NamedTuple):
    name: str
    lines: tuple[str, ...]


class OspfView(NamedTuple):
    word: str
    """`ospf` or `ospf6`."""
    vrf: str | None
    lines: tuple[str, ...]
    interfaces: tuple[OspfInterfaceView, ...]


def ospf_view(
    node: Node,
    ospf: OspfInstance,
    family: Family,
    policies: Policies,
    version: Version,
    vrf: str | None = None,
) -> OspfView:
    """One version of OSPF in the global table or in a VRF."""
    own = (node.loopback,) if node.loopback is not None and vrf is None else ()
    inside = (*own, *(i for i in node.interfaces if i.vrf == vrf))
    members = [i for i in inside if i.ospf is not None and (i.ipv4 if family == 4 else i.ipv6)]
    labels = [*igp_sync(node), *ospf_segments(node, version)] if family == 4 and vrf is None else []
    return OspfView(
        word="ospf" if family == 4 else "ospf6",
        vrf=vrf,
        lines=(*_process(node, ospf, family, policies, version), *labels),
        interfaces=tuple(OspfInterfaceView(i.ifname, tuple(_interface(node, i, family))) for i in members),
    )


def _process(node: Node, ospf: OspfInstance, family: Family, policies: Policies, version: Version) -> list[str]:
    lines = []
    if ospf.router_id is not None:
        lines.append(f"{'ospf' if family == 4 else 'ospf6'} router-id {ospf.router_id}")
    if ospf.reference_bandwidth is not None:
        lines.append(f"auto-cost reference-bandwidth {ospf.reference_bandwidth}")
    if ospf.timers is not None:
        t = ospf.timers
        values = (
            0 if t.spf_delay_ms is None else t.spf_delay_ms,
            50 if t.spf_hold_ms is None else t.spf_hold_ms,
            5000 if t.spf_max_ms is None else t.spf_max_ms,
        )
        lines.append("timers throttle spf {} {} {}".format(*values))
    lines += _restart(ospf.graceful_restart)
    lines.append(LSA_MIN_ARRIVAL)
    for area in ospf.areas:
        lines += _area(area, family, version)
    for source in ospf.redistribute:
        tail = policies.redistributed(source.source, source.policy, family)
        lines.append(f"redistribute {redistribution_word(source.source, family)}{tail}")
    if ospf.default is not None:
        d = ospf.default
        lines.append(
            "default-information originate"
            + (" always" if d.always else "")
            + (f" metric {d.cost}" if d.cost is not None else "")
            + (f" metric-type {d.metric_type}" if d.metric_type is not None else "")
            + (f" route-map {map_name(d.policy, family)}" if d.policy and not watched_prefixes(node, ospf) else "")
        )
    return lines


def _restart(restart: OspfRestart | None) -> list[str]:
    """RFC 3623, RFC 5187."""
    if restart is None:
        return []
    lines = []
    if restart.restart:
        period = restart.grace_period_s
        lines.append("graceful-restart" + (f" grace-period {period}" if period is not None else ""))
    if restart.helper:
        lines.append("graceful-restart helper enable")
        if restart.helper_period_s is not None:
            lines.append(f"graceful-restart helper supported-grace-time {restart.helper_period_s}")
    return lines


def igp_sync(node: Node) -> list[str]:
    """RFC 5443: links without an LDP session are avoided."""
    ldp = node.mpls.ldp if node.mpls is not None else None
    return ["mpls ldp-sync"] if ldp is not None and ldp.igp_sync else []


def _area(area: OspfArea, family: Family, version: Version) -> list[str]:
    lines = []
    if area.kind != "regular":
        default = area.kind == "nssa" and area.default and area.inter_area and nssa_complete(family, version)
        lines.append(
            f"area {area.area} {area.kind}"
            + (" default-information-originate" if default else "")
            + ("" if area.inter_area else " no-summary")
        )
        if area.default_cost is not None and family == 4:
            lines.append(f"area {area.area} default-cost {area.default_cost}")
    lines += [_range(area.area, "range", r) for r in area.ranges if r.prefix.family == family]
    if area.kind == "nssa" and nssa_complete(family, version):
        lines += [_range(area.area, "nssa range", r) for r in area.external_ranges if r.prefix.family == family]
    return lines


def nssa_complete(family: Family, version: Version) -> bool:
    """NSSA default routes and ranges: ospf6d had them first."""
    return family == 6 or has(version, "nssa_ranges")


def _range(area: str, word: str, item: OspfRange) -> str:
    tail = f" cost {item.cost}" if item.cost is not None else ""
    return f"area {area} {word} {item.prefix}" + (tail if item.advertise else " not-advertise")


def _interface(node: Node, interface: Interface, family: Family) -> list[str]:
    ospf = interface.ospf
    if ospf is None:
        raise ValueError(interface.ifname)
    word = "ip ospf" if family == 4 else "ipv6 ospf6"
    lines = [f"{word} area {ospf.area}"]
    typed = ospf.network_type is not None and interface.type != "loopback"
    if typed and not (family == 6 and ospf.network_type == "non-broadcast"):
        lines.append(f"{word} network {ospf.network_type}")
    if ospf.passive:
        lines.append(f"{word} passive")
    values = (
        ("cost", ospf.cost),
        ("priority", ospf.priority),
        ("hello-interval", ospf.hello_interval_s),
        ("dead-interval", ospf.dead_interval_s),
    )
    lines += [f"{word} {name} {value}" for name, value in values if value is not None]
    if ospf.mixed:
        lines.append(f"{word} retransmit-interval {RETRANSMIT_S}")
    if ospf.bfd and interface.type != "loopback":
        profile = profile_of(node, interface)
        lines += [f"{word} bfd", *([f"{word} bfd profile {profile}"] if profile else [])]
    return lines + _authentication(interface, family)


def _authentication(interface: Interface, family: Family) -> list[str]:
    """RFC 2328 appendix D; RFC 7166 for OSPFv3, which has keys with an identifier only."""
    ospf = interface.ospf
    if ospf is None or ospf.password is None:
        return []
    if family == 6:
        key = ospf.digest_key_id or 1
        return [f"ipv6 ospf6 authentication key-id {key} hash-algo hmac-sha-256 key {ospf.password}"]
    if ospf.digest_key_id is None:
        return ["ip ospf authentication", f"ip ospf authentication-key {ospf.password}"]
    return [
        "ip ospf authentication message-digest",
        f"ip ospf message-digest-key {ospf.digest_key_id} md5 {ospf.password}",
    ]


def rejoin_lines(node: Node) -> list[str]:
    """Interfaces of VRFs enter their OSPFv3 area once more when the global table runs OSPFv3, too.

    ospf6d reads its file before it knows the VRFs of interfaces and gives them all to the global instance.
    """
    if node.ospf is None or not node.ospf.ipv6:
        return []
    lines = []
    for interface in node.interfaces:
        vrf = node.vrfs.get(interface.vrf or "")
        if vrf is None or vrf.ospf is None or not vrf.ospf.ipv6 or interface.ospf is None or not interface.ipv6:
            continue
        area = f"ipv6 ospf6 area {interface.ospf.area}"
        lines += [f"interface {interface.ifname}", f" no {area}", f" {area}", "exit"]
    return lines
