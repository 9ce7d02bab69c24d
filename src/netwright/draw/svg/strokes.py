"""Classes for lines: what an edge's kind, its own look and its live state make of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..layout import Box, Geometry, Point
from ..layout.intersections import Grid, along, length
from ..painting import LINE_WIDTH, PAGE, STATES, Pair, Rgb, dash_of, line_color, line_pair, parse, resolve
from ..picture import Look, PictureEdge, State
from .paths import number
from .sheet import Sheet

THINNER = ((150, 1.0), (1000, 0.7), (1_000_000_000, 0.45))
"""(edges up to, factor of widths nobody chose): many lines stay lines instead of becoming an area."""
BADGE = 7.0
"""Radius of the sign of a state."""


class Strokes:
    """Looks of lines; equal ones share a class."""

    def __init__(self, sheet: Sheet, styles: Mapping[str, Look], surfaces: Sequence[Pair], edges: int) -> None:
        self.sheet, self.styles = sheet, styles
        self.surfaces = (PAGE, *surfaces)
        self.thin = next(factor for most, factor in THINNER if edges <= most)

    def edge(self, edge: PictureEdge) -> str:
        if edge.state is not None:
            return self.state(edge.state)
        return self._line(edge.kind, edge.look)

    def kind(self, kind: str) -> str:
        return self._line(kind, Look())

    def _line(self, kind: str, own: Look) -> str:
        look = resolve(kind, own, self.styles)
        width = (look.width or LINE_WIDTH) * (1.0 if own.width is not None else self.thin)
        return self._class(line_color(look), width, dash_of(kind, look))

    def state(self, state: State) -> str:
        look = STATES[state]
        return self._class(parse(look.color), 2.4 * self.thin, look.dash)

    def _class(self, color: Rgb | None, width: float, dash: str) -> str:
        plain = f"stroke-width:{number(width)}"
        if dash:
            plain += f";stroke-dasharray:{dash}"
        return "line " + self.sheet.paint([("stroke", line_pair(color, self.surfaces))], plain)

    def head(self, edge: PictureEdge) -> str:
        """Class of the edge's arrow head."""
        look = resolve(edge.kind, edge.look, self.styles)
        color = line_color(look) if edge.state is None else parse(STATES[edge.state].color)
        return self.sheet.paint([("fill", line_pair(color, self.surfaces))])

    def badge(self, at: Point, state: str) -> str:
        """A sign in the middle of a line; nothing for what is up."""
        look = next((look for name, look in STATES.items() if name == state), None)
        if look is None or not look.mark:
            return ""
        color = line_pair(parse(look.color), (PAGE,))
        disc = self.sheet.paint([("fill", PAGE), ("stroke", color)], "stroke-width:1.4")
        sign = self.sheet.paint([("stroke", color)], "stroke-width:1.8;fill:none;stroke-linecap:round")
        place = f"translate({number(at[0])} {number(at[1])})"
        circle = f'<circle class="{disc}" r="{number(BADGE)}"/>'
        return f'<g transform="{place}">{circle}<path class="{sign}" d="{look.mark}"/></g>'


def badge_places(geometry: Geometry, wanted: Sequence[int]) -> dict[int, Point]:
    """For each of these edges a point on it that no label, node or other sign covers, near the middle."""
    grid = Grid()
    for node in geometry.nodes:
        grid.add(node.box)
    for edge in geometry.edges:
        for label in (edge.label, edge.source_label, edge.target_label):
            if label is not None:
                grid.add(label.box)
    found: dict[int, Point] = {}
    for number_ in wanted:
        points = geometry.edges[number_].points
        whole = length(points)
        for share in (0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74, 0.2, 0.8):
            (x, y), _ = along(points, whole * share)
            box = Box(x - BADGE - 1, y - BADGE - 1, 2 * BADGE + 2, 2 * BADGE + 2)
            if grid.free(box):
                grid.add(box)
                found[number_] = (x, y)
                break
    return found
