"""Scalars of the format as JSON Schema.

Owns: one fragment for each scalar type. Must not: hold attributes.
What a pattern cannot say (a name that must exist, the canonical form of an IPv6 address) is left to reading.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import types as t
from ..multihoming import ESI
from ..vrf import RD, TARGET

Fragment = dict[str, Any]

_OCTET = r"(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
_V4 = rf"{_OCTET}(?:\.{_OCTET}){{3}}"
_V6 = r"[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){1,7}:?(?:[0-9]+(?:\.[0-9]+){3})?(?:%[A-Za-z0-9_.-]+)?"
_MASK = rf"(?:/(?:3[0-2]|[12]?[0-9]|{_V4}))?"
_LENGTH = r"(?:/(?:12[0-8]|1[01][0-9]|[1-9]?[0-9]))?"
_COMMUNITY = rf"(?:[0-9]+|[0-9]+\.[0-9]+|{_V4}):[0-9]+"
_VRF_NAME = r"[A-Za-z_][A-Za-z0-9_]*"
_HIGHEST = 2**32 - 1


def _text(pattern: str) -> Fragment:
    return {"type": "string", "pattern": f"^(?:{pattern})$"}


def _integer(low: int | None, high: int | None) -> Fragment:
    found: Fragment = {"type": "integer"}
    if low is not None:
        found["minimum"] = low
    if high is not None:
        found["maximum"] = high
    return found


def _number_or_text(low: int, high: int, pattern: str, kind: str = "integer") -> Fragment:
    """A number in a range, or a text; each word of JSON Schema concerns one of them."""
    return {"type": [kind, "string"], "minimum": low, "maximum": high, "pattern": f"^(?:{pattern})$"}


SPECIAL: Mapping[t.Type, Fragment] = {
    # An AS in asdot notation without quotes is a number with a fraction to YAML.
    t.ASN: _number_or_text(1, _HIGHEST, r"[0-9]{1,10}|[0-9]{1,5}\.[0-9]{1,5}", "number"),
    t.IPV4: _text(_V4),
    t.IPV6: _text(_V6),
    t.ADDRESS: _text(f"{_V4}|{_V6}"),
    t.IPV4_INTERFACE: _text(_V4 + _MASK),
    t.IPV6_INTERFACE: _text(_V6 + _LENGTH),
    t.IPV4_PREFIX: _text(_V4 + _MASK),
    t.IPV6_PREFIX: _text(_V6 + _LENGTH),
    t.PREFIX: _text(f"{_V4}{_MASK}|{_V6}{_LENGTH}"),
    t.AREA: _number_or_text(0, _HIGHEST, _V4),
    t.MAC: _text(r"(?:[.:-]*[0-9A-Fa-f]){12}[.:-]*"),
    t.ROUTER_ID: _number_or_text(1, _HIGHEST, _V4),
    ESI: _text("00(?::[0-9A-Fa-f]{2}){9}"),
    RD: _number_or_text(1, _HIGHEST, _COMMUNITY),
    TARGET: _number_or_text(1, _HIGHEST, f"{_COMMUNITY}|{_VRF_NAME}"),
}
"""Scalars that are more than a type of JSON."""
PLAIN: Mapping[t.Type, Fragment] = {
    t.BOOL: {"type": "boolean"},
    t.TEXT: {"type": ["string", "number"]},
    t.NUMBER: {"type": "number"},
}


def integer(kind: t.Int) -> Fragment:
    """A whole number; in quotes it is one too, then only its digits are looked at."""
    return {**_integer(kind.low, kind.high), "type": ["integer", "string"], "pattern": "^[0-9]{1,19}$"}


def nsap(kind: t.Nsap) -> Fragment:
    """Whole octets in hexadecimal, dots between any two digits."""
    octet = r"[0-9A-Fa-f]\.?[0-9A-Fa-f]\.?"
    return _text(rf"(?!.*\.$)(?:{octet}){{{kind.low},{kind.high}}}")
