"""Finds room for labels of edges: at their ends first, then in their middles.

Owns the choice among places along an edge; no two labels overlap, and none a node. What finds no room is counted, not
drawn: the layout then tries again with more room.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..picture import Picture
from .arranged import HEADER, Arranged
from .geometry import Box, Label, Point
from .intersections import Grid, along, length
from .sizes import CLUSTER_FONT, END_FONT, SMALL_FONT, label_at
from .text import text_size

SHARES = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82)
STEP = 9.0
"""Between places tried for the label of an end."""
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
    clusters = [
        cluster_title(cluster.label, boxes) for cluster, boxes in zip(picture.clusters, arranged.boxes, strict=True)
    ]
    for title in clusters:
        if title is not None:
            grid.add(title.box.grown(CLEAR))
    for pair in arranged.ends:
        for label in pair:
            if label is not None:
                grid.add(label.box.grown(CLEAR))
    ends: list[list[Label | None]] = [list(pair) for pair in arranged.ends]
    omitted = [0] * len(picture.edges)
    for number, edge in enumerate(picture.edges):
        for end, lines in enumerate((edge.source.label, edge.target.label)):
            if lines and ends[number][end] is None:
                route = arranged.routes[number]
                ends[number][end] = _first_free(grid, lines, END_FONT, _near_end(route[:: -1 if end else 1], lines))
                omitted[number] += ends[number][end] is None
    middles: list[Label | None] = []
    for number, edge in enumerate(picture.edges):
        label = None
        if edge.label:
            label = _first_free(grid, edge.label, SMALL_FONT, _near_middle(arranged.routes[number], edge.label))
            omitted[number] += label is None
        middles.append(label)
    edges = [(middle, pair[0], pair[1]) for middle, pair in zip(middles, ends, strict=True)]
    return PlacedLabels(edges, omitted, clusters)


def cluster_title(text: str, boxes: Sequence[Box]) -> Label | None:
    """At the top left inside of a box."""
    if not boxes or not text:
        return None
    width, height = text_size((text,), CLUSTER_FONT, 1)
    box = Box(boxes[0].x + 10, boxes[0].y + (HEADER - height) / 2 + 4, width, height)
    return Label(lines=(text,), box=box, size=CLUSTER_FONT, anchor="start", bold_lines=1)


def _first_free(grid: Grid, lines: tuple[str, ...], size: float, places: Iterator[Point]) -> Label | None:
    for place in places:
        label = label_at(lines, place, size)
        if grid.free(label.box):
            grid.add(label.box.grown(CLEAR))
            return label
    return None


def _near_end(route: Sequence[Point], lines: tuple[str, ...]) -> Iterator[Point]:
    """On the line, as near to its end as the node lets it; then beside the line."""
    width, height = text_size(lines, END_FONT)
    far = length(route) * 0.46
    for side in (0.0, 1.0, -1.0):
        distance = 8.0
        while distance < far or distance == 8.0:
            (x, y), (across, down) = along(route, distance)
            # Beside: as far from the line as half of the label reaches towards it.
            away = side * (abs(down) * width / 2 + abs(across) * height / 2 + 3)
            yield x - down * away, y + across * away
            distance += STEP


def _near_middle(route: Sequence[Point], lines: tuple[str, ...]) -> Iterator[Point]:
    width, height = text_size(lines, SMALL_FONT)
    whole = length(route)
    for side in (0.0, 1.0, -1.0):
        for share in SHARES:
            (x, y), (across, down) = along(route, whole * share)
            away = side * (abs(down) * width / 2 + abs(across) * height / 2 + 3)
            yield x - down * away, y + across * away
