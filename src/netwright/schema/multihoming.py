"""Attributes of EVPN multihoming. Source: the format's "EVPN Multihoming" plugin; RFC 7432 section 5."""

from __future__ import annotations

import re
from typing import Any

from .types import BOOL, INVALID, TEXT, A, MapOf, Scalar, Table


def _esi(value: Any) -> Any:
    """An identifier that an operator chose (type 0): ten octets, the first of them zero."""
    return value if isinstance(value, str) and re.fullmatch(r"00(:[0-9A-Fa-f]{2}){9}", value) else INVALID


ESI = Scalar("an Ethernet segment identifier of type 0, `00:11:22:33:44:55:66:77:88:99`", _esi)
SEGMENT = Table(
    {
        "id": A(ESI, "Ethernet segment identifier"),
        "auto": A(BOOL, "the identifier comes from the LACP system id"),
    }
)
SEGMENTS = {"ethernet_segments": A(MapOf(SEGMENT), "Ethernet segments by name; others get an identifier of their own")}
INTERFACE = {"es": A(TEXT, "Ethernet segment the interface is in")}
