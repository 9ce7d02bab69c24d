"""BFD attributes of the format, where they may stand. Source: the format's "BFD Configuration Module"."""

from __future__ import annotations

from .types import A, Int

_INTERVAL = Int(1, 4294967)
TIMERS = {
    "min_tx": A(_INTERVAL, "lowest interval of sent packets, ms (RFC 5880 6.8.1)"),
    "min_rx": A(_INTERVAL, "lowest interval of received packets, ms"),
    "min_echo_rx": A(Int(0, 4294967), "lowest interval of received echo packets, ms; 0 = none"),
    "multiplier": A(Int(1, 255), "packets that may be lost"),
}
GLOBAL = NODE = LINK = INTERFACE = TIMERS
