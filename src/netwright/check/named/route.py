"""Checks of the routing table: `route`, `ipv4_route`, `ipv6_route`, `rt_prefix`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...model import Route
from .base import (
    CheckArgumentError,
    CheckFailedError,
    Context,
    address_text,
    as_list,
    family_of,
    listed,
    prefix_text,
    presence,
    same_address,
    table,
)

_KIN = {
    "ospf3": "ospf",
    "ospfv3": "ospf",
    "ospf6": "ospf",
    "ospfv2": "ospf",
    "ripng": "rip",
    "direct": "connected",
}
"""Names of one protocol in different daemons."""


def _protocol(name: Any) -> str:
    word = str(name).lower()
    return _KIN.get(word, word)


def route(
    context: Context,
    pfx: Any,
    af: str | None = None,
    proto: str | None = None,
    cost: int | None = None,
    nh: Any = None,
    intf: str | None = None,
    state: str = "present",
    vrf: str | None = None,
    metric: int | None = None,
) -> str:
    """The routing table has (or lacks) a route to exactly this prefix, with these attributes."""
    name = table(context, vrf)
    family = family_of(af, pfx if isinstance(pfx, str) else "")
    prefix = prefix_text(pfx, family)
    wanted = presence(state)
    cost = metric if cost is None else cost
    routes: list[Route] = [
        r for r in context.read(context.state.routes, family, prefix, name) if r.prefix == prefix and r.selected
    ]
    expected = _expectation(proto, cost, nh, intf)
    found = [r for r in routes if _fits(r, proto, cost, nh, intf)]
    if wanted == "missing":
        if found:
            raise CheckFailedError(f"expected no route to {prefix}{expected}, found {_describe(found[0])}")
        return f"no route to {prefix}{expected}"
    if not routes:
        raise CheckFailedError(f"expected a route to {prefix}{expected}, found none")
    if not found:
        raise CheckFailedError(f"expected a route to {prefix}{expected}, found {listed(map(_describe, routes))}")
    return f"route to {prefix}: {_describe(found[0])}"


def _expectation(proto: Any, cost: Any, nh: Any, intf: Any) -> str:
    parts = (("from", proto), ("with cost", cost), ("via", nh), ("through", intf))
    return "".join(f" {word} {value}" for word, value in parts if value is not None)


def _fits(route: Route, proto: Any, cost: Any, nh: Any, intf: Any) -> bool:
    if proto is not None and _protocol(route.protocol) not in {_protocol(p) for p in as_list(proto)}:
        return False
    if cost is not None and route.metric != cost:
        return False
    if intf is not None and intf not in route.ifnames:
        return False
    return nh is None or any(
        any(same_address(seen, address_text(hop)) for seen in route.next_hops) for hop in as_list(nh)
    )


def _describe(route: Route) -> str:
    cost = f" cost {route.metric}" if route.metric is not None else ""
    where = "discard" if route.discard else f"via {listed(route.next_hops or route.ifnames, 'nothing')}"
    return f"{route.protocol}{cost} {where}"


def ipv4_route(
    context: Context,
    pfx: Any,
    proto: str | None = None,
    cost: int | None = None,
    nh: Any = None,
    intf: str | None = None,
    state: str = "present",
    vrf: str | None = None,
) -> str:
    """`route` for IPv4."""
    return route(context, pfx, "ipv4", proto, cost, nh, intf, state, vrf)


def ipv6_route(
    context: Context,
    pfx: Any,
    proto: str | None = None,
    cost: int | None = None,
    nh: Any = None,
    intf: str | None = None,
    state: str = "present",
    vrf: str | None = None,
) -> str:
    """`route` for IPv6."""
    return route(context, pfx, "ipv6", proto, cost, nh, intf, state, vrf)


def rt_prefix(
    context: Context,
    pfx: Any,
    af: str = "ipv4",
    proto: str | None = None,
    metric: int | None = None,
    state: str = "present",
    vrf: str | None = None,
) -> str:
    """`route` with the argument names of the format's routing-table check."""
    if metric is not None and not isinstance(metric, int):
        raise CheckArgumentError(f"`metric` must be a number, found {metric!r}")
    return route(context, pfx, af, proto, metric, None, None, state, vrf)


CHECKS: dict[str, Callable[..., str]] = {
    "route": route,
    "ipv4_route": ipv4_route,
    "ipv6_route": ipv6_route,
    "rt_prefix": rt_prefix,
}
