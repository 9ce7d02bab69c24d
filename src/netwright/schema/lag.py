"""Link aggregation attributes of the format. Source: the format's "LAG Configuration Module" (IEEE 802.1AX)."""

from __future__ import annotations

from .types import ANY, BOOL, MAC, TEXT, A, AnyOf, Int, Table, Word

_SHARED = {
    "lacp": A(Word("fast", "slow", "off"), "LACP timers: 1 s, 30 s, or no LACP"),
    "lacp_mode": A(Word("active", "passive"), "passive = answers LACP, never starts it"),
    "mode": A(Word("802.3ad", "balance-xor"), "older spelling: `balance-xor` is `lacp: off`"),
}
GLOBAL = _SHARED
NODE = {**_SHARED, "mlag": A(Table({"mac": A(TEXT, "system id of an MLAG pair")}), "MLAG parameters")}
LINK = {
    **_SHARED,
    "ifindex": A(Int(0, 10000), "number in the interface name"),
    "members": A(ANY, "links that form the LAG"),
    "mlag": A(
        Table({"mac": A(TEXT, "system id of an MLAG pair"), "peergroup": A(AnyOf(BOOL, Int(1)), "MLAG pair")}),
        "peer link of an MLAG pair",
    ),
}
INTERFACE = {
    "lacp_system_id": A(AnyOf(Int(1, 65535), MAC), "LACP system id: a MAC address, or a number that becomes one")
}
