"""Routing policies, prefix lists, AS-path and community lists -> views of BIRD functions.

Owns: the translation of `model.routing`. Must not: print (templates do), know sessions.
One function per list and per policy and family, called from session and redistribution filters; a function
returns true when the route is permitted, and attributes it set stay set. RFC 4271 section 9.1.1.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ...addr import Family
from ...model import (
    AsPathList,
    CommunityList,
    CommunityValues,
    PolicyEntry,
    PolicyMatch,
    PolicySet,
    PrefixRule,
    RoutingPolicy,
    RoutingTables,
)
from .aspath import path_condition
from .communities import ATTRIBUTE, link_bandwidth, literal, patterns
from .expressions import UntranslatableError
from .names import Symbols

LOCAL_WEIGHT = 32768
"""Weight of locally originated routes, as other implementations have it."""
BASE_PREFERENCE = 100
"""Preference of a BGP route with weight 0."""

BGP_METRIC = "bgp_med"


class Step(NamedTuple):
    """One `if <condition> then { <statements> return <result>; }` of a function."""

    comment: str
    condition: str
    statements: tuple[str, ...]
    result: str


class Function(NamedTuple):
    name: str
    steps: tuple[Step, ...]


class Policies:
    """Functions a node needs, in the order they must be defined; made when first referred to."""

    def __init__(self, tables: RoutingTables | None, asn: int, symbols: Symbols, refuse: Callable[[str], None]) -> None:
        self.tables = tables or RoutingTables()
        self.asn = asn
        self.symbols = symbols
        self.refuse = refuse
        """Called with a sentence for what BIRD cannot express."""
        self.functions: list[Function] = []
        self._made: dict[tuple[str, str, int], str] = {}

    def policy(self, name: str, family: Family, metric: str = BGP_METRIC) -> str:
        """The function of a routing policy, as a call; an unknown policy denies all.

        `metric` is the attribute that `set.med` changes: the metric of the protocol that takes the route.
        """
        kind = "policy" if metric == BGP_METRIC else f"policy_{metric}"
        return self._function(kind, name, family, lambda: self._policy_steps(name, family, metric))

    def prefix_list(self, name: str, family: Family) -> str:
        return self._function("prefix", name, family, lambda: self._prefix_steps(name, family))

    def _function(self, kind: str, name: str, family: int, steps: Callable[[], tuple[Step, ...]]) -> str:
        key = (kind, name, family)
        if key not in self._made:
            symbol = self.symbols.get(kind, name, *((f"ipv{family}",) if family else ()))
            self._made[key] = f"{symbol}()"
            body = steps()
            self.functions.append(Function(symbol, body))
        return self._made[key]

    def _policy_steps(self, name: str, family: Family, metric: str) -> tuple[Step, ...]:
        policy: RoutingPolicy | None = self.tables.policies.get(name)
        if policy is None:
            return ()
        return tuple(self._entry(entry, family, metric) for entry in policy.entries)

    def _entry(self, entry: PolicyEntry, family: Family, metric: str) -> Step:
        permit = entry.action == "permit"
        conditions = self._conditions(entry.match, family)
        statements = self.statements(entry.set, family, metric) if permit else []
        return Step(
            str(entry.sequence),
            " && ".join(conditions) or "true",
            tuple(statements),
            "true" if permit else "false",
        )

    def _conditions(self, match: PolicyMatch, family: Family) -> list[str]:
        found = []
        if match.prefix is not None:
            found.append(self.prefix_list(match.prefix, family))
        if match.next_hop is not None:
            found.append(self._next_hop(match.next_hop, family))
        if match.as_path is not None:
            found.append(self._as_path(match.as_path))
        for kind, name in match.community.items():
            found.append(self._community_list(kind, name))
        for key in match.extra:
            self.refuse(f"policy match on `{key}`")
        return found

    def _prefix_steps(self, name: str, family: Family) -> tuple[Step, ...]:
        return _grouped(self._rules(name, family), lambda sets: f"net ~ [ {', '.join(sets)} ]", _prefix_pattern)

    def _rules(self, name: str, family: Family) -> tuple[PrefixRule, ...]:
        listed = self.tables.prefix_lists.get(name)
        if listed is None:
            return ()
        return listed.ipv4 if family == 4 else listed.ipv6

    def _next_hop(self, name: str, family: Family) -> str:
        """BIRD has no `address ~ prefix set`, so the list becomes nested tests on `bgp_next_hop`."""

        def steps() -> tuple[Step, ...]:
            return tuple(
                Step(str(r.sequence), f"bgp_next_hop ~ {r.prefix}", (), _result(r.action))
                for r in self._rules(name, family)
            )

        return self._function("next_hop", name, family, steps)

    def _as_path(self, name: str) -> str:
        def steps() -> tuple[Step, ...]:
            listed: AsPathList | None = self.tables.as_path_lists.get(name)
            found = []
            for rule in listed.rules if listed else ():
                try:
                    condition = path_condition(rule.regexp)
                except UntranslatableError as error:
                    self.refuse(str(error))
                    continue
                found.append(Step(str(rule.sequence), condition, (), _result(rule.action)))
            return tuple(found)

        return self._function("as_path", name, 0, steps)

    def _community_list(self, kind: str, name: str) -> str:
        def steps() -> tuple[Step, ...]:
            listed: CommunityList | None = self.tables.community_lists.get(name)
            found = []
            for rule in listed.rules if listed else ():
                try:
                    if rule.regexp is not None:
                        condition = f"{ATTRIBUTE[kind]} ~ [ {', '.join(patterns(kind, rule.regexp))} ]"
                    else:
                        tests = [f"{literal(kind, value)} ~ {ATTRIBUTE[kind]}" for value in rule.values]
                        condition = " && ".join(tests) or "true"
                except UntranslatableError as error:
                    self.refuse(str(error))
                    continue
                found.append(Step(str(rule.sequence), condition, (), _result(rule.action)))
            return tuple(found)

        return self._function("community", name, 0, steps)

    def statements(self, wanted: PolicySet, family: Family, metric: str = BGP_METRIC) -> list[str]:
        """Statements of a `set`, deletions first."""
        lines: list[str] = []
        if wanted.delete_community is not None:
            lines += self._delete(wanted.delete_community)
        if wanted.community is not None:
            lines += self._set_communities(wanted.community)
        if wanted.local_pref is not None:
            lines.append(f"bgp_local_pref = {wanted.local_pref};")
        if wanted.med is not None:
            lines.append(f"{metric} = {wanted.med};")
        if wanted.weight is not None:
            lines.append(f"preference = {preference(wanted.weight)};")
        lines += prepend(wanted.prepend_count, wanted.prepend_path, self.asn)
        next_hop = wanted.next_hop.get(f"ipv{family}")
        if next_hop is not None:
            lines.append(f"bgp_next_hop = {str(next_hop).partition('/')[0]};")
        if wanted.bandwidth is not None:
            lines.append(f"bgp_ext_community.add({link_bandwidth(self.asn, wanted.bandwidth)});")
        for key in wanted.extra:
            self.refuse(f"policy set of `{key}`")
        return lines

    def _set_communities(self, values: CommunityValues) -> list[str]:
        lines = []
        for kind, attribute in ATTRIBUTE.items():
            communities = getattr(values, kind)
            if communities and not values.append:
                lines.append(f"{attribute}.empty;")
            lines += [f"{attribute}.add({text});" for text in self._literals(kind, communities)]
        return lines

    def _delete(self, values: CommunityValues) -> list[str]:
        lines = []
        for kind, attribute in ATTRIBUTE.items():
            elements = self._literals(kind, getattr(values, kind))
            name = values.lists.get(kind)
            listed = self.tables.community_lists.get(name) if name else None
            for rule in listed.rules if listed else ():
                if rule.action == "permit" and rule.regexp is not None:
                    elements += self._patterns(kind, rule.regexp)
                elif rule.action == "permit":
                    elements += self._literals(kind, rule.values)
            if elements:
                lines.append(f"{attribute}.delete([ {', '.join(elements)} ]);")
        return lines

    def _literals(self, kind: str, values: tuple[str, ...]) -> list[str]:
        found = []
        for value in values:
            try:
                found.append(literal(kind, value))
            except UntranslatableError as error:
                self.refuse(str(error))
        return found

    def _patterns(self, kind: str, regexp: str) -> list[str]:
        try:
            return patterns(kind, regexp)
        except UntranslatableError as error:
            self.refuse(str(error))
            return []


def preference(weight: int) -> int:
    """BIRD's preference (16 bits, higher wins) in the place of a weight."""
    return min(BASE_PREFERENCE + weight, 65535)


