"""OSPF of a router: instance, address families, default route, redistribution.

Owns: `node.ospf`. Must not: decide about links' roles (BGP did).
Source: the topology format's "OSPF": a node without any interface in OSPF does not run it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...errors import Problems
from ...model import OspfDefault, OspfInstance, OspfRestart
from ..draft import Draft, DraftNode
from ..merge import EMPTY, mapping, without
from ..protocols import protocol_router_id, read_redistribution
from ..routing import Tables
from ..values import dotted_quad, number
from .areas import design_areas
from .interfaces import asked_families, design_interface

BACKBONE = "0.0.0.0"
_TYPED = ("af", "area", "areas", "bfd", "default", "gr", "import", "password", "reference_bandwidth", "router_id")


def design_ospf(draft: Draft, problems: Problems) -> None:
    """OSPF on every node that runs it; nodes without OSPF interfaces lose the module."""
    warn = mapping(mapping(draft.defaults.get("ospf")).get("warnings")).get("inactive", True)
    for node in list(draft.nodes_with("ospf")):
        area = _default_area(node, problems)
        active = False
        for interface in node.interfaces:
            interface.ospf = design_interface(node, interface, area, problems)
            active = active or interface.ospf is not None
        if not active or not any(_families(node)):
            node.modules = [module for module in node.modules if module != "ospf"]
            if warn:
                message = f"node `{node.name}` has no interface in OSPF and does not run it"
                hint = "set `defaults.ospf.warnings.inactive: False` to silence this"
                problems.warning("ospf-inactive", message, node.span, hint)
            continue
        if node.loopback is not None:
            node.loopback.ospf = design_interface(node, node.loopback, area, problems)
        node.ospf = _instance(draft, node, area, problems)


def _default_area(node: DraftNode, problems: Problems) -> str:
    value = node.module("ospf").get("area")
    if value is None:
        return BACKBONE
    return dotted_quad(value, node.at("ospf", "area"), problems, "an OSPF area") or BACKBONE


def _instance(draft: Draft, node: DraftNode, area: str, problems: Problems) -> OspfInstance:
    data = node.module("ospf")
    used = list(dict.fromkeys(i.ospf.area for i in node.all_interfaces if i.ospf is not None))
    ipv4, ipv6 = _families(node)
    extra: Mapping[str, Any] = without(data, _TYPED)
    if len(used) > 1:
        extra = {**extra, "_abr": True}
    bandwidth = data.get("reference_bandwidth")
    if bandwidth is not None and number(bandwidth) is None:
        message = f"ospf.reference_bandwidth must be a number of Mbit/s, found `{bandwidth}`"
        problems.error("wrong-reference-bandwidth", message, node.at("ospf", "reference_bandwidth"))
    password = data.get("password")
    return OspfInstance(
        router_id=protocol_router_id(draft, node, "ospf", problems),
        area=area,
        ipv4=ipv4,
        ipv6=ipv6,
        areas=design_areas(draft, node, used, problems),
        redistribute=read_redistribution(draft, node, "ospf", problems),
        default=_default(draft, node, problems),
        reference_bandwidth=number(bandwidth),
        graceful_restart=_restart(data.get("gr")),
        bfd=bool(data.get("bfd")),
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


def _families(node: DraftNode) -> tuple[bool, bool]:
    """`ospf.af` when given, else the families of the interfaces in OSPF."""
    asked = asked_families(node)
    if asked is not None:
        return asked
    running = [i for i in node.all_interfaces if i.ospf is not None]
    return any(i.ipv4 is not None for i in running), any(i.ipv6 is not None for i in running)


def _default(draft: Draft, node: DraftNode, problems: Problems) -> OspfDefault | None:
    value = node.module("ospf").get("default")
    if not value:
        return None
    data = mapping(value)
    if data.get("enabled") is False:
        return None
    at = node.at("ospf", "default")
    kind = data.get("type")
    if kind not in (None, "e1", "e2"):
        problems.error("wrong-metric-type", f"ospf.default.type must be `e1` or `e2`, found `{kind}`", at)
        kind = None
    policy = data.get("policy")
    if policy is not None:
        policy = Tables(draft, node, problems).need("policy", policy, at)
    return OspfDefault(
        always=bool(data.get("always")),
        cost=number(data.get("cost")),
        metric_type=int(kind[1]) if kind else None,
        policy=policy,
    )


__all__ = ["design_ospf"]
