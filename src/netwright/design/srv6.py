"""Segment routing with IPv6: locators, and the BGP sessions that carry segments.

Owns: `node.srv6`, the SRv6 fields of `BgpNeighbor`. Must not: make sessions (`design/bgp` did).
Source: the topology format's "SRv6": a /48 locator a node in the order of nodes, from the pool `srv6_locator` or
5f00::/16 (RFC 9602), the first one left out; sessions over IPv6 carry VPN routes of both families (RFC 9252, 8950).
"""

from __future__ import annotations

from typing import Any

import msgspec

from ..addr import Address, AddressError, Prefix, parse_prefix
from ..errors import Problems
from ..model import BgpNeighbor, Srv6
from .draft import Draft, DraftNode
from .values import as_list, families_of_sessions

POOL = "srv6_locator"
LENGTH = 48
IBGP = ("ibgp",)
_MODULES = {"isis": "isis", "ospf": "ospf", "ebgp": "bgp"}


def design_srv6(draft: Draft, problems: Problems) -> None:
    """Locators first, then the sessions, which depend on both ends."""
    nodes = list(draft.nodes_with("srv6"))
    if not nodes:
        return
    locators = _locators(draft, nodes, problems)
    for node in nodes:
        locator = locators.get(node.name)
        if locator is not None:
            node.srv6 = _instance(node, locator, problems)
    for node in nodes:
        _extend_sessions(draft, node)


def _locators(draft: Draft, nodes: list[DraftNode], problems: Problems) -> dict[str, Prefix]:
    pool, length = _pool(draft, problems)
    given = {node.name: found for node in nodes if (found := _given(node, problems)) is not None}
    used = set(given.values())
    number = 0
    for node in nodes:
        while node.name not in given:
            number += 1
            if number >= 1 << (length - pool.length):
                message = f"no SRv6 locator is left for node {node.name}: all /{length} of {pool} are used"
                problems.error("srv6-locators-used-up", message, node.span, "give `srv6.locator_pool` a shorter prefix")
                return given
            locator = pool.subnet(number, length)
            if locator not in used:
                given[node.name] = locator
    return given


def _pool(draft: Draft, problems: Problems) -> tuple[Prefix, int]:
    pool = draft.pools.get(POOL)
    if pool is not None and isinstance(pool.ipv6, Prefix):
        return pool.ipv6, max(pool.prefix6 or LENGTH, pool.ipv6.length)
    text = str(draft.global_module("srv6").get("locator_pool"))
    try:
        prefix = parse_prefix(text)
    except AddressError as error:
        at = draft.setting_at("srv6", "locator_pool")
        problems.error("wrong-prefix", f"srv6.locator_pool `{text}` is no IPv6 prefix: {error}", at)
        prefix = parse_prefix("5f00::/16")
    return prefix, LENGTH if prefix.length < LENGTH else min(prefix.length + 16, 64)


def _given(node: DraftNode, problems: Problems) -> Prefix | None:
    text = node.module("srv6").get("locator")
    if text is None:
        return None
    prefix = parse_prefix(str(text))
    if prefix.length > 64:
        message = f"SRv6 locator {prefix} of node {node.name} leaves no room for functions"
        problems.error("srv6-locator-length", message, node.at("srv6", "locator"), "use a /48 or /64")
    return prefix


def _instance(node: DraftNode, locator: Prefix, problems: Problems) -> Srv6:
    data = node.module("srv6")
    protocols = tuple(str(p) for p in as_list(data.get("igp")))
    for protocol in protocols:
        module = _MODULES.get(protocol, protocol)
        if not node.runs(module):
            message = f"SRv6 on node {node.name} uses {protocol}, but it does not run `{module}`"
            problems.error("srv6-without-igp", message, node.at("srv6", "igp"), f"add `{module}` to its modules")
    if node.loopback is None or node.loopback.ipv6 is None:
        message = f"SRv6 on node {node.name} needs an IPv6 address on its loopback"
        problems.error("srv6-without-loopback", message, node.span, "set `addressing.loopback.ipv6`")
    bgp, vpn = (families_of_sessions(data.get(key), IBGP) for key in ("bgp", "vpn"))
    return Srv6(
        locator=locator,
        protocols=protocols,
        bgp_ipv4=bgp["ipv4"],
        bgp_ipv6=bgp["ipv6"],
        vpn_ipv4=vpn["ipv4"],
        vpn_ipv6=vpn["ipv6"],
        transit_only=bool(data.get("transit_only")),
    )


def _extend_sessions(draft: Draft, node: DraftNode) -> None:
    if node.bgp is None or node.srv6 is None:
        return
    neighbors = tuple(_extended(draft, node.srv6, n) for n in node.bgp.neighbors)
    node.bgp = msgspec.structs.replace(node.bgp, neighbors=neighbors)


def _extended(draft: Draft, own: Srv6, neighbor: BgpNeighbor) -> BgpNeighbor:
    """IPv4 routes over an IPv6 session have IPv6 next hops, the ends of segments."""
    other = draft.nodes[neighbor.name].srv6
    if other is None or neighbor.ipv6 is None:
        return neighbor
    bgp = tuple(f for f in ("ipv4", "ipv6") if neighbor.type in getattr(own, f"bgp_{f}"))
    vpn = tuple(f for f in ("ipv4", "ipv6") if neighbor.type in getattr(own, f"vpn_{f}"))
    if not bgp and not vpn:
        return neighbor
    changes: dict[str, Any] = {"srv6_bgp": bgp, "srv6_vpn": vpn}
    if "ipv4" in (*bgp, *vpn) and isinstance(neighbor.ipv6, Address):
        changes["extended_next_hop"] = True
    return msgspec.structs.replace(neighbor, **changes)


__all__ = ["design_srv6"]
