"""RIPv2 and RIPng attributes of the format. Source: the format's "RIPv2/RIPng Configuration Module"."""

from __future__ import annotations

from .common import AF_SWITCH, BFD_FAMILIES, IMPORT
from .types import BOOL, A, Int, Table

TIMERS = Table(
    {
        "update": A(Int(5, 60), "interval of updates, seconds"),
        "timeout": A(Int(5, 3600), "a route not heard of is gone after this, seconds; else six updates"),
        "garbage": A(Int(5, 600), "a route that is gone is forgotten after this, seconds; else four updates"),
    }
)
_SHARED = {
    "af": A(AF_SWITCH, "address families: RIPv2 for IPv4, RIPng for IPv6"),
    "timers": A(TIMERS, "timers (RFC 2453 section 3.8)"),
}
GLOBAL = {
    **_SHARED,
    "bfd": A(BFD_FAMILIES, "BFD; no daemon here has it for RIP"),
    "version": A(Int(2, 2), "version of RIP for IPv4"),
}
NODE = {
    **_SHARED,
    "import": A(IMPORT, "routes of other protocols imported into RIP"),
    "version": A(Int(2, 2), "version of RIP for IPv4"),
}
LINK = INTERFACE = {"passive": A(BOOL, "advertised, no updates sent")}
VRF = {**_SHARED, "active": A(BOOL, "run RIP without neighbours too"), "import": A(IMPORT, "routes imported into RIP")}
