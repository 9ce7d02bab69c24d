"""Communities as BIRD literals and patterns.

Owns: the three kinds, well-known names, wildcard patterns, link bandwidth. Must not: know policies.
Source: RFC 1997, RFC 4360, RFC 8092, draft-ietf-idr-link-bandwidth; BIRD user's guide 5.2 (pair, ec, lc).
"""

from __future__ import annotations

import re
import struct
from itertools import product
from math import prod

from .expressions import MOST, UntranslatableError, numbers

ATTRIBUTE = {
    "standard": "bgp_community",
    "extended": "bgp_ext_community",
    "large": "bgp_large_community",
}
_SIZE = {"standard": 2, "large": 3}

WELL_KNOWN = {
    "internet": (0, 0),
    "graceful-shutdown": (65535, 0),
    "accept-own": (65535, 1),
    "llgr-stale": (65535, 6),
    "no-llgr": (65535, 7),
    "blackhole": (65535, 666),
    "no-export": (65535, 65281),
    "no-advertise": (65535, 65282),
    "local-as": (65535, 65283),
    "no-export-subconfed": (65535, 65283),
    "no-peer": (65535, 65284),
}

_EXTENDED = re.compile(r"(?:(?P<kind>rt|soo|ro|route-target)[ :]+)?(?P<admin>[\d.]+):(?P<value>\d+)", re.IGNORECASE)
_WILDCARD = re.compile(r"\.\*|\.\+|\[0-9\]\+|\[0-9\]\*|\\d\+|\*")


def literal(kind: str, text: str) -> str:
    """One community as a BIRD value, `(65000,1)`. Raises UntranslatableError."""
    value = str(text).strip()
    if kind == "extended":
        return _extended(value)
    if kind == "standard" and value.lower() in WELL_KNOWN:
        first, second = WELL_KNOWN[value.lower()]
        return f"({first},{second})"
    if kind == "standard" and value.isdigit():
        return f"({int(value) >> 16},{int(value) & 65535})"
    parts = value.split(":")
    if len(parts) != _SIZE[kind] or not all(part.isdigit() for part in parts):
        raise UntranslatableError(f"`{value}` is not a {kind} community")
    return f"({','.join(parts)})"


def _extended(value: str) -> str:
    match = _EXTENDED.fullmatch(value)
    if match is None:
        raise UntranslatableError(f"`{value}` is not an extended community (`rt 65000:1`, `soo 65000:1`)")
    kind = "ro" if (match["kind"] or "rt").lower() in ("soo", "ro") else "rt"
    return f"({kind}, {match['admin']}, {match['value']})"


def patterns(kind: str, regexp: str) -> list[str]:
    """A community expression as BIRD set elements, `(65000,*)`. Raises UntranslatableError.

    Deviation: a number matches a whole part of a community; a regular expression may match inside it.
    """
    body = regexp.strip().removeprefix("^").removesuffix("$").strip("_")
    parts = re.split(r":(?![^\[]*\])", body)
    size = _SIZE.get(kind, 2)
    if body in (".*", ".+"):
        parts = ["*"] * size
    if len(parts) != size:
        raise UntranslatableError(f"community expression `{regexp}`: expected {size} parts separated by `:`")
    choices = []
    for part in parts:
        span = re.fullmatch(r"\[(\d{2,})-(\d{2,})\]", part)
        if _WILDCARD.fullmatch(part):
            choices.append(["*"])
        elif span and kind == "standard" and part != parts[0]:
            choices.append([f"{span[1]}..{span[2]}"])
        else:
            found = numbers(part)
            if not found:
                raise UntranslatableError(f"community expression `{regexp}`: BIRD has no equivalent of `{part}`")
            choices.append(found)
    if prod(len(c) for c in choices) > MOST:
        raise UntranslatableError(f"community expression `{regexp}` stands for more than {MOST} communities")
    head = "rt, " if kind == "extended" else ""
    return [f"({head}{', '.join(chosen)})" for chosen in product(*choices)]


def link_bandwidth(asn: int, mbps: int) -> str:
    """The link-bandwidth extended community: bytes per second as an IEEE 754 single.

    Deviation: transitive (type 0x00), as FRR sends it; the draft's type 0x40 would not cross an EBGP session.
    """
    (bits,) = struct.unpack(">I", struct.pack(">f", mbps * 125_000))
    return f"(generic, {0x00040000 | (asn if asn < 65536 else 23456):#x}, {bits:#x})"
