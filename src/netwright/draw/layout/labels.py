"""Finds room for labels of edges: at their ends first, then in their middles.

Owns the choice among places along an edge; no two labels overlap, and none a node. What finds no room is counted, not
drawn: the layout then tries again with more room.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..picture import Picture
from .arranged import HEADER, Arranged
from .geometry import Box, Label, Point
from .intersections import Grid, SegmentGrid, along, length, times_crossed
from .sizes import CLUSTER_FONT, END_FONT, SMALL_FONT, label_at
from .text import text_size

SHARES = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82)
STEP = 9.0
"""Between places tried for the label of an end."""
LOOP = 40.0
"""Edges whose ends are nearer than this have no room on themselves."""
MANY = 2000
"""Edges from which on labels may stand over others' lines: there is no other place anyway."""
CLEAR = 2.0
"""Around labels."""


class PlacedLabels(NamedTuple):
    """Per edge: middle, source and target; per cluster: its title."""

    edges: list[tuple[Label | None, Label | None, Label | None]]
    omitted: list[int]
    clusters: list[Label | None]


def place_labels(picture: Picture, arranged: Arranged) -> PlacedLabels:
    grid = Grid()
    for node in arranged.nodes:
        grid.add(node.grown(CLEAR))
    names = [cluster.label for cluster in picture.clusters]
    clusters = cluster_titles(names, arranged.boxes, arranged.routes)
    for title in clusters:
        if title is not None:
            grid.add(title.box.grown(CLEAR))
    for pair in arranged.ends:
        for label in pair:
            if label is not None:
                grid.add(label.box.grown(CLEAR))
    room = _Room(grid, arranged.routes)
    ends: list[list[Label | None]] = [list(pair) for pair in arranged.ends]
    omitted = [0] * len(picture.edges)
    for number, edge in enumerate(picture.edges):
        for end, lines in enumerate((edge.source.label, edge.target.label)):
            if lines and ends[number][end] is None:
                route = arranged.routes[number][:: -1 if end else 1]
                ends[number][end] = room.put(number, lines, END_FONT, _near_end(route, lines))
                omitted[number] += ends[number][end] is None
    middles: list[Label | None] = [None] * len(picture.edges)
    for number, edge in enumerate(picture.edges):
        if edge.label:
            places = _near_middle(arranged.routes[number], edge.label)
            middles[number] = room.put(number, edge.label, SMALL_FONT, places)
            omitted[number] += middles[number] is None
    edges = [(middle, pair[0], pair[1]) for middle, pair in zip(middles, ends, strict=True)]
    return PlacedLabels(edges, omitted, clusters)


def cluster_titles(
    names: Sequence[str], boxes: Sequence[Sequence[Box]], routes: Sequence[Sequence[Point]]
) -> list[Label | None]:
    """At the top of the first box: on the left, unless edges run there and not on the right or in the middle.

    None where a box that had to be cut into parts has no part with room for it.
    """
    places = [_title_places(name, parts[0] if parts else None) for name, parts in zip(names, boxes, strict=True)]
    counts = iter(times_crossed([place for three in places for place in three], routes if len(routes) <= MANY else ()))
    titles: list[Label | None] = []
    for name, three in zip(names, places, strict=True):
        crossed = [next(counts) for _ in three]
        if not three:
            titles.append(None)
            continue
        box = three[crossed.index(min(crossed))]
        titles.append(Label(lines=(name,), box=box, size=CLUSTER_FONT, anchor="start", bold_lines=1))
    return titles


def _title_places(text: str, room: Box | None) -> list[Box]:
    width, height = text_size((text,), CLUSTER_FONT, 1)
    if room is None or not text or width > room.width:
        return []
    top = room.y + (HEADER - height) / 2 + 4
    lefts = (room.x + 10, room.right - 10 - width, room.x + (room.width - width) / 2)
    return [Box(left, top, width, height) for left in lefts]


class _Room:
    """What labels must not cover, and what they rather leave free."""

    def __init__(self, grid: Grid, routes: Sequence[Sequence[Point]]) -> None:
        self.grid = grid
        self.lines = SegmentGrid(routes if len(routes) <= MANY else ())

    def put(self, edge: int, lines: tuple[str, ...], size: float, places: Iterator[Point]) -> Label | None:
        """At the first place that no node, label or other edge has; else at the first that only edges run through."""
        second: Label | None = None
        for place in places:
            label = label_at(lines, place, size)
            if self.grid.free(label.box):
                if not self.lines.meets(label.box, edge):
                    return self._taken(label)
                second = second or label
        return second and self._taken(second)

    def _taken(self, label: Label) -> Label:
        self.grid.add(label.box.grown(CLEAR))
        return label


def _near_end(route: Sequence[Point], lines: tuple[str, ...]) -> Iterator[Point]:
    """On the line, as near to its end as the node lets it; then beside the line; near a loop in all directions."""
    whole = length(route)
    distances = [8.0]
    while distances[-1] + STEP < whole * 0.46:
        distances.append(distances[-1] + STEP)
    yield from _beside(route, distances, text_size(lines, END_FONT))
    if math.dist(route[0], route[-1]) < LOOP:
        yield from _about(route, text_size(lines, END_FONT))


def _near_middle(route: Sequence[Point], lines: tuple[str, ...]) -> Iterator[Point]:
    whole = length(route)
    yield from _beside(route, [whole * share for share in SHARES], text_size(lines, SMALL_FONT))
    if math.dist(route[0], route[-1]) < LOOP:
        yield from _about(route, text_size(lines, SMALL_FONT))


def _beside(route: Sequence[Point], distances: Sequence[float], size: Point) -> Iterator[Point]:
    """Centres of a label of a size at these distances from the start: on the line, then on either side of it."""
    for side in (0.0, 1.0, -1.0):
        for distance in distances:
            (x, y), (across, down) = along(route, distance)
            # As far from the line as half of the label reaches towards it.
            away = side * (abs(down) * size[0] / 2 + abs(across) * size[1] / 2 + 3)
            yield x - down * away, y + across * away


def _about(route: Sequence[Point], size: Point) -> Iterator[Point]:
    """Around the middle of a short route, further and further out."""
    (x, y), _ = along(route, length(route) / 2)
    for step in range(1, 6):
        for across, down in ((1, 0), (0, -1), (-1, 0), (0, 1), (1, -1), (-1, -1), (1, 1), (-1, 1)):
            yield x + across * (size[0] / 2 + 8 * step), y + down * (size[1] / 2 + 8 * step)
