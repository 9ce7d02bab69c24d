"""What nodes, boxes and lines are painted with: how looks add up, and colours that can be read in light and in dark.

Owns the rules that SVG and HTML share. Must not: know markup.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from ...schema.graph_styles import GRAPH_STYLES, ORANGE, PALE
from ..looks import cluster_look, look_of, over
from ..picture import Look, Picture, PictureCluster, PictureKey, PictureNode
from .colors import BLACK, LINE_RATIO, TEXT_RATIO, WHITE, Rgb, mix, on, parse, readable
from .kinds import DASHED, DASHES, FAINT, INK, PAGE, TINTS, Pair

BUILT_IN: Mapping[str, Look] = {name: look_of(words, "graph") for name, words in GRAPH_STYLES.items()}
"""For pictures without styles of their own."""
LINE_WIDTH, NODE_WIDTH, BOX_WIDTH = 1.5, 1.2, 1.0
"""Px, where nobody says a width."""
DIM = 0.16
"""How much of a box's fill is left in the dark."""
_NO_LOOK = Look()


class Paint(NamedTuple):
    """A shape and the text on it."""

    fill: Pair
    line: Pair
    ink: Pair
    width: float
    dash: str


def resolve(kind: str, own: Look, styles: Mapping[str, Look]) -> Look:
    """A thing's own look over the picture's style for its kind over the built-in one."""
    return over(over(BUILT_IN.get(kind, _NO_LOOK), styles.get(kind, _NO_LOOK)), own)


def dash_of(kind: str, look: Look) -> str:
    """Dashes of a line; what it is marked as goes before what it is."""
    return DASHED if look.dashed else DASHES.get(kind, "")


def rgb(text: str | None, default: Rgb) -> Rgb:
    """A colour, or the default for one that cannot be understood."""
    return (parse(text) if text is not None else None) or default


def line_pair(color: Rgb | None, surfaces: Sequence[Pair], ratio: float = LINE_RATIO) -> Pair:
    """A line's colour with enough contrast to all it may stand on; None = one that stands back."""
    light, dark = (color, color) if color is not None else FAINT
    for surface in surfaces:
        light, dark = readable(light, surface[0], ratio), readable(dark, surface[1], ratio)
    return light, dark


def line_color(look: Look) -> Rgb | None:
    return None if look.color is None else parse(look.color)


def text_pair(color: str | None, surface: Pair) -> Pair:
    """Text on a surface: the colour asked for as far as it can be read, else ink."""
    ink = rgb(color, INK[0])
    light, dark = (ink, ink) if color else INK
    return readable(light, surface[0], TEXT_RATIO), readable(dark, surface[1], TEXT_RATIO)


def node_paint(node: PictureNode, styles: Mapping[str, Look]) -> Paint:
    dashed = node.shape == "stub"
    return _solid(resolve(node.kind, node.look, styles), dashed=dashed)


def key_paint(key: PictureKey) -> Paint:
    """Of a swatch in a legend."""
    return _solid(key.look)


def _solid(look: Look, *, dashed: bool = False) -> Paint:
    fill = rgb(look.fill, rgb(ORANGE, BLACK))
    border = line_color(look)
    light = border or mix(fill, BLACK, 0.38)
    dark = readable(border, PAGE[1], LINE_RATIO) if border else mix(fill, WHITE, 0.15)
    ink = readable(rgb(look.text, on(fill)), fill, TEXT_RATIO) if look.text else on(fill)
    dash = "4 3" if look.dashed or dashed else ""
    return Paint((fill, fill), (light, dark), (ink, ink), look.width or NODE_WIDTH, dash)


def box_look(picture: Picture, cluster: PictureCluster) -> Look:
    """A box's own look over the picture's style for boxes; a fill that nobody chose is that of its kind."""
    look = cluster_look(picture, cluster)
    if look.fill is None or (look.fill == PALE and cluster.look.fill is None):
        return msgspec.structs.replace(look, fill=TINTS.get(cluster.kind, PALE))
    return look


def cluster_paint(picture: Picture, cluster: PictureCluster) -> Paint:
    look = box_look(picture, cluster)
    fill = rgb(look.fill, rgb(PALE, WHITE))
    surface = fill, mix(PAGE[1], fill, DIM)
    border = line_color(look)
    line = mix(surface[0], FAINT[0], 0.45), mix(surface[1], FAINT[1], 0.4)
    if border is not None:
        line = line_pair(border, (surface,))
    dash = "6 4" if look.dashed else ""
    return Paint(surface, line, text_pair(look.text, surface), look.width or BOX_WIDTH, dash)
