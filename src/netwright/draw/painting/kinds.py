"""What kinds of things are called and how they differ beside their colour: data only.

Colours and widths of kinds are those of `schema/graph_styles.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ..picture import State
from .colors import Rgb

Pair = tuple[Rgb, Rgb]
"""A colour in light and in dark."""
PAGE: Pair = ((255, 255, 255), (20, 24, 31))
"""Background."""
INK: Pair = ((31, 41, 51), (230, 233, 239))
FAINT: Pair = ((91, 102, 117), (160, 171, 187))
"""Lines and captions that should stand back."""

TINTS: Mapping[str, str] = {"group": "#eef2f7", "area": "#e9f1e6", "vrf": "#f3edf7"}
"""Fill of boxes by their kind, as long as nobody says how boxes look."""

DASHES: Mapping[str, str] = {
    "ibgp": "7 4",
    "localas_ibgp": "14 4",
    "confed_ebgp": "10 3 3 3",
    "level-1": "7 4",
    "level-1-2": "10 3 3 3",
    "vlan_access": "7 4",
    "ospf-area": "7 4",
    "vxlan": "12 3 2 3 2 3",
    "vrf_link": "14 4",
    "vrf_leak": "10 3 3 3",
}
"""Colour is never the only difference of two kinds in one picture: they differ by dashes, or one is much wider."""
DASHED = "2 4"
"""What is marked as dashed (passive, bridged, in a VRF) looks like no kind that is not."""

NAMES: Mapping[str, str] = {
    "edge": "link",
    "ibgp": "IBGP",
    "ebgp": "EBGP",
    "localas_ibgp": "IBGP by local AS",
    "confed_ebgp": "EBGP inside the confederation",
    "vlan_trunk": "VLAN trunk",
    "vlan_access": "VLAN access",
    "level-1": "IS-IS level 1",
    "level-2": "IS-IS level 2",
    "level-1-2": "IS-IS levels 1 and 2",
    "ospf-backbone": "OSPF backbone area",
    "ospf-area": "other OSPF areas",
    "vxlan": "instance membership",
    "vrf_link": "VRF membership",
    "vrf_leak": "VRF leak",
}
"""Kinds of lines."""


class StateLook(NamedTuple):
    color: str
    dash: str
    mark: str
    """Lines of a small sign in the middle of the edge, in a square from -4 to 4; none for what is up."""


STATES: Mapping[State, StateLook] = {
    "up": StateLook("#1a7f37", "", ""),
    "down": StateLook("#cf222e", "2 5", "M-3-3L3 3M3-3L-3 3"),
    "partial": StateLook("#9a6700", "9 4", "M-3.5 0H3.5"),
    "unknown": StateLook("#6e7781", "1 4", "M-2-2Q0-4.5 2-2Q2-.5 0 .5V1.5M0 3.4V3.6"),
}


def kind_name(kind: str) -> str:
    return NAMES.get(kind, kind)
