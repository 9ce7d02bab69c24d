"""Rules about BGPFilters: what they let in, and rules that never match.

Owns: filters by themselves, and in the order in which BGPPeers name them. Must not: know which routes clusters have.
"""

from __future__ import annotations

from collections.abc import Iterator

from ....addr import Family
from ....addr.types import FAMILIES
from ....model.rule import Finding, names
from ...resources import BGPFilter, BGPFilterRule, BGPPeer
from ..chains import Direction, field_of, rules_of, takes_all
from ..subject import Subject
from ..view import View
from ..wording import closed

_DIRECTIONS: tuple[Direction, Direction] = ("import", "export")


def filter_accepts_only(subject: Subject) -> Iterator[Finding]:
    """A BGPFilter with rules that accept routes from peers, and none after them that rejects the rest.

    Rules that accept and change routes of routers may be there for the changes.
    """
    for view in subject.clusters:
        leaks: dict[tuple[str, Family], list[str]] = {}
        for peer in view.resources.bgp_peers.values():
            for family in view.families_of(peer):
                rules = view.rules(peer, "import", family)
                names_some = any(
                    r.action == "Accept" and (peer.local_workload_selector or not r.operations) for r in rules
                )
                if names_some and not _is_closed(rules, family, internal=view.is_internal(peer)):
                    leaks.setdefault((_last(view, peer, family), family), []).append(peer.name)
        for (name, family), peers in leaks.items():
            field, bgp_filter = field_of("import", family), view.resources.bgp_filters[name]
            yield Finding(
                f"`{field}` of BGPFilter `{name}` keeps nothing out: Calico accepts what no rule rejects, "
                f"so BGPPeer {names(peers)} takes any route",
                bgp_filter.places.at(f"spec.{field}"),
                closed(rules_of(bgp_filter, "import", family), field),
            )


def _is_closed(rules: tuple[BGPFilterRule, ...], family: Family, *, internal: bool) -> bool:
    """A rule decides on all routes that no other one names.

    A rule that rejects what is not in a prefix (`NotIn`) shows that its author knows.
    """
    return any(
        takes_all(rule, "import", family, internal=internal)
        or (rule.action == "Reject" and rule.match_operator in ("NotIn", "NotEqual"))
        for rule in rules
    )


def _last(view: View, peer: BGPPeer, family: Family) -> str:
    """The last filter of a BGPPeer that has import rules."""
    filters = view.resources.bgp_filters
    return [name for name in peer.filters if name in filters and rules_of(filters[name], "import", family)][-1]


def workload_routes_unfiltered(subject: Subject) -> Iterator[Finding]:
    """A BGPPeer with workloads whose filters have no rule for what these announce."""
    for view in subject.clusters:
        for peer in view.workload_peers:
            open_to = [f"IPv{f}" for f in view.families_of(peer) if not view.rules(peer, "import", f)]
            if open_to:
                yield Finding(
                    f"BGPPeer `{peer.name}` takes any {' and '.join(open_to)} route its workloads announce",
                    peer.places.at("spec.filters"),
                    "a BGPFilter that accepts the nested cluster's pools and rejects the rest",
                )


def unused_filter(subject: Subject) -> Iterator[Finding]:
    """A BGPFilter that no BGPPeer names."""
    for view in subject.clusters:
        used = {name for peer in view.resources.bgp_peers.values() for name in peer.filters}
        for name, bgp_filter in view.resources.bgp_filters.items():
            if name not in used:
                at = bgp_filter.places.at("metadata.name")
                yield Finding(f"no BGPPeer uses BGPFilter `{name}`", at, "name it in `filters` of a peer, or remove it")


def unreachable_filter_rule(subject: Subject) -> Iterator[Finding]:
    """A rule of a BGPFilter, or a whole filter of a BGPPeer, behind a rule that matches every route."""
    for view in subject.clusters:
        for bgp_filter in view.resources.bgp_filters.values():
            yield from _dead_rules(bgp_filter)
        for peer in view.resources.bgp_peers.values():
            yield from _dead_filters(view, peer)


def _dead_rules(bgp_filter: BGPFilter) -> Iterator[Finding]:
    for direction in _DIRECTIONS:
        for family in FAMILIES:
            rules, field = rules_of(bgp_filter, direction, family), field_of(direction, family)
            first = _first_that_takes_all(rules, direction, family)
            if first is not None and first + 1 < len(rules):
                yield Finding(
                    f"rules of BGPFilter `{bgp_filter.name}` after `{field}[{first}]` never match: "
                    "that one matches every route",
                    bgp_filter.places.at(f"spec.{field}[{first + 1}]"),
                    f"make `{field}[{first}]` the last one",
                )


def _first_that_takes_all(rules: tuple[BGPFilterRule, ...], direction: Direction, family: Family) -> int | None:
    """Whatever the session is."""
    for index, rule in enumerate(rules):
        if rule.peer_type is None and takes_all(rule, direction, family, internal=False):
            return index
    return None


def _dead_filters(view: View, peer: BGPPeer) -> Iterator[Finding]:
    filters = view.resources.bgp_filters
    for direction in _DIRECTIONS:
        for family in view.families_of(peer):
            internal, taken_by = view.is_internal(peer), ""
            for index, name in enumerate(peer.filters):
                rules = rules_of(filters[name], direction, family) if name in filters else ()
                if taken_by and rules:
                    yield Finding(
                        f"`{field_of(direction, family)}` of BGPFilter `{name}` never matches in BGPPeer "
                        f"`{peer.name}`: `{taken_by}`, named before it, decides on every route",
                        peer.places.at(f"spec.filters[{index}]"),
                        f"name `{name}` before `{taken_by}`",
                    )
                    break
                if any(takes_all(rule, direction, family, internal=internal) for rule in rules):
                    taken_by = name
