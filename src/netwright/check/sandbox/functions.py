"""What an expression may call: functions, and methods by type of value; all return new, bounded data.

Owns: the tables. Must not: hold a function that calls back, formats, mutates or reaches attributes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from . import regexp
from .errors import EvaluationError

MAX_ITEMS = 1_000_000
MAX_RANGE = 100_000


def _range(*arguments: int) -> range:
    made = range(*arguments)
    if len(made) > MAX_RANGE:
        raise EvaluationError(f"range() may have at most {MAX_RANGE} elements")
    return made


def _sum(items: Iterable[Any], start: Any = 0) -> Any:
    total = start
    for item in items:
        if not isinstance(item, (int, float)):
            raise EvaluationError(f"sum() adds numbers, found {type(item).__name__}")
        total = total + item
    return total


def _int(value: Any = 0, base: int | None = None) -> int:
    if isinstance(value, str) and len(value) > 100:
        raise EvaluationError("int() takes at most 100 characters")
    return int(value) if base is None else int(value, base)


def _zip(*items: Iterable[Any]) -> list[Any]:
    return list(zip(*items, strict=False))


def _min_max(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    def chosen(*items: Any, **options: Any) -> Any:
        if set(options) - {"default"}:
            raise EvaluationError(f"{name}() takes no argument but `default`")
        return function(*items, **options)

    return chosen


def _replace(text: str, old: str, new: str, count: int = -1) -> str:
    if (text.count(old) + 1) * len(new) > MAX_ITEMS:
        raise EvaluationError("replace() makes too long a text")
    return text.replace(old, new, count)


def _join(text: str, items: Iterable[str]) -> str:
    parts = list(items)
    if sum(len(p) + len(text) for p in parts) > MAX_ITEMS:
        raise EvaluationError("join() makes too long a text")
    return text.join(parts)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "abs": abs,
    "all": all,
    "any": any,
    "bool": bool,
    "dict": dict,
    "enumerate": lambda items, start=0: list(enumerate(items, start)),
    "float": float,
    "int": _int,
    "len": len,
    "list": list,
    "max": _min_max("max", max),
    "min": _min_max("min", min),
    "range": _range,
    "reversed": lambda items: list(reversed(items)),
    "round": round,
    "set": set,
    "sorted": lambda items, reverse=False: sorted(items, reverse=reverse),
    "str": lambda value="": str(value),
    "sum": _sum,
    "tuple": tuple,
    "zip": _zip,
}

_TEXT = (
    "startswith endswith strip lstrip rstrip split rsplit splitlines lower upper casefold capitalize title "
    "find rfind index rindex count partition rpartition removeprefix removesuffix isdigit isnumeric isalpha "
    "isalnum isdecimal islower isupper isspace"
)
_METHODS: tuple[tuple[type, dict[str, Callable[..., Any]]], ...] = (
    (str, {**{name: getattr(str, name) for name in _TEXT.split()}, "replace": _replace, "join": _join}),
    (list, {"count": list.count, "index": list.index, "copy": list.copy}),
    (tuple, {"count": tuple.count, "index": tuple.index}),
    (
        set,
        {
            name: getattr(set, name)
            for name in ("union", "intersection", "difference", "issubset", "issuperset", "isdisjoint")
        },
    ),
    (
        Mapping,
        {
            "get": lambda data, key, default=None: data.get(key, default),
            "items": lambda data: list(data.items()),
            "keys": lambda data: list(data.keys()),
            "values": lambda data: list(data.values()),
        },
    ),
    (
        regexp.Match,
        {name: getattr(regexp.Match, name) for name in ("group", "groups", "groupdict", "span", "start", "end")},
    ),
)


def method(value: Any, name: str) -> Callable[..., Any] | None:
    """The unbound method an expression may call on a value, or None."""
    for kind, table in _METHODS:
        if isinstance(value, kind):
            return table.get(name)
    return None


def methods_of(value: Any) -> tuple[str, ...]:
    """Names for a did-you-mean."""
    for kind, table in _METHODS:
        if isinstance(value, kind):
            return tuple(table)
    return ()
