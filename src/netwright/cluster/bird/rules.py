"""A BGPFilter -> functions of BIRD's filter language, which both dialects share.

Owns: what each match and operation is in BIRD. Must not: know peers: `internal_peer` is the function's argument.
A rule that matches ends the filter; what no rule matches returns to the peer's own filter.
Source: Calico documentation, "BGP Filter"; BIRD user's guide, chapter "Filters".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...addr import Family, Prefix
from ..resources import AddCommunity, BGPFilter, BGPFilterRule, Community, Operation, PrependASPath
from .names import Direction, filter_function
from .views import Function, Rule

HIGHEST_PRIORITY = 2147483647
"""A route's local preference is this less its kernel metric, so that a smaller metric is preferred."""
INTERNAL_PEER = "internal_peer"
_BITS = {4: 32, 6: 128}


def filter_functions(bgp_filter: BGPFilter, family: Family) -> tuple[Function, ...]:
    """Import, then export; none for a direction without rules."""
    return tuple(
        Function(
            filter_function(bgp_filter.name, direction, family),
            tuple(_rule(rule, direction) for rule in rules),
            f"bool {INTERNAL_PEER}",
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


def _rule(rule: BGPFilterRule, direction: Direction) -> Rule:
    conditions = tuple(_conditions(rule, direction))
    statements = [line for operation in rule.operations for line in _operation(operation, direction)]
    return Rule(" && ".join(conditions), (*statements, "accept" if rule.action == "Accept" else "reject"))


def _conditions(rule: BGPFilterRule, direction: Direction) -> Iterable[str]:
    if rule.cidr is not None:
        yield _match(rule, rule.cidr)
    if rule.source == "RemotePeers" and direction == "export":
        yield "(source = RTS_BGP)"
    if rule.interface is not None:
        yield f'(ifname ~ "{rule.interface}")'
    if rule.peer_type is not None:
        yield f"({INTERNAL_PEER})" if rule.peer_type == "iBGP" else f"(!{INTERNAL_PEER})"
    if rule.community is not None:
        yield f"({community_text(rule.community)} ~ {_list_of(rule.community)})"
    if rule.as_path_prefix:
        yield f"(bgp_path ~ [= {' '.join(map(str, rule.as_path_prefix))} * =])"
    if rule.priority is not None:
        yield _priority(rule.priority, direction)


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
