"""JSON of iproute2 -> neutral state.

Owns: parsers. Must not: run anything. Written against recorded output of iproute2 6.1.
"""

from __future__ import annotations

import json
from typing import Any

from ...model import Route
from ...model.state import Family
from ..base import StateError

_PROTOCOLS = {"kernel": "connected", "boot": "static", "ra": "ra", "zebra": "zebra"}
_DISCARDS = ("blackhole", "unreachable", "prohibit")


def routes(text: str, family: Family) -> tuple[Route, ...]:
    """`ip -j -d route show`: the main table."""
    try:
        found = json.loads(text or "[]")
    except ValueError as error:
        raise StateError(f"`ip route` printed no JSON: {error}") from None
    return tuple(_route(item, family) for item in found)


def _route(item: dict[str, Any], family: Family) -> Route:
    hops = item.get("nexthops") or [item]
    protocol = item.get("protocol", "boot")
    return Route(
        prefix=_prefix(item.get("dst", "default"), family),
        protocol=_PROTOCOLS.get(protocol, protocol),
        metric=item.get("metric"),
        next_hops=tuple(h for h in (_gateway(hop) for hop in hops) if h),
        ifnames=tuple(hop["dev"] for hop in hops if "dev" in hop),
        selected="dead" not in item.get("flags", ()),
        discard=item.get("type") in _DISCARDS,
    )


def _gateway(hop: dict[str, Any]) -> str:
    via: dict[str, str] = hop.get("via", {})
    return str(hop.get("gateway") or via.get("host", ""))


def _prefix(text: str, family: Family) -> str:
    if text == "default":
        return "0.0.0.0/0" if family == "ipv4" else "::/0"
    if "/" in text:
        return text
    return f"{text}/{32 if family == 'ipv4' else 128}"
