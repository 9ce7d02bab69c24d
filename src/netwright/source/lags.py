"""Links with `lag.members`: a link between bonds, and the links that form it.

Owns: taking them apart. Must not: number or name anything.
Source: the topology format's "LAG": the aggregated link has all attributes; its members keep `ifindex`, `mtu` and
`bandwidth`, and are appended to the list of links.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..errors import Problems
from ..model import LAG_NUMBER, LAG_PARENT, Map, Seq, copy_tree, merge_missing

EXAMPLE = "example: `lag.members: [ r1-r2, r1-r2 ]`"
PHYSICAL = ("ifindex",)
"""What an end of a member keeps for itself."""
SHARED = ("bandwidth", "mtu")
"""What a member has of its own, else of the aggregated link."""


def is_lag(item: Map) -> bool:
    lag = item.get("lag")
    return isinstance(lag, Map) and "members" in lag


def aggregate(link: Map, ends: list[Map], members: Iterable[Map], problems: Problems) -> Map | None:
    """The aggregated link: `link` has the attributes, `ends` what the user says of nodes beside its members."""
    lag: Map = link["lag"]
    at = lag.at("members")
    good = Seq(span=at)
    nodes: dict[str, Map] = {end["node"]: end for end in ends}
    shared = [key for key in SHARED if key in link]
    for member in members:
        if len(member["interfaces"]) != 2:
            message = f"a link of a LAG has two ends, this one has {len(member['interfaces'])}"
            problems.error("wrong-lag", message, member.span, EXAMPLE)
            continue
        for key in shared:
            if key not in member:
                member.move(key, link)
        good.put(member, member.span)
        for end in member["interfaces"]:
            own = nodes.setdefault(end["node"], Map(span=end.span))
            merge_missing(own, _without(end, PHYSICAL))
        merge_missing(link, _without(member, ("interfaces", "mtu")))
    if not good:
        if not lag["members"]:
            problems.error("wrong-lag", "a LAG needs links", at, EXAMPLE)
        return None
    lag["members"] = good
    link["type"] = "lag"
    link["interfaces"] = Seq(nodes.values(), at)
    return link


def _without(item: Map, keys: Iterable[str]) -> Map:
    found: Map = copy_tree(item)
    for key in keys:
        found.take(key)
    return found


def member_links(links: list[Map]) -> list[Map]:
    """The links of all LAGs in order, to be appended to the list; each knows its aggregated link."""
    found: list[Map] = []
    for number, link in enumerate(links):
        if is_lag(link):
            lag: Map = link["lag"]
            members = lag.take("members")
            lag[LAG_NUMBER] = number
            found += [_member(member, link, number) for member in members]
    return found


def _member(member: Map, link: Map, number: int) -> Map:
    new = Map(span=member.span)
    new["interfaces"] = Seq([_end(end) for end in member["interfaces"]], member.span)
    for key in SHARED:
        if key in member:
            new.move(key, member)
    if "disable" in link:
        new.move("disable", link)
    new["type"] = "p2p"
    new["prefix"] = False
    new["lag"] = Map({LAG_PARENT: number}, member.span)
    return new


def _end(end: Map) -> Map:
    new = Map(span=end.span)
    for key in ("node", *PHYSICAL):
        if key in end:
            new.move(key, end)
    return new
