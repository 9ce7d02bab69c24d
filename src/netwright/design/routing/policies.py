"""Routing policies: match, set and delete of every entry.

Owns: their forms and shorthands. Must not: resolve names (`tables.py` does).
Source: the topology format's "Routing policies".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...addr import AddressError, parse_address
from ...errors import Problems, Span, nearest
from ...model import CommunityValues, Map, PolicyEntry, PolicyMatch, PolicySet, RoutingPolicy
from ..draft import Draft
from ..merge import EMPTY, mapping, merged, without
from ..values import number, span_of
from .entries import action_of, combined, unknown_keys
from .lists import COMMUNITY_KINDS, words

MATCH_KEYS = frozenset({"prefix", "nexthop", "aspath", "community"})
SET_KEYS = frozenset({"locpref", "med", "weight", "prepend", "community", "nexthop", "bandwidth"})
_SHORT_MATCH = frozenset({"prefix", "nexthop", "aspath"})
_SHORT_SET = frozenset({"locpref", "med", "weight", "prepend"})
_ENTRY_KEYS = frozenset({"action", "sequence", "match", "set", "delete"}) | _SHORT_MATCH | _SHORT_SET
MAX_PREPEND = 32
_LIMIT = {"locpref": (1 << 32) - 1, "med": (1 << 32) - 1, "weight": 65535, "bandwidth": 1 << 32}


def read_policy(draft: Draft, name: str, own: Any, everywhere: Any, at: Span, problems: Problems) -> RoutingPolicy:
    entries = []
    for sequence, entry, place in combined(own, everywhere, at, problems):
        if entry is None:
            entry = EMPTY
        if not isinstance(entry, Mapping):
            message = f"an entry of routing policy `{name}` must be a mapping, found `{entry}`"
            problems.error("wrong-type", message, place, "for example `set.locpref: 200`")
            continue
        entries.append(_entry(draft, sequence, entry, place, problems))
    return RoutingPolicy(name=name, entries=tuple(entries))


def _entry(draft: Draft, sequence: int, entry: Mapping[str, Any], at: Span, problems: Problems) -> PolicyEntry:
    unknown_keys(entry, _ENTRY_KEYS, "routing policy", at, problems)
    match = _with(mapping(entry.get("match")), entry, _SHORT_MATCH)
    actions = _with(mapping(entry.get("set")), entry, _SHORT_SET)
    unknown_keys(match, MATCH_KEYS, "policy match", at, problems)
    unknown_keys(actions, SET_KEYS, "policy set", at, problems)
    return PolicyEntry(
        sequence=sequence,
        action=action_of(entry, at, problems),
        match=_match(draft, match, at, problems),
        set=read_set(actions, mapping(entry.get("delete")), at, problems),
    )


def _with(data: Mapping[str, Any], entry: Mapping[str, Any], keys: frozenset[str]) -> Mapping[str, Any]:
    """Shorthand: unambiguous keys may stand directly in the entry."""
    short = [key for key in keys if key in entry]
    if not short:
        return data
    result = Map(data)
    for key in short:
        result[key] = entry[key]
        if isinstance(entry, Map):
            result.keys_at[key], result.values_at[key] = entry.key_at(key), entry.at(key)
    return result


def _match(draft: Draft, match: Mapping[str, Any], at: Span, problems: Problems) -> PolicyMatch:
    if not match:
        return _NO_MATCH
    community = match.get("community")
    by_kind: dict[str, str] = {}
    if isinstance(community, Mapping):
        unknown_keys(community, frozenset(COMMUNITY_KINDS), "community match", at, problems)
        by_kind = {kind: str(name) for kind, name in community.items() if kind in COMMUNITY_KINDS}
    elif community is not None:
        by_kind = {_kind_of(draft, str(community)): str(community)}
    return PolicyMatch(
        prefix=_name(match.get("prefix")),
        next_hop=_name(match.get("nexthop")),
        as_path=_name(match.get("aspath")),
        community=by_kind,
    )


_NO_MATCH = PolicyMatch()


def _kind_of(draft: Draft, name: str) -> str:
    """The type of a global community list; `standard` when it says nothing."""
    listed = mapping(mapping(draft.settings.get("routing")).get("community")).get(name)
    return str(listed.get("type", "standard")) if isinstance(listed, Mapping) else "standard"


def _name(value: Any) -> str | None:
    return None if value is None else str(value)


def read_set(actions: Mapping[str, Any], deletions: Mapping[str, Any], at: Span, problems: Problems) -> PolicySet:
    actions, deletions = _deletions_apart(actions, deletions)
    count, path = read_prepend(actions.get("prepend"), span_of(actions, "prepend", at), problems)
    numbers = {key: limited(key, actions.get(key), span_of(actions, key, at), problems) for key in _LIMIT}
    return PolicySet(
        local_pref=numbers["locpref"],
        med=numbers["med"],
        weight=numbers["weight"],
        bandwidth=numbers["bandwidth"],
        prepend_count=count,
        prepend_path=path,
        community=_communities(actions.get("community"), span_of(actions, "community", at), problems),
        delete_community=_communities(deletions.get("community"), span_of(deletions, "community", at), problems),
        next_hop=_next_hop(actions.get("nexthop"), span_of(actions, "nexthop", at), problems),
    )


def _deletions_apart(
    actions: Mapping[str, Any], deletions: Mapping[str, Any]
) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Older spellings of deleting: `set.community` with `delete: True` or `delete_list`."""
    old = actions.get("community")
    if not isinstance(old, Mapping) or not (old.get("delete") or old.get("delete_list")):
        return actions, deletions
    named = {"list": {"standard": old["delete_list"]}} if old.get("delete_list") else {}
    kept = without(old, ("delete", "delete_list", "append"))
    whole = old.get("delete") is True
    removed = {**mapping(deletions.get("community")), **named, **(kept if whole else {})}
    set_again = without(actions, ("community",))
    if not whole and kept:
        set_again = merged({"community": without(old, ("delete", "delete_list"))}, set_again)
    return set_again, {**deletions, "community": removed}


