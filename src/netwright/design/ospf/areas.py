"""Parameters of OSPF areas: stub, NSSA, ranges, default cost (the plugin `ospf.areas`).

Owns: the areas of an OSPF instance. Must not: touch interfaces.
Source: the topology format's "OSPF area parameters"; RFC 2328 section C.2, RFC 3101. Global areas fill what the
node's own entry for the same area leaves out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...errors import Problems, Span, nearest
from ...model import Map, OspfArea, OspfRange
from ..draft import Draft, DraftInterface, DraftNode
from ..draft_vrf import DraftVrf
from ..merge import mapping, merged
from ..values import as_list, dotted_quad, number, prefixes_of, span_of

KINDS = ("regular", "stub", "nssa")
_KEYS = frozenset({"area", "kind", "default", "inter_area", "range", "filter", "external_range", "external_filter"})


def design_areas(
    draft: Draft, node: DraftNode, vrf: DraftVrf | None, interfaces: list[DraftInterface], problems: Problems
) -> tuple[OspfArea, ...]:
    """Areas of the interfaces in one routing table: configured ones first, then the others in numeric order.

    With the plugin, an area only the node's loopback is in does not count. The entries of a VRF come before the node's,
    and those before the global ones.
    """
    members = [i for i in interfaces if i.ospf is not None]
    wanted: dict[str, tuple[Mapping[str, Any], Span]] = {}
    if "ospf.areas" in draft.topology.plugins:
        own = mapping(node.data.get("ospf")).get("areas")
        everywhere = mapping(draft.settings.get("ospf")).get("areas")
        sources = [(own, node.at("ospf", "areas")), (everywhere, draft.setting_at("ospf", "areas"))]
        if vrf is not None:
            sources.insert(0, (vrf.module("ospf").get("areas"), vrf.at("ospf", "areas")))
        for source, at in sources:
            for area, entry, place in _entries(source, at, problems):
                lower = wanted.get(area)
                wanted[area] = (merged(lower[0], entry), lower[1]) if lower else (entry, place)
        members = [i for i in members if i.link is not None or vrf is not None]
    used = {i.ospf.area for i in members if i.ospf is not None}
    areas = [_area(draft, area, *wanted[area], problems) for area in wanted if area in used]
    rest = sorted(used - wanted.keys(), key=_numeric)
    return (*areas, *(OspfArea(area=area) for area in rest))


def _numeric(area: str) -> tuple[int, ...]:
    return tuple(int(part) for part in area.split("."))


def _entries(source: Any, at: Span, problems: Problems) -> list[tuple[str, Mapping[str, Any], Span]]:
    found = []
    items = as_list(source)
    for position, entry in enumerate(items):
        place = span_of(items, position, at)
        if not isinstance(entry, Mapping) or entry.get("area") is None:
            problems.error("ospf-area-without-id", "an entry of `ospf.areas` needs `area`", place)
            continue
        area = dotted_quad(entry["area"], span_of(entry, "area", place), problems, "an OSPF area")
        for key in entry:
            if key not in _KEYS:
                where = entry.key_at(key) if isinstance(entry, Map) else place
                message = f"unknown attribute `{key}` of an OSPF area"
                problems.error("unknown-key", message, where, nearest(key, _KEYS))
        if area is not None:
            found.append((area, entry, place))
    return found


def _area(draft: Draft, area: str, entry: Mapping[str, Any], at: Span, problems: Problems) -> OspfArea:
    kind = entry.get("kind") or "regular"
    if kind not in KINDS:
        message = f"kind of an OSPF area must be one of {', '.join(KINDS)}, found `{kind}`"
        problems.error("wrong-area-kind", message, span_of(entry, "kind", at), nearest(str(kind), KINDS))
        kind = "regular"
    if kind != "regular" and area == "0.0.0.0":
        message = "the backbone can be neither stub nor NSSA"
        problems.error("wrong-area-kind", message, span_of(entry, "kind", at), "RFC 2328 section 3.6")
        kind = "regular"
    default = entry.get("default")
    return OspfArea(
        area=area,
        kind=kind,  # type: ignore[arg-type]  # one of KINDS
        inter_area=entry.get("inter_area") is not False,
        default=bool(default),
        default_cost=number(mapping(default).get("cost")),
        ranges=_ranges(draft, entry, "range", "filter", at, problems),
        external_ranges=_ranges(draft, entry, "external_range", "external_filter", at, problems),
    )


def _ranges(
    draft: Draft, entry: Mapping[str, Any], advertised: str, hidden: str, at: Span, problems: Problems
) -> tuple[OspfRange, ...]:
    found = []
    for key in (advertised, hidden):
        for item in as_list(entry.get(key) or None):
            cost = number(item.get("cost")) if isinstance(item, Mapping) else None
            prefixes = prefixes_of(draft, item, span_of(entry, key, at), problems)
            found += [OspfRange(prefix=p, advertise=key == advertised, cost=cost) for p in prefixes]
    return tuple(found)
