"""IS-IS, RIP and BFD parts of topologies."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from .base import chance, picked

LEVELS: list[Any] = ["level-1", "level-2", "level-1-2"]
FAMILIES: list[Any] = [{"ipv4": True}, {"ipv6": False}, ["ipv4"], ["ipv4", "ipv6"]]
BFD: list[Any] = [True, False, {"ipv4": True}, {"ipv6": True}]

GLOBAL: dict[str, dict[str, tuple[int, list[Any]]]] = {
    "isis": {
        "area": (5, ["49.0002", "49.0001.0007"]),
        "type": (4, LEVELS),
        "instance": (12, ["core"]),
        "bfd": (4, BFD),
        "af": (14, FAMILIES),
    },
    "ripv2": {"timers": (4, [{"update": 5}, {"timeout": 60}, {"garbage": 50, "update": 10}]), "af": (14, FAMILIES)},
    "bfd": {"min_tx": (4, [300]), "min_rx": (5, [400]), "multiplier": (6, [5]), "min_echo_rx": (12, [50])},
}
LINK: dict[str, dict[str, tuple[int, list[Any]]]] = {
    "isis": {
        "metric": (3, [7, 77]),
        "cost": (8, [9]),
        "network_type": (6, ["point-to-point", False]),
        "passive": (6, [True, False]),
        "type": (6, LEVELS),
        "bfd": (8, BFD),
    },
    "ripv2": {"passive": (2, [True, False])},
    "bfd": {"min_tx": (2, [200]), "multiplier": (3, [7])},
}
IMPORTS: list[Any] = [["connected"], {"static": None}, ["connected", "static"]]


@st.composite
def global_interior(draw: st.DrawFn, module: str) -> dict[str, Any]:
    """The section of a module."""
    return draw(picked(GLOBAL[module]))


@st.composite
def node_interior(draw: st.DrawFn, module: str, free_id: int) -> dict[str, Any]:
    """Attributes of a module on a node."""
    own = dict(GLOBAL[module])
    if module == "isis":
        own["net"] = (12, [f"49.0003.cafe.0000.{free_id:04d}.00"])
    if module != "bfd":
        own["import"] = (10, IMPORTS)
    return draw(picked({key: (one_in * 2, values) for key, (one_in, values) in own.items()}))


@st.composite
def link_interior(draw: st.DrawFn, module: str) -> Any:
    """Attributes of a module on a link or an interface."""
    if draw(chance(8)):
        return False
    return draw(picked(LINK[module]))
