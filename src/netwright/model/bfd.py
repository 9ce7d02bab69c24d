"""Bidirectional forwarding detection of a designed network. RFC 5880."""

from __future__ import annotations

import msgspec


class BfdTimers(msgspec.Struct, frozen=True, kw_only=True):
    """Timers of BFD sessions; None = the daemon's default."""

    min_tx_ms: int | None = None
    """Desired interval between sent packets (RFC 5880 section 4.1, Desired Min TX Interval)."""
    min_rx_ms: int | None = None
    """Least interval between received packets (Required Min RX Interval)."""
    min_echo_rx_ms: int | None = None
    """Least interval between received echo packets (Required Min Echo RX Interval); 0 = no echo."""
    multiplier: int | None = None
    """Packets that may be lost before a session is down (Detect Mult); 0 = the daemon's default."""


class BfdFamilies(msgspec.Struct, frozen=True, kw_only=True):
    """Families of a protocol whose neighbours BFD watches."""

    ipv4: bool = False
    ipv6: bool = False

    def __bool__(self) -> bool:
        return self.ipv4 or self.ipv6
