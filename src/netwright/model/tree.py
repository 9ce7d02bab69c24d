"""The located tree: plain dicts and lists of a user's file that remember where each value stood.

Owns: `Map`, `Seq`, deep merging. Must not: know the topology format.
Scalars are plain Python values; their place is kept by the container that holds them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..errors import NOWHERE, Span


class Map(dict[str, Any]):
    """A mapping with places: `span` of itself, `at(key)` of a value, `key_at(key)` of a key."""

    __slots__ = ("keys_at", "span", "values_at")

    def __init__(self, items: Any = (), span: Span = NOWHERE) -> None:
        super().__init__(items)
        self.span = span
        self.keys_at: dict[str, Span] = {}
        self.values_at: dict[str, Span] = {}

    def put(self, key: str, value: Any, key_at: Span | None = None, value_at: Span | None = None) -> None:
        """Set a value with its places."""
        self[key] = value
        if key_at is not None:
            self.keys_at[key] = key_at
            self.values_at[key] = value_at or key_at

    def at(self, key: str) -> Span:
        """Where the value of `key` stands (the mapping's own place when unknown)."""
        return self.values_at.get(key, self.span)

    def key_at(self, key: str) -> Span:
        """Where `key` itself stands."""
        return self.keys_at.get(key, self.span)

    def take(self, key: str, default: Any = None) -> Any:
        """Remove and return a value with its places."""
        self.keys_at.pop(key, None)
        self.values_at.pop(key, None)
        return self.pop(key, default)

    def move(self, key: str, source: Map, new_key: str | None = None) -> None:
        """Copy one entry of another map, places included."""
        name = new_key or key
        self[name] = source[key]
        if key in source.keys_at:
            self.keys_at[name] = source.keys_at[key]
            self.values_at[name] = source.values_at[key]


class Seq(list[Any]):
    """A sequence with places: `span` of itself, `at(index)` of an element."""

    __slots__ = ("items_at", "span")

    def __init__(self, items: Iterable[Any] = (), span: Span = NOWHERE) -> None:
        super().__init__(items)
        self.span = span
        self.items_at: list[Span] = []

    def put(self, value: Any, at: Span) -> None:
        while len(self.items_at) < len(self):
            self.items_at.append(self.span)
        self.append(value)
        self.items_at.append(at)

    def at(self, index: int) -> Span:
        return self.items_at[index] if 0 <= index < len(self.items_at) else self.span


def copy_tree(value: Any) -> Any:
    """A deep copy that keeps places; scalars are shared."""
    if isinstance(value, Map):
        new = Map(span=value.span)
        for key, child in value.items():
            new[key] = copy_tree(child) if isinstance(child, (dict, list)) else child
        new.keys_at = dict(value.keys_at)
        new.values_at = dict(value.values_at)
        return new
    if isinstance(value, Seq):
        seq = Seq((copy_tree(v) if isinstance(v, (dict, list)) else v for v in value), value.span)
        seq.items_at = list(value.items_at)
        return seq
    if isinstance(value, dict):
        return Map({k: copy_tree(v) for k, v in value.items()})
    if isinstance(value, list):
        return Seq(copy_tree(v) for v in value)
    return value


def merge_missing(target: Map, defaults: Map) -> Map:
    """Deep-merge: entries of `defaults` fill what `target` does not say; mappings merge, all else stays."""
    for key, value in defaults.items():
        if key not in target:
            target.move(key, defaults) if isinstance(defaults, Map) else target.__setitem__(key, value)
            target[key] = copy_tree(value)
        elif isinstance(target[key], Map) and isinstance(value, dict):
            merge_missing(target[key], value if isinstance(value, Map) else copy_tree(value))
    return target


def to_plain(value: Any) -> Any:
    """Plain dicts and lists, for printing and for templates."""
    if isinstance(value, dict):
        return {k: to_plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)) and not hasattr(value, "_fields"):
        return [to_plain(v) for v in value]
    return value
