"""OSPF of a node -> views of BIRD protocols.

Owns: areas, interfaces, redistribution, default origination. Must not: print.
Source: RFC 2328, RFC 5340, RFC 3101; BIRD user's guide 6.8.

Loopback prefixes are `stubnet` entries: a loopback has no link-local address, so BIRD would leave it out of
OSPFv3, and OSPFv2 does the same for symmetry.
"""

from __future__ import annotations

from typing import NamedTuple

from ...addr import Family, InterfaceAddress, family_name
from ...model import Interface, Node, OspfArea, OspfInstance, OspfRestart, Redistribution
from .bgp import DEFAULT_ROUTE, SOURCES
from .leaks import LEAKED, leaked_lines
from .names import TableNames, quoted
from .policy import Policies
from .watch import Condition, condition_view

DEFAULT_COST = 10
EXTERNAL_METRIC = 20
DEFAULT_ROUTE_METRIC = 10
"""Metrics of redistributed routes and of an originated default, as FRR has them."""

V3_KEY_ID = 1
"""Of a password without a digest key: OSPFv3 has no simple authentication, only RFC 7166; FRR nodes do the same."""

NETWORK_TYPES = {
    "point-to-point": "ptp",
    "broadcast": "broadcast",
    "non-broadcast": "nbma",
    "point-to-multipoint": "ptmp",
}


class OspfInterfaceView(NamedTuple):
    name: str
    options: tuple[str, ...]
    secrets: tuple[str, ...]
    """Options of the password, when there is one."""
    password: str


class OspfAreaView(NamedTuple):
    area: str
    options: tuple[str, ...]
    networks: tuple[str, ...]
    externals: tuple[str, ...]
    stubnets: tuple[tuple[str, int], ...]
    interfaces: tuple[OspfInterfaceView, ...]


class OspfView(NamedTuple):
    name: str
    version: int
    family: Family
    table: str
    """The main table it works with."""
    router_id: str | None
    restart: tuple[str, ...]
    exports: tuple[str, ...]
    areas: tuple[OspfAreaView, ...]
    default: str
    """Symbol of the static protocol that makes a default route available; empty without."""
    condition: Condition | None
    """Of a default route that depends on another prefix."""


def ospf_views(
    node: Node, ospf: OspfInstance, policies: Policies, names: TableNames, leaks: bool = False
) -> tuple[OspfView, ...]:
    """One view per address family that runs; `leaks`: the table has routes of other VRFs."""
    wanted: tuple[tuple[Family, bool], ...] = ((4, ospf.ipv4), (6, ospf.ipv6))
    families = [family for family, on in wanted if on]
    views = (_view(node, ospf, family, policies, names, leaks) for family in families)
    return tuple(view for view in views if view.areas)


def _view(
    node: Node, ospf: OspfInstance, family: Family, policies: Policies, names: TableNames, leaks: bool
) -> OspfView:
    always = ospf.default is not None and ospf.default.always
    condition = condition_view(ospf, family, policies, names)
    return OspfView(
        name=names.name("ospf", family_name(family)),
        version=2 if family == 4 else 3,
        family=family,
        table=names.main(family),
        router_id=ospf.router_id if ospf.router_id != node.router_id else None,
        restart=tuple(_restart(ospf.graceful_restart)),
        exports=tuple(_exports(ospf, family, policies, condition is not None, leaks)),
        areas=tuple(_areas(node, ospf, family, names.vrf)),
        default=names.name("ospf_default", family_name(family)) if always else "",
        condition=condition,
    )


def _restart(restart: OspfRestart | None) -> list[str]:
    """RFC 3623, RFC 5187; BIRD helps its neighbours unless told otherwise."""
    if restart is None or not restart.restart:
        return []
    period = restart.grace_period_s
    return ["graceful restart on", *([f"graceful restart time {period}"] if period is not None else [])]


def _exports(ospf: OspfInstance, family: Family, policies: Policies, conditional: bool, leaks: bool) -> list[str]:
    foreign = f"! {LEAKED} && " if leaks else ""
    lines = [f"if {foreign}source ~ [ RTS_OSPF, RTS_OSPF_IA, RTS_OSPF_EXT1, RTS_OSPF_EXT2 ] then reject;"]
    if ospf.default is not None:
        cost = ospf.default.cost if ospf.default.cost is not None else DEFAULT_ROUTE_METRIC
        metric = f"ospf_metric{ospf.default.metric_type or 2} = {cost};"
        accept = "accept;"
        if ospf.default.policy is not None and not conditional:
            accept = f"if {policies.policy(ospf.default.policy, family)} then accept; reject;"
        lines.append(f"if net = {DEFAULT_ROUTE[family]} then {{ {metric} {accept} }}")
    else:
        lines.append(f"if net = {DEFAULT_ROUTE[family]} then reject;")
    if leaks:
        metric = f"unset(ospf_metric1); ospf_metric2 = {EXTERNAL_METRIC};"
        lines += leaked_lines(ospf.redistribute, family, policies, metric)
    for source in ospf.redistribute:
        lines += _redistributed(source, family, policies)
    return lines


