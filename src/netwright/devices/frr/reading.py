"""vtysh's JSON -> neutral state.

Owns: parsers, each `text -> tuple of states`. Must not: run anything. Written against recorded output of FRR
8.4.4 (tests/unit/devices/frr/recorded); newer shapes by documentation, where they differ.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from ...model import BgpRoute, BgpSessionState, OspfNeighborState, OspfRoute, Route
from ..base import StateError

Json = dict[str, Any]
_FAMILIES = {
    "ipv4Unicast": "ipv4",
    "ipv4LabeledUnicast": "ipv4_label",
    "ipv4Vpn": "vpnv4",
    "ipv6Unicast": "ipv6",
    "ipv6LabeledUnicast": "ipv6_label",
    "ipv6Vpn": "vpnv6",
    "l2VpnEvpn": "evpn",
}
_OSPF_TYPES = {
    "N": "Intra-Area",
    "IA": "Inter-Area",
    "E1": "External-1",
    "E2": "External-2",
    "N1": "External-1",
    "N2": "External-2",
    "PE": "Intra-Area",
    "IE": "Inter-Area",
}
_OSPF6_BEST = re.compile(r"^\*N\s*(IA|IE|E1|E2)\s+(\S+/\d+)\s", re.MULTILINE)
_EMPTY_SIGNS = ("% BGP instance not found", "% OSPF instance not found", "% No BGP", "% Network not in table")


def _load(text: str) -> Json:
    """Raises StateError when the daemon did not answer."""
    body = text.strip()
    if not body or body.startswith(_EMPTY_SIGNS):
        return {}
    try:
        found = json.loads(body)
    except ValueError:
        raise StateError(f"FRR did not answer with JSON: {body[:200]}") from None
    return found if isinstance(found, dict) else {}


def _instance(found: Json) -> Json:
    """What a command says of one VRF stands below the VRF's name."""
    inner = next(iter(found.values()), None) if len(found) == 1 else None
    return inner if isinstance(inner, dict) and "vrfName" in inner else found


def _texts(values: Any) -> tuple[str, ...]:
    """A list of words, or a string of them."""
    if isinstance(values, dict):
        values = values.get("list", values.get("string", ""))
    return tuple(str(v) for v in (values.split() if isinstance(values, str) else values or ()))


def bgp_sessions(text: str) -> tuple[BgpSessionState, ...]:
    """`show bgp neighbors json`."""
    found = []
    for peer, item in _load(text).items():
        if not isinstance(item, dict) or "bgpState" not in item:
            continue
        info: Json = item.get("addressFamilyInfo", {})
        families = tuple(_FAMILIES[name] for name in info if name in _FAMILIES)
        established = item["bgpState"] == "Established"
        counts = [int(f.get("acceptedPrefixCounter", 0)) for f in info.values()]
        found.append(
            BgpSessionState(
                peer=peer,
                remote_as=item.get("remoteAs"),
                state=item["bgpState"],
                families=families,
                router_id=item.get("remoteRouterId"),
                prefixes_received=sum(counts) if established else None,
                ifname=item.get("bgpNeighborAddr") and peer if "." not in peer and ":" not in peer else None,
                details=item,
            )
        )
    return tuple(found)


def bgp_routes(text: str) -> tuple[BgpRoute, ...]:
    """`show bgp ipv4 unicast [prefix] json`: one prefix has complete attributes, the table a summary."""
    found = _load(text)
    if "paths" in found:
        return tuple(_path(found["prefix"], item) for item in found["paths"])
    tables: Json = found.get("routes", {})
    return tuple(_path(prefix, item) for prefix, paths in tables.items() for item in paths)


def _path(prefix: str, item: Json) -> BgpRoute:
    best = item.get("bestpath")
    peer: Json = item.get("peer") or {}
    source = peer.get("peerId") or item.get("peerId")
    aspath = item.get("aspath", item.get("path", ""))
    words = str(aspath.get("string", "") if isinstance(aspath, dict) else aspath).split()
    hops = item.get("nexthops", ())
    return BgpRoute(
        prefix=prefix,
        best=bool(best.get("overall") if isinstance(best, dict) else best),
        valid=bool(item.get("valid")),
        peer=None if source in ("(unspec)", None, "0.0.0.0", "::") else str(source),
        peer_router_id=peer.get("routerId"),
        next_hops=tuple(dict.fromkeys(str(h["ip"]) for h in hops if "ip" in h)),
        as_path=() if words == ["Local"] else tuple(words),
        local_pref=item.get("locPrf", item.get("localpref")),
        med=item.get("metric", item.get("med")),
        weight=item.get("weight"),
        origin=_origin(item.get("origin")),
        originator_id=item.get("originatorId"),
        cluster_list=_texts(item.get("clusterList")),
        communities=_texts(item.get("community")),
        large_communities=_texts(item.get("largeCommunity")),
        extended_communities=_texts(item.get("extendedCommunity")),
    )


