"""Types of the format as shapes: what JSON Schema needs to know of them.

Owns: the algebra of shapes and the way there from types. Must not: know elements of the format, write JSON Schema.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from .. import types as t
from ..vlan import Trunk
from .scalars import PLAIN, SPECIAL, integer, nsap

FREE_NAME = r"[^.]+"
"""Part of a key of the user's own choice. Keys with a slash are data and are not taken apart."""
ANY_NAME = r"..*"
"""A whole key of the user's own choice, dots included."""


class Shape:
    """Base of all shapes; compared by identity."""


class Leaf(Shape):
    """A value without keys that matter."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self.schema = schema


class List(Shape):
    """A list of like items."""

    def __init__(self, item: Shape, **settings: Any) -> None:
        self.item, self.settings = item, settings


class Union(Shape):
    """Any of several shapes."""

    def __init__(self, *options: Shape) -> None:
        self.options = options


class Ref(Shape):
    """An element by its name: elements may be within each other."""

    def __init__(self, name: str) -> None:
        self.name = name


class Entry(NamedTuple):
    """What a key holds."""

    shape: Shape
    description: str = ""


class Names(NamedTuple):
    """Keys of the user's own choice: a pattern of one part of a dotted key, and what they hold."""

    pattern: str
    entry: Entry


class Mapped(Shape):
    """A mapping: known keys, then keys of the user's own."""

    def __init__(
        self,
        entries: Mapping[str, Entry] | None = None,
        names: Names | None = None,
        *,
        name: str = "",
        open: bool = False,
        extensible: bool = False,
        ignored: str = "",
        shallow: bool = False,
        verbatim: bool = False,
        settings: Mapping[str, Any] | None = None,
    ) -> None:
        self.entries = dict(entries or {})
        self.names = names
        self.name = name
        """Name of its definition; without one it is written where it stands."""
        self.open = open
        """Further keys are fine."""
        self.extensible = extensible
        """Users may declare further keys."""
        self.ignored = ignored
        """Pattern of keys that are kept as they are."""
        self.shallow = shallow
        """Dotted keys below its names are accepted, not looked at: rare, and their tables would be long."""
        self.verbatim = verbatim
        """A key with dots is one key."""
        self.settings = dict(settings or {})
        """Further JSON Schema of the mapping as a whole."""


ANYTHING = Leaf({})
TEXT = Leaf(PLAIN[t.TEXT])
BOOL = Leaf(PLAIN[t.BOOL])

TRUNK = Mapped(names=Names(FREE_NAME, Entry(Ref("interface"))), name="trunk", shallow=True)
"""VLANs of a trunk with attributes of each on the port."""


def verbatim(shape: Shape) -> Shape:
    """The shape with keys as they are written, all the way down."""
    match shape:
        case Mapped(names=names):
            return Mapped(
                {key: Entry(verbatim(entry.shape), entry.description) for key, entry in shape.entries.items()},
                names and Names(ANY_NAME, Entry(verbatim(names.entry.shape), names.entry.description)),
                open=shape.open,
                verbatim=True,
            )
        case List(item=item, settings=settings):
            return List(verbatim(item), **settings)
        case Union():
            return Union(*map(verbatim, options(shape)))
    return shape


class Shapes:
    """Shapes of types, one for each type, so that equal types share a definition."""

    def __init__(self) -> None:
        self._known: dict[t.Type, Shape] = {}
        self._modules: dict[tuple[object, ...], Mapped] = {}

    def of(self, kind: t.Type) -> Shape:
        found = self._known.get(kind)
        if found is None:
            found = self._known[kind] = self._new(kind)
        return found

    def entries(self, table: Mapping[str, t.Attribute]) -> dict[str, Entry]:
        return {key: Entry(self.of(attribute.type), attribute.description) for key, attribute in table.items()}

    def module(self, module: str, level: str, table: Mapping[str, t.Attribute]) -> Mapped:
        """Attributes of a module; levels with the same ones share a definition, named after the first."""
        key = (module, *table.items())
        if key not in self._modules:
            entries = self.entries(table)
            if module == "lag" and "members" in entries:
                entries["members"] = Entry(Ref("links"), entries["members"].description)
            name = f"{module}-of-{level.replace('.', '-')}"
            self._modules[key] = Mapped(entries, name=name, extensible=True, ignored="^_")
        return self._modules[key]

    def _new(self, kind: t.Type) -> Shape:
        match kind:
            case t.Anything():
                return ANYTHING
            case t.Word(words=words):
                return Leaf({"enum": list(words)})
            case t.Int():
                return _explained(integer(kind), kind)
            case t.Nsap():
                return _explained(nsap(kind), kind)
            case t.ListOf(item=item, single=single):
                listed = List(self.of(item))
                return Union(self.of(item), listed) if single else listed
            case t.MapOf(item=item):
                return Mapped(names=Names(FREE_NAME, Entry(self.of(item))))
            case t.AnyOf(types=types):
                return Union(*(self.of(option) for option in types))
            case t.Table(attributes=attributes):
                return Mapped(self.entries(attributes), open=kind.open)
            case Trunk():
                return Union(List(Leaf({"type": "string"})), TRUNK)
        if kind in PLAIN:
            return Leaf(PLAIN[kind])
        if kind not in SPECIAL:
            raise TypeError(f"no JSON Schema for {kind.expected}: add it to `scalars.py`")
        return _explained(SPECIAL[kind], kind)


def options(shape: Shape) -> Iterator[Shape]:
    """The alternatives of a shape, those of alternatives included."""
    if isinstance(shape, Union):
        for option in shape.options:
            yield from options(option)
    else:
        yield shape


def _explained(schema: Mapping[str, Any], kind: t.Type) -> Leaf:
    """A pattern with words for people: editors show them in its place (a word of VS Code's, unknown to others)."""
    return Leaf({**schema, "patternErrorMessage": f"Expected {kind.expected}."})