def _redistributed(source: Redistribution, family: Family, policies: Policies) -> list[str]:
    condition = SOURCES.get(source.source)
    if condition is None:
        policies.refuse(f"import of {source.source} routes into OSPF")
        return []
    body = f"ospf_metric2 = {EXTERNAL_METRIC};"
    if source.policy is not None:
        call = policies.policy(source.policy, family, "ospf_metric2")
        return [f"if {condition} then {{ {body} if {call} then accept; }}"]
    return [f"if {condition} then {{ {body} accept; }}"]


def _areas(node: Node, ospf: OspfInstance, family: Family, vrf: str | None) -> list[OspfAreaView]:
    members: dict[str, list[Interface]] = {}
    loopback = [node.loopback] if node.loopback is not None and vrf is None else []
    for interface in (*loopback, *(i for i in node.interfaces if i.vrf == vrf)):
        if interface.ospf is not None and (interface.ipv4 if family == 4 else interface.ipv6):
            members.setdefault(interface.ospf.area, []).append(interface)
    known = {area.area: area for area in ospf.areas}
    return [_area(known.get(area, OspfArea(area=area)), found, family) for area, found in members.items()]


def _area(area: OspfArea, interfaces: list[Interface], family: Family) -> OspfAreaView:
    options: list[str] = []
    if area.kind != "regular":
        options += [area.kind, "summary yes" if area.inter_area else "summary no"]
        if area.inter_area and area.kind == "nssa" and (area.default or area.default_cost is not None):
            options.append("default nssa yes")
        if area.default_cost is not None:
            options.append(f"default cost {area.default_cost}")
    return OspfAreaView(
        area=area.area,
        options=tuple(options),
        networks=tuple(
            f"{r.prefix}{'' if r.advertise else ' hidden'}" for r in area.ranges if r.prefix.family == family
        ),
        externals=tuple(
            f"{r.prefix}{'' if r.advertise else ' hidden'}" for r in area.external_ranges if r.prefix.family == family
        ),
        stubnets=tuple(s for i in interfaces if i.type == "loopback" for s in _stubnet(i, family)),
        interfaces=tuple(_interface(i, family) for i in interfaces if i.type != "loopback"),
    )


def _stubnet(interface: Interface, family: Family) -> list[tuple[str, int]]:
    address = interface.ipv4 if family == 4 else interface.ipv6
    if not isinstance(address, InterfaceAddress) or interface.ospf is None:
        return []
    return [(str(address.prefix), interface.ospf.cost or 0)]


def _interface(interface: Interface, family: Family) -> OspfInterfaceView:
    ospf = interface.ospf
    if ospf is None:
        raise ValueError(interface.ifname)
    if ospf.passive:
        cost = (f"cost {ospf.cost}",) if ospf.cost is not None else ()
        return OspfInterfaceView(interface.ifname, ("stub yes", *cost), (), "")
    options = [f"type {NETWORK_TYPES.get(ospf.network_type or '', 'broadcast')}"]
    if ospf.cost is not None:
        options.append(f"cost {ospf.cost}")
    if ospf.priority is not None:
        options.append(f"priority {ospf.priority}")
    if ospf.hello_interval_s is not None:
        options.append(f"hello {ospf.hello_interval_s}")
    if ospf.dead_interval_s is not None:
        options.append(f"dead {ospf.dead_interval_s}")
    if ospf.bfd:
        options.append("bfd yes")
    if ospf.password is None:
        return OspfInterfaceView(interface.ifname, tuple(options), (), "")
    if ospf.digest_key_id is None and family == 4:
        options.append("authentication simple")
        return OspfInterfaceView(interface.ifname, tuple(options), (), quoted(ospf.password))
    options.append("authentication cryptographic")
    algorithm = "keyed md5" if family == 4 else "hmac sha256"
    secrets = (f"id {ospf.digest_key_id or V3_KEY_ID}", f"algorithm {algorithm}")
    return OspfInterfaceView(interface.ifname, tuple(options), secrets, quoted(ospf.password))
