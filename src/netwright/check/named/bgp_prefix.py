"""`bgp_prefix`: paths of one prefix in the BGP table, filtered by their attributes. RFC 4271 section 5.

Every filter narrows the set of paths; the message names the first filter that left none and what was seen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ...model import BgpRoute
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
    router_id,
    same_address,
    table,
)

_WELL_KNOWN = {
    "65535:0": "graceful-shutdown",
    "65535:666": "blackhole",
    "65535:65281": "no-export",
    "65535:65282": "no-advertise",
    "65535:65283": "local-as",
    "no-export-subconfed": "local-as",
}
"""RFC 1997, RFC 7999, RFC 8326."""
_KINDS = {
    "community": "communities",
    "standard": "communities",
    "largecommunity": "large_communities",
    "large": "large_communities",
    "extendedcommunity": "extended_communities",
    "extcommunity": "extended_communities",
    "extended": "extended_communities",
}

Filter = tuple[str, Callable[[BgpRoute], bool], Callable[[BgpRoute], Any]]
"""(what is expected, whether a path has it, what a path has instead)."""


def bgp_prefix(
    context: Context,
    pfx: Any,
    af: str | None = None,
    state: str | None = None,
    vrf: str = "default",
    peer: Any = None,
    nh: Any = None,
    best: Any = None,
    clusterid: Any = None,
    originatorid: Any = None,
    community: Any = None,
    largecommunity: Any = None,
    extcommunity: Any = None,
    aspath: Any = None,
    as_elements: Any = None,
    locpref: int | None = None,
    med: int | None = None,
    weight: int | None = None,
    origin: str | None = None,
    min_paths: int | None = None,
    max_paths: int | None = None,
) -> str:
    """The BGP table has a path to the prefix that satisfies every argument, or has none (`state='missing'`).

    `peer`: router id, address or node the path came from. `best`: True, or the peer of the best path.
    `community`: `{'community': '65000:1'}` (also `largeCommunity`, `extendedCommunity`) or text.
    `aspath`: the whole path; `as_elements`: ASes somewhere in it. `min_paths`: how many paths at least.
    """
    name = table(context, vrf)
    family = family_of(af, pfx if isinstance(pfx, str) else "")
    prefix = prefix_text(pfx, family)
    word = presence(state, extra=("best",))
    filters = [
        *_origins(context, peer, nh, True if word == "best" else best, clusterid, originatorid),
        *_communities(community, largecommunity, extcommunity),
        *_paths(aspath, as_elements),
        *_numbers(locpref=locpref, med=med, weight=weight),
    ]
    if origin is not None:
        wanted = origin.lower()
        filters.append((f"origin {origin}", lambda r: (r.origin or "").lower() == wanted, lambda r: r.origin))
    paths = [r for r in context.read(context.state.bgp_routes, family, prefix, name) if r.prefix == prefix]
    kept = paths
    for expected, fits, seen in filters:
        left = [r for r in kept if fits(r)]
        if not left and word != "missing":
            raise CheckFailedError(_reason(prefix, expected, kept, seen))
        kept = left
    return _verdict(prefix, word == "missing", filters, kept, (min_paths, max_paths))


def _reason(prefix: str, expected: str, paths: list[BgpRoute], seen: Callable[[BgpRoute], Any]) -> str:
    if not paths:
        return f"expected {prefix} with {expected}: the prefix is not in the BGP table"
    found = listed(dict.fromkeys(_shown(seen(r)) for r in paths))
    return f"expected {prefix} with {expected}, found {found}"


def _shown(value: Any) -> str:
    if isinstance(value, (tuple, list)):
        return " ".join(map(str, value)) or "nothing"
    return "nothing" if value in (None, "") else str(value)


def _verdict(
    prefix: str,
    missing: bool,
    filters: list[Filter],
    kept: list[BgpRoute],
    counts: tuple[int | None, int | None],
) -> str:
    expected = " with " + ", ".join(f[0] for f in filters) if filters else ""
    if missing:
        if kept:
            peers = listed(dict.fromkeys(_source(r) for r in kept))
            raise CheckFailedError(f"expected no path to {prefix}{expected}, found one from {peers}")
        return f"no path to {prefix}{expected}"
    if not kept:
        raise CheckFailedError(f"expected {prefix}{expected}: the prefix is not in the BGP table")
    low, high = counts
    if low is not None and len(kept) < low:
        raise CheckFailedError(f"expected at least {low} paths to {prefix}{expected}, found {len(kept)}")
    if high is not None and len(kept) > high:
        raise CheckFailedError(f"expected at most {high} paths to {prefix}{expected}, found {len(kept)}")
    return f"{prefix}{expected} is in the BGP table ({len(kept)} path{'s' if len(kept) > 1 else ''})"


def _source(route: BgpRoute) -> str:
    return route.peer_router_id or route.peer or "this router"


def _from(context: Context, peer: Any) -> Callable[[BgpRoute], bool]:
    wanted = router_id(context, peer, "bgp")
    return lambda r: same_address(r.peer_router_id, wanted) or same_address(r.peer, wanted)


def _origins(context: Context, peer: Any, nh: Any, best: Any, clusterid: Any, originatorid: Any) -> list[Filter]:
    filters: list[Filter] = []
    if peer is not None:
        filters.append((f"peer {peer}", _from(context, peer), _source))
    if isinstance(best, bool):
        text = "a best path" if best else "a path that is not best"
        filters.append((text, lambda r: r.best is best, lambda r: "best" if r.best else "not best"))
    elif best is not None:
        came = _from(context, best)
        filters.append(
            (
                f"the best path from {best}",
                lambda r: r.best and came(r),
                lambda r: f"{_source(r)}{' (best)' if r.best else ''}",
            )
        )
    if nh is not None:
        hops = [address_text(h) for h in as_list(nh)]
        filters.append(
            (
                f"next hop {listed(hops)}",
                lambda r: any(same_address(seen, h) for h in hops for seen in r.next_hops),
                lambda r: r.next_hops,
            )
        )
    if clusterid is not None:
        ids = [router_id(context, c, "bgp") for c in as_list(clusterid)]
        filters.append(
            (
                f"cluster id {listed(ids)}",
                lambda r: all(c in r.cluster_list for c in ids),
                lambda r: r.cluster_list,
            )
        )
    if originatorid is not None:
        wanted = router_id(context, originatorid, "bgp")
        filters.append((f"originator id {wanted}", lambda r: r.originator_id == wanted, lambda r: r.originator_id))
    return filters


def _communities(community: Any, large: Any, extended: Any) -> list[Filter]:
    wanted: list[tuple[str, Any]] = []
    if isinstance(community, Mapping):
        for key, value in community.items():
            if str(key).lower() not in _KINDS:
                raise CheckArgumentError(
                    f"unknown kind of community `{key}`; expected community, largeCommunity or extendedCommunity"
                )
            wanted.append((_KINDS[str(key).lower()], value))
    elif community is not None:
        wanted.append(("communities", community))
    if large is not None:
        wanted.append(("large_communities", large))
    if extended is not None:
        wanted.append(("extended_communities", extended))
    return [_community(kind, str(v)) for kind, value in wanted for v in as_list(value) for v in str(v).split()]


def _community(kind: str, value: str) -> Filter:
    title = kind.replace("_", " ").replace("communities", "community")
    name = _canonical(value)
    if kind == "extended_communities":
        low = value.lower()
        return (
            f"{title} {value}",
            lambda r: any(low in c.lower() for c in r.extended_communities),
            lambda r: r.extended_communities,
        )
    return (
        f"{title} {value}",
        lambda r: name in {_canonical(c) for c in getattr(r, kind)},
        lambda r: getattr(r, kind),
    )


def _canonical(community: str) -> str:
    word = community.lower().replace("_", "-")
    return _WELL_KNOWN.get(word, word)


def _paths(aspath: Any, elements: Any) -> list[Filter]:
    filters: list[Filter] = []
    if aspath is not None:
        wanted = tuple(str(aspath).split()) if not isinstance(aspath, (list, tuple)) else tuple(map(str, aspath))
        filters.append(
            (
                f"AS path `{' '.join(wanted)}`",
                lambda r: r.as_path == wanted,
                lambda r: f"`{' '.join(r.as_path)}`",
            )
        )
    if elements is not None:
        needed = [str(e) for e in as_list(elements)]
        filters.append(
            (
                f"AS {listed(needed)} in the AS path",
                lambda r: all(e in _numbers_of(r.as_path) for e in needed),
                lambda r: f"`{' '.join(r.as_path)}`",
            )
        )
    return filters


def _numbers_of(path: tuple[str, ...]) -> set[str]:
    """AS numbers of a path, those in sets and confederation segments too."""
    return {number for element in path for number in element.strip("{}()[]").replace(",", " ").split()}


def _numbers(**wanted: int | None) -> list[Filter]:
    fields = {
        "locpref": ("local preference", "local_pref"),
        "med": ("MED", "med"),
        "weight": ("weight", "weight"),
    }
    filters: list[Filter] = []
    for name, value in wanted.items():
        if value is None:
            continue
        title, field = fields[name]
        filters.append((f"{title} {value}", _equals(field, value), _getter(field)))
    return filters


def _equals(field: str, value: Any) -> Callable[[BgpRoute], bool]:
    return lambda r: str(getattr(r, field)) == str(value)


def _getter(field: str) -> Callable[[BgpRoute], Any]:
    return lambda r: getattr(r, field)