def limited(key: str, value: Any, at: Span, problems: Problems) -> int | None:
    """A number of a BGP attribute within its range."""
    if value is None:
        return None
    found = number(value)
    if found is None or not 0 <= found <= _LIMIT[key]:
        problems.error("wrong-value", f"{key} must be a number from 0 to {_LIMIT[key]}, found `{value}`", at)
        return None
    return found


def read_prepend(value: Any, at: Span, problems: Problems) -> tuple[int | None, str | None]:
    """`{count}` or `{path}`; a path is text, a number or a list of AS numbers."""
    if value is None:
        return None, None
    if not isinstance(value, Mapping):
        message = f"prepend must have `count` or `path`, found `{value}`"
        problems.error("wrong-type", message, at, "for example `prepend.count: 3`")
        return None, None
    unknown_keys(value, frozenset({"count", "path"}), "prepend", at, problems)
    count = number(value.get("count"))
    if value.get("count") is not None and (count is None or not 1 <= count <= MAX_PREPEND):
        message = f"prepend.count must be a number from 1 to {MAX_PREPEND}, found `{value['count']}`"
        problems.error("wrong-value", message, span_of(value, "count", at))
        count = None
    path = " ".join(words(value.get("path"))) or None
    return count, path


def _communities(value: Any, at: Span, problems: Problems) -> CommunityValues | None:
    if value is None:
        return None
    if not isinstance(value, Mapping):
        return CommunityValues(standard=words(value))
    unknown_keys(value, frozenset({*COMMUNITY_KINDS, "append", "list"}), "community", at, problems)
    lists = value.get("list")
    if lists is not None and not isinstance(lists, Mapping):
        lists = {"standard": lists}
    return CommunityValues(
        standard=words(value.get("standard")),
        extended=words(value.get("extended")),
        large=words(value.get("large")),
        lists={kind: str(name) for kind, name in (lists or {}).items()},
        append=bool(value.get("append")),
    )


def _next_hop(value: Any, at: Span, problems: Problems) -> Mapping[str, str]:
    found: dict[str, str] = {}
    items = value.items() if isinstance(value, Mapping) else [("", value)] if value is not None else []
    for family, text in items:
        try:
            address = parse_address(str(text))
        except AddressError as error:
            problems.error("wrong-address", f"next hop `{text}`: {error}", at, nearest(str(family), ("ipv4", "ipv6")))
            continue
        found[f"ipv{address.family}"] = str(address)
    return found


def entry_span(draft: Draft, name: str, at: Span) -> Span:
    """The place of a global policy for problems of what it refers to; else the place of the reference."""
    everywhere = mapping(mapping(draft.settings.get("routing")).get("policy"))
    return everywhere.at(name) if name in everywhere and hasattr(everywhere, "at") else at
