"""OSPF of a router: instance, address families, default route.

Owns: `node.ospf` and the OSPF instances of VRFs, redistribution of VRFs excepted (`design/vrf/redistribution.py`).
Must not: decide about links' roles (BGP did).
Source: the topology format's "OSPF": a node without any interface in OSPF does not run it; "Creating VRF OSPF
Instances": a VRF runs OSPF when a neighbour on one of its interfaces does, or with `ospf.active`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from ...errors import Problems
from ...model import OspfDefault, OspfInstance, OspfRestart
from ..draft import Draft, DraftInterface
from ..igp import Table, tables
from ..merge import EMPTY, mapping, without
from ..protocols import protocol_router_id, read_redistribution
from ..routing import Tables
from ..values import dotted_quad, number
from .areas import design_areas
from .interfaces import design_interface

BACKBONE = "0.0.0.0"
_TYPED = (
    *("active", "af", "area", "areas", "bfd", "default", "gr", "import", "password"),
    *("reference_bandwidth", "router_id"),
)


def design_ospf(draft: Draft, problems: Problems) -> None:
    """OSPF on every node that runs it; nodes without OSPF interfaces lose the module."""
    warn = mapping(mapping(draft.defaults.get("ospf")).get("warnings")).get("inactive", True)
    for node in list(draft.nodes_with("ospf")):
        for table in tables(node, "ospf"):
            instance = _design(draft, table, problems)
            if table.vrf is not None:
                table.vrf.ospf = instance
            else:
                node.ospf = instance
        if node.ospf is not None or any(vrf.ospf is not None for vrf in node.vrfs.values()):
            continue
        node.modules = [module for module in node.modules if module != "ospf"]
        if warn:
            message = f"node `{node.name}` has no interface in OSPF and does not run it"
            hint = "set `defaults.ospf.warnings.inactive: False` to silence this"
            problems.warning("ospf-inactive", message, node.span, hint)
    _find_mixed(draft)


def _find_mixed(draft: Draft) -> None:
    """Tell interfaces that adjacencies may be with other devices."""
    if len({node.device.name for node in draft.nodes_with("ospf")}) < 2:
        return
    for subnet in draft.subnets:
        active = [(i, i.ospf) for i in subnet.interfaces if i.ospf is not None and not i.ospf.passive]
        if len({interface.node.device.name for interface, _ in active}) > 1:
            for interface, ospf in active:
                interface.ospf = replace(ospf, mixed=True)


def _design(draft: Draft, table: Table, problems: Problems) -> OspfInstance | None:
    """Interfaces and instance of one routing table; None when OSPF has nothing to do there."""
    area = _default_area(table, problems)
    for interface in table.interfaces:
        interface.ospf = design_interface(table, interface, area, problems)
    members = [i for i in table.interfaces if i.ospf is not None]
    if not table.active(members):
        for interface in members:
            interface.ospf = None
        return None
    return _instance(draft, table, area, members, problems)


def _default_area(table: Table, problems: Problems) -> str:
    value = table.data.get("area")
    if value is None:
        return BACKBONE
    return dotted_quad(value, table.at("area"), problems, "an OSPF area") or BACKBONE


def _instance(draft: Draft, table: Table, area: str, members: list[DraftInterface], problems: Problems) -> OspfInstance:
    node, vrf, data = table.node, table.vrf, table.data
    used = {i.ospf.area for i in members if i.ospf is not None}
    ipv4, ipv6 = table.families(members)
    extra: Mapping[str, Any] = without(data, _TYPED)
    if len(used) > 1:
        extra = {**extra, "_abr": True}
    bandwidth = data.get("reference_bandwidth")
    if bandwidth is not None and number(bandwidth) is None:
        message = f"ospf.reference_bandwidth must be a number of Mbit/s, found `{bandwidth}`"
        problems.error("wrong-reference-bandwidth", message, table.at("reference_bandwidth"))
    password = data.get("password")
    return OspfInstance(
        router_id=protocol_router_id(draft, node, "ospf", problems, vrf),
        area=area,
        ipv4=ipv4,
        ipv6=ipv6,
        areas=design_areas(draft, node, vrf, members, problems),
        redistribute=read_redistribution(draft, node, "ospf", problems) if vrf is None else (),
        default=_default(draft, table, problems),
        reference_bandwidth=number(bandwidth),
        graceful_restart=_restart(data.get("gr")),
        bfd=bool(data.get("bfd")) and node.runs("bfd"),
        bfd_strict=bool(mapping(data.get("bfd")).get("strict")),
        password=str(password) if password else None,
        extra=extra or EMPTY,
    )


def _restart(value: Any) -> OspfRestart | None:
    """`True`, or `restart` and `helper`, each True or with a grace period."""
    data = {"restart": True} if value is True else mapping(value)
    restart, helper = (data.get(key) for key in ("restart", "helper"))
    on, helps = (v is not None and v is not False for v in (restart, helper))
    if not on and not helps:
        return None
    return OspfRestart(
        restart=on,
        grace_period_s=number(mapping(restart).get("grace_period")),
        helper=helps,
        helper_period_s=number(mapping(helper).get("grace_period")),
    )


def _default(draft: Draft, table: Table, problems: Problems) -> OspfDefault | None:
    value = table.data.get("default")
    if not value:
        return None
    data = mapping(value)
    if data.get("enabled") is False:
        return None
    at = table.at("default")
    kind = data.get("type")
    if kind not in (None, "e1", "e2"):
        problems.error("wrong-metric-type", f"ospf.default.type must be `e1` or `e2`, found `{kind}`", at)
        kind = None
    policy = data.get("policy")
    if policy is not None:
        policy = Tables(draft, table.node, problems).need("policy", policy, at)
    return OspfDefault(
        always=bool(data.get("always")),
        cost=number(data.get("cost")),
        metric_type=int(kind[1]) if kind else None,
        policy=policy,
    )


__all__ = ["design_ospf"]
