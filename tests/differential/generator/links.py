"""Links in all shorthands."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from .base import Context, chance, picked
from .bgp import link_bgp
from .interior import link_interior
from .ospf import link_ospf
from .vrf import link_vrf

WAYS = ["auto"] * 7 + ["pool", "role", "prefix", "named", "unnumbered", "off", "host", "lla", "inline"]


@st.composite
def link_sections(draw: st.DrawFn, context: Context, extra_nodes: list[str], modules: dict[str, list[str]]) -> Any:
    """The `links` section: a list, or a dict of lists; `modules` are those of each router."""
    links: list[Any] = []
    unused = list(context.named)
    nodes = [*context.routers, *context.routers, *context.hosts, *extra_nodes]
    for number in range(draw(st.integers(1, 9))):
        size = draw(st.sampled_from([1, 2, 2, 2, 2, 3, 4]))
        ends = draw(st.lists(st.sampled_from(nodes), min_size=min(size, 2), max_size=size, unique=True))
        ends = ends[:1] if size == 1 else ends
        attributes = draw(link_attributes(context, number, ends, unused))
        _drop_foreign(attributes.get("_interfaces", {}), context, modules)
        links.append(draw(link_form(ends, attributes)))
    if draw(chance(7)):
        links.append(draw(link_group(context)))
    if draw(chance(8)):
        half = len(links) // 2
        return {"first": links[:half], "second": links[half:]} if half else {"only": links}
    return links


def _drop_foreign(interfaces: dict[str, Any], context: Context, modules: dict[str, list[str]]) -> None:
    """Takes away what ends say of modules their nodes do not run."""
    for end, attributes in interfaces.items():
        for module in context.modules:
            if module not in modules.get(end, context.modules):
                attributes.pop(module, None)


@st.composite
def link_group(draw: st.DrawFn, context: Context) -> dict[str, Any]:
    """Links with common attributes."""
    pair = "-".join(context.routers[:2])
    members: list[Any] = [pair, {context.routers[0]: None, context.routers[-1]: None, "mtu": 1420}, context.routers[:3]]
    group: dict[str, Any] = {"group": "grp", "members": members[: draw(st.integers(1, 3))]}
    group.update(draw(picked({"bandwidth": (3, [5000]), "mtu": (3, [1430]), "role": (3, ["backbone"])})))
    if context.has("ospf") and draw(chance(3)):
        group["ospf"] = {"cost": 33}
    return group


@st.composite
def link_form(draw: st.DrawFn, ends: list[str], attributes: dict[str, Any]) -> Any:
    """One of the shorthands that can say it."""
    interfaces = attributes.pop("_interfaces", {})
    if not attributes and not interfaces:
        form = draw(st.sampled_from(["text", "list", "dict"]))
        if form == "text":
            return "-".join(ends)
        if form == "list" and len(ends) > 1:
            return ends
    if draw(chance(4)):
        listed = [{"node": end, **interfaces.get(end, {})} for end in ends]
        if not interfaces and draw(st.booleans()):
            return {"interfaces": list(ends), **attributes}
        return {"interfaces": listed, **attributes}
    return {**{end: interfaces.get(end) for end in ends}, **attributes}


@st.composite
def addressed(
    draw: st.DrawFn, context: Context, number: int, ends: list[str], unused: list[str], *, plain: bool
) -> tuple[dict[str, Any], dict[str, Any]]:
    """How the link gets addresses: attributes of the link and of its ends."""
    way = draw(st.sampled_from(WAYS))
    v4, v6 = f"192.168.{number}.0/24", f"2001:db8:f00:{number}::/64"
    pools = context.pools if plain and len(ends) > 1 else context.numbered
    if way in ("pool", "role"):
        return {way: draw(st.sampled_from([*pools, "backbone"] if way == "role" else pools))}, {}
    if way == "prefix":
        forms: list[Any] = [v4, {"ipv4": v4, "ipv6": v6}, {"ipv6": v6}, f"192.168.{number}.0/29"]
        forms += [{"ipv4": v4, "allocation": kind} for kind in ("sequential", "id_based")]
        forms += [{"ipv4": f"192.168.{number}.0/31"}] if plain and len(ends) == 2 else []
        return {"prefix": draw(st.sampled_from(forms))}, {}
    if way == "named" and unused:
        return {"prefix": unused.pop()}, {}
    if way == "unnumbered" and plain and len(ends) > 1:
        return {"unnumbered": True}, {}
    if way == "inline" and plain and len(ends) > 1:
        return {"prefix": draw(st.sampled_from([{"ipv4": True}, {"ipv4": True, "ipv6": True}]))}, {}
    if way == "lla":
        return {"prefix": {"ipv4": v4, "ipv6": True}}, {}
    if way == "off":
        return {"prefix": False}, {}
    if way == "host":
        own: list[Any] = [200, 210, f"192.168.{number}.201/24", *([False] if plain else [])]
        return {"prefix": {"ipv4": v4, "ipv6": v6}}, {
            ends[0]: {"ipv4": draw(st.sampled_from(own)), **draw(picked({"ipv6": (3, [50, False, True])}))}
        }
    return {}, {}


@st.composite
def link_attributes(
    draw: st.DrawFn, context: Context, number: int, ends: list[str], unused: list[str]
) -> dict[str, Any]:
    """Attributes of a link and, under `_interfaces`, of its ends."""
    plain = all(end in context.routers for end in ends)
    link, interfaces = draw(addressed(context, number, ends, unused, plain=plain))
    if plain and len(ends) == 2 and draw(chance(5)):
        link["type"] = draw(st.sampled_from(["lan", "p2p"]))
    if len(ends) == 1 and plain and draw(chance(4)):
        link["type"] = draw(st.sampled_from(["loopback", "stub", "lan"]))
    common: dict[str, tuple[int, list[Any]]] = {
        "mtu": (12, [1400]),
        "bandwidth": (12, [10000]),
        "name": (12, ["a link"]),
        "shutdown": (14, [True]),
        "disable": (25, [True]),
        "ra": (20, [{"slaac": False}, {"disable": True}]),
    }
    link.update(draw(picked(common)))
    for module, one_in in (("ospf", 3), ("bgp", 4)):
        if context.has(module) and plain and draw(chance(one_in)):
            interface = draw(st.booleans())
            value = draw(link_ospf(interface=interface) if module == "ospf" else link_bgp(context, interface=interface))
            if interface:
                interfaces.setdefault(ends[0], {})[module] = value
            else:
                link[module] = value
    for module in ("isis", "ripv2", "bfd"):
        if context.has(module) and plain and draw(chance(3)):
            where = interfaces.setdefault(ends[0], {}) if draw(st.booleans()) else link
            value = draw(link_interior(module))
            if value or value is False:
                where[module] = value
    if context.has("vrf"):
        everywhere, of_ends = draw(link_vrf(context, ends))
        link.update(everywhere)
        for end, attributes in of_ends.items():
            interfaces.setdefault(end, {}).update(attributes)
    if link.get("type") != "loopback":
        own: dict[str, tuple[int, list[Any]]] = {
            "ifindex": (10, [20 + number]),
            "name": (16, ["an interface"]),
            "mtu": (16, [1380]),
            "shutdown": (25, [True]),
            "ifname": (30, [f"port{number}"]),
        }
        drawn = draw(picked(own))
        if drawn:
            interfaces.setdefault(ends[-1], {}).update(drawn)
    if interfaces:
        link["_interfaces"] = interfaces
    return link
