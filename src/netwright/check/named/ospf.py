"""Checks of OSPF: `ospf_neighbor`, `ospf6_neighbor`, `ospf_prefix`, `ospf6_prefix`. RFC 2328, RFC 5340."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from ...model import OspfNeighborState, OspfRoute
from ...model.adjacency import OSPF_FAMILIES
from .base import (
    CheckFailedError,
    Context,
    address_text,
    as_list,
    listed,
    prefix_text,
    presence,
    router_id,
    same_address,
    table,
)

Version = Literal[2, 3]
_TYPES = {
    "intra": "intra-area",
    "n": "intra-area",
    "inter": "inter-area",
    "n ia": "inter-area",
    "ia": "inter-area",
    "e1": "external-1",
    "n e1": "external-1",
    "e2": "external-2",
    "n e2": "external-2",
}


def _neighbor(context: Context, version: Version, id: Any, present: Any, state: Any, vrf: Any) -> str:
    name = table(context, vrf)
    wanted_id = router_id(context, id, "ospf")
    protocol = "OSPF" if version == 2 else "OSPFv3"
    seen: list[OspfNeighborState] = context.read(context.state.ospf_neighbors, OSPF_FAMILIES[version], name)
    found = [n for n in seen if n.router_id == wanted_id]
    if present in (False, "False") or state == "missing":
        if found:
            raise CheckFailedError(f"expected no {protocol} neighbor {wanted_id}, found it in state {found[0].state}")
        return f"{protocol} neighbor {wanted_id} is not there"
    states = as_list(state) or ["Full"]
    good = [n for n in found if any(n.state.lower() == str(s).lower() for s in states)]
    if good:
        return f"{protocol} neighbor {wanted_id} is in state {good[0].state}"
    if found:
        raise CheckFailedError(
            f"{protocol} neighbor {wanted_id} is in state {found[0].state}, expected {listed(states)}"
        )
    others = listed(f"{n.router_id} ({n.state})" for n in seen)
    raise CheckFailedError(f"there is no {protocol} neighbor {wanted_id}; neighbors: {others}")


def ospf_neighbor(context: Context, id: Any, present: bool = True, vrf: str = "default", state: Any = None) -> str:
    """An OSPFv2 neighbour with this router id (or node name) is in state Full, or not there at all."""
    return _neighbor(context, 2, id, present, state, vrf)


def ospf6_neighbor(context: Context, id: Any, present: bool = True, vrf: str = "default", state: Any = None) -> str:
    """An OSPFv3 neighbour with this router id (or node name) is in state Full, or not there at all."""
    return _neighbor(context, 3, id, present, state, vrf)


def _prefix(context: Context, version: Version, pfx: Any, cost: Any, rt: Any, state: Any, nh: Any, vrf: Any) -> str:
    name = table(context, vrf)
    family = "ipv4" if version == 2 else "ipv6"
    prefix = prefix_text(pfx, family)
    protocol = "OSPF" if version == 2 else "OSPFv3"
    routes: list[OspfRoute] = [
        r for r in context.read(context.state.ospf_routes, OSPF_FAMILIES[version], name) if r.prefix == prefix
    ]
    parts = (("of type", rt), ("with cost", cost), ("via", nh))
    expected = "".join(f" {word} {value}" for word, value in parts if value is not None)
    found = [r for r in routes if _fits(r, cost, rt, nh)]
    if presence(state) == "missing":
        if found:
            raise CheckFailedError(f"expected no {protocol} route to {prefix}{expected}, found {_describe(found[0])}")
        return f"no {protocol} route to {prefix}{expected}"
    if not found:
        raise CheckFailedError(
            f"expected an {protocol} route to {prefix}{expected}, found {listed(map(_describe, routes))}"
        )
    return f"{protocol} route to {prefix}: {_describe(found[0])}"


def _fits(route: OspfRoute, cost: Any, rt: Any, nh: Any) -> bool:
    if cost is not None and str(route.cost) != str(cost):
        return False
    if rt is not None and _kind(route.route_type) not in {_kind(t) for t in as_list(rt)}:
        return False
    return nh is None or any(same_address(seen, address_text(hop)) for hop in as_list(nh) for seen in route.next_hops)


def _kind(text: Any) -> str:
    word = str(text).strip().lower().replace("_", "-")
    return _TYPES.get(word, word)


def _describe(route: OspfRoute) -> str:
    return f"{route.route_type} cost {route.cost} via {listed(route.next_hops, 'this router')}"


def ospf_prefix(
    context: Context,
    pfx: Any,
    cost: int | None = None,
    rt: Any = None,
    state: str = "present",
    nh: Any = None,
    vrf: str = "default",
) -> str:
    """OSPFv2 has (or lacks) a route to this prefix with this cost and type."""
    return _prefix(context, 2, pfx, cost, rt, state, nh, vrf)


def ospf6_prefix(
    context: Context,
    pfx: Any,
    cost: int | None = None,
    rt: Any = None,
    state: str = "present",
    nh: Any = None,
    vrf: str = "default",
) -> str:
    """OSPFv3 has (or lacks) a route to this prefix with this cost and type."""
    return _prefix(context, 3, pfx, cost, rt, state, nh, vrf)


CHECKS: dict[str, Callable[..., str]] = {
    "ospf_neighbor": ospf_neighbor,
    "ospf6_neighbor": ospf6_neighbor,
    "ospf_prefix": ospf_prefix,
    "ospf6_prefix": ospf6_prefix,
}
