"""BFD attributes of the format (RFC 5880). Source: the format's "BFD Configuration Module"."""

from __future__ import annotations

from .types import A, Int

TIMERS = {
    "min_tx": A(Int(1, 60000), "wished interval between sent packets, ms"),
    "min_rx": A(Int(1, 60000), "least interval between received packets, ms"),
    "min_echo_rx": A(Int(0, 60000), "least interval between received echo packets, ms; 0 = no echo"),
    "multiplier": A(Int(0, 255), "packets that may be lost before a session is down; 0 = the daemon's default"),
}
GLOBAL = NODE = LINK = INTERFACE = TIMERS