def _origin(text: str | None) -> str | None:
    return {"IGP": "IGP", "EGP": "EGP", "incomplete": "incomplete"}.get(text or "", text)


def ospf_neighbors(text: str) -> tuple[OspfNeighborState, ...]:
    """`show ip ospf neighbor [detail] json`."""
    found = _instance(_load(text))
    neighbors: Json = found.get("neighbors") or found.get("default") or found
    return tuple(
        _ospf_neighbor(router_id, item)
        for router_id, items in neighbors.items()
        for item in (items if isinstance(items, list) else [])
    )


def _ospf_neighbor(router_id: str, item: Json) -> OspfNeighborState:
    ifname, _, _ = str(item.get("ifaceName", "")).partition(":")
    state = str(item.get("nbrState") or item.get("state") or "Down").partition("/")[0]
    return OspfNeighborState(
        router_id=router_id,
        state=_capital(state),
        ifname=ifname or None,
        address=item.get("ifaceAddress") or item.get("address"),
        priority=item.get("nbrPriority", item.get("priority")),
        details=item,
    )


def _capital(word: str) -> str:
    known = {"twoway": "2-Way", "2-way": "2-Way", "exstart": "ExStart"}
    return known.get(word.lower(), word.capitalize())


def ospf6_neighbors(text: str) -> tuple[OspfNeighborState, ...]:
    """`show ipv6 ospf6 neighbor json`."""
    return tuple(
        OspfNeighborState(
            router_id=item.get("neighborId", ""),
            state=_capital(str(item.get("state", "Down"))),
            ifname=item.get("interfaceName"),
            priority=item.get("priority"),
            details=item,
        )
        for item in _load(text).get("neighbors", ())
    )


def ospf_routes(text: str) -> tuple[OspfRoute, ...]:
    """`show ip ospf route json`: networks and external routes, not border routers."""
    return tuple(
        OspfRoute(
            prefix=prefix,
            cost=_ospf_cost(item),
            route_type=_ospf_type(str(item.get("routeType", ""))),
            next_hops=tuple(h for h in (_hop(n) for n in item.get("nexthops", ())) if h),
        )
        for prefix, item in _instance(_load(text)).items()
        if "/" in prefix and isinstance(item, dict)
    )


def _ospf_cost(item: Json) -> int | None:
    """Of a type 2 external route the external metric (RFC 2328 section 16.4)."""
    costs = (item.get(name) for name in ("type2cost", "tag2", "cost"))
    return next((cost for cost in costs if cost is not None), None)


def _ospf_type(text: str) -> str:
    words = text.split()
    return _OSPF_TYPES.get(words[-1] if words else "", text)


def _hop(item: Json) -> str:
    return str(item.get("ip") or item.get("nextHop") or "").strip()


def ospf6_routes(text: str) -> tuple[OspfRoute, ...]:
    """`show ipv6 ospf6 route`, then `show ipv6 route ospf6 json`.

    ospf6d's own JSON has no costs and only the last of several routes to a prefix, best or not; its table marks the
    best one, and zebra knows the cost.
    """
    listing, brace, table = text.partition("{")
    tables = _load(brace + table if brace else text)
    entries = {p: i for p, i in _entries(tables) if i.get("protocol") == "ospf6"}
    found: dict[str, str] = {}
    for kind, prefix in _OSPF6_BEST.findall(listing):
        found.setdefault(prefix, kind)
    return tuple(_ospf6_route(prefix, kind, entries.get(prefix, {})) for prefix, kind in found.items())


def _ospf6_route(prefix: str, kind: str, entry: Json) -> OspfRoute:
    """A route without an entry is one of the router's own addresses."""
    return OspfRoute(
        prefix=prefix,
        cost=entry.get("metric"),
        route_type=_ospf6_type(kind),
        next_hops=tuple(str(h["ip"]) for h in entry.get("nexthops", ()) if "ip" in h),
    )


def _ospf6_type(text: str) -> str:
    known = {"IA": "Intra-Area", "IE": "Inter-Area", "E1": "External-1", "E2": "External-2"}
    return known.get(text, text)


def routes(text: str) -> tuple[Route, ...]:
    """`show ip route [prefix] json`."""
    return tuple(_route(prefix, item) for prefix, item in _entries(_load(text)))


def _entries(found: Json) -> Iterator[tuple[str, Json]]:
    for prefix, items in found.items():
        for item in items if isinstance(items, list) else ():
            yield prefix, item


def _route(prefix: str, item: Json) -> Route:
    hops = [h for h in item.get("nexthops", ()) if not h.get("duplicate")]
    return Route(
        prefix=prefix,
        protocol=str(item.get("protocol", "")),
        metric=item.get("metric"),
        next_hops=tuple(str(h["ip"]) for h in hops if "ip" in h and not h.get("recursive")),
        ifnames=tuple(str(h["interfaceName"]) for h in hops if "interfaceName" in h),
        selected=bool(item.get("selected")),
        discard=any(h.get("blackhole") or h.get("unreachable") for h in hops),
    )
