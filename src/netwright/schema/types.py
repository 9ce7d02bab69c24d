"""The type algebra of the format: small values that say what is expected and read what a user wrote.

Owns: checking and normalising one value. Must not: know which attributes exist (the tables do).
A type reads a value and returns it, normalised, or `INVALID` after adding a problem with its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ..addr import AddressError, format_address, parse_address, parse_interface, parse_prefix
from ..errors import Problems, Span, nearest
from ..model import Map, Seq


class _Invalid:
    """The value was wrong; its problem has been noted."""

    def __repr__(self) -> str:
        return "INVALID"


INVALID: Any = _Invalid()


class Type:
    """Base of all types."""

    expected = "a value"

    def fits(self, value: Any) -> bool:
        """Cheap: could this value be meant as this type? Decides among alternatives."""
        return self.convert(value) is not INVALID

    def convert(self, value: Any) -> Any:
        """The normalised value of a scalar; INVALID for what is none (containers have no scalar form)."""
        return INVALID

    def read(self, value: Any, at: Span, name: str, problems: Problems) -> Any:
        result = self.convert(value)
        if result is INVALID:
            problems.error(
                "wrong-type", f"`{name}` must be {self.expected}, found {shown(value)}", at, self.hint(value)
            )
        return result

    def hint(self, value: Any) -> str:
        return ""


def shown(value: Any) -> str:
    """A value as it appears in a message."""
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    text = str(value)
    return f"`{text if len(text) <= 40 else text[:37] + '...'}`"


class Scalar(Type):
    """A scalar with a conversion that returns INVALID."""

    def __init__(self, expected: str, convert: Callable[[Any], Any]) -> None:
        self.expected = expected
        self._convert = convert

    def convert(self, value: Any) -> Any:
        return INVALID if isinstance(value, (dict, list)) else self._convert(value)


class Word(Type):
    """One of a few words; did-you-mean included."""

    def __init__(self, *words: Any) -> None:
        self.words = words
        self.expected = "one of " + ", ".join(f"`{w}`" for w in words) if len(words) > 1 else f"`{words[0]}`"

    def convert(self, value: Any) -> Any:
        if isinstance(value, (dict, list)):
            return INVALID
        return (
            value if any(value == w and isinstance(value, bool) == isinstance(w, bool) for w in self.words) else INVALID
        )

    def hint(self, value: Any) -> str:
        return nearest(str(value), [str(w) for w in self.words])


def _bool(value: Any) -> Any:
    return value if isinstance(value, bool) else INVALID


def _text(value: Any) -> Any:
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else INVALID


def _mac(value: Any) -> Any:
    digits = re.sub(r"[.:-]", "", value) if isinstance(value, str) else ""
    return value if re.fullmatch(r"[0-9A-Fa-f]{12}", digits) else INVALID


def _number(value: Any) -> Any:
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else INVALID


class Int(Type):
    """A whole number in a range, ends included."""

    def __init__(self, low: int | None = None, high: int | None = None) -> None:
        self.low, self.high = low, high
        if low is not None and high is not None:
            self.expected = f"a number from {low} to {high}"
        else:
            self.expected = f"a number of at least {low}" if low is not None else "a whole number"

    def convert(self, value: Any) -> Any:
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 20:
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            return INVALID
        if (self.low is not None and value < self.low) or (self.high is not None and value > self.high):
            return INVALID
        return value


def _asn(value: Any) -> Any:
    """AS number, asdot accepted (RFC 5396, RFC 6793)."""
    if isinstance(value, float):
        value = str(value)
    if isinstance(value, str) and re.fullmatch(r"[0-9]+\.[0-9]+", value):
        high, low = (int(part) for part in value.split("."))
        value = (high << 16) + low if high <= 0xFFFF and low <= 0xFFFF else -1
    if isinstance(value, str) and value.isdigit():
        value = int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and 1 <= value < 2**32 else INVALID


def _parsed(parse: Callable[[str], Any], family: int | None = None) -> Callable[[Any], Any]:
    def convert(value: Any) -> Any:
        if not isinstance(value, str):
            return INVALID
        try:
            found = parse(value)
        except AddressError:
            return INVALID
        return value if family is None or found.family == family else INVALID

    return convert


def _regex(value: Any) -> Any:
    return value if isinstance(value, str) else INVALID


def _area(value: Any) -> Any:
    """OSPF area: a number or a dotted quad (RFC 2328 section C.2)."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**32:
        return value
    return _parsed(parse_address, 4)(value)


