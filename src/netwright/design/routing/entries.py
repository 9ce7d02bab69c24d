"""Entries with sequence numbers: position times ten, and merging of node-level with global ones.

Owns: numbering and merging. Must not: read what an entry says.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...errors import Problems, Span, nearest
from ...model.routing import Action
from ..values import number, span_of

Numbered = list[tuple[int, Any, Span]]


def numbered(values: Any, at: Span, problems: Problems) -> Numbered:
    """(sequence, entry, place) in order; an entry without `sequence` gets ten times its position."""
    items = values if isinstance(values, list) else [values]
    found: Numbered = []
    seen: set[int] = set()
    for position, item in enumerate(items, 1):
        place = span_of(values, position - 1, at) if isinstance(values, list) else at
        sequence = position * 10
        if isinstance(item, Mapping) and item.get("sequence") is not None:
            own = number(item["sequence"])
            if own is None or own < 1:
                message = f"sequence must be a positive number, found `{item['sequence']}`"
                problems.error("wrong-sequence", message, span_of(item, "sequence", place))
            else:
                sequence = own
        if sequence in seen:
            message = f"sequence number {sequence} is used twice"
            problems.error("duplicate-sequence", message, place, "entries count 10, 20, 30, ...")
            continue
        seen.add(sequence)
        found.append((sequence, item, place))
    return found


def combined(own: Any, everywhere: Any, at: Span, problems: Problems) -> Numbered:
    """The node's entries plus the global ones with other sequence numbers, in order of sequence."""
    entries = numbered(own, at, problems) if own is not None else []
    if everywhere is not None:
        taken = {sequence for sequence, _, _ in entries}
        entries += [e for e in numbered(everywhere, at, problems) if e[0] not in taken]
    return sorted(entries, key=lambda entry: entry[0])


def action_of(entry: Any, at: Span, problems: Problems) -> Action:
    value = entry.get("action", "permit") if isinstance(entry, Mapping) else "permit"
    if value == "deny":
        return "deny"
    if value != "permit":
        hint = nearest(str(value), ("permit", "deny"))
        message = f"action must be `permit` or `deny`, found `{value}`"
        problems.error("wrong-action", message, span_of(entry, "action", at), hint)
    return "permit"


def unknown_keys(entry: Mapping[str, Any], known: frozenset[str], what: str, at: Span, problems: Problems) -> None:
    for key in entry:
        if key not in known and not key.startswith("_"):
            place = entry.key_at(key) if hasattr(entry, "key_at") else at
            problems.error("unknown-key", f"unknown {what} attribute `{key}`", place, nearest(key, known))
