"""BGP, OSPF and routing tables of a node in the format's own names.

Owns: protocol parts of `Node` -> plain dictionaries. Must not: decide anything.
"""

from __future__ import annotations

from typing import Any

from ..addr import family_name
from ..model import (
    BgpInstance,
    BgpNeighbor,
    BgpNetwork,
    BgpSessionOptions,
    CommunityList,
    CommunityValues,
    LinkBandwidth,
    OspfArea,
    OspfInstance,
    OspfRange,
    OspfRestart,
    PolicyEntry,
    PrefixList,
    PrefixRule,
    Prepend,
    RoutingTables,
    StaticRoute,
)
from .interfaces import Plain, merged, put
from .interior import imports
from .labels import session_labels


def bgp(instance: BgpInstance, loopback: Plain | None) -> Plain:
    """`node.bgp`; `loopback` is the node's rendered loopback, the source of IBGP sessions."""
    data: Plain = {"as": instance.asn}
    put(data, router_id=instance.router_id, rr_cluster_id=instance.cluster_id)
    for family in ("ipv4", "ipv6"):
        if getattr(instance, family):
            data[family] = True
    if instance.rr:
        data["rr"] = True
    restart: Plain = {}
    put(
        restart,
        state=instance.graceful_restart,
        restart_time=instance.restart_time_s,
        stalepath_time=instance.stalepath_time_s,
    )
    if restart:
        data["gr"] = restart
    data["neighbors"] = [_neighbor(n, loopback) for n in instance.neighbors]
    if instance.networks:
        data["advertise"] = _advertised(instance.networks)
        originated = [str(n.prefix) for n in instance.networks if n.origin == "originate"]
        if originated:
            data["originate"] = originated
    if instance.redistribute:
        data["import"] = imports(instance.redistribute)
    if instance.aggregates:
        data["aggregate"] = [
            {
                family_name(a.prefix.family): str(a.prefix),
                **({"summary_only": True} if a.summary_only else {}),
                **({"as_set": True} if a.as_set else {}),
            }
            for a in instance.aggregates
        ]
    if instance.confederation is not None:
        data["confederation"] = {
            "as": instance.confederation.identifier,
            "peers": list(instance.confederation.members),
        }
    return merged(instance.extra, data)


def _advertised(networks: tuple[BgpNetwork, ...]) -> list[Plain]:
    """Prefixes in design order; the two families of one origin share an entry, as in the format."""
    result: list[Plain] = []
    origin = ""
    for network in networks:
        family = family_name(network.prefix.family)
        if result and family == "ipv6" and origin == network.origin != "originate" and family not in result[-1]:
            result[-1][family] = str(network.prefix)
        else:
            result.append({family: str(network.prefix)})
        if network.policy is not None:
            result[-1]["policy"] = network.policy
        origin = network.origin
    return result


def _neighbor(n: BgpNeighbor, loopback: Plain | None) -> Plain:
    data: Plain = {"name": n.name, "as": n.asn, "type": n.type}
    put(
        data,
        ipv4=n.ipv4,
        ipv6=n.ipv6,
        ifindex=n.ifindex,
        local_if=n.local_ifname,
        local_as=n.local_as,
        weight=n.weight,
        locpref=n.local_pref,
        med=n.med,
        next_hop_self=n.next_hop_self,
    )
    active = (("ipv4", n.activate_ipv4), ("ipv6", n.activate_ipv6))
    data["activate"] = {family: True for family, on in active if on}
    if n.extended_next_hop:
        data["ipv4_rfc8950"] = True
    session_labels(data, n)
    if n.evpn is not None:
        data["evpn"] = n.evpn
    if n.rr:
        data["rr"] = True
    if n.rr_client:
        data["rr_client"] = True
    if n.local_as is not None:
        data["replace_global_as"] = n.replace_global_as
    if n.source_ifname is not None:
        data["_source_intf"] = (
            loopback
            if loopback and loopback.get("ifname") == n.source_ifname
            else {
                "ifname": n.source_ifname,
                **({"ipv4": str(n.source_ipv4)} if n.source_ipv4 else {}),
                **({"ipv6": str(n.source_ipv6)} if n.source_ipv6 else {}),
            }
        )
    if n.prepend is not None:
        data["prepend"] = _prepend(n.prepend)
    if n.bandwidth is not None:
        data["bandwidth"] = _bandwidth(n.bandwidth)
    if n.policy.inbound or n.policy.outbound:
        data["policy"] = {}
        put(data["policy"], **{"in": n.policy.inbound, "out": n.policy.outbound})
    _session(data, n.options)
    return merged(n.extra, data)


