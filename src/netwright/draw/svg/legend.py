"""The legend below a picture: what colours mean, kinds of edges and their states, as they are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ..layout import Box, Geometry, Label
from ..layout.text import LINE, text_width
from ..painting import STATES, kind_name
from ..picture import Picture, PictureEdge
from .elements import rect, text
from .paths import number
from .strokes import Strokes

FONT = 11.0
SAMPLE = 30.0
"""Length of a sample of a line."""
SWATCH = 18.0
ROW = 22.0


class Legend(NamedTuple):
    elements: list[str]
    height: float


class Item(NamedTuple):
    caption: str
    classes: str
    swatch: bool = False
    """An area of a colour, not a line."""
    mark: str = ""
    """State with a sign."""


def legend(
    picture: Picture, geometry: Geometry, strokes: Strokes, ink: str, margin: float, swatches: Sequence[str]
) -> Legend:
    """Nothing for pictures with links only; `swatches`: classes of the picture's keys."""
    items = [Item(key.label, classes, swatch=True) for key, classes in zip(picture.keys, swatches, strict=True)]
    items += _items(picture, strokes)
    if not items:
        return Legend([], 0.0)
    elements: list[str] = []
    x, y = margin, geometry.height + ROW / 2 - 6
    for caption, classes, swatch, mark in items:
        width = SAMPLE + 8 + text_width(caption, FONT)
        if x > margin and x + width > geometry.width - margin:
            x, y = margin, y + ROW
        if swatch:
            elements.append(rect(Box(x + SAMPLE - SWATCH, y - 6, SWATCH, 12), 3, classes))
        else:
            elements.append(f'<path class="{classes}" d="M{number(x)} {number(y)}H{number(x + SAMPLE)}"/>')
        if mark:
            elements.append(strokes.badge((x + SAMPLE / 2, y), mark))
        box = Box(x + SAMPLE + 8, y - FONT * LINE / 2, width - SAMPLE - 8, FONT * LINE)
        elements.append(text(Label(lines=(caption,), box=box, size=FONT, anchor="start"), ink))
        x += width + 24
    return Legend(elements, y + ROW - geometry.height)


def _items(picture: Picture, strokes: Strokes) -> list[Item]:
    """Of lines."""
    kinds: dict[str, PictureEdge] = {}
    for edge in picture.edges:
        kinds.setdefault(edge.kind, edge)
    found: list[Item] = []
    states = [state for state in STATES if any(edge.state == state for edge in picture.edges)]
    if not states and set(kinds) != {"edge"}:
        found += [Item(kind_name(kind), strokes.kind(edge.kind)) for kind, edge in kinds.items()]
    return found + [Item(state, strokes.state(state), mark=state) for state in states]
