"""Bridges and their ports as the kernel runs them, the same for every device.

Owns: spanning trees -> `BridgePlan`, `BridgePortPlan`. Must not: decide who takes part.
Deviation: the timers are the shortest that IEEE 802.1D-2004 table 17-1 allows, so that a lab forwards after 8 s
instead of 30 s.
"""

from __future__ import annotations

from ..model import BridgePlan, BridgePortPlan, SpanningTree, StpPort

FORWARD_DELAY_S, HELLO_TIME_S, MAX_AGE_S = 4, 1, 6
PRIORITY_STEP = 4
"""The format's 16 port priorities among the kernel's 64."""


def bridge_plan(tree: SpanningTree | None) -> BridgePlan:
    """Without a tree ports forward at once."""
    if tree is None:
        return BridgePlan()
    return BridgePlan(
        stp=True,
        priority=tree.priority,
        forward_delay_s=FORWARD_DELAY_S,
        hello_time_s=HELLO_TIME_S,
        max_age_s=MAX_AGE_S,
    )


def port_plan(port: StpPort | None, tree: SpanningTree | None) -> BridgePortPlan:
    """Of a bridge with this tree."""
    if port is None or tree is None:
        return BridgePortPlan()
    priority = None if port.priority is None else port.priority * PRIORITY_STEP
    return BridgePortPlan(priority=priority, edge=port.edge)