def _router_id(value: Any) -> Any:
    """A dotted quad; a plain number is the same 32 bits."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**32:
        return format_address(4, value)
    return _parsed(parse_address, 4)(value)


BOOL = Scalar("True or False", _bool)
TEXT = Scalar("text", _text)
NUMBER = Scalar("a number", _number)
INT = Int()
COUNT = Int(1)
ASN = Scalar("an AS number (1 to 4294967295, or asdot)", _asn)
IPV4 = Scalar("an IPv4 address", _parsed(parse_address, 4))
IPV6 = Scalar("an IPv6 address", _parsed(parse_address, 6))
ADDRESS = Scalar("an IP address", _parsed(parse_address))
IPV4_INTERFACE = Scalar("an IPv4 address, `10.0.0.1/24`", _parsed(parse_interface, 4))
IPV6_INTERFACE = Scalar("an IPv6 address, `2001:db8::1/64`", _parsed(parse_interface, 6))
IPV4_PREFIX = Scalar("an IPv4 prefix, `10.0.0.0/24`", _parsed(parse_prefix, 4))
IPV6_PREFIX = Scalar("an IPv6 prefix, `2001:db8::/64`", _parsed(parse_prefix, 6))
PREFIX = Scalar("an IP prefix", _parsed(parse_prefix))
AREA = Scalar("an OSPF area: a number or `0.0.0.0`", _area)
MAC = Scalar("a MAC address, `02:00:ca:fe:00:ff` or `0200.cafe.00ff`", _mac)
ROUTER_ID = Scalar("a router id, `10.0.0.1`", _router_id)


class Nsap(Type):
    """The start of an ISO network address (ISO 8348): whole octets in hexadecimal, grouped by dots."""

    def __init__(self, expected: str, low: int, high: int) -> None:
        self.expected = f"{expected} of {low} to {high} octets"
        self.low, self.high = low, high

    def convert(self, value: Any) -> Any:
        if not isinstance(value, str) or not re.fullmatch(r"[0-9a-fA-F]+(\.[0-9a-fA-F]+)*", value):
            return INVALID
        digits = len(value.replace(".", ""))
        return value if digits % 2 == 0 and self.low <= digits // 2 <= self.high else INVALID

    def hint(self, value: Any) -> str:
        return "write it in quotes: it looks like a number" if isinstance(value, (int, float)) else ""


NSAP_AREA = Nsap("an IS-IS area, `'49.0001'`,", 1, 13)
NET = Nsap("an IS-IS network entity title, `49.0001.0000.0000.0001.00`,", 8, 20)


class Anything(Type):
    """Data of the user's own, kept as it is."""

    expected = "anything"

    def fits(self, value: Any) -> bool:
        return True

    def read(self, value: Any, at: Span, name: str, problems: Problems) -> Any:
        return value


ANY = Anything()


