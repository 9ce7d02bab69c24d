"""Routes edges between placed nodes: straight where nothing is in the way, else round the corners of what is.

Owns the search among corners (a visibility graph that grows only as far as it has to) and the fanning out of parallel
edges; must not move nodes.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Sequence
from itertools import pairwise

from .geometry import Box, Point
from .intersections import Grid

NEAR = 5.0
"""Edges keep this distance from nodes that are not theirs."""
CORNER = 11.0
"""Distance of bends from the node they go round."""
FAN = 14.0
"""Distance of parallel edges."""
TRIES = 8


class Router:
    def __init__(self, boxes: Sequence[Box], radii: Sequence[float]) -> None:
        self.boxes, self.radii = boxes, radii
        self.grid = Grid()
        for number, box in enumerate(boxes):
            self.grid.add(box.grown(NEAR), number)
        self.bent = [0] * len(boxes)
        """How many edges go round a node already: each of them a little further out."""

    def fan(self, source: int, target: int, edges: int) -> list[tuple[Point, ...]]:
        """Routes for all edges of a pair, from source to target."""
        one, other = self.boxes[source].center, self.boxes[target].center
        apart = math.dist(one, other) or 1.0
        across = (-(other[1] - one[1]) / apart, (other[0] - one[0]) / apart)
        reach = min(self._reach(self.boxes[end], across) for end in (source, target))
        distance = min(FAN, 1.6 * reach / max(edges - 1, 1))
        routes: list[tuple[Point, ...]] = []
        for number in range(edges):
            offset = (number - (edges - 1) / 2) * distance
            start = (one[0] + across[0] * offset, one[1] + across[1] * offset)
            end = (other[0] + across[0] * offset, other[1] + across[1] * offset)
            points = self._path(start, end, frozenset((source, target)))
            routes.append(self._trimmed(points, source, target))
        return routes

    @staticmethod
    def _reach(box: Box, across: Point) -> float:
        """From the middle of a box to its border, in a direction."""
        x = box.width / 2 / abs(across[0]) if across[0] else math.inf
        y = box.height / 2 / abs(across[1]) if across[1] else math.inf
        return min(x, y)

    def _in_the_way(self, start: Point, end: Point, ends: frozenset[int]) -> list[int]:
        return [number for number in self.grid.on_the_way(start, end) if number not in ends]

    def _path(self, start: Point, end: Point, ends: frozenset[int]) -> list[Point]:
        """Shortest way through corners; the straight line when there is none."""
        hit = set(self._in_the_way(start, end, ends))
        if not hit:
            return [start, end]
        for apart in (True, False):
            path = self._around(start, end, ends, hit, apart=apart)
            if path:
                return path
        return [start, end]

    def _around(self, start: Point, end: Point, ends: frozenset[int], hit: set[int], *, apart: bool) -> list[Point]:
        """Way round what was hit, and what is hit on the way; `apart`: from edges that go round it already."""
        known: set[int] = set()
        for _ in range(TRIES):
            known |= hit
            corners = [corner for number in sorted(known) for corner in self._corners(number, apart=apart)]
            path, hit = self._search([start, end, *corners], ends)
            if path:
                for number in sorted(known):
                    self.bent[number] += 1
                return path
            if hit <= known:
                break
        return []

    def _corners(self, number: int, *, apart: bool) -> list[Point]:
        box = self.boxes[number].grown(CORNER + (4.0 * (self.bent[number] % 4) if apart else 0.0))
        corners = [(box.x, box.y), (box.right, box.y), (box.right, box.bottom), (box.x, box.bottom)]
        return [corner for corner in corners if not self._in_the_way(corner, (corner[0] + 0.1, corner[1]), frozenset())]

    def _search(self, points: list[Point], ends: frozenset[int]) -> tuple[list[Point], set[int]]:
        """Way from the first point to the second, and the nodes that stood in the way of others."""
        goal = points[1]
        hit: set[int] = set()
        best = {0: 0.0}
        before: dict[int, int] = {}
        queue = [(math.dist(points[0], goal), 0)]
        done: set[int] = set()
        while queue:
            _, here = heapq.heappop(queue)
            if here == 1:
                path = [1]
                while path[-1] in before:
                    path.append(before[path[-1]])
                return [points[number] for number in reversed(path)], set()
            if here in done:
                continue
            done.add(here)
            for there in range(1, len(points)):
                if there in done:
                    continue
                # Every bend costs a little, so that a way with fewer of them wins.
                cost = best[here] + math.dist(points[here], points[there]) + 12.0
                if cost >= best.get(there, math.inf):
                    continue
                blocked = self._in_the_way(points[here], points[there], ends)
                if blocked:
                    hit.update(blocked)
                    continue
                best[there], before[there] = cost, here
                heapq.heappush(queue, (cost + math.dist(points[there], goal), there))
        return [], hit

    def _trimmed(self, points: list[Point], source: int, target: int) -> tuple[Point, ...]:
        """From border to border."""
        kept = self._from_border(points, source)
        return tuple(reversed(self._from_border(kept[::-1], target)))

    def _from_border(self, points: list[Point], node: int) -> list[Point]:
        box, radius = self.boxes[node], self.radii[node]
        for number, (start, end) in enumerate(pairwise(points)):
            if not inside(box, radius, end):
                low, high = 0.0, 1.0
                for _ in range(24):
                    middle = (low + high) / 2
                    at = (start[0] + (end[0] - start[0]) * middle, start[1] + (end[1] - start[1]) * middle)
                    low, high = (middle, high) if inside(box, radius, at) else (low, middle)
                border = (start[0] + (end[0] - start[0]) * low, start[1] + (end[1] - start[1]) * low)
                return [border, *points[number + 1 :]]
        return points


def inside(box: Box, radius: float, point: Point) -> bool:
    """Whether a point is in a box with rounded corners."""
    middle_x, middle_y = box.center
    radius = min(radius, box.width / 2, box.height / 2)
    x = abs(point[0] - middle_x) - (box.width / 2 - radius)
    y = abs(point[1] - middle_y) - (box.height / 2 - radius)
    if x > 0 and y > 0:
        return x * x + y * y <= radius * radius
    return x <= radius and y <= radius