def _prepend(prepend: Prepend) -> Plain:
    data: Plain = {}
    put(data, count=prepend.count, path=prepend.path)
    return data


def _bandwidth(bandwidth: LinkBandwidth) -> Plain:
    data: Plain = {}
    put(data, **{"in": bandwidth.inbound, "out": bandwidth.outbound})
    return data


_FLAGS = (
    ("as_override", "as_override"),
    ("default_originate", "default_originate"),
    ("passive", "passive"),
    ("rs", "route_server_client"),
    ("rs_client", "route_server"),
    ("bfd", "bfd"),
)


def _session(data: Plain, options: BgpSessionOptions) -> None:
    put(
        data,
        allowas_in=options.allowas_in,
        gtsm=options.gtsm_hops,
        multihop=options.multihop_ttl,
        password=options.password,
        role=options.role,
        gr=options.graceful_restart,
    )
    for key, field in _FLAGS:
        if getattr(options, field):
            data[key] = True
    if options.remove_private_as is not None:
        words = options.remove_private_as.split()
        data["remove_private_as"] = words if len(words) > 1 else options.remove_private_as
    if options.timers is not None:
        data["timers"] = {}
        timers = options.timers
        put(data["timers"], keepalive=timers.keepalive_s, hold=timers.hold_s, min_hold=timers.min_hold_s)


def ospf(instance: OspfInstance) -> Plain:
    """`node.ospf`."""
    data: Plain = {"area": instance.area, "af": {}}
    put(
        data,
        router_id=instance.router_id,
        reference_bandwidth=instance.reference_bandwidth,
        password=instance.password,
    )
    for family in ("ipv4", "ipv6"):
        if getattr(instance, family):
            data["af"][family] = True
    if instance.areas:
        data["areas"] = [_area(a) for a in instance.areas]
    if instance.redistribute:
        data["import"] = imports(instance.redistribute)
    if instance.default is not None:
        default: Plain = {"always": instance.default.always}
        put(default, cost=instance.default.cost, policy=instance.default.policy)
        if instance.default.metric_type is not None:
            default["type"] = f"e{instance.default.metric_type}"
        data["default"] = default
    if instance.bfd:
        data["bfd"] = True
    if instance.graceful_restart is not None:
        data["gr"] = _restart(instance.graceful_restart)
    if instance.timers is not None:
        spf: Plain = {}
        t = instance.timers
        put(spf, delay=t.spf_delay_ms, hold=t.spf_hold_ms, max=t.spf_max_ms)
        data["timers"] = {"spf": spf}
    return merged(instance.extra, data)


def _restart(restart: OspfRestart) -> Plain:
    data: Plain = {}
    for key, on, period in (
        ("restart", restart.restart, restart.grace_period_s),
        ("helper", restart.helper, restart.helper_period_s),
    ):
        if on:
            data[key] = {} if period is None else {"grace_period": period}
    return data


def _area(area: OspfArea) -> Plain:
    data: Plain = {"area": area.area, "kind": area.kind}
    if area.kind != "regular":
        data["inter_area"] = area.inter_area
        data["default"] = {"cost": area.default_cost} if area.default_cost is not None else area.default
    if area.ranges:
        data["range"] = [_range(r) for r in area.ranges]
    if area.external_ranges:
        data["external_range"] = [_range(r) for r in area.external_ranges]
    return merged(area.extra, data)


def _range(r: OspfRange) -> Plain:
    data: Plain = {family_name(r.prefix.family): str(r.prefix)}
    if not r.advertise:
        data["not_advertise"] = True
    put(data, cost=r.cost)
    return data


