"""Shapes -> JSON Schema, with definitions and with every dotted spelling of a key.

Owns: dotted keys, definitions, the place of `null`. Must not: know elements of the format.
`bgp.as: 1` means `bgp: {as: 1}` anywhere, so a mapping lists the keys of the mappings below it too. Behind a second
name of the user's own (`nodes.r1.vrfs.red.rd`) any dotted key is accepted: the tables of patterns would be endless.
Only words that JSON Schema has had since draft 7 are used, beside `$defs`: editors know them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from .alternatives import NULL, Schema, union
from .shapes import ANYTHING, Entry, Leaf, List, Mapped, Ref, Shape, Union, options

REST = r"..*"
LONGEST_IN_PLACE = 160
"""Characters of a value that is written where it stands."""
INCLUDE: Schema = {
    "description": "files to insert, each under its base name",
    "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
}


class Path(NamedTuple):
    """A dotted key: its parts, and what it holds. Parts with `names` set are patterns."""

    parts: tuple[str, ...]
    names: tuple[bool, ...]
    entry: Entry


class Emitter:
    """Writes the shapes of one variant of the format; definitions gather in `definitions`."""

    def __init__(self, elements: Mapping[str, Shape], definitions: Schema, *, extended: bool = False) -> None:
        self.elements = elements
        self.definitions = definitions
        self.extended = extended
        """Keys that nobody knows may have been declared."""
        self._values: dict[tuple[Shape, str], Schema] = {}

    def element(self, name: str) -> Schema:
        """A reference to an element; its definition is written when it is first asked for."""
        return self._define(self.elements[name], f"{name}-extended" if self.extended else name)

    def write(self, shape: Shape) -> Schema:
        match shape:
            case Ref(name=name):
                return self.element(name)
            case Leaf(schema=schema):
                return dict(schema)
            case List(item=item, settings=settings):
                return {"type": "array", "items": self.write(item), **settings}
            case Union():
                return union(self.write(option) for option in options(shape))
            case Mapped(name=name) if name:
                return self._define(shape, f"{name}-extended" if self.extended else name)
            case Mapped():
                return self._mapping(shape)
        raise TypeError(f"no JSON Schema for {type(shape).__name__}")

    def _shared(self, name: str, schema: Mapping[str, Any]) -> Schema:
        self.definitions.setdefault(name, dict(schema))
        return {"$ref": f"#/$defs/{name}"}

    def _define(self, shape: Shape, name: str) -> Schema:
        if name not in self.definitions:
            self.definitions[name] = {}  # known before it is written: elements may be within each other
            self.definitions[name] = self._mapping(shape) if isinstance(shape, Mapped) else self.write(shape)
        return {"$ref": f"#/$defs/{name}"}

    def _value(self, entry: Entry, parts: tuple[str, ...]) -> Schema:
        """What a key may hold: nothing, too. What is long gets a definition, named after where it first stands."""
        key = (entry.shape, entry.description)
        if key not in self._values:
            schema = union((self.write(entry.shape), NULL))
            if len(repr(schema)) > LONGEST_IN_PLACE:
                schema = self._shared(self._free_name(parts, schema), schema)
            self._values[key] = {"description": entry.description, **schema} if entry.description else schema
        return self._values[key]

    def _free_name(self, parts: tuple[str, ...], schema: Schema) -> str:
        base = "-".join(part.strip("_") for part in parts if part.replace("_", "").isalnum())[-40:] or "value"
        number = 1
        name = base
        while name in self.elements or self.definitions.get(name, schema) != schema:
            number += 1
            name = f"{base}-{number}"
        return name

    def _mapping(self, shape: Mapped) -> Schema:
        properties: Schema = {}
        patterns: dict[str, tuple[Schema, list[str]]] = {}
        others: Schema | bool = shape.open or (self.extended and shape.extensible)
        for path in self._paths(shape, frozenset(), 0):
            value = self._value(path.entry, (shape.name, *path.parts))
            if not any(path.names):
                properties.setdefault(".".join(path.parts), value)
            elif len(path.parts) == 1 and shape.entries:
                others = others or value
            else:
                text = r"\.".join(p if n else _literal(p) for p, n in zip(*path[:2], strict=True))
                patterns.setdefault(repr(value), (value, []))[1].append(text)
        include = self._shared("include", INCLUDE)
        schema: Schema = {"type": "object", "properties": {**properties, "_include": include}}
        written = {_whole(shape, alternatives): value for value, alternatives in patterns.values()}
        if shape.ignored:
            written[shape.ignored] = {}
        if written:
            schema["patternProperties"] = written
        if others is not True:
            schema["additionalProperties"] = others
        return {**schema, **shape.settings}

    def _paths(self, shape: Mapped, within: frozenset[str], names: int) -> Iterator[Path]:
        """Every dotted key of a mapping, however deep."""
        names = names + 2 if shape.shallow else names
        for key, entry in shape.entries.items():
            yield Path((key,), (False,), entry)
            if not shape.verbatim:
                yield from self._below(key, False, entry.shape, within, names)
        if shape.names is not None:
            pattern, entry = shape.names
            yield Path((pattern,), (True,), entry)
            if not shape.verbatim:
                yield from self._below(pattern, True, entry.shape, within, names + 1)

    def _below(self, part: str, named: bool, shape: Shape, within: frozenset[str], names: int) -> Iterator[Path]:
        """Keys of the mappings that a key may hold, behind that key; behind two names any key."""
        anything = False
        for option in options(shape):
            inner, inside = option, within
            if isinstance(option, Ref):
                inner, inside = self.elements[option.name], within | {option.name}
                if option.name in within:
                    anything = True
                    continue
            for mapped in options(inner):
                if not isinstance(mapped, Mapped):
                    anything = anything or mapped is ANYTHING
                elif names > 1 or self.extended:
                    anything = True
                else:
                    for path in self._paths(mapped, inside, names):
                        yield Path((part, *path.parts), (named, *path.names), path.entry)
                    anything = anything or mapped.open
        if anything:
            yield Path((part, REST), (named, True), Entry(ANYTHING))


def _whole(shape: Mapped, alternatives: list[str]) -> str:
    """One pattern of many keys; a known key that has dotted keys is no name of the user's own."""
    if shape.names is None or not shape.entries:
        return f"^(?:{'|'.join(alternatives)})$"
    reserved = "|".join(_literal(key) for key, entry in shape.entries.items() if _has_keys(entry.shape))
    mine = [text for text in alternatives if text.startswith(shape.names.pattern)]
    other = [text for text in alternatives if not text.startswith(shape.names.pattern)]
    if mine:
        other.append(rf"(?!(?:{reserved})(?:\.|$))(?:{'|'.join(mine)})")
    return f"^(?:{'|'.join(other)})$"


def _literal(text: str) -> str:
    """A pattern for a text, as JavaScript wants it: it knows no escaped hyphen outside of brackets."""
    return re.escape(text).replace(r"\-", "-")


def _has_keys(shape: Shape) -> bool:
    return any(isinstance(option, (Mapped, Ref)) or option is ANYTHING for option in options(shape))
