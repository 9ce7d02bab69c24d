"""Whether lines and boxes meet; and a grid that finds the boxes near a place quickly."""

from __future__ import annotations

import math
from bisect import bisect_left
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


def times_crossed(boxes: Sequence[Box], routes: Sequence[Sequence[Point]]) -> list[int]:
    """How many of the polylines run through each box. Boxes of one height lie in bands, sorted from left to right."""
    bands: dict[tuple[float, float], list[tuple[float, int]]] = {}
    for number, box in enumerate(boxes):
        bands.setdefault((box.y, box.bottom), []).append((box.x, number))
    for band in bands.values():
        band.sort()
    widest = max((box.width for box in boxes), default=0.0)
    counts = [0] * len(boxes)
    for route in routes:
        met: set[int] = set()
        for start, end in pairwise(route):
            for (top, bottom), band in bands.items():
                span = _span(start, end, top, bottom)
                if span is not None:
                    first = bisect_left(band, (span[0] - widest, -1))
                    last = bisect_left(band, (span[1], len(boxes)), first)
                    met.update(number for _, number in band[first:last] if clip(start, end, boxes[number]) is not None)
        for number in met:
            counts[number] += 1
    return counts


def _span(start: Point, end: Point, top: float, bottom: float) -> tuple[float, float] | None:
    """From where to where, from left to right, a segment is between two heights; None when it never is."""
    (upper, low), (lower, high) = sorted(((start[1], start[0]), (end[1], end[0])))
    if lower <= top or upper >= bottom:
        return None
    if upper == lower:
        return min(low, high), max(low, high)
    at = [low + (high - low) * (min(max(y, upper), lower) - upper) / (lower - upper) for y in (top, bottom)]
    return min(at), max(at)


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
