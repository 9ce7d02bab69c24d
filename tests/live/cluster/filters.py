"""What a BGPFilter does to routes, as its documentation says it, in plain Python."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from netwright.addr import Prefix
from netwright.cluster.bird import Dialect
from netwright.cluster.bird.names import Direction
from netwright.cluster.resources import AddCommunity, BGPFilterRule, PrependASPath

from .passing import Route

OWN_AS = 64512
"""Of the node that exports."""


def as_filtered(route: Route, direction: Direction, dialect: Dialect, *, internal: bool) -> Route:
    """The route as the filter gets it: BIRD 1 puts the own AS into the path before an EBGP session's export filter."""
    prepended = direction == "export" and dialect == "bird1" and not internal
    return msgspec.structs.replace(route, path=(OWN_AS, *route.path)) if prepended else route


def expected(
    rules: Sequence[BGPFilterRule], route: Route, direction: Direction, dialect: Dialect, *, internal: bool
) -> Route | None:
    """The route as the filter leaves it, None when a rule rejects it. Rules see Calico's paths in both dialects."""
    seen = as_filtered(route, direction, "bird1", internal=internal)
    route = as_filtered(route, direction, dialect, internal=internal)
    own = len(seen.path) - len(route.path)
    for rule in rules:
        seen = msgspec.structs.replace(route, path=(OWN_AS,) * own + route.path)
        if _matches(rule, seen, internal):
            if rule.action == "Reject":
                return None
            for operation in rule.operations:
                if isinstance(operation, AddCommunity):
                    route = msgspec.structs.replace(route, communities=route.communities | {operation.value})
                elif isinstance(operation, PrependASPath):
                    route = msgspec.structs.replace(route, path=operation.prefix + route.path)
                else:
                    route = msgspec.structs.replace(route, priority=operation.value)
            return route
    return msgspec.structs.replace(route, decided=False)


def _matches(rule: BGPFilterRule, route: Route, internal: bool) -> bool:
    return (
        (
            rule.cidr is None
            or _is_in(rule, rule.cidr, route.prefix) is not (rule.match_operator in ("NotIn", "NotEqual"))
        )
        and (rule.peer_type is None or (rule.peer_type == "iBGP") is internal)
        and (rule.community is None or rule.community in route.communities)
        and rule.as_path_prefix == route.path[: len(rule.as_path_prefix)]
        and (rule.priority is None or rule.priority == route.priority)
    )


def _is_in(rule: BGPFilterRule, cidr: Prefix, prefix: Prefix) -> bool:
    low = rule.prefix_length.min if rule.prefix_length and rule.prefix_length.min is not None else cidr.length
    high = rule.prefix_length.max if rule.prefix_length and rule.prefix_length.max is not None else 32
    fits = low <= prefix.length <= high
    if rule.match_operator in ("Equal", "NotEqual"):
        return prefix == cidr and fits
    return cidr.contains(prefix) and fits
