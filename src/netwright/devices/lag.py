"""Aggregated interfaces as Linux bonds, the same for every device.

Owns: `Lag` -> `BondPlan`. Must not: know daemons. Source: Linux bonding.txt.
"""

from __future__ import annotations

from ..model import BondPlan, Lag


def bond_plan(lag: Lag) -> BondPlan:
    """Without LACP both ends use all members that are up; without the other side's help one, or per flow."""
    if lag.bonding is not None:
        return BondPlan(mode=lag.bonding, primary=lag.primary)
    if lag.lacp == "off":
        return BondPlan(mode="balance-xor")
    return BondPlan(
        mode="802.3ad",
        lacp_fast=lag.lacp == "fast",
        lacp_active=lag.lacp_mode == "active",
        system_mac=lag.system_mac,
    )
