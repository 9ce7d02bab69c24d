"""Prefix lists, AS-path lists and community lists.

Owns: their forms and shorthands. Must not: decide which node gets them (`tables.py`).
Source: the topology format's "Prefix filters", "AS-path filters", "Community filters".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ...addr import Prefix
from ...errors import Problems, Span, nearest
from ...model import AsPathList, AsPathRule, CommunityList, CommunityRule, PrefixList, PrefixRule
from ...model.routing import Action, CommunityKind
from ..draft import Draft
from ..values import as_list, number, prefixes_of, span_of
from .entries import action_of, combined, numbered, unknown_keys

_PREFIX_KEYS = frozenset({"action", "sequence", "ipv4", "ipv6", "pool", "prefix", "min", "max"})
_PATH_KEYS = frozenset({"action", "sequence", "path", "regexp"})
_COMMUNITY_KEYS = frozenset({"action", "sequence", "path", "list", "value", "regexp"})
COMMUNITY_KINDS: tuple[CommunityKind, ...] = ("standard", "extended", "large")
_TYPE = r"(?:rt|soo|ro|route-target|color)"
_WORD = re.compile(rf"(?:{_TYPE}\s+)?\S+", re.IGNORECASE)
_COMMUNITY = re.compile(
    rf"(?:{_TYPE}[ :]+)?(?:[0-9]+(?::[0-9]+){{0,2}}|[0-9]+(?:\.[0-9]+){{3}}:[0-9]+)|[a-z][a-z-]*", re.IGNORECASE
)
"""A value: numbers with colons, an IPv4 address and a number, or a well-known name; else a regular expression."""
FIRST, STEP = 100, 10
"""Numbers of the rules of a per-family prefix list."""


def read_prefix_list(draft: Draft, name: str, own: Any, everywhere: Any, at: Span, problems: Problems) -> PrefixList:
    """One list per family; an entry may give several rules. A family without rules matches nothing."""
    rules: dict[int, list[PrefixRule]] = {4: [], 6: []}
    for _, entry, place in combined(own, everywhere, at, problems):
        if isinstance(entry, Mapping):
            unknown_keys(entry, _PREFIX_KEYS, "prefix list", place, problems)
        action = action_of(entry, place, problems)
        whole = isinstance(entry, Mapping) and not any(k in entry for k in ("ipv4", "ipv6", "pool", "prefix"))
        found = [Prefix(4, 0, 0), Prefix(6, 0, 0)] if whole else prefixes_of(draft, entry, place, problems)
        for prefix in found:
            ge, le = (_bound(entry, key, prefix, place, problems) for key in ("min", "max"))
            if whole and ge is None and le is None:
                le = 32 if prefix.family == 4 else 128
            if ge is not None and le is not None and ge > le:
                message = f"`min` {ge} is greater than `max` {le} in prefix list `{name}`"
                problems.error("wrong-prefix-length", message, span_of(entry, "min", place))
                continue
            listed = rules[prefix.family]
            sequence = FIRST + STEP * len(listed)
            listed.append(PrefixRule(sequence=sequence, action=action, prefix=prefix, ge=ge, le=le))
    return PrefixList(name=name, ipv4=tuple(rules[4]), ipv6=tuple(rules[6]))


def _bound(entry: Any, key: str, prefix: Prefix, at: Span, problems: Problems) -> int | None:
    """`min` or `max` for a prefix: one number for both families or one each."""
    value = entry.get(key) if isinstance(entry, Mapping) else None
    if isinstance(value, Mapping):
        value = value.get(f"ipv{prefix.family}")
    if value is None:
        return None
    length = number(value)
    longest = 32 if prefix.family == 4 else 128
    if length is None or not prefix.length <= length <= longest:
        message = f"`{key}` for {prefix} must be a number from {prefix.length} to {longest}, found `{value}`"
        hint = f"give each family its own: `{key}: {{ ipv4: ..., ipv6: ... }}`"
        problems.error("wrong-prefix-length", message, span_of(entry, key, at), hint)
        return None
    return length


def read_as_path_list(draft: Draft, name: str, own: Any, everywhere: Any, at: Span, problems: Problems) -> AsPathList:
    """Text, a number, a list of AS numbers or `{action, path}` each; without a path everything matches."""
    rules = []
    for sequence, entry, place in combined(own, everywhere, at, problems):
        path = entry
        if isinstance(entry, Mapping):
            unknown_keys(entry, _PATH_KEYS, "AS-path list", place, problems)
            path = entry.get("path", entry.get("regexp"))
        regexp = " ".join(str(item) for item in as_list(path)) if path is not None else ".*"
        rules.append(AsPathRule(sequence=sequence, action=action_of(entry, place, problems), regexp=regexp))
    return AsPathList(name=name, rules=tuple(rules))


def read_community_list(
    draft: Draft, name: str, own: Any, everywhere: Any, at: Span, problems: Problems
) -> CommunityList:
    """A list of values and entries, or `{type, value}`."""
    kind = "standard"
    values = []
    for source in (own, everywhere):
        value = source
        if isinstance(source, Mapping) and ("type" in source or "value" in source):
            kind = str(source.get("type", kind)) if source is own or own is None else kind
            value = source.get("value")
            unknown_keys(source, frozenset({"type", "value"}), "community list", at, problems)
        values.append(value)
    if kind not in COMMUNITY_KINDS:
        message = f"type of community list `{name}` must be one of {', '.join(COMMUNITY_KINDS)}, found `{kind}`"
        problems.error("wrong-community-type", message, at, nearest(kind, COMMUNITY_KINDS))
        kind = "standard"
    rules = tuple(
        _community_rule(sequence, entry, place, problems)
        for sequence, entry, place in combined(values[0], values[1], at, problems)
    )
    return CommunityList(name=name, kind=kind, rules=rules)  # type: ignore[arg-type]  # checked above


def _community_rule(sequence: int, entry: Any, at: Span, problems: Problems) -> CommunityRule:
    action = action_of(entry, at, problems)
    if not isinstance(entry, Mapping):
        return _values(sequence, action, entry)
    unknown_keys(entry, _COMMUNITY_KEYS, "community list", at, problems)
    if entry.get("regexp") is not None:
        return CommunityRule(sequence=sequence, action=action, regexp=str(entry["regexp"]))
    return _values(sequence, action, entry.get("list", entry.get("path", entry.get("value"))))


def _values(sequence: int, action: Action, value: Any) -> CommunityRule:
    """Communities, or a regular expression where the text is none; nothing matches everything."""
    values = words(value)
    if not values:
        return CommunityRule(sequence=sequence, action=action, regexp=".*")
    if not all(_COMMUNITY.fullmatch(word) for word in values):
        return CommunityRule(sequence=sequence, action=action, regexp=" ".join(values))
    return CommunityRule(sequence=sequence, action=action, values=values)


def words(value: Any) -> tuple[str, ...]:
    """Communities as a list or as text with blanks; an extended one keeps the word that says its type."""
    return tuple(word for item in as_list(value) for word in _WORD.findall(str(item)))


__all__ = ["numbered", "read_as_path_list", "read_community_list", "read_prefix_list", "words"]