def routing(tables: RoutingTables | None, static: tuple[StaticRoute, ...]) -> Plain:
    """`node.routing`: policies, lists and static routes."""
    data: Plain = {}
    if tables is not None:
        if tables.policies:
            data["policy"] = {n: [_entry(e) for e in p.entries] for n, p in tables.policies.items()}
        if tables.prefix_lists:
            data["prefix"] = {n: _prefix_list(p) for n, p in tables.prefix_lists.items()}
            data["_prefix"] = _per_family(tables)
        if tables.as_path_lists:
            data["aspath"] = {
                n: [{"sequence": r.sequence, "action": r.action, "path": r.regexp} for r in a.rules]
                for n, a in tables.as_path_lists.items()
            }
            data["_numobj"] = {"aspath": {n: a.number for n, a in tables.as_path_lists.items()}}
        if tables.community_lists:
            data["community"] = {n: _community_list(c) for n, c in tables.community_lists.items()}
    if static:
        data["static"] = _static(static)
    return data


def _prefix_rule(rule: PrefixRule) -> Plain:
    data: Plain = {
        "sequence": rule.sequence,
        "action": rule.action,
        family_name(rule.prefix.family): str(rule.prefix),
    }
    put(data, min=rule.ge, max=rule.le)
    return data


def _prefix_list(prefixes: PrefixList) -> list[Plain]:
    rules = sorted((*prefixes.ipv4, *prefixes.ipv6), key=lambda rule: rule.sequence)
    return [_prefix_rule(rule) for rule in rules]


def _per_family(tables: RoutingTables) -> Plain:
    result: Plain = {}
    for family in ("ipv4", "ipv6"):
        lists = {
            name: [_prefix_rule(rule) for rule in getattr(prefixes, family)]
            for name, prefixes in tables.prefix_lists.items()
            if getattr(prefixes, family)
        }
        if lists:
            result[family] = lists
    return result


def _community_list(communities: CommunityList) -> Plain:
    value = [
        {"sequence": r.sequence, "action": r.action, "_value": r.regexp or " ".join(r.values)}
        for r in communities.rules
    ]
    pattern = "expanded" if any(r.regexp for r in communities.rules) else ""
    return {
        "type": communities.kind,
        "cl_type": pattern or communities.kind,
        "regexp": pattern,
        "value": value,
    }


def _communities(values: CommunityValues) -> Plain:
    data: Plain = {}
    for kind in ("standard", "extended", "large"):
        found = getattr(values, kind)
        if found:
            data[kind] = list(found)
    if values.lists:
        data["list"] = dict(values.lists)
    if values.append:
        data["append"] = True
    return data


def _entry(entry: PolicyEntry) -> Plain:
    data: Plain = {"sequence": entry.sequence, "action": entry.action}
    match = dict(entry.match.extra)
    put(match, prefix=entry.match.prefix, nexthop=entry.match.next_hop, aspath=entry.match.as_path)
    if entry.match.community:
        match["community"] = dict(entry.match.community)
    actions = dict(entry.set.extra)
    wanted = entry.set
    put(actions, locpref=wanted.local_pref, med=wanted.med, weight=wanted.weight, bandwidth=wanted.bandwidth)
    if wanted.prepend_count is not None or wanted.prepend_path is not None:
        actions["prepend"] = _prepend(Prepend(count=wanted.prepend_count, path=wanted.prepend_path))
    if wanted.community is not None:
        actions["community"] = _communities(wanted.community)
    if wanted.next_hop:
        actions["nexthop"] = dict(wanted.next_hop)
    if match:
        data["match"] = match
    if actions:
        data["set"] = actions
    if wanted.delete_community is not None:
        data["delete"] = {"community": _communities(wanted.delete_community)}
    return data


def _static(routes: tuple[StaticRoute, ...]) -> list[Plain]:
    """Static routes; `idx` counts the next hops of one prefix."""
    seen: dict[tuple[Any, str | None], int] = {}
    result = []
    for route in routes:
        index = seen.get((route.prefix, route.vrf), 0)
        seen[route.prefix, route.vrf] = index + 1
        hop: Plain = {"idx": index}
        if route.discard:
            hop["discard"] = True
        if route.next_hop is not None:
            hop[family_name(route.next_hop.family)] = str(route.next_hop)
        put(hop, intf=route.ifname)
        if route.next_hop_vrf is not None:
            hop["vrf"] = route.next_hop_vrf if route.next_hop_vrf != "default" else None
        data: Plain = {family_name(route.prefix.family): str(route.prefix), "nexthop": hop}
        put(data, vrf=route.vrf)
        result.append(merged(route.extra, data))
    return result


__all__ = ["bgp", "ospf", "routing"]