class ListOf(Type):
    """A list; a single element may stand for a list of one."""

    def __init__(self, item: Type, *, single: bool = True) -> None:
        self.item, self.single = item, single
        self.expected = f"a list, each {item.expected}"

    def fits(self, value: Any) -> bool:
        return isinstance(value, list) or (self.single and self.item.fits(value))

    def read(self, value: Any, at: Span, name: str, problems: Problems) -> Any:
        if not isinstance(value, list):
            if not self.single:
                problems.error("wrong-type", f"`{name}` must be {self.expected}, found {shown(value)}", at)
                return INVALID
            found = self.item.read(value, at, name, problems)
            return found if found is INVALID else Seq([found], at)
        result = Seq(span=value.span if isinstance(value, Seq) else at)
        for index, item in enumerate(value):
            where = value.at(index) if isinstance(value, Seq) else at
            found = self.item.read(item, where, f"{name}[{index}]", problems)
            if found is not INVALID:
                result.put(found, where)
        return result


class MapOf(Type):
    """A mapping with names of the user's own as keys."""

    def __init__(self, item: Type, expected: str = "a mapping") -> None:
        self.item, self.expected = item, expected

    def fits(self, value: Any) -> bool:
        return isinstance(value, dict)

    def read(self, value: Any, at: Span, name: str, problems: Problems) -> Any:
        if not isinstance(value, Map):
            problems.error("wrong-type", f"`{name}` must be {self.expected}, found {shown(value)}", at)
            return INVALID
        for key in list(value):
            item = value[key]
            if item is None and not self.item.fits(None):
                continue
            found = self.item.read(item, value.at(key), f"{name}.{key}", problems)
            if found is INVALID:
                value.take(key)
            elif found is not item:
                value[key] = found
        return value


class AnyOf(Type):
    """The first alternative that fits reads the value."""

    def __init__(self, *types: Type) -> None:
        self.types = types
        self.expected = " or ".join(t.expected for t in types)

    def fits(self, value: Any) -> bool:
        return any(t.fits(value) for t in self.types)

    def read(self, value: Any, at: Span, name: str, problems: Problems) -> Any:
        for option in self.types:
            if option.fits(value):
                return option.read(value, at, name, problems)
        hint = next((h for t in self.types if (h := t.hint(value))), "")
        problems.error("wrong-type", f"`{name}` must be {self.expected}, found {shown(value)}", at, hint)
        return INVALID


class Attribute(NamedTuple):
    """One attribute: its type and one line of documentation."""

    type: Type
    description: str


A = Attribute


class Table(Type):
    """A mapping with known keys."""

    def __init__(self, attributes: Mapping[str, Attribute], expected: str = "a mapping", *, open: bool = False) -> None:
        self.attributes = dict(attributes)
        self.expected = expected
        self.open = open
        """Keys that are not listed are kept."""

    def fits(self, value: Any) -> bool:
        return value is None or isinstance(value, dict)

    def read(self, value: Any, at: Span, name: str, problems: Problems) -> Any:
        if value is None:
            return Map(span=at)
        if not isinstance(value, Map):
            problems.error("wrong-type", f"`{name}` must be {self.expected}, found {shown(value)}", at)
            return INVALID
        for key in list(value):
            attribute = self.attributes.get(key)
            if attribute is not None:
                read_attribute(value, key, attribute.type, f"{name}.{key}", problems)
            elif not self.open:
                unknown_key(value, key, f"`{name}`", self.attributes, problems)
        return value


def read_attribute(owner: Map, key: str, kind: Type, name: str, problems: Problems) -> None:
    """Check one value in place; what is wrong is taken out."""
    value = owner[key]
    if value is None and not kind.fits(None):
        owner.take(key)
        return
    found = kind.read(value, owner.at(key), name, problems)
    if found is INVALID:
        owner.take(key)
    elif found is not value:
        owner[key] = found


def unknown_key(owner: Map, key: str, where: str, known: Mapping[str, Any], problems: Problems) -> None:
    """Report a key nobody knows, and take it out."""
    hint = nearest(key, known)
    if not hint and len(known) <= 12:
        hint = "known: " + ", ".join(sorted(known)) if known else ""
    problems.error("unknown-key", f"unknown key `{key}` in {where}", owner.key_at(key), hint)
    owner.take(key)
