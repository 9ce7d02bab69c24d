"""The legend below a picture: kinds of edges and their states, with the lines they are drawn with."""

from __future__ import annotations

from typing import NamedTuple

from ..layout import Box, Geometry, Label
from ..layout.text import LINE, text_width
from ..painting import STATES, kind_name
from ..picture import Picture, PictureEdge
from .elements import text
from .paths import number
from .strokes import Strokes

FONT = 11.0
SAMPLE = 30.0
"""Length of a sample of a line."""
ROW = 22.0


class Legend(NamedTuple):
    elements: list[str]
    height: float


def legend(picture: Picture, geometry: Geometry, strokes: Strokes, ink: str, margin: float) -> Legend:
    """Nothing for pictures with links only."""
    items = _items(picture, strokes)
    if not items:
        return Legend([], 0.0)
    elements: list[str] = []
    x, y = margin, geometry.height + ROW / 2 - 6
    for classes, mark, caption in items:
        width = SAMPLE + 8 + text_width(caption, FONT)
        if x > margin and x + width > geometry.width - margin:
            x, y = margin, y + ROW
        elements.append(f'<path class="{classes}" d="M{number(x)} {number(y)}H{number(x + SAMPLE)}"/>')
        if mark:
            elements.append(strokes.badge((x + SAMPLE / 2, y), mark))
        box = Box(x + SAMPLE + 8, y - FONT * LINE / 2, width - SAMPLE - 8, FONT * LINE)
        elements.append(text(Label(lines=(caption,), box=box, size=FONT, anchor="start"), ink))
        x += width + 24
    return Legend(elements, y + ROW - geometry.height)


def _items(picture: Picture, strokes: Strokes) -> list[tuple[str, str, str]]:
    """(classes of the line, state with a sign or nothing, caption)."""
    kinds: dict[str, PictureEdge] = {}
    for edge in picture.edges:
        kinds.setdefault(edge.kind, edge)
    found: list[tuple[str, str, str]] = []
    states = [state for state in STATES if any(edge.state == state for edge in picture.edges)]
    if not states and set(kinds) != {"edge"}:
        found += [(strokes.kind(edge.kind), "", kind_name(kind)) for kind, edge in kinds.items()]
    return found + [(strokes.state(state), state, state) for state in states]
