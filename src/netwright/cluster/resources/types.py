"""Types of values in resources: the project's type algebra with the words of Kubernetes and Calico.

Owns: checking one value and turning it into what the models hold. Must not: know which fields exist (tables do).
Unlike the topology format, Kubernetes does not read `"1"` as a number or `1` as text, so these types do not either.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from ...addr import AddressError, Family, parse_address, parse_interface, parse_prefix
from ...errors import Problems, Span
from ...model import Map
from ...schema.types import INVALID, Int, Scalar, Type, Word, shown
from ..selectors import read_selector

HIGHEST_ASN = 2**32 - 1
_NAME = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*")
_LABEL = re.compile(r"[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?")
_DURATION = re.compile(r"([0-9]+(?:\.[0-9]*)?|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h)")
_TRUTH = {"yes": "true", "on": "true", "true": "true", "no": "false", "off": "false", "false": "false"}
_SECONDS = {"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "μs": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0}


class Text(Type):
    """Text that is not empty, of a limited length; a number or truth value has to be put in quotes to be text."""

    def __init__(self, expected: str = "text", longest: int = 0, shape: re.Pattern[str] | None = None) -> None:
        self.expected = f"{expected} of at most {longest} characters" if longest else expected
        self.longest, self.shape = longest, shape

    def convert(self, value: Any) -> Any:
        if not isinstance(value, str) or not value or (self.longest and len(value) > self.longest):
            return INVALID
        return value if self.shape is None or self.shape.fullmatch(value) else INVALID

    def hint(self, value: Any) -> str:
        return "write it in quotes" if isinstance(value, (bool, int, float)) else ""


class SelectorText(Text):
    """Text in Calico's selector language; stays text, since what it selects from is not known here."""

    def read(self, value: Any, at: Span, name: str, problems: Problems) -> Any:
        found = super().read(value, at, name, problems)
        return found if found is INVALID or read_selector(found, problems, at) is not None else INVALID


class WordOrNothing(Word):
    """One of a few words; the empty text means something, too."""

    def __init__(self, *words: str) -> None:
        super().__init__(*(word for word in words if word))
        self.words = words


class Integer(Int):
    """A whole number in a range, ends included, that is not written as text."""

    def convert(self, value: Any) -> Any:
        return INVALID if isinstance(value, str) else super().convert(value)

    def hint(self, value: Any) -> str:
        return "write it without quotes" if isinstance(value, str) and super().convert(value) is not INVALID else ""


class AsNumber(Type):
    """An AS number, or text in asdot notation (RFC 5396, RFC 6793)."""

    expected = f"an AS number (1 to {HIGHEST_ASN}, or asdot in quotes)"

    def convert(self, value: Any) -> Any:
        if isinstance(value, str):
            parts = value.split(".")
            if len(parts) > 2 or not all(re.fullmatch(r"[0-9]{1,10}", part) for part in parts):
                return INVALID
            numbers = [int(part) for part in parts]
            if len(numbers) == 2:
                value = (numbers[0] << 16) + numbers[1] if max(numbers) <= 0xFFFF else 0
            else:
                value = numbers[0]
        if isinstance(value, bool) or not isinstance(value, int):
            return INVALID
        return value if 1 <= value <= HIGHEST_ASN else INVALID

    def hint(self, value: Any) -> str:
        return "write it in quotes: `1.10` is the number 1.1 otherwise" if isinstance(value, float) else ""


def _address(family: Family | None) -> Callable[[Any], Any]:
    def convert(value: Any) -> Any:
        if not isinstance(value, str) or "%" in value or value != value.strip():
            return INVALID
        try:
            found = parse_address(value)
        except AddressError:
            return INVALID
        return found if family is None or found.family == family else INVALID

    return convert


def _interface(family: Family) -> Callable[[Any], Any]:
    def convert(value: Any) -> Any:
        if not isinstance(value, str) or "%" in value or not re.fullmatch(r"[^/\s]+(/[0-9]+)?", value):
            return INVALID
        try:
            found = parse_interface(value)
        except AddressError:
            return INVALID
        return found if found.family == family else INVALID

    return convert


class Cidr(Type):
    """A prefix with its length, of one family or of any; host bits have to be zero."""

    def __init__(self, family: Family | None = None) -> None:
        self.family = family
        self.expected = {None: "an IP prefix", 4: "an IPv4 prefix, `10.0.0.0/24`", 6: "an IPv6 prefix, `fd00::/64`"}[
            family
        ]

    def convert(self, value: Any) -> Any:
        found = self._parse(value, strict=True)
        return found if found is not INVALID and self.family in (None, found.family) else INVALID

    def _parse(self, value: Any, *, strict: bool) -> Any:
        if not isinstance(value, str) or "%" in value or not re.fullmatch(r"[^/\s]+/[0-9]+", value):
            return INVALID
        try:
            return parse_prefix(value, strict=strict)
        except AddressError:
            return INVALID

    def hint(self, value: Any) -> str:
        found = self._parse(value, strict=False)
        if found is not INVALID:
            if self.family not in (None, found.family):
                return f"this is one of IPv{found.family}"
            return f"bits beyond the length are set: the prefix is `{found}`"
        return "a prefix has a length: `/32`, `/26`, ..." if _address(None)(value) is not INVALID else ""


