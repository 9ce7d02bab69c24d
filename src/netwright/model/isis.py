"""IS-IS of a designed network. ISO 10589, RFC 1195 (IPv4), RFC 5120 (multi-topology), RFC 5308 (IPv6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from .bfd import BfdFamilies
from .bgp import Redistribution

IsisLevels = Literal["level-1", "level-2", "level-1-2"]


class IsisInterface(msgspec.Struct, frozen=True, kw_only=True):
    """IS-IS on one interface."""

    metric: int | None = None
    """Wide metric (RFC 5305 section 3)."""
    network_type: Literal["point-to-point"] | None = None
    """None = a LAN with a designated router."""
    passive: bool = False
    levels: IsisLevels | None = None
    """Levels of adjacencies; None = those of the router."""
    bfd: BfdFamilies = BfdFamilies()


class IsisInstance(msgspec.Struct, frozen=True, kw_only=True):
    """IS-IS on one router or in one VRF; interface parameters are on `Interface.isis`."""

    instance: str
    """Name of the instance."""
    area: str
    """Area address, hexadecimal with dots."""
    system_id: str
    """Six octets, `0000.0000.0001`."""
    net: str
    """Network entity title (ISO 10589 section 7.1): area, system id, selector 00."""
    levels: IsisLevels = "level-2"
    ipv4: bool = False
    ipv6: bool = False
    """Families that run; IPv6 is a topology of its own (RFC 5120)."""
    redistribute: tuple[Redistribution, ...] = ()
    bfd: BfdFamilies = BfdFamilies()
    extra: Mapping[str, Any] = {}
