"""A BGPFilter -> functions of BIRD's filter language.

Owns: what each match and operation is in BIRD. Must not: know peers: a function is told what rules ask.
A rule that matches ends the filter; what no rule matches returns to the peer's own filter.
BIRD 1 puts a node's own AS into the path of an EBGP session before the export filter sees it, BIRD 2 after. So that
`asPathPrefix` selects the same routes, export functions of BIRD 2 are told that AS (0: IBGP, where there is none).
Source: Calico documentation, "BGP Filter"; BIRD user's guide, chapter "Filters"; the paths were observed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ...addr import Family, Prefix
from ...model.bgp_filter import PeerType
from ..resources import AddCommunity, BGPFilter, BGPFilterRule, Community, Operation, PrependASPath
from .names import Dialect, Direction, filter_function, pattern
from .views import Function, Rule

HIGHEST_PRIORITY = 2147483647
"""A route's local preference is this less its kernel metric, so that a smaller metric is preferred."""
INTERNAL_PEER = "internal_peer"
OWN_AS = "own_as"
_BITS = {4: 32, 6: 128}


class _Terms(NamedTuple):
    """How a function asks for what differs between directions and dialects."""

    direction: Direction
    knows_own_as: bool

    @property
    def parameter(self) -> str:
        return f"int {OWN_AS}" if self.knows_own_as else f"bool {INTERNAL_PEER}"

    def of_peer_type(self, peer_type: PeerType) -> str:
        if self.knows_own_as:
            return f"({OWN_AS} {'=' if peer_type == 'iBGP' else '!='} 0)"
        return f"({INTERNAL_PEER})" if peer_type == "iBGP" else f"(!{INTERNAL_PEER})"

    def starts_with(self, numbers: Sequence[int]) -> str:
        """A condition on the AS path."""
        as_received = _path_starts_with(numbers)
        if not self.knows_own_as:
            return f"({as_received})"
        after_own = " && ".join(
            [f"{OWN_AS} = {numbers[0]}", *([_path_starts_with(numbers[1:])] if numbers[1:] else [])]
        )
        return f"(({OWN_AS} = 0 && {as_received}) || ({after_own}))"


def _path_starts_with(numbers: Sequence[int]) -> str:
    return f"bgp_path ~ [= {' '.join(map(str, numbers))} * =]"


def terms(direction: Direction, dialect: Dialect) -> _Terms:
    return _Terms(direction, dialect == "bird2" and direction == "export")


def argument(direction: Direction, dialect: Dialect, *, internal: bool, local_as: int) -> str:
    """What a peer's own filter gives to the function of a BGPFilter."""
    if terms(direction, dialect).knows_own_as:
        return "0" if internal else str(local_as)
    return "true" if internal else "false"


def filter_functions(bgp_filter: BGPFilter, family: Family, dialect: Dialect) -> tuple[Function, ...]:
    """Import, then export; none for a direction without rules."""
    return tuple(
        Function(
            filter_function(bgp_filter.name, direction, family),
            tuple(_rule(rule, terms(direction, dialect)) for rule in rules),
            terms(direction, dialect).parameter,
        )
        for direction, rules in directions(bgp_filter, family)
        if rules
    )


def directions(bgp_filter: BGPFilter, family: Family) -> Sequence[tuple[Direction, tuple[BGPFilterRule, ...]]]:
    """The rules of each direction."""
    if family == 4:
        return ("import", bgp_filter.import_v4), ("export", bgp_filter.export_v4)
    return ("import", bgp_filter.import_v6), ("export", bgp_filter.export_v6)


def community_text(community: Community) -> str:
    return f"({','.join(map(str, community))})"


def add_community(community: Community) -> str:
    """A statement."""
    return f"{_list_of(community)}.add({community_text(community)})"


def _list_of(community: Community) -> str:
    return "bgp_community" if len(community) == 2 else "bgp_large_community"


def _rule(rule: BGPFilterRule, terms: _Terms) -> Rule:
    conditions = tuple(_conditions(rule, terms))
    statements = [line for operation in rule.operations for line in _operation(operation, terms.direction)]
    return Rule(" && ".join(conditions), (*statements, "accept" if rule.action == "Accept" else "reject"))


def _conditions(rule: BGPFilterRule, terms: _Terms) -> Iterable[str]:
    if rule.cidr is not None:
        yield _match(rule, rule.cidr)
    if rule.source == "RemotePeers" and terms.direction == "export":
        yield "(source = RTS_BGP)"
    if rule.interface is not None:
        yield f"(ifname ~ {pattern(rule.interface)})"
    if rule.peer_type is not None:
        yield terms.of_peer_type(rule.peer_type)
    if rule.community is not None:
        yield f"({community_text(rule.community)} ~ {_list_of(rule.community)})"
    if rule.as_path_prefix:
        yield terms.starts_with(rule.as_path_prefix)
    if rule.priority is not None:
        yield _priority(rule.priority, terms.direction)


def _priority(priority: int, direction: Direction) -> str:
    if direction == "export":
        return f"(defined(krt_metric) && krt_metric = {priority})"
    return f"(defined(bgp_local_pref) && bgp_local_pref = {HIGHEST_PRIORITY - priority})"


def _match(rule: BGPFilterRule, cidr: Prefix) -> str:
    lengths = rule.prefix_length
    longest = _BITS[cidr.family]
    low = cidr.length if lengths is None or lengths.min is None else lengths.min
    high = longest if lengths is None or lengths.max is None else lengths.max
    match rule.match_operator:
        case "Equal" | "NotEqual":
            equal = f"net = {cidr}"
            if lengths is not None:
                equal += f" && net.len >= {low} && net.len <= {high}"
            return f"({equal})" if rule.match_operator == "Equal" else f"!({equal})"
        case _ if low > high:  # BIRD refuses such a pattern; no route is in it
            inside = "false"
        case _:
            inside = f"net ~ {cidr}" if lengths is None else f"net ~ [ {cidr}{{{low},{high}}} ]"
    return f"!({inside})" if rule.match_operator == "NotIn" else f"({inside})"


def _operation(operation: Operation, direction: Direction) -> Iterable[str]:
    if isinstance(operation, AddCommunity):
        yield add_community(operation.value)
    elif isinstance(operation, PrependASPath):
        for number in reversed(operation.prefix):
            yield f"bgp_path.prepend({number})"
    else:
        if direction == "export":
            yield f"krt_metric = {operation.value}"
        yield f"bgp_local_pref = {HIGHEST_PRIORITY - operation.value}"
