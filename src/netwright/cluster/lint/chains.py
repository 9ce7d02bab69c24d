"""What the BGPFilters of a BGPPeer do to routes, one filter after the other.

Owns: following a range of routes through rules. Must not: know clusters.
A rule that matches on what is not known here (communities, AS path, interface, priority) is taken at its best: an
Accept matches, a Reject does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from ...addr import Family, Prefix
from ..resources import BGPFilter, BGPFilterRule

Direction = Literal["import", "export"]
BITS: dict[Family, int] = {4: 32, 6: 128}


class Routes(NamedTuple):
    """All prefixes of one length within a prefix: the blocks of a pool, or a range of services."""

    prefix: Prefix
    length: int


class Verdict(NamedTuple):
    """What becomes of routes, each part as prefixes they are within."""

    accepted: tuple[Prefix, ...]
    rejected: tuple[Prefix, ...]
    undecided: tuple[Prefix, ...]
    """No rule matches: Calico's own rules decide."""


def rules_of(bgp_filter: BGPFilter, direction: Direction, family: Family) -> tuple[BGPFilterRule, ...]:
    if direction == "import":
        return bgp_filter.import_v4 if family == 4 else bgp_filter.import_v6
    return bgp_filter.export_v4 if family == 4 else bgp_filter.export_v6


def field_of(direction: Direction, family: Family) -> str:
    """`importV4`: the field such rules stand in."""
    return f"{direction}V{family}"


def takes_all(rule: BGPFilterRule, direction: Direction, family: Family, *, internal: bool) -> bool:
    """Whether a rule matches every route of a session; a route of its own is none that peers told (`source`)."""
    if _asks_more(rule) or (rule.source is not None and direction == "export"):
        return False
    if rule.peer_type is not None and (rule.peer_type == "iBGP") != internal:
        return False
    if rule.cidr is None:
        return True
    lengths = rule.prefix_length
    low = (lengths.min if lengths is not None else None) or 0
    high = lengths.max if lengths is not None and lengths.max is not None else BITS[family]
    return rule.match_operator == "In" and rule.cidr.length == 0 and low == 0 and high == BITS[family]


def _asks_more(rule: BGPFilterRule) -> bool:
    """The rule matches on what is not known before routes are there."""
    return bool(rule.interface or rule.community or rule.as_path_prefix) or rule.priority is not None


def follow(rules: Iterable[BGPFilterRule], routes: Routes, *, internal: bool) -> Verdict:
    """Routes that a peer told, through rules in order."""
    accepted: list[Prefix] = []
    rejected: list[Prefix] = []
    left = [routes.prefix]
    for rule in rules:
        wrong_type = rule.peer_type is not None and (rule.peer_type == "iBGP") != internal
        if wrong_type or (rule.action == "Reject" and _asks_more(rule)):
            continue
        matched = [part for prefix in left for part in _matched(rule, prefix, routes.length)]
        (accepted if rule.action == "Accept" else rejected).extend(matched)
        for part in matched:
            left = [rest for prefix in left for rest in without(prefix, part)]
    return Verdict(tuple(accepted), tuple(rejected), tuple(left))


def _matched(rule: BGPFilterRule, prefix: Prefix, length: int) -> Sequence[Prefix]:
    """The parts of a prefix whose routes of a length a rule matches."""
    if rule.cidr is None:
        return (prefix,)
    inside = _inside(rule, rule.cidr, prefix, length)
    if rule.match_operator in ("In", "Equal"):
        return inside
    return without(prefix, inside[0]) if inside else (prefix,)


def _inside(rule: BGPFilterRule, cidr: Prefix, prefix: Prefix, length: int) -> Sequence[Prefix]:
    lengths = rule.prefix_length
    low = cidr.length if lengths is None or lengths.min is None else lengths.min
    high = BITS[cidr.family] if lengths is None or lengths.max is None else lengths.max
    exact = rule.match_operator in ("Equal", "NotEqual")
    if not low <= length <= high or length < cidr.length or (exact and length != cidr.length):
        return ()
    if cidr.contains(prefix):
        return (prefix,)
    return (cidr,) if prefix.contains(cidr) else ()


def without(prefix: Prefix, part: Prefix) -> tuple[Prefix, ...]:
    """What is left of a prefix when a part is taken out."""
    if part.contains(prefix):
        return ()
    if not prefix.contains(part):
        return (prefix,)
    left = []
    while prefix.length < part.length:
        low, high = prefix.subnet(0, prefix.length + 1), prefix.subnet(1, prefix.length + 1)
        prefix, other = (low, high) if low.contains(part) else (high, low)
        left.append(other)
    return tuple(sorted(left))
