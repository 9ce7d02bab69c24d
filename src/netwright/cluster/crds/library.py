"""Functions that Kubernetes adds to CEL, for cel-python: addresses, prefixes, texts, lists.

Owns: their meaning. Must not: know rules.
Source: Kubernetes documentation "CEL options, language features and libraries"; CEL's extended strings library.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

from celpy import celtypes

from ...addr import Address, InterfaceAddress, Prefix, parse_address, parse_interface

Function = Callable[..., Any]


class CelValue:
    """An address or a prefix with host bits, as CEL compares it."""

    def __init__(self, value: Address | InterfaceAddress) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CelValue) and type(self.value) is type(other.value) and self.value == other.value

    def __hash__(self) -> int:
        return hash(self.value)


def ip(value: Any) -> CelValue:
    """`ip(text)`, and the address of a prefix: `cidr.ip()`. Raises AddressError."""
    if isinstance(value, CelValue):
        return CelValue(Address(value.value.family, value.value.value))
    return CelValue(parse_address(str(value)))


def cidr(text: Any) -> CelValue:
    """Raises AddressError."""
    found = parse_interface(str(text))
    if "/" not in text:
        raise ValueError("a prefix has a length")
    return CelValue(found)


def _prefix(value: Any) -> Prefix:
    found = (value if isinstance(value, CelValue) else cidr(value)).value
    if not isinstance(found, InterfaceAddress):
        raise TypeError("no prefix")
    return found.prefix


def masked(value: CelValue) -> CelValue:
    prefix = _prefix(value)
    return CelValue(InterfaceAddress(prefix.family, prefix.network, prefix.length))


def contains_ip(value: CelValue, address: Any) -> celtypes.BoolType:
    found = address if isinstance(address, CelValue) else ip(address)
    return celtypes.BoolType(_prefix(value).contains(found.value))


def contains_cidr(value: CelValue, other: Any) -> celtypes.BoolType:
    return celtypes.BoolType(_prefix(value).contains(_prefix(other)))


def _parses(parse: Callable[[Any], Any]) -> Function:
    def check(text: Any) -> celtypes.BoolType:
        try:
            parse(text)
        except ValueError:
            return celtypes.BoolType(False)
        return celtypes.BoolType(True)

    return check


def _text(function: Callable[..., str]) -> Function:
    return lambda text, *arguments: celtypes.StringType(function(str(text), *arguments))


def split(text: Any, separator: Any, most: Any = None) -> celtypes.ListType:
    """At most `most` parts, all when it is not given or negative."""
    if most is not None and most == 0:
        return celtypes.ListType([])
    count = -1 if most is None or most < 0 else int(most) - 1
    parts = str(text).split(str(separator), count) if separator else list(str(text))
    return celtypes.ListType([celtypes.StringType(part) for part in parts])


def replace(text: str, old: Any, new: Any, most: Any = -1) -> str:
    return text.replace(str(old), str(new), int(most))


def substring(text: str, start: Any, end: Any = None) -> str:
    return text[int(start) : None if end is None else int(end)]


def index_of(container: Any, item: Any) -> celtypes.IntType:
    """Of a text or list; -1 when it is not in there."""
    if isinstance(container, str):
        return celtypes.IntType(container.find(str(item)))
    return celtypes.IntType(next((i for i, other in enumerate(container) if other == item), -1))


def join(items: Any, separator: Any = "") -> celtypes.StringType:
    return celtypes.StringType(str(separator).join(str(item) for item in items))


def is_sorted(items: Any) -> celtypes.BoolType:
    return celtypes.BoolType(all(first <= second for first, second in itertools.pairwise(items)))


FUNCTIONS: dict[str, Function] = {
    "ip": ip,
    "cidr": cidr,
    "isIP": _parses(ip),
    "isCIDR": _parses(cidr),
    "family": lambda value: celtypes.IntType(value.value.family),
    "masked": masked,
    "prefixLength": lambda value: celtypes.IntType(_prefix(value).length),
    "containsIP": contains_ip,
    "containsCIDR": contains_cidr,
    "lowerAscii": _text(str.lower),
    "upperAscii": _text(str.upper),
    "trim": _text(str.strip),
    "replace": _text(replace),
    "substring": _text(substring),
    "split": split,
    "join": join,
    "indexOf": index_of,
    "isSorted": is_sorted,
    "min": lambda items: min(items),
    "max": lambda items: max(items),
}
