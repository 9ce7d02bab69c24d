"""Prefixes a router originates: `bgp.originate`, loopbacks, stub links, `bgp.advertise`, aggregates.

Owns: `interface.bgp_advertise`, networks and aggregates of an instance, discard routes of originated
prefixes. Must not: make sessions.
Source: the topology format's "Advertised BGP prefixes"; originated prefixes get a discard route (RFC 4271 9.4).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...addr import InterfaceAddress, Prefix
from ...errors import Problems, Span
from ...model import Aggregate, BgpNetwork, StaticRoute
from ..draft import Draft, DraftInterface, DraftNode
from ..draft_vrf import DraftVrf
from ..merge import EMPTY, mapping, without
from ..protocols import is_router
from ..routing import Tables
from ..values import as_list, prefixes_of, span_of
from .speakers import Speaker

DEFAULT_ROLES = ("stub",)


def design_networks(draft: Draft, speaker: Speaker, problems: Problems) -> tuple[BgpNetwork, ...]:
    """Originated prefixes, then the loopback's, then those of interfaces; a prefix counts once."""
    node = speaker.node
    found: dict[Prefix, BgpNetwork] = {}
    _originate(draft, node, speaker.data.get("originate"), node.at("bgp", "originate"), None, found, problems)
    loopbacks = speaker.data.get("advertise_loopback") is not False
    if node.loopback is not None:
        asked = node.loopback.module("bgp").get("advertise")
        node.loopback.bgp_advertise = loopbacks if asked is None else bool(asked)
        if node.loopback.bgp_advertise:
            _add(found, node.loopback, "loopback")
    _interfaces(draft, node, loopbacks, None, found)
    return tuple(found.values())


def design_vrf_networks(
    draft: Draft, node: DraftNode, data: Mapping[str, Any], vrf: DraftVrf, problems: Problems
) -> tuple[BgpNetwork, ...]:
    """The same within a VRF, after what `bgp.advertise` of the VRF lists; `data` are the node's BGP attributes."""
    found: dict[Prefix, BgpNetwork] = {}
    own = vrf.module("bgp")
    listed = as_list(own.get("advertise") or None)
    for position, item in enumerate(listed):
        at = span_of(listed, position, vrf.at("bgp", "advertise"))
        policy = mapping(item).get("policy")
        if policy is not None:
            policy = Tables(draft, node, problems).need("policy", policy, at)
        for prefix in prefixes_of(
            draft, without(item, ("policy",)) if isinstance(item, Mapping) else item, at, problems
        ):
            found.setdefault(prefix, BgpNetwork(prefix=prefix, origin="interface", policy=policy))
    _originate(draft, node, own.get("originate"), vrf.at("bgp", "originate"), vrf.name, found, problems)
    _interfaces(draft, node, data.get("advertise_loopback") is not False, vrf.name, found)
    return tuple(found.values())


def _originate(
    draft: Draft,
    node: DraftNode,
    value: Any,
    at: Span,
    vrf: str | None,
    found: dict[Prefix, BgpNetwork],
    problems: Problems,
) -> None:
    """Prefixes of `originate`, with discard routes where the node has no route of its own."""
    originated: list[Prefix] = []
    items = as_list(value or None)
    for position, item in enumerate(items):
        originated += prefixes_of(draft, item, span_of(items, position, at), problems)
    for prefix in originated:
        found.setdefault(prefix, BgpNetwork(prefix=prefix, origin="originate"))
    existing = {route.prefix for route in node.static_routes if route.vrf == vrf}
    for family in (4, 6):
        node.static_routes.extend(
            StaticRoute(prefix=p, discard=True, vrf=vrf)
            for p in dict.fromkeys(originated)
            if p.family == family and p not in existing
        )


def _interfaces(
    draft: Draft, node: DraftNode, loopbacks: bool, vrf: str | None, found: dict[Prefix, BgpNetwork]
) -> None:
    """Prefixes of the interfaces in one routing table."""
    roles = advertised_roles(draft)
    for interface in node.interfaces:
        if interface.vrf == vrf:
            interface.bgp_advertise = _advertised(interface, roles, loopbacks)
            if interface.bgp_advertise:
                _add(found, interface, "interface")


def _add(found: dict[Prefix, BgpNetwork], interface: DraftInterface, origin: Any) -> None:
    for address in (interface.ipv4, interface.ipv6):
        if isinstance(address, InterfaceAddress):
            prefix = address.prefix
            found.setdefault(prefix, BgpNetwork(prefix=prefix, origin=origin))


def advertised_roles(draft: Draft) -> tuple[str, ...]:
    """Link types and roles whose prefixes are originated; an empty list says nothing, as in the format."""
    roles = draft.global_module("bgp").get("advertise_roles")
    return tuple(str(role) for role in as_list(roles)) if roles else DEFAULT_ROLES


def _advertised(interface: DraftInterface, roles: tuple[str, ...], loopbacks: bool) -> bool | None:
    """The user's wish; loopback links; interfaces of an advertised type or role (role `stub`: one router only).

    A VLAN interface is of a type of its own (measured).
    """
    asked = interface.module("bgp").get("advertise")
    link = interface.subnet
    if not interface.layer3:
        return None
    if isinstance(asked, bool):
        return asked
    if link is None or link.type == "loopback":
        return loopbacks or None
    if interface.type in roles:
        return True
    role = interface.role
    if role not in roles:
        return None
    routers = sum(is_router(end.node) for end in link.interfaces)
    return role != "stub" or routers <= 1


_AGGREGATE_POLICIES = (
    ("attributes_policy", ("attributes", "attributes_policy", "policy")),
    ("suppress_policy", ("suppress", "suppress_policy")),
)


def design_aggregates(
    draft: Draft, node: DraftNode, data: Mapping[str, Any], at: Span, problems: Problems
) -> tuple[Aggregate, ...]:
    """`bgp.aggregate` of the plugin `bgp.policy`, of a node or of a VRF."""
    value = data.get("aggregate")
    if not value or "bgp.policy" not in draft.topology.plugins:
        return ()
    items = as_list(value)
    found = []
    for position, item in enumerate(items):
        place = span_of(items, position, at)
        options = item if isinstance(item, Mapping) else EMPTY
        names: dict[str, Any] = {}
        for field, keys in _AGGREGATE_POLICIES:
            name = next((options[key] for key in keys if options.get(key)), None)
            if name is not None:
                names[field] = Tables(draft, node, problems).need("policy", name, place)
        found += [
            Aggregate(
                prefix=prefix,
                summary_only=bool(options.get("summary_only")),
                as_set=bool(options.get("as_set")),
                **names,
            )
            for prefix in prefixes_of(draft, item, place, problems)
        ]
    return tuple(found)
