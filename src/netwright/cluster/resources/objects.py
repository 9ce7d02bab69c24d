"""Objects of resources: known fields, required ones, and constraints between them, as data.

Owns: reading one mapping against its table. Must not: know kinds (the tables do).
An empty text counts as a field that is not set, as it does for Kubernetes.
"""

from __future__ import annotations

import difflib
import functools
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from ...errors import Problems, Span
from ...model import Map, Seq
from ...schema.types import INVALID, Attribute, Type, shown

Found = Mapping[str, Any]
"""Fields that were set, with typed values, by their names in the document."""
ALIKE, LIKELY_TYPO = 0.6, 0.8
"""How alike a field nobody knows is to the one that is proposed, and in objects that may have unlisted fields."""
MOST_NAMED = 12
"""Known fields that a hint lists."""


class Constraint(NamedTuple):
    """What fields of one object must not say together. `code` is stable."""

    code: str
    message: str
    field: str
    """The field to blame; empty for the object."""
    broken: Callable[[Found], bool]
    hint: str = ""


@functools.cache
def python_name(field: str) -> str:
    """`numAllowedLocalASNumbers` -> `num_allowed_local_as_numbers`: the model's name of a document's field."""
    text = re.sub(r"IPs\b|IPs(?=[A-Z])", "Ips", field).replace("IPIP", "Ipip").replace("VXLAN", "Vxlan")
    text = re.sub(r"IP[Vv](?=[46])", "Ipv", text)
    text = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", text)
    return text.lower()


def fields(found: Found) -> dict[str, Any]:
    """Arguments of a model, by its names."""
    return {python_name(key): value for key, value in found.items()}


class Object(Type):
    """A mapping with known fields; INVALID when anything in it is wrong.

    `make` turns the fields that were set into what the field's owner holds. `ignored` are fields that exist and
    are not looked at. An `open` object may have further ones; there only what looks like a typing mistake is wrong.
    """

    expected = "a mapping"

    def __init__(
        self,
        attributes: Mapping[str, Attribute],
        make: Callable[[Found], Any],
        *,
        required: Iterable[str] = (),
        constraints: Iterable[Constraint] = (),
        ignored: str = "",
        open: bool = False,
        hint: str = "",
        secret: bool = False,
        further: Callable[[Found, Map, str, Problems], bool] | None = None,
    ) -> None:
        self.attributes = dict(attributes)
        self.make = make
        self.required = tuple(required)
        self.constraints = tuple(constraints)
        self.ignored = frozenset(ignored.split())
        self.open = open
        self.shape_hint = hint
        self.secret = secret
        """A value of the wrong shape may be a password: it is not shown."""
        self.further = further
        """A constraint that says more than one place or text; whether it holds."""

    def fits(self, value: Any) -> bool:
        return isinstance(value, dict)

    def read(self, value: Any, at: Span, name: str, problems: Problems) -> Any:
        if not isinstance(value, Map):
            text = "a single value" if self.secret and not isinstance(value, list) else shown(value)
            problems.error("wrong-type", f"`{name}` must be a mapping, found {text}", at, self.shape_hint)
            return INVALID
        found, whole = self.read_fields(value, name, problems)
        for key in self.required:
            if key not in found and not _is_set(value, key):
                problems.error("missing-field", f"{_where(name)} needs `{key}`", at)
                whole = False
        return self.make(found) if whole and self.check(found, value, name, problems) else INVALID

    def read_fields(self, value: Map, name: str, problems: Problems) -> tuple[dict[str, Any], bool]:
        """Fields that are set, and whether all are as they must be."""
        found: dict[str, Any] = {}
        whole = True
        for key in list(value):
            attribute = self.attributes.get(key)
            item = value[key]
            if attribute is None:
                whole &= self.is_known(value, key, name, problems)
            elif item is not None and (item != "" or attribute.type.fits("")):
                result = attribute.type.read(item, value.at(key), f"{name}.{key}" if name else key, problems)
                if result is INVALID:
                    whole = False
                else:
                    found[key] = result
        return found, whole

    def is_known(self, value: Map, key: str, name: str, problems: Problems) -> bool:
        """Whether a field may be there although nobody looks at it."""
        hint = "" if key in self.ignored else self.alike(key)
        if key in self.ignored or (self.open and not hint):
            return True
        if not hint and len(self.attributes) <= MOST_NAMED:
            hint = "known: " + ", ".join(sorted(self.attributes))
        problems.error("unknown-key", f"unknown key `{key}` in {_where(name)}", value.key_at(key), hint)
        return False

    def alike(self, key: str) -> str:
        """A hint when a key looks like one that is known; closely alike in objects that may have further ones."""
        return _alike(key, (*sorted(self.ignored), *self.attributes), LIKELY_TYPO if self.open else ALIKE)

    def check(self, found: Found, value: Map, name: str, problems: Problems) -> bool:
        """Report the first constraint that is broken: what breaks two is one mistake."""
        for code, message, field, broken, hint in self.constraints:
            if broken(found):
                problems.error(code, message, value.at(field) if field in value else value.span, hint)
                return False
        return self.further is None or self.further(found, value, name, problems)


@functools.lru_cache(maxsize=1024)
def _alike(word: str, words: tuple[str, ...], cutoff: float) -> str:
    known = {word.lower(): word for word in words}
    found = difflib.get_close_matches(word.lower(), known, n=1, cutoff=cutoff)
    return f"did you mean `{known[found[0]]}`?" if found else ""


def _where(name: str) -> str:
    return f"`{name}`" if name else "the resource"


def _is_set(value: Map, key: str) -> bool:
    return value.get(key) not in (None, "")


class Items(Type):
    """A list, each element of one type; gives a tuple."""

    def __init__(self, item: Type, *, least: int = 0, most: int = 0) -> None:
        self.item, self.least, self.most = item, least, most
        self.expected = f"a list, each {item.expected}"

    def fits(self, value: Any) -> bool:
        return isinstance(value, list)

    def read(self, value: Any, at: Span, name: str, problems: Problems) -> Any:
        if not isinstance(value, Seq):
            problems.error("wrong-type", f"`{name}` must be {self.expected}, found {shown(value)}", at)
            return INVALID
        if len(value) < self.least or (self.most and len(value) > self.most):
            most = f" to {self.most}" if self.most else " or more"
            limits = "exactly one value" if self.least == self.most == 1 else f"{self.least}{most} values"
            problems.error("wrong-length", f"`{name}` must have {limits}, found {len(value)}", at)
            return INVALID
        read = [self.item.read(item, value.at(i), f"{name}[{i}]", problems) for i, item in enumerate(value)]
        return INVALID if any(item is INVALID for item in read) else tuple(read)


def both(first: str, second: str) -> Callable[[Found], bool]:
    """Both fields are set."""
    return lambda found: first in found and second in found


def without(first: str, second: str) -> Callable[[Found], bool]:
    """The first is set, the second is not."""
    return lambda found: first in found and second not in found
