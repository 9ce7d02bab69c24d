"""What kinds of nodes, edges and boxes look like when nobody says otherwise, and how looks add up.

Owns the built-in looks, dashes and names of kinds; colours of the format's default style are the format's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from ...schema.graph_styles import PALE
from ..looks import cluster_look
from ..picture import Look, Picture, PictureCluster, State
from .colors import Rgb, parse

PAGE: tuple[Rgb, Rgb] = ((255, 255, 255), (20, 24, 31))
"""Background in light and dark."""
INK: tuple[Rgb, Rgb] = ((31, 41, 51), (230, 233, 239))
FAINT: tuple[Rgb, Rgb] = ((91, 102, 117), (160, 171, 187))
"""Lines and captions that should stand back."""

FALLBACK = Look()
LOOKS: Mapping[str, Look] = {
    "node": Look(fill="#ff9f01"),
    "stub": Look(fill="#d1bfab"),
    "edge": Look(width=1.5),
    "ibgp": Look(color="#613913", width=1.8),
    "ebgp": Look(color="#b21a1a", width=2.2),
    "localas_ibgp": Look(color="#613913", width=1.8),
    "confed_ebgp": Look(color="#b21a1a", width=1.8),
    "vlan_trunk": Look(color="#1d4e89", width=3),
    "vlan_access": Look(color="#2a7f62", width=1.5),
    "level-1": Look(color="#2a7f62", width=1.8),
    "level-2": Look(color="#1d4e89", width=1.8),
    "level-1-2": Look(color="#6b3fa0", width=2.2),
}

BOX = PALE
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
    "level-1": "level 1",
    "level-2": "level 2",
    "level-1-2": "levels 1 and 2",
    "ospf-backbone": "OSPF backbone area",
    "ospf-area": "other OSPF areas",
    "vxlan": "VXLAN",
    "vrf_link": "interfaces in VRFs",
    "vrf_leak": "routes leaked between VRFs",
}


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


def resolve(kind: str, own: Look, styles: Mapping[str, Look]) -> Look:
    """A thing's own look over the picture's style for its kind over the built-in one."""
    layers = (own, styles.get(kind, Look()), LOOKS.get(kind, FALLBACK))

    def first(name: str) -> str | None:
        return next((value for look in layers if (value := getattr(look, name)) is not None), None)

    width = next((look.width for look in layers if look.width is not None), None)
    return Look(
        color=first("color"),
        fill=first("fill"),
        text=first("text"),
        width=width,
        dashed=any(look.dashed for look in layers),
    )


def dash_of(kind: str, look: Look) -> str:
    """Dashes of a line; what it is marked as goes before what it is."""
    return DASHED if look.dashed else DASHES.get(kind, "")


def box_look(picture: Picture, cluster: PictureCluster) -> Look:
    """A box's own look over the picture's style for boxes; a fill that nobody chose is that of its kind."""
    look = cluster_look(picture, cluster)
    if look.fill is None or (look.fill == BOX and cluster.look.fill is None):
        return msgspec.structs.replace(look, fill=TINTS.get(cluster.kind, BOX))
    return look


def rgb(text: str | None, default: Rgb) -> Rgb:
    """A colour, or the default for one that cannot be understood."""
    return (parse(text) if text is not None else None) or default
