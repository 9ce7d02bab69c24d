"""Deep merging of attribute maps that shares instead of copying.

Owns: `merged` and the layering of module attributes. Must not: know drafts, or what an attribute means.

Merging never copies what it does not change: results are therefore shared and read-only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..model import Map

EMPTY = Map()
"""Shared "nothing said"; never written to."""

SETTINGS_KEYS = frozenset(
    {
        "attributes",
        "config_after",
        "extra_attributes",
        "features",
        "no_propagate",
        "requires",
        "supported_on",
        "transform_after",
        "warnings",
    }
)
"""Keys of `defaults.<module>` that describe the module; they are no parameters."""

_MISSING = object()


def merged(own: Mapping[str, Any], lower: Mapping[str, Any]) -> Mapping[str, Any]:
    """`own` plus what only `lower` says; nested mappings merge, lists and scalars do not."""
    if not lower:
        return own
    if not own:
        return lower
    result: Map | None = None
    for key, value in lower.items():
        mine = own.get(key, _MISSING)
        new = value
        if mine is not _MISSING:
            if not (isinstance(mine, dict) and isinstance(value, dict)):
                continue
            new = merged(mine, value)
            if new is mine:
                continue
        if result is None:
            result = shallow_copy(own)
        result[key] = new
        if mine is _MISSING and isinstance(lower, Map) and key in lower.keys_at:
            result.keys_at[key], result.values_at[key] = lower.keys_at[key], lower.values_at[key]
    return own if result is None else result


def shallow_copy(source: Mapping[str, Any]) -> Map:
    """A new map with the same values and places."""
    if not isinstance(source, Map):
        return Map(source)
    new = Map(source, source.span)
    new.keys_at, new.values_at = dict(source.keys_at), dict(source.values_at)
    return new


def without(source: Mapping[str, Any], keys: Iterable[str]) -> Mapping[str, Any]:
    """The same mapping without some keys; itself when it has none of them."""
    unwanted = [key for key in keys if key in source]
    if not unwanted:
        return source
    new = shallow_copy(source)
    for key in unwanted:
        new.take(key)
    return new


def mapping(value: Any) -> Mapping[str, Any]:
    """The value when it is a mapping, else the empty one."""
    return value if isinstance(value, dict) else EMPTY


def global_attributes(settings: Mapping[str, Any], defaults: Mapping[str, Any], module: str) -> Mapping[str, Any]:
    """Topology-level attributes of a module merged over its defaults."""
    return merged(mapping(settings.get(module)), without(mapping(defaults.get(module)), SETTINGS_KEYS))