class PeerAddress(Type):
    """`IPv4[:port]`, `IPv6` or `[IPv6]:port`; gives (address, port or None)."""

    expected = "an IP address, or `10.0.0.1:1790` or `[fd00::1]:1790` with a port"

    def convert(self, value: Any) -> Any:
        if not isinstance(value, str):
            return INVALID
        match = re.fullmatch(r"\[(?P<six>[^]]*)\]:(?P<port6>[0-9]{1,5})|(?P<four>[0-9.]+):(?P<port4>[0-9]{1,5})", value)
        if match is None:
            found = ADDRESS.convert(value)
            return found if found is INVALID else (found, None)
        address = (IPV6 if match["six"] is not None else IPV4).convert(match["six"] or match["four"])
        port = int(match["port6"] or match["port4"])
        return (address, port) if address is not INVALID and 1 <= port <= 65535 else INVALID

    def hint(self, value: Any) -> str:
        return "a session has one address; leave out `/...`" if isinstance(value, str) and "/" in value else ""


def parse_community(value: Any) -> Any:
    """`aa:nn` (RFC 1997) or `aa:nn:mm` (RFC 8092) as a tuple of numbers; INVALID when it is neither."""
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{1,10}(:[0-9]{1,10}){1,2}", value):
        return INVALID
    parts = tuple(int(part) for part in value.split(":"))
    return parts if max(parts) <= (0xFFFF if len(parts) == 2 else 0xFFFFFFFF) else INVALID


def parse_duration(value: Any) -> Any:
    """Seconds of a duration in Go's notation, `1m30s`; INVALID when it is none."""
    if not isinstance(value, str):
        return INVALID
    if value == "0":
        return 0.0
    parts = _DURATION.findall(value)
    if not parts or "".join(number + unit for number, unit in parts) != value:
        return INVALID
    seconds = sum(float(number) * _SECONDS[unit] for number, unit in parts)
    return seconds if seconds < 2**31 else INVALID


def _caseless(*words: str) -> Callable[[Any], Any]:
    known = {word.lower(): word for word in words}
    return lambda value: known.get(value.lower(), INVALID) if isinstance(value, str) else INVALID


class Labels(Type):
    """A mapping of label keys (`color`, `example.org/color`) to texts of at most 63 characters."""

    expected = "a mapping of labels"

    def __init__(self, value_shape: re.Pattern[str] | None = _LABEL) -> None:
        self.value_shape = value_shape
        """None: annotations, whose values are any text."""

    def fits(self, value: Any) -> bool:
        return isinstance(value, dict)

    def read(self, value: Any, at: Span, name: str, problems: Problems) -> Any:
        if not isinstance(value, Map):
            problems.error("wrong-type", f"`{name}` must be {self.expected}, found {shown(value)}", at)
            return INVALID
        found: dict[str, str] = {}
        for key, item in value.items():
            prefix, slash, word = key.rpartition("/")
            if len(word) > 63 or not _LABEL.fullmatch(word) or (slash and not is_name(prefix)):
                problems.error("bad-label", f"`{key}` in `{name}` is no key of a label", value.key_at(key))
            elif item is None:
                found[key] = ""
            elif not isinstance(item, str):
                hint = STRING.hint(item)
                problems.error("wrong-type", f"`{name}.{key}` must be text, found {shown(item)}", value.at(key), hint)
            elif self.value_shape is not None and item and (len(item) > 63 or not self.value_shape.fullmatch(item)):
                problems.error(
                    "bad-label",
                    f"`{name}.{key}` is no value of a label: {shown(item)}",
                    value.at(key),
                    "at most 63 letters, digits, `-`, `_` and `.`, with a letter or digit at both ends",
                )
            else:
                found[key] = item
        return found if len(found) == len(value) else INVALID


class Truth(Type):
    """True or false; `on` and `yes` are text in YAML 1.2, although `kubectl` takes them for true."""

    expected = "true or false"

    def convert(self, value: Any) -> Any:
        return value if isinstance(value, bool) else INVALID

    def hint(self, value: Any) -> str:
        meant = _TRUTH.get(str(value).lower())
        return f"write `{meant}`, without quotes" if meant else ""


def is_name(text: str) -> bool:
    """Whether a text names an object: RFC 1123 words joined by dots, at most 253 characters."""
    return len(text) <= 253 and _NAME.fullmatch(text) is not None


def _name(value: Any) -> Any:
    return value if isinstance(value, str) and is_name(value) else INVALID


BOOL = Truth()
STRING = Text()
NAME = Scalar("a name: lower-case letters, digits, `-` and `.`", _name)
SELECTOR = SelectorText("a selector", 1024)
AS_NUMBER = AsNumber()
ADDRESS = Scalar("an IP address", _address(None))
IPV4 = Scalar("an IPv4 address", _address(4))
IPV6 = Scalar("an IPv6 address", _address(6))
IPV4_INTERFACE = Scalar("an IPv4 address with its length, `10.0.0.1/24`", _interface(4))
IPV6_INTERFACE = Scalar("an IPv6 address with its length, `fd00::1/64`", _interface(6))
CIDR = Cidr()
PEER_ADDRESS = PeerAddress()
COMMUNITY = Scalar("a community, `65000:100` or `65000:1:2`", parse_community)
DURATION = Scalar("a duration, `90s` or `1m30s`", parse_duration)
CLUSTER_ID = Scalar("a cluster id, `244.0.0.1`", lambda value: value if _address(4)(value) is not INVALID else INVALID)
PRIORITY = Integer(1, 2147483646)
LABELS = Labels()
ANNOTATIONS = Labels(None)


def caseless(*words: str) -> Scalar:
    """One of a few words in any case."""
    return Scalar("one of " + ", ".join(f"`{word}`" for word in words), _caseless(*words))
