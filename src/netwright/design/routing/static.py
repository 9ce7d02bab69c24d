"""Static routes of nodes.

Owns: `routing.static` -> `node.static_routes`. Must not: make routes of hosts (`design/hosts.py` does) or discard
routes of originated prefixes (`design/bgp` does).
Source: the topology format's "Static routes". A target is one or more prefixes, pools or nodes; a next hop is an
address, a node (every shared link, else its loopback), the link's gateway, or `discard`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ...addr import Address, AddressError, Family, InterfaceAddress, Prefix, parse_address
from ...errors import Problems, Span, nearest
from ...model import StaticRoute
from ..draft import Draft, DraftInterface, DraftNode
from ..merge import mapping
from ..values import as_list, prefixes_of, span_of
from .entries import unknown_keys

_ROUTE_KEYS = frozenset({"include", "ipv4", "ipv6", "prefix", "pool", "node", "nexthop", "vrf", "floating", "comment"})
_TARGET_KEYS = ("ipv4", "ipv6", "prefix", "pool", "node")
DEFAULT_VRF = "default"
"""Name of the global routing table."""
_UNKNOWN = "?"
_HOP_KEYS = frozenset({"ipv4", "ipv6", "node", "gateway", "discard", "vrf", "intf", "idx", "link"})


class Hop(NamedTuple):
    """One way a route can go."""

    next_hop: Address | None = None
    ifname: str | None = None
    discard: bool = False


def add_static_routes(draft: Draft, problems: Problems) -> None:
    """Resolve `routing.static` of every node; a host with own routes loses the automatic ones."""
    for node in draft.nodes.values():
        own = mapping(node.data.get("routing")).get("static")
        if not own or not node.runs("routing"):
            continue
        if node.role == "host":
            node.static_routes = []
        at = node.at("routing", "static")
        for entry, place in _entries(draft, node, as_list(own), at, problems):
            node.static_routes.extend(_routes(draft, node, entry, place, problems))


def _entries(
    draft: Draft, node: DraftNode, own: list[Any], at: Span, problems: Problems
) -> Iterator[tuple[Mapping[str, Any], Span]]:
    """The node's own routes, then those of included global lists with the including entry's attributes."""
    included: list[tuple[Mapping[str, Any], Span]] = []
    lists = mapping(mapping(draft.settings.get("routing")).get("static"))
    for position, entry in enumerate(own):
        place = span_of(own, position, at)
        if not isinstance(entry, Mapping):
            hint = "for example `{ ipv4: 10.0.0.0/8, nexthop.node: r2 }`"
            problems.error("wrong-type", f"a static route must be a mapping, found `{entry}`", place, hint)
            continue
        unknown_keys(entry, _ROUTE_KEYS, "static route", place, problems)
        names = as_list(entry.get("include"))
        if not names:
            yield entry, place
        for name in names:
            if name not in lists:
                hint = nearest(str(name), lists) or "define it under the top-level `routing.static`"
                message = f"unknown list of static routes `{name}`"
                problems.error("unknown-static-list", message, span_of(entry, "include", place), hint)
                continue
            rest = {key: value for key, value in entry.items() if key != "include"}
            routes = [route for route in as_list(lists[name]) if isinstance(route, Mapping)]
            included += [({**route, **rest} if rest else route, place) for route in routes]
    yield from included


def _routes(draft: Draft, node: DraftNode, entry: Mapping[str, Any], at: Span, problems: Problems) -> list[StaticRoute]:
    hop = entry.get("nexthop")
    table = _table(node, entry.get("vrf"), span_of(entry, "vrf", at), problems)
    out = table
    if isinstance(hop, Mapping) and "vrf" in hop:
        out = _table(node, hop["vrf"], span_of(hop, "vrf", at), problems)
    if table is _UNKNOWN or out is _UNKNOWN:
        return []
    before = len(problems)
    prefixes, named = _targets(draft, node, entry, at, problems)
    if not prefixes and len(problems) == before and any(key in entry for key in _TARGET_KEYS):
        message = f"the destination of a static route on node `{node.name}` has no prefix"
        problems.error("static-route-without-prefix", message, at, "pools and names without addresses lead nowhere")
        return []
    if not any(key in entry for key in _TARGET_KEYS):
        hint = "give it `ipv4`, `ipv6`, `prefix`, `pool` or `node`"
        problems.error("static-route-without-prefix", "a static route needs a destination", at, hint)
        return []
    if not isinstance(hop, Mapping) or not hop:
        hint = "give it `nexthop.node`, `nexthop.ipv4`, `nexthop.gateway` or `nexthop.discard`"
        problems.error("static-route-without-nexthop", "a static route needs a next hop", at, hint)
        return []
    place = span_of(entry, "nexthop", at)
    unknown_keys(hop, _HOP_KEYS, "next hop", place, problems)
    found: dict[int, list[Hop]] = {}
    failed = len(problems)
    for family in (4, 6):
        if any(p.family == family for p in prefixes):
            found[family] = _hops(draft, node, hop, family, out, place, problems)
    if len(problems) == failed:
        _check(node, prefixes, named, found, place, problems)
    extra = {"floating": True} if entry.get("floating") else {}
    return [
        StaticRoute(
            prefix=p,
            next_hop=h.next_hop,
            ifname=h.ifname,
            discard=h.discard,
            vrf=table,
            next_hop_vrf=(out or DEFAULT_VRF) if out != table and not h.discard else None,
            extra=extra,
        )
        for family in (4, 6)
        for p in prefixes
        if p.family == family
        for h in found[family]
    ]


def _table(node: DraftNode, name: Any, at: Span, problems: Problems) -> str | None:
    """The VRF of that name on the node; None is the global table, `_UNKNOWN` a mistake."""
    if name is None or name == DEFAULT_VRF or name in node.vrfs:
        return str(name) if name in node.vrfs else None
    hint = nearest(str(name), node.vrfs) or (f"its VRFs: {', '.join(node.vrfs)}" if node.vrfs else "it has no VRF")
    message = f"static route in VRF `{name}`, which node `{node.name}` does not have"
    problems.error("unknown-vrf", message, at, hint)
    return _UNKNOWN


def _check(
    node: DraftNode,
    prefixes: list[Prefix],
    named: set[Prefix],
    found: dict[int, list[Hop]],
    at: Span,
    problems: Problems,
) -> None:
    """A family asked for by address must have a next hop; one that came with a name only if no other has."""
    usable = any(found.values())
    for family, hops in found.items():
        asked = [p for p in prefixes if p.family == family and (p not in named or not usable)]
        if not hops and asked:
            message = f"static route to {asked[0]} on node `{node.name}` has no ipv{family} next hop"
            hint = "the next hop needs an address of that family on a link both share, or on its loopback"
            problems.error("no-next-hop", message, at, hint)


def _targets(
    draft: Draft, node: DraftNode, entry: Mapping[str, Any], at: Span, problems: Problems
) -> tuple[list[Prefix], set[Prefix]]:
    """Destinations, and those of them that a name stands for."""
    own = {key: entry[key] for key in ("ipv4", "ipv6") if key in entry}
    prefixes = prefixes_of(draft, own, at, problems) if own else []
    named: list[Prefix] = []
    names = {key: entry[key] for key in ("pool", "prefix") if key in entry}
    if names:
        named += prefixes_of(draft, names, at, problems)
    for name in as_list(entry.get("node")):
        target = _node(draft, name, span_of(entry, "node", at), problems)
        if target is not None:
            ends = [target.loopback] if target.loopback is not None else target.interfaces[:1]
            for end in ends:
                named += [a.prefix for a in (end.ipv4, end.ipv6) if isinstance(a, InterfaceAddress)]
    return prefixes + named, set(named)


def _node(draft: Draft, name: Any, at: Span, problems: Problems) -> DraftNode | None:
    node = draft.nodes.get(str(name))
    if node is None:
        hint = nearest(str(name), draft.nodes)
        problems.error("unknown-node", f"static route refers to unknown node `{name}`", at, hint)
    return node


def _hops(
    draft: Draft,
    node: DraftNode,
    hop: Mapping[str, Any],
    family: Family,
    vrf: str | None,
    at: Span,
    problems: Problems,
) -> list[Hop]:
    """Next hops in a routing table of the node."""
    if hop.get("discard"):
        return [Hop(discard=True)]
    interfaces = [i for i in node.interfaces if i.vrf == vrf]
    link = hop.get("link")
    if link is not None:
        interfaces = [i for i in interfaces if i.link is not None and i.link.data.get("linkid") == link]
        if not interfaces:
            message = f"node `{node.name}` is on no link with `linkid: {link}`"
            problems.error("unknown-link", message, span_of(hop, "link", at))
            return []
    if hop.get("node") is not None:
        other = _node(draft, hop["node"], span_of(hop, "node", at), problems)
        return _through(node, other, family, vrf, interfaces, at, problems) if other is not None else []
    if hop.get("gateway"):
        return _gateway(interfaces, family)
    text = hop.get(f"ipv{family}")
    if text is None:
        return []
    try:
        address = parse_address(str(text).partition("/")[0])
    except AddressError as error:
        problems.error("wrong-address", f"next hop `{text}`: {error}", span_of(hop, f"ipv{family}", at))
        return []
    ifname = hop.get("intf") or _connected(interfaces, address)
    return [Hop(address, str(ifname) if ifname else None)]


def _connected(interfaces: list[DraftInterface], address: Address) -> str | None:
    for interface in interfaces:
        own = interface.ipv4 if address.family == 4 else interface.ipv6
        if isinstance(own, InterfaceAddress) and own.prefix.contains(address):
            return interface.ifname
    return None


def _through(
    node: DraftNode,
    other: DraftNode,
    family: Family,
    vrf: str | None,
    interfaces: list[DraftInterface],
    at: Span,
    problems: Problems,
) -> list[Hop]:
    """Every one of the links shared with the other node in the routing table; without one, its loopback."""
    hops = []
    shared = [i for i in node.interfaces if any(peer.node is other for peer in i.peers)]
    if shared and all(interface.vrf != vrf for interface in shared):
        where = f"VRF `{vrf}`" if vrf is not None else "the global routing table"
        message = f"next hop `{other.name}` is a neighbour of node `{node.name}`, but not in {where}"
        found = sorted({interface.vrf or DEFAULT_VRF for interface in shared})
        problems.error("no-next-hop", message, at, f"`nexthop.vrf` may name another VRF: {', '.join(found)}")
        return []
    for interface in interfaces:
        for peer in interface.peers:
            if peer.node is not other or interface.vrf != vrf:
                continue
            address = peer.ipv4 if family == 4 else peer.ipv6
            if address is True and family == 4 and peer.borrowed_ipv4 is not None:
                address = peer.borrowed_ipv4
            if isinstance(address, InterfaceAddress):
                hops.append(Hop(address.address, interface.ifname))
    if hops or shared:
        return hops
    ends: list[DraftInterface] = [other.loopback] if other.loopback is not None else other.interfaces[:1]
    addresses = [end.ipv4 if family == 4 else end.ipv6 for end in ends]
    return [Hop(address.address) for address in addresses if isinstance(address, InterfaceAddress)]


def _gateway(interfaces: list[DraftInterface], family: Family) -> list[Hop]:
    """The first-hop routers of a host, one a link; on a router the first router next to it."""
    given = [(i.gateway_ipv4 if family == 4 else i.gateway_ipv6, i.ifname) for i in interfaces]
    hops = [Hop(address.address, ifname) for address, ifname in given if address is not None]
    if hops:
        return hops
    for interface in interfaces:
        for peer in interface.peers:
            found = peer.ipv4 if family == 4 else peer.ipv6
            if peer.node.role != "host" and isinstance(found, InterfaceAddress):
                return [Hop(found.address, interface.ifname)]
    return []