def prepend(count: int | None, path: str | None, asn: int) -> list[str]:
    """Statements that prepend; the first AS of a path ends up leftmost."""
    if path is not None:
        return [f"bgp_path.prepend({number});" for number in reversed(str(path).replace(",", " ").split())]
    return [f"bgp_path.prepend({asn});"] * (count or 0)


def _result(action: str) -> str:
    return "true" if action == "permit" else "false"


def _prefix_pattern(rule: PrefixRule) -> str:
    prefix = rule.prefix
    if rule.ge is None and rule.le is None:
        return str(prefix)
    low = rule.ge if rule.ge is not None else prefix.length
    high = rule.le if rule.le is not None else (32 if prefix.family == 4 else 128)
    return f"{prefix}{{{low},{high}}}"


def _grouped(
    rules: tuple[PrefixRule, ...],
    condition: Callable[[list[str]], str],
    element: Callable[[PrefixRule], str],
) -> tuple[Step, ...]:
    """Consecutive rules with one action become one set."""
    steps: list[Step] = []
    run: list[PrefixRule] = []
    for position, rule in enumerate(rules):
        run.append(rule)
        if position + 1 == len(rules) or rules[position + 1].action != rule.action:
            comment = "-".join(dict.fromkeys((str(run[0].sequence), str(run[-1].sequence))))
            steps.append(Step(comment, condition([element(r) for r in run]), (), _result(rule.action)))
            run = []
    return tuple(steps)
