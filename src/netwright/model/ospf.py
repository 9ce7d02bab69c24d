"""OSPF of a designed network. RFC 2328 (v2), RFC 5340 (v3), RFC 3101 (NSSA)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from ..addr import Prefix
from .bgp import Redistribution


class OspfRange(msgspec.Struct, frozen=True, kw_only=True):
    """An address range summarised (or hidden) at an area border (RFC 2328 section C.2)."""

    prefix: Prefix
    advertise: bool = True
    cost: int | None = None


class OspfArea(msgspec.Struct, frozen=True, kw_only=True):
    """Parameters of one area on one router."""

    area: str
    """Dotted quad."""
    kind: Literal["regular", "stub", "nssa"] = "regular"
    inter_area: bool = True
    """False = totally stubby: no summary LSAs except the default."""
    default: bool = False
    default_cost: int | None = None
    ranges: tuple[OspfRange, ...] = ()
    external_ranges: tuple[OspfRange, ...] = ()
    extra: Mapping[str, Any] = {}


class OspfDefault(msgspec.Struct, frozen=True, kw_only=True):
    """Default-route origination."""

    always: bool = False
    cost: int | None = None
    metric_type: int | None = None
    """1 or 2."""
    policy: str | None = None


class OspfTimers(msgspec.Struct, frozen=True, kw_only=True):
    """SPF throttling, milliseconds."""

    spf_delay_ms: int | None = None
    spf_hold_ms: int | None = None
    spf_max_ms: int | None = None


class OspfRestart(msgspec.Struct, frozen=True, kw_only=True):
    """Graceful restart (RFC 3623, RFC 5187)."""

    restart: bool = False
    """Restart gracefully."""
    grace_period_s: int | None = None
    helper: bool = False
    """Help neighbours that restart."""
    helper_period_s: int | None = None
    """Longest grace period of a neighbour that is helped."""


class OspfInstance(msgspec.Struct, frozen=True, kw_only=True):
    """OSPF on one router; interface parameters are on `Interface.ospf`."""

    router_id: str | None
    area: str
    """Default area, dotted quad."""
    ipv4: bool = False
    """OSPFv2 runs."""
    ipv6: bool = False
    """OSPFv3 runs."""
    areas: tuple[OspfArea, ...] = ()
    redistribute: tuple[Redistribution, ...] = ()
    default: OspfDefault | None = None
    reference_bandwidth: int | None = None
    """Mbit/s."""
    graceful_restart: OspfRestart | None = None
    bfd: bool = False
    bfd_strict: bool = False
    """RFC 9355: no adjacency without BFD."""
    timers: OspfTimers | None = None
    password: str | None = None
    extra: Mapping[str, Any] = {}
