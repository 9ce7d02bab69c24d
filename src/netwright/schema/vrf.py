"""VRF attributes of the format. Source: the format's "Virtual Routing and Forwarding (VRF) Tables"; RFC 4364 4.2."""

from __future__ import annotations

import re
from typing import Any

from ..addr import AddressError, parse_address
from .types import (
    ANY,
    ASN,
    BOOL,
    INVALID,
    IPV4_INTERFACE,
    IPV6_INTERFACE,
    TEXT,
    A,
    AnyOf,
    Attribute,
    Int,
    ListOf,
    Scalar,
    Table,
)

LONGEST_NAME = 15
"""A VRF is a Linux interface (IFNAMSIZ is 16, the final NUL included)."""
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_HIGHEST = 1 << 32


def is_community(text: str) -> bool:
    """`65000:1`, `1.10:1` or `10.0.0.1:1` (RFC 4364 section 4.2, RFC 4360 section 3)."""
    administrator, _, number = text.partition(":")
    if not number.isdecimal() or int(number) >= _HIGHEST:
        return False
    if administrator.isdecimal():
        return int(administrator) < _HIGHEST
    if re.fullmatch(r"[0-9]+\.[0-9]+", administrator):
        return True
    try:
        return parse_address(administrator).family == 4
    except AddressError:
        return False


def _distinguisher(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool):
        return value if 0 < value < _HIGHEST else INVALID
    return value if isinstance(value, str) and is_community(value) else INVALID


def _target(value: Any) -> Any:
    if isinstance(value, str) and NAME.match(value):
        return value
    return _distinguisher(value)


RD = Scalar("a route distinguisher: a number, `65000:1` or `10.0.0.1:1`", _distinguisher)
TARGET = Scalar("a route target: a number, `65000:1` or the name of a VRF", _target)
LOOPBACK = AnyOf(
    BOOL,
    IPV4_INTERFACE,
    IPV6_INTERFACE,
    Table(
        {
            "ipv4": A(AnyOf(BOOL, IPV4_INTERFACE), "IPv4 address or prefix"),
            "ipv6": A(AnyOf(BOOL, IPV6_INTERFACE), "IPv6 address or prefix"),
            "pool": A(TEXT, "address pool (`vrf_loopback`)"),
        }
    ),
)
VRF: dict[str, Attribute] = {
    "export": A(ListOf(TARGET), "route targets of exported routes"),
    "id": A(Int(1, 65535), "number of the VRF"),
    "import": A(ListOf(TARGET), "route targets of imported routes"),
    "links": A(ANY, "links within the VRF"),
    "loopback": A(LOOPBACK, "loopback interface of the VRF"),
    "rd": A(RD, "route distinguisher"),
}
"""What a VRF itself has; attributes of links may stand there too."""
GLOBAL: dict[str, Attribute] = {
    "as": A(ASN, "AS number of route distinguishers and targets without `bgp.as`"),
    "loopback": A(BOOL, "every VRF has a loopback interface"),
}
NODE = GLOBAL
