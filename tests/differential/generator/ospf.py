"""OSPF parts of topologies."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from .base import chance, picked

TIMERS: list[Any] = [{"hello": 5, "dead": 20}, {"hello": 3}, {"dead": 12}]


@st.composite
def global_ospf(draw: st.DrawFn, routers: list[str], plugins: list[str]) -> dict[str, Any]:
    """The `ospf` section."""
    choices: dict[str, tuple[int, list[Any]]] = {
        "area": (5, [1, "0.0.0.5"]),
        "reference_bandwidth": (8, [10000]),
        "timers": (12, TIMERS),
        "password": (14, ["ospfpass"]),
        "passive": (25, [True]),
        "process": (14, [2]),
        "af": (14, [{"ipv4": True}, {"ipv4": False}, {"ipv6": False}]),
    }
    if "ospf.areas" in plugins:
        choices["areas"] = (1, [[{"area": 1, "kind": "stub"}], [{"area": 2, "kind": "nssa", "inter_area": False}]])
    return draw(picked(choices))


@st.composite
def node_ospf(draw: st.DrawFn, free_id: int) -> dict[str, Any]:
    """`ospf` of a node."""
    return draw(
        picked(
            {
                "area": (6, [2, "0.0.0.0", 1]),
                "router_id": (10, [f"7.7.7.{free_id}"]),
                "priority": (12, [0, 100]),
                "timers": (14, TIMERS),
                "default": (12, [True, {"always": True}, {"cost": 17, "type": "e1"}]),
                "import": (12, [["connected"], {"static": None}]),
                "reference_bandwidth": (14, [20000]),
                "password": (18, ["nodepass"]),
                "passive": (25, [True]),
                "af": (20, [{"ipv6": False}]),
            }
        )
    )


@st.composite
def link_ospf(draw: st.DrawFn, *, interface: bool) -> Any:
    """`ospf` of a link or an interface."""
    if draw(chance(8)):
        return False
    drawn = draw(
        picked(
            {
                "cost": (3, [7, 5, 100]),
                "area": (4, [3, "0.0.0.1"]),
                "passive": (6, [True, False]),
                "network_type": (6, ["point-to-point", "broadcast", "point-to-multipoint", "non-broadcast", False]),
                "timers": (8, TIMERS),
                **({"priority": (8, [0, 42])} if interface else {}),
                "password": (10, ["linkpass", False]),
            }
        )
    )
    return drawn or {"cost": 9}
