"""One resource against a structural schema: types, fields, enums, ranges, patterns, formats.

Owns: validation without rules (`rules` has those). Must not: know kinds.
Source: Kubernetes documentation of CustomResourceDefinitions, "Specifying a structural schema"; OpenAPI 3.0 schemas.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sized
from typing import Any, NamedTuple

import re2  # type: ignore[import-untyped]  # google-re2 ships no types

from ...addr import AddressError, parse_address, parse_prefix
from ...errors import Problems, Span, nearest
from ...model import Map, Seq, to_plain
from ...schema.types import shown
from .definitions import part
from .rules import check_rules

_JSON_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
}
_CONTAINERS = ("object", "array")
"""What stands in place of one may be a password: it is not shown."""
_UNCHECKED_AT_ROOT = ("apiVersion", "kind", "metadata", "status")


class Place(NamedTuple):
    """A value and where it is."""

    value: Any
    at: Span
    path: str
    """Empty for the resource."""

    @property
    def title(self) -> str:
        return f"`{self.path}`" if self.path else "the resource"


def check_structure(tree: Map, schema: Map, problems: Problems) -> None:
    """Add a problem for everything in a resource, defaults filled in, that the schema refuses."""
    _check(Place(tree, tree.span, ""), schema, problems)


def _check(place: Place, schema: Map, problems: Problems) -> None:
    before = len(problems)
    value = place.value
    if value is None and schema.get("nullable", False):
        return
    if not _right_type(value, schema):
        expected = "a number or text" if schema.get("x-kubernetes-int-or-string") else f"of type {schema.get('type')}"
        hidden = schema.get("type") in _CONTAINERS and not isinstance(value, (Map, Seq))
        found = "a single value" if hidden else shown(value)
        problems.error("crd-value", f"{place.title} must be {expected}, found {found}", place.at)
        return
    _check_enum(place, schema, problems)
    for message in _limits(value, schema):
        problems.error("crd-value", f"{place.title} {message}", place.at)
    if isinstance(value, Map):
        _check_object(place, schema, problems)
    elif isinstance(value, Seq):
        _check_list(place, schema, problems)
    for message in _combinations(place, schema):
        problems.error("crd-value", message, place.at)
    if len(problems) == before:
        check_rules(value, place.at, place.title, schema, problems)


def _right_type(value: Any, schema: Map) -> bool:
    if schema.get("x-kubernetes-int-or-string"):
        return isinstance(value, (int, str)) and not isinstance(value, bool)
    expected = _JSON_TYPES.get(str(schema.get("type")))
    if expected is None:
        return True
    if isinstance(value, bool):
        return expected == (bool,)
    return isinstance(value, expected) or (expected == (int,) and isinstance(value, float) and value.is_integer())


def _check_enum(place: Place, schema: Map, problems: Problems) -> None:
    choices = schema.get("enum")
    if not isinstance(choices, list) or any(place.value == word and _alike(place.value, word) for word in choices):
        return
    words = [str(word) for word in choices if word != ""]
    expected = ", ".join(f"`{word}`" for word in words)
    message = f"{place.title} must be one of {expected}, found {shown(place.value)}"
    problems.error("crd-value", message, place.at, nearest(str(place.value), words))


def _alike(first: Any, second: Any) -> bool:
    """Whether two values are of one JSON type: True is not 1."""
    return isinstance(first, bool) == isinstance(second, bool)


def _check_object(place: Place, schema: Map, problems: Problems) -> None:
    value: Map = place.value
    properties, others = part(schema, "properties"), schema.get("additionalProperties")
    open_ = bool(schema.get("x-kubernetes-preserve-unknown-fields")) or others is True or not (properties or others)
    for key in _words(schema.get("required")):
        if key not in value:
            problems.error("crd-missing-field", f"{place.title} needs `{key}`", value.span)
    for key, child in value.items():
        if not place.path and key in _UNCHECKED_AT_ROOT:
            continue
        inner = Place(child, value.at(key), f"{place.path}.{key}" if place.path else key)
        if key in properties:
            _check(inner, part(properties, key), problems)
        elif isinstance(others, Map):
            _check(inner, others, problems)
        elif not open_:
            hint = nearest(key, properties)
            problems.error("crd-unknown-field", f"unknown field `{key}` in {place.title}", value.key_at(key), hint)


def _check_list(place: Place, schema: Map, problems: Problems) -> None:
    value: Seq = place.value
    items = part(schema, "items")
    for index, child in enumerate(value):
        _check(Place(child, value.at(index), f"{place.path}[{index}]"), items, problems)
    seen: list[Any] = []
    for index, child in enumerate(value):
        key = _list_key(child, schema)
        if key is not None and key in seen:
            problems.error("crd-value", f"`{place.path}[{index}]` is in the list already", value.at(index))
        seen.append(key)


def _list_key(item: Any, schema: Map) -> Any:
    """What must be unique in a list; None when nothing is."""
    kind = schema.get("x-kubernetes-list-type")
    if kind == "set":
        return to_plain(item)
    if kind == "map" and isinstance(item, Map):
        return [to_plain(item.get(key)) for key in _words(schema.get("x-kubernetes-list-map-keys"))]
    return None


def _combinations(place: Place, schema: Map) -> Iterator[str]:
    """`allOf`, `anyOf`, `oneOf`, `not`: schemas whose own fields are known already."""
    for word, enough in _ENOUGH.items():
        listed = schema.get(word)
        shapes = [shape for shape in listed if isinstance(shape, Map)] if isinstance(listed, list) else []
        if shapes and not enough(sum(_fits(place, shape) for shape in shapes), len(shapes)):
            yield f"{place.title} does not fit `{word}` of its definition"
    refused = schema.get("not")
    if isinstance(refused, Map) and _fits(place, refused):
        yield f"{place.title} is refused by `not` of its definition"


_ENOUGH: dict[str, Callable[[int, int], bool]] = {
    "allOf": lambda fitting, all_: fitting == all_,
    "anyOf": lambda fitting, _: fitting > 0,
    "oneOf": lambda fitting, _: fitting == 1,
}


def _fits(place: Place, shape: Map) -> bool:
    found = Problems()
    _check(place, Map({"x-kubernetes-preserve-unknown-fields": True, **shape}, shape.span), found)
    return not found.errors


def _limits(value: Any, schema: Map) -> Iterator[str]:
    """What limits of the schema a value breaks."""
    for key, measure, right, message in _LIMITS:
        limit = schema.get(key)
        if isinstance(limit, (int, float)) and not isinstance(limit, bool):
            size = measure(value)
            if size is not None and not right(size, limit):
                yield f"{message} {limit}, found {size}"
    if isinstance(value, str):
        pattern = schema.get("pattern")
        if isinstance(pattern, str) and not _matches(pattern, value):
            yield f"must match `{pattern}`, found {shown(value)}"
        parse = _FORMATS.get(str(schema.get("format")))
        if parse is not None and value and not parse(value):
            yield f"must be of the format `{schema['format']}`, found {shown(value)}"


def _number(value: Any) -> float | None:
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _length(kind: type[Sized]) -> Callable[[Any], int | None]:
    return lambda value: len(value) if isinstance(value, kind) else None


_LIMITS: tuple[tuple[str, Callable[[Any], float | None], Callable[[float, float], bool], str], ...] = (
    ("minimum", _number, lambda size, limit: size >= limit, "must be at least"),
    ("maximum", _number, lambda size, limit: size <= limit, "must be at most"),
    ("minLength", _length(str), lambda size, limit: size >= limit, "must have a length of at least"),
    ("maxLength", _length(str), lambda size, limit: size <= limit, "must have a length of at most"),
    ("minItems", _length(list), lambda size, limit: size >= limit, "must have a number of elements of at least"),
    ("maxItems", _length(list), lambda size, limit: size <= limit, "must have a number of elements of at most"),
    ("minProperties", _length(dict), lambda size, limit: size >= limit, "must have a number of fields of at least"),
    ("maxProperties", _length(dict), lambda size, limit: size <= limit, "must have a number of fields of at most"),
)


@functools.lru_cache(maxsize=1024)
def _pattern(pattern: str) -> Any:
    try:
        return re2.compile(pattern)
    except re2.error:
        return None


def _matches(pattern: str, text: str) -> bool:
    """RE2, as the API server; a pattern that is none matches everything: the API server took the definition."""
    compiled = _pattern(pattern)
    return compiled is None or compiled.search(text) is not None


def _is_address(family: int) -> Callable[[str], bool]:
    def check(text: str) -> bool:
        try:
            return parse_address(text).family == family
        except AddressError:
            return False

    return check


def _is_cidr(text: str) -> bool:
    try:
        parse_prefix(text)
    except AddressError:
        return False
    return "/" in text


_FORMATS: dict[str, Callable[[str], bool]] = {"cidr": _is_cidr, "ipv4": _is_address(4), "ipv6": _is_address(6)}


def _words(value: Any) -> list[str]:
    return [word for word in value if isinstance(word, str)] if isinstance(value, list) else []
