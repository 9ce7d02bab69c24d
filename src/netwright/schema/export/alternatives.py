"""Alternatives in one schema where JSON Schema can say so: editors explain `type` better than `anyOf`.

Owns: putting schemas together that concern different types. Must not: know shapes.
A word such as `minimum` or `pattern` concerns values of its own type only (JSON Schema 2020-12, validation,
section 6), so schemas of different types fit into one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

Schema = dict[str, Any]
_CONCERNS: dict[str, frozenset[str]] = {
    "string": frozenset({"pattern", "patternErrorMessage"}),
    "integer": frozenset({"minimum", "maximum"}),
    "number": frozenset({"minimum", "maximum"}),
    "array": frozenset({"items", "uniqueItems"}),
    "object": frozenset({"properties", "patternProperties", "additionalProperties"}),
    "boolean": frozenset(),
    "null": frozenset(),
}
_CONSTANTS: dict[str, list[Any]] = {"boolean": [True, False], "null": [None]}
NULL: Schema = {"type": "null"}


def types_of(schema: Schema) -> list[str]:
    """Types a schema names."""
    named = schema.get("type", [])
    return [named] if isinstance(named, str) else list(named)


def union(schemas: Iterable[Schema]) -> Schema:
    """A schema for any of several."""
    found: list[Schema] = []
    words: list[Any] = []
    for schema in _flat(schemas):
        if not schema:
            return {}
        if schema.keys() == {"enum"}:
            words += [word for word in schema["enum"] if not _among(word, words)]
        elif schema not in found:
            _add(found, schema)
    if words:
        constants = next((s for s in found if s.keys() == {"type"} and set(types_of(s)) <= _CONSTANTS.keys()), None)
        if constants is not None:
            found.remove(constants)
            known = [word for kind in types_of(constants) for word in _CONSTANTS[kind]]
            words += [word for word in known if not _among(word, words)]
        found.append({"enum": words})
    return found[0] if len(found) == 1 else {"anyOf": found}


def _flat(schemas: Iterable[Schema]) -> Iterator[Schema]:
    for schema in schemas:
        if schema.keys() == {"anyOf"}:
            yield from _flat(schema["anyOf"])
        else:
            yield schema


def _among(word: Any, words: list[Any]) -> bool:
    """True is not 1 here."""
    return any(word == other and type(word) is type(other) for other in words)


def _add(found: list[Schema], schema: Schema) -> None:
    """Put a schema into one of other types, or beside them."""
    kinds = types_of(schema)
    for index, other in enumerate(found if _plain(schema) else ()):
        if _plain(other) and not _overlap(kinds, types_of(other)):
            together = types_of(other) + kinds
            found[index] = {**other, **schema, "type": together}
            return
        if other.keys() == schema.keys() == {"type"}:
            together = list(dict.fromkeys(types_of(other) + kinds))
            found[index] = {"type": together if len(together) > 1 else together[0]}
            return
    found.append(schema)


def _plain(schema: Schema) -> bool:
    """Every word concerns a type that the schema names."""
    kinds = types_of(schema)
    known = frozenset().union(*(_CONCERNS[kind] for kind in kinds))
    return bool(kinds) and schema.keys() - {"type"} <= known


def _overlap(one: list[str], other: list[str]) -> bool:
    numbers = {"integer", "number"}
    return bool(set(one) & set(other)) or (bool(numbers & set(one)) and bool(numbers & set(other)))
