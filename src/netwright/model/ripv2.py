"""RIP of a designed network. RFC 2453 (RIPv2, IPv4), RFC 2080 (RIPng, IPv6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from .bgp import Redistribution


class RipInterface(msgspec.Struct, frozen=True, kw_only=True):
    """RIP on one interface (both versions; the instance says which run)."""

    passive: bool = False


class RipTimers(msgspec.Struct, frozen=True, kw_only=True):
    """RFC 2453 section 3.8, seconds."""

    update_s: int = 30
    timeout_s: int = 180
    garbage_s: int = 120


class RipInstance(msgspec.Struct, frozen=True, kw_only=True):
    """RIP on one router or in one VRF."""

    ipv4: bool = False
    """RIPv2 runs."""
    ipv6: bool = False
    """RIPng runs."""
    router_id: str | None = None
    timers: RipTimers | None = None
    """None = the daemon's defaults, which are those of the RFC."""
    redistribute: tuple[Redistribution, ...] = ()
    extra: Mapping[str, Any] = {}
