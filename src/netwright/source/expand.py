"""Dotted keys: `bgp.as: 65000` means `bgp: { as: 65000 }`, anywhere.

Owns: expansion in place, with the order and places of the first mention. Keys containing `/` are data, and so
are the keys of sections listed in `VERBATIM`.
"""

from __future__ import annotations

from typing import Any

from ..errors import Problems
from ..model import Map

VERBATIM = frozenset({"clusters", "files"})
"""Sections whose keys have dots of their own: file names, labels of Kubernetes."""


def expand(tree: Any, problems: Problems) -> Any:
    """Expand every dotted key of a tree, in place; iterative, so depth costs no stack."""
    pending: list[Any] = [tree]
    while pending:
        item = pending.pop()
        if isinstance(item, Map):
            if any("." in key and "/" not in key for key in item):
                _expand_map(item, problems)
            pending.extend(v for k, v in item.items() if isinstance(v, (Map, list)) and k not in VERBATIM)
        elif isinstance(item, list):
            pending.extend(v for v in item if isinstance(v, (Map, list)))
    return tree


def _expand_map(item: Map, problems: Problems) -> None:
    entries = [(key, item[key], item.key_at(key), item.at(key)) for key in item]
    item.clear()
    item.keys_at.clear()
    item.values_at.clear()
    for key, value, key_at, value_at in entries:
        parts = key.split(".") if "." in key and "/" not in key else [key]
        if len(parts) > 1 and not all(parts):
            parts = [key]
        target = item
        for depth, part in enumerate(parts[:-1]):
            child = target.get(part)
            if child is None:
                child = Map(span=key_at)
                target.put(part, child, key_at, key_at)
            if not isinstance(child, Map):
                said = ".".join(parts[: depth + 1])
                problems.error(
                    "key-conflict",
                    f"`{key}` needs `{said}` to be a mapping, but line {target.at(part).line} gives it a value",
                    key_at,
                    f"put everything below one `{said}:`",
                )
                break
            target = child
        else:
            _put(target, parts[-1], value, key, key_at, value_at, problems)


def _put(target: Map, name: str, value: Any, key: str, key_at: Any, value_at: Any, problems: Problems) -> None:
    present = target.get(name)
    if name in target and isinstance(present, Map) and isinstance(value, Map):
        for inner in value:
            if inner in present:
                _put(
                    present,
                    inner,
                    value[inner],
                    f"{key}.{inner}",
                    value.key_at(inner),
                    value.at(inner),
                    problems,
                )
            else:
                present.move(inner, value)
    elif name in target and present is not None:
        if value is not None:
            problems.error(
                "duplicate-key",
                f"`{key}` was already given in line {target.key_at(name).line}",
                key_at,
                "remove one of them",
            )
    else:
        target.put(name, value, key_at, value_at)
