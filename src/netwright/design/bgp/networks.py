"""Prefixes a router originates: `bgp.originate`, loopbacks, stub links, `bgp.advertise`, aggregates.

Owns: `interface.bgp_advertise`, networks and aggregates of an instance, discard routes of originated
prefixes. Must not: make sessions.
Source: the topology format's "Advertised BGP prefixes"; originated prefixes get a discard route (RFC 4271 9.4).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...addr import InterfaceAddress, Prefix
from ...errors import Problems
from ...model import Aggregate, BgpNetwork, StaticRoute
from ..draft import Draft, DraftInterface
from ..merge import EMPTY
from ..protocols import is_router
from ..routing import Tables
from ..values import as_list, prefixes_of, span_of
from .speakers import Speaker

DEFAULT_ROLES = ("stub",)


def design_networks(draft: Draft, speaker: Speaker, problems: Problems) -> tuple[BgpNetwork, ...]:
    """Originated prefixes, then the loopback's, then those of interfaces; a prefix counts once."""
    node = speaker.node
    found: dict[Prefix, BgpNetwork] = {}
    originated = _originated(draft, speaker, problems)
    for prefix in originated:
        found.setdefault(prefix, BgpNetwork(prefix=prefix, origin="originate"))
    existing = {route.prefix for route in node.static_routes}
    for family in (4, 6):
        node.static_routes.extend(
            StaticRoute(prefix=p, discard=True) for p in found if p.family == family and p not in existing
        )
    roles = advertised_roles(draft)
    loopbacks = speaker.data.get("advertise_loopback") is not False
    if node.loopback is not None:
        asked = node.loopback.module("bgp").get("advertise")
        node.loopback.bgp_advertise = loopbacks if asked is None else bool(asked)
        if node.loopback.bgp_advertise:
            _add(found, node.loopback, "loopback")
    for interface in node.interfaces:
        interface.bgp_advertise = _advertised(interface, roles, loopbacks)
        if interface.bgp_advertise:
            _add(found, interface, "interface")
    return tuple(found.values())


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
    """The user's wish; loopback links; links of an advertised type or role (role `stub`: one router only)."""
    asked = interface.module("bgp").get("advertise")
    link = interface.subnet
    if not interface.layer3:
        return None
    if isinstance(asked, bool):
        return asked
    if link is None:
        return None
    if link.type == "loopback":
        return loopbacks or None
    if link.type in roles:
        return True
    role = interface.role
    if role not in roles:
        return None
    routers = sum(is_router(end.node) for end in link.interfaces)
    return role != "stub" or routers <= 1


def _originated(draft: Draft, speaker: Speaker, problems: Problems) -> list[Prefix]:
    value = speaker.data.get("originate")
    at = speaker.node.at("bgp", "originate")
    items = as_list(value or None)
    found: list[Prefix] = []
    for position, item in enumerate(items):
        found += prefixes_of(draft, item, span_of(items, position, at), problems)
    return found


_AGGREGATE_POLICIES = (
    ("attributes_policy", ("attributes", "attributes_policy", "policy")),
    ("suppress_policy", ("suppress", "suppress_policy")),
)


def design_aggregates(draft: Draft, speaker: Speaker, problems: Problems) -> tuple[Aggregate, ...]:
    """`bgp.aggregate` of the plugin `bgp.policy`."""
    value = speaker.data.get("aggregate")
    if not value or "bgp.policy" not in draft.topology.plugins:
        return ()
    at = speaker.node.at("bgp", "aggregate")
    items = as_list(value)
    found = []
    for position, item in enumerate(items):
        place = span_of(items, position, at)
        options = item if isinstance(item, Mapping) else EMPTY
        names: dict[str, Any] = {}
        for field, keys in _AGGREGATE_POLICIES:
            name = next((options[key] for key in keys if options.get(key)), None)
            if name is not None:
                names[field] = Tables(draft, speaker.node, problems).need("policy", name, place)
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
