"""Link aggregation of a designed network.

Owns: the types. Source: IEEE 802.1AX; the topology format's "LAG" and "bonding".
"""

from __future__ import annotations

from typing import Literal

import msgspec

LAG_NUMBER, LAG_PARENT = "_lag", "_parent"
"""Keys in `lag` of a read topology that tie members to their aggregated link."""
LacpInterval = Literal["fast", "slow", "off"]
LacpMode = Literal["active", "passive"]
BondingMode = Literal["active-backup", "balance-tlb", "balance-alb"]


class Lag(msgspec.Struct, frozen=True, kw_only=True):
    """What an interface is that aggregates others; those name it as `Interface.lag_member_of`."""

    index: int
    """Number in its name."""
    lacp: LacpInterval = "fast"
    lacp_mode: LacpMode = "active"
    system_mac: str | None = None
    """LACP system id; None = its own address. Bonds of several nodes with the same one are one to the other side."""
    bonding: BondingMode | None = None
    """Set when the other side knows nothing of it; there is no LACP then."""
    primary: str | None = None
    """Member that is used while it works."""
