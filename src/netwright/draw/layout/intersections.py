"""Whether lines and boxes meet; and a grid that finds the boxes near a place quickly."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from .geometry import Box, Point

CELL = 96.0


def clip(start: Point, end: Point, box: Box) -> tuple[float, float] | None:
    """Part of a segment inside a box, as shares of its length (Liang and Barsky 1984); None when outside."""
    low, high = 0.0, 1.0
    for origin, delta, first, last in (
        (start[0], end[0] - start[0], box.x, box.right),
        (start[1], end[1] - start[1], box.y, box.bottom),
    ):
        if delta == 0:
            if not first < origin < last:
                return None
            continue
        near, far = (first - origin) / delta, (last - origin) / delta
        low, high = max(low, min(near, far)), min(high, max(near, far))
        if low >= high:
            return None
    return low, high


def crosses(points: Sequence[Point], box: Box) -> bool:
    """Whether a polyline runs through the inside of a box."""
    return any(clip(start, end, box) is not None for start, end in pairwise(points))


def length(points: Sequence[Point]) -> float:
    return sum(math.dist(start, end) for start, end in pairwise(points))


def along(points: Sequence[Point], distance: float) -> tuple[Point, Point]:
    """Point at a distance from the start of a polyline, and the direction there (of length 1)."""
    for start, end in pairwise(points):
        part = math.dist(start, end)
        if part and (distance <= part or end is points[-1]):
            share = distance / part
            way = ((end[0] - start[0]) / part, (end[1] - start[1]) / part)
            return (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share), way
        distance -= part
    return points[-1], (1.0, 0.0)


class Grid:
    """Boxes by the cells they touch."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[tuple[Box, int]]] = {}

    def add(self, box: Box, owner: int = -1) -> None:
        for cell in self._touched(box):
            self._cells.setdefault(cell, []).append((box, owner))

    def free(self, box: Box) -> bool:
        """Whether nothing overlaps the box."""
        return not any(other.overlaps(box) for cell in self._touched(box) for other, _ in self._cells.get(cell, ()))

    def on_the_way(self, start: Point, end: Point) -> list[int]:
        """Owners of the boxes a segment runs through, in ascending order."""
        met: dict[int, bool] = {}
        for cell in cells_passed(start, end):
            for box, owner in self._cells.get(cell, ()):
                if owner not in met:
                    met[owner] = clip(start, end, box) is not None
        return sorted(owner for owner, hit in met.items() if hit)

    @staticmethod
    def _touched(box: Box) -> Iterator[tuple[int, int]]:
        for column in range(math.floor(box.x / CELL), math.floor(box.right / CELL) + 1):
            for row in range(math.floor(box.y / CELL), math.floor(box.bottom / CELL) + 1):
                yield column, row


class SegmentGrid:
    """Parts of routes by the cells they pass."""

    def __init__(self, routes: Sequence[Sequence[Point]]) -> None:
        self._cells: dict[tuple[int, int], list[tuple[Point, Point, int]]] = {}
        for owner, route in enumerate(routes):
            for start, end in pairwise(route):
                for cell in cells_passed(start, end):
                    self._cells.setdefault(cell, []).append((start, end, owner))

    def meets(self, box: Box, but: int) -> bool:
        """Whether a route other than one runs through a box."""
        return any(
            owner != but and clip(start, end, box) is not None
            for column in range(math.floor(box.x / CELL), math.floor(box.right / CELL) + 1)
            for row in range(math.floor(box.y / CELL), math.floor(box.bottom / CELL) + 1)
            for start, end, owner in self._cells.get((column, row), ())
        )


def cells_passed(start: Point, end: Point) -> Iterator[tuple[int, int]]:
    """Cells of the grid along a segment: column by column, the rows between the heights at its two borders."""
    (left, at_left), (right, at_right) = sorted((start, end))
    rise = (at_right - at_left) / (right - left) if right > left else 0.0
    for column in range(math.floor(left / CELL), math.floor(right / CELL) + 1):
        first = at_left + rise * (max(left, column * CELL) - left) if right > left else at_left
        last = at_left + rise * (min(right, (column + 1) * CELL) - left) if right > left else at_right
        low, high = sorted((first, last))
        for row in range(math.floor(low / CELL), math.floor(high / CELL) + 1):
            yield column, row
