"""Parts of resources as a user writes them, for hints.

Owns: text of filter rules. Must not: find anything.
"""

from __future__ import annotations

from collections.abc import Iterable

from ...addr import Family, Prefix
from ...model.bgp_filter import AddCommunity, Community, Operation, PrependASPath
from ..resources import BGPFilterRule
from .chains import Direction, field_of

MOST_RULES = 6
"""Rules a hint repeats; of more, only what is added."""
REJECT = "{ action: Reject }"


def closed(rules: tuple[BGPFilterRule, ...], field: str) -> str:
    """The same rules with one that rejects the rest."""
    if len(rules) > MOST_RULES:
        return f"end `{field}` with `{REJECT}`"
    return f"{field}: [ {', '.join((*map(rule_text, rules), REJECT))} ]"


def accepting(prefixes: Iterable[Prefix], direction: Direction) -> str:
    """Rules that accept prefixes and everything in them, one field per family."""
    by_family: dict[Family, list[str]] = {}
    source = ", source: RemotePeers" if direction == "export" else ""
    for prefix in sorted(set(prefixes)):
        text = f"{{ action: Accept, cidr: {_quoted(prefix)}, matchOperator: In{source} }}"
        by_family.setdefault(prefix.family, []).append(text)
    return ", ".join(f"{field_of(direction, family)}: [ {', '.join(found)} ]" for family, found in by_family.items())


def rule_text(rule: BGPFilterRule) -> str:
    """A rule in flow style."""
    return "{ " + ", ".join(f"{key}: {value}" for key, value in _fields(rule)) + " }"


def _fields(rule: BGPFilterRule) -> Iterable[tuple[str, str]]:
    yield "action", rule.action
    if rule.cidr is not None:
        yield from (("cidr", _quoted(rule.cidr)), ("matchOperator", str(rule.match_operator)))
    if rule.prefix_length is not None:
        ends = {"min": rule.prefix_length.min, "max": rule.prefix_length.max}
        yield "prefixLength", "{ " + ", ".join(f"{key}: {n}" for key, n in ends.items() if n is not None) + " }"
    for key, value in (("source", rule.source), ("interface", rule.interface), ("peerType", rule.peer_type)):
        if value is not None:
            yield key, f'"{value}"' if key == "interface" else value
    if rule.community is not None:
        yield "communities", f"{{ values: [ {_community(rule.community)} ] }}"
    if rule.as_path_prefix:
        yield "asPathPrefix", _numbers(rule.as_path_prefix)
    if rule.priority is not None:
        yield "priority", str(rule.priority)
    if rule.operations:
        yield "operations", f"[ {', '.join(map(_operation, rule.operations))} ]"


def _operation(operation: Operation) -> str:
    if isinstance(operation, AddCommunity):
        return f"{{ addCommunity: {{ value: {_community(operation.value)} }} }}"
    if isinstance(operation, PrependASPath):
        return f"{{ prependASPath: {{ prefix: {_numbers(operation.prefix)} }} }}"
    return f"{{ setPriority: {{ value: {operation.value} }} }}"


def _numbers(numbers: Iterable[int]) -> str:
    return f"[ {', '.join(map(str, numbers))} ]"


def _community(community: Community) -> str:
    return f'"{":".join(map(str, community))}"'


def _quoted(prefix: Prefix) -> str:
    return str(prefix) if prefix.family == 4 else f'"{prefix}"'
