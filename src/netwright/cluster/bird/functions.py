"""Calico's own functions and filters of a node: communities, kernel, aggregation, export.

Owns: their rules, in order. Must not: know peers or BGPFilters.
Source: observed behaviour of Calico; BIRD user's guide, "Kernel" (`krt_metric`) and "Filters".
"""

from __future__ import annotations

from collections.abc import Iterable

from ..peering import NodeFamily, Pool
from .names import Dialect, of_family
from .rules import HIGHEST_PRIORITY, INTERNAL_PEER, add_community
from .views import Function, Rule

_ACCEPT, _REJECT = ("accept",), ("reject",)
TUNNEL = "tunl0"


def apply_communities(of: NodeFamily, dialect: Dialect) -> Function:
    """Adds communities by prefix."""
    rules = (Rule(f"net ~ {a.cidr}", tuple(map(add_community, a.communities))) for a in of.advertisements)
    return Function(of_family("apply_communities", of.family, dialect), tuple(r for r in rules if r.statements))


def kernel_programming(of: NodeFamily, dialect: Dialect) -> Function:
    """Which routes the kernel gets, and with which metric."""
    name = of_family("calico_kernel_programming", of.family, dialect)
    return Function(name, tuple(_kernel_rules(of, dialect)), kind="filter")


def _kernel_rules(of: NodeFamily, dialect: Dialect) -> Iterable[Rule]:
    if dialect == "bird2":
        yield Rule("source = RTS_DEVICE", _REJECT)  # the kernel has them; BIRD 1 knows that
    yield from (Rule(f"net ~ {prefix}", _REJECT) for prefix in of.service_ranges)
    metric = f"krt_metric = {HIGHEST_PRIORITY} - bgp_local_pref"
    yield Rule("source = RTS_BGP && defined(bgp_local_pref)", (metric,))
    if dialect == "bird2":
        yield Rule('ifname ~ "cali*"', ("onlink = true",))  # Calico's BIRD takes every gateway for on-link
    for pool in of.pools:
        yield from _pool_rules(pool, of, dialect)
    yield Rule("", _ACCEPT)


def _pool_rules(pool: Pool, of: NodeFamily, dialect: Dialect) -> Iterable[Rule]:
    inside = f"net ~ {pool.cidr}"
    if not pool.programmed:
        yield Rule(inside, _REJECT)
        return
    if pool.encapsulation == "ipip":
        if dialect == "bird2":
            yield Rule(inside, _REJECT)  # `limits` says so: BIRD 2 has no way to name a tunnel
            return
        if pool.cross_subnet:
            near = f"defined(bgp_next_hop) && bgp_next_hop ~ {of.address.prefix}"
            yield Rule(f"{inside} && {near}", ('krt_tunnel = ""', "accept"))
        yield Rule(inside, (f'krt_tunnel = "{TUNNEL}"', "accept"))
        return
    yield Rule(inside, ('krt_tunnel = ""', "accept") if _any_tunnel(of, dialect) else _ACCEPT)


def _any_tunnel(of: NodeFamily, dialect: Dialect) -> bool:
    return dialect == "bird1" and any(p.encapsulation == "ipip" and p.programmed for p in of.pools)


def static_routes(of: NodeFamily) -> tuple[str, ...]:
    """Black holes for blocks and services, whose parts are known more precisely, and routes towards peers."""
    holes = dict.fromkeys((*(b for b in of.blocks if b.bits), *of.service_routes))
    towards = (f"{r.peer}/{'32' if of.family == 4 else '128'} via {r.gateway}" for r in of.reachable_by)
    return (*(f"{prefix} blackhole" for prefix in holes), *towards)


def aggregation(of: NodeFamily, dialect: Dialect) -> Function:
    """Blocks leave as a whole; a part of one only while its priority is elevated."""
    elevated = f"defined(krt_metric) && krt_metric < {of.normal_priority}"
    rules: list[Rule] = []
    for block in of.blocks:
        rules.append(Rule(f"net = {block}", _ACCEPT))
        if block.bits:
            rules += [Rule(f"net ~ {block} && {elevated}", _ACCEPT), Rule(f"net ~ {block}", _REJECT)]
    return Function(of_family("calico_aggr", of.family, dialect), tuple(rules))


def export_priority(of: NodeFamily, dialect: Dialect) -> Function:
    """Metric and local preference of a route say the same to whoever looks next."""
    return Function(
        of_family("calico_export_priority", of.family, dialect),
        (
            Rule("source = RTS_BGP && defined(bgp_local_pref)", (f"krt_metric = {HIGHEST_PRIORITY} - bgp_local_pref",)),
            Rule("source != RTS_BGP && defined(krt_metric)", (f"bgp_local_pref = {HIGHEST_PRIORITY} - krt_metric",)),
        ),
    )


def export_to_peers(of: NodeFamily, reflects: bool, dialect: Dialect) -> Function:
    """What every peer may get; what no rule accepts stays."""
    return Function(
        of_family("calico_export_to_bgp_peers", of.family, dialect),
        tuple(_export_rules(of, reflects, dialect)),
        f"bool {INTERNAL_PEER}",
    )


def _export_rules(of: NodeFamily, reflects: bool, dialect: Dialect) -> Iterable[Rule]:
    yield from (Rule(f"net ~ {pool.cidr}", _REJECT) for pool in of.pools if not pool.exported)
    own = ["*.cali", "*.calico", *([TUNNEL] if of.felix_owns_ipip else [])]
    yield from (Rule(f'{INTERNAL_PEER} && ifname ~ "{pattern}"', _REJECT) for pattern in own)
    yield Rule('ifname ~ "bpf*.cali"', _REJECT)
    called = (
        f"{of_family('apply_communities', of.family, dialect)}()",
        f"{of_family('calico_aggr', of.family, dialect)}()",
    )
    yield Rule("", called)
    yield from (Rule(f"net = {prefix}", _ACCEPT) for prefix in of.service_routes)
    if reflects:
        yield from (Rule(f"net ~ {prefix}", _ACCEPT) for prefix in of.reflected_ranges)
    yield from (Rule(f"net ~ {pool.cidr}", _ACCEPT) for pool in of.pools if pool.exported)
