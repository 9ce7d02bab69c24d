"""Checks of IS-IS: `isis_neighbor`, `isis_prefix`. ISO 10589, RFC 1195."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from ...model import IsisNeighborState, IsisRoute, Node
from ...model.adjacency import isis_instances
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

_LEVELS = {
    **dict.fromkeys(("1", "l1", "level-1"), "L1"),
    **dict.fromkeys(("2", "l2", "level-2"), "L2"),
    **dict.fromkeys(("3", "1-2", "12", "l1l2", "l12", "l1-2", "l1-l2", "level-1-2"), "L1L2"),
}


def isis_neighbor(
    context: Context,
    id: Any,
    present: bool = True,
    vrf: str = "default",
    level: Any = None,
    area: str | None = None,
    state: str = "Up",
    intf: str | None = None,
) -> str:
    """An IS-IS neighbour (node name or system id) is in this state, or not there at all.

    `level` is what the adjacencies with it on one interface make together (`L1`, `L2`, `L1L2`); `area` one of its
    area addresses.
    """
    name = table(context, vrf)
    wanted = _levels(level)
    seen: list[IsisNeighborState] = context.read(context.state.isis_neighbors, name)
    own = [n for n in seen if _same_system(context, n.name, str(id))]
    found = [n for n in own if _matches(n, own, _own_levels(context.node, n.ifname), wanted, area, intf)]
    parts = (("of level", wanted), ("in area", area), ("on", intf))
    title = f"IS-IS neighbor {id}" + "".join(f" {word} {value}" for word, value in parts if value is not None)
    if present in (False, "False") or state == "missing":
        up = [n for n in found if n.state.lower() == "up"]
        if up:
            raise CheckFailedError(f"expected no {title}, found {_describe(up[0])}")
        return f"{title} is not there"
    good = [n for n in found if n.state.lower() == str(state).lower()]
    if good:
        return f"{title}: {_describe(good[0])}"
    if own:
        raise CheckFailedError(f"expected {title} in state {state}, found {listed(map(_describe, own))}")
    raise CheckFailedError(f"there is no {title}; neighbors: {listed(f'{n.name} ({n.state})' for n in seen)}")


def _levels(level: Any) -> str | None:
    if level in (None, ""):
        return None
    word = _LEVELS.get(str(level).lower())
    if word is None:
        raise CheckArgumentError(f"`level` must be 'L1', 'L2' or 'L1L2', found {level!r}")
    return word


def _same_system(context: Context, seen: str, wanted: str) -> bool:
    """Names follow RFC 5301; before they are known a router shows the system id."""
    node = context.network.nodes.get(wanted)
    instances = isis_instances(node) if node is not None else ()
    return seen == wanted or seen in {isis.system_id for _, isis in instances}


def _matches(
    n: IsisNeighborState,
    all_of_it: list[IsisNeighborState],
    own: set[str],
    levels: str | None,
    area: str | None,
    intf: str | None,
) -> bool:
    if intf is not None and n.ifname != intf:
        return False
    if area is not None and _digits(area) not in {_digits(a) for a in n.areas}:
        return False
    if levels is None:
        return True
    here = [o for o in all_of_it if o.ifname == n.ifname and o.state == n.state]
    together = {level for o in here for level in re.findall(r"L[12]", o.levels)}
    return levels in ("".join(sorted(together)), "".join(sorted(together & own)))


def _own_levels(node: Node, ifname: str | None) -> set[str]:
    """Levels the node itself takes part in on an interface: daemons say what the neighbour would."""
    interface = next((i for i in node.interfaces if i.ifname == ifname), None)
    vrf = node.vrfs.get(interface.vrf) if interface is not None and interface.vrf is not None else None
    instance = vrf.isis if vrf is not None else node.isis
    asked = [instance.levels if instance is not None else None]
    asked.append(interface.isis.levels if interface is not None and interface.isis is not None else None)
    found = {"L1", "L2"}
    for levels in asked:
        found &= set(re.findall(r"L[12]", _LEVELS[levels])) if levels is not None else found
    return found


def _digits(area: Any) -> str:
    return str(area).replace(".", "").lower()


def _describe(n: IsisNeighborState) -> str:
    return f"{n.levels or 'no level'} on {n.ifname}, area {listed(n.areas)}, {n.state}"


def isis_prefix(
    context: Context,
    pfx: Any,
    af: str | None = None,
    level: Any = None,
    cost: int | None = None,
    metric: int | None = None,
    state: str = "present",
    present: bool = True,
    nh: Any = None,
    vrf: str = "default",
) -> str:
    """IS-IS has (or lacks) a route to this prefix, at this level with this metric."""
    name = table(context, vrf)
    family = family_of(af, pfx if isinstance(pfx, str) else "")
    prefix = prefix_text(pfx, family)
    wanted = _levels(level)
    cost = metric if cost is None else cost
    routes: list[IsisRoute] = [r for r in context.read(context.state.isis_routes, family, name) if r.prefix == prefix]
    found = [r for r in routes if _fits(r, wanted, cost, nh)]
    parts = (("of level", wanted), ("with metric", cost), ("via", nh))
    expected = "".join(f" {word} {value}" for word, value in parts if value is not None)
    if presence(state) == "missing" or present in (False, "False"):
        if found:
            raise CheckFailedError(f"expected no IS-IS route to {prefix}{expected}, found {_route(found[0])}")
        return f"no IS-IS route to {prefix}{expected}"
    if not found:
        raise CheckFailedError(f"expected an IS-IS route to {prefix}{expected}, found {listed(map(_route, routes))}")
    return f"IS-IS route to {prefix}: {_route(found[0])}"


def _fits(route: IsisRoute, levels: str | None, cost: Any, nh: Any) -> bool:
    if levels is not None and f"L{route.level}" not in levels:
        return False
    if cost is not None and str(route.metric) != str(cost):
        return False
    return nh is None or any(same_address(seen, address_text(hop)) for hop in as_list(nh) for seen in route.next_hops)


def _route(route: IsisRoute) -> str:
    return f"L{route.level} metric {route.metric} via {listed(route.next_hops, 'this router')}"


CHECKS: dict[str, Callable[..., str]] = {"isis_neighbor": isis_neighbor, "isis_prefix": isis_prefix}
