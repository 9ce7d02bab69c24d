"""Positions along the layers: vertices near their neighbours, boxes side by side, long edges straight.

Owns one axis ("along": x when ranks grow downwards, y when they grow to the right).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from .crossings import Order
from .layers import LayeredGraph
from .separation import Separation

ROUNDS = 14
SHARE = 0.62
"""How far nodes with the same neighbours spread over the width of those."""


class Room(NamedTuple):
    """Lengths along the layers."""

    extents: Sequence[float]
    """Of each vertex."""
    gap: Callable[[int, int], float]
    """Between two vertices side by side."""
    padding: float
    header: float
    """More padding before the first member of a box (its title, when ranks grow to the right)."""
    least: Sequence[float]
    """Least extent of each box."""


def place_along(graph: LayeredGraph, order: Order, room: Room) -> tuple[list[float], dict[int, tuple[float, float]]]:
    """Centre of each vertex along its layer, and the borders of each box."""
    axis = _Axis(graph, order, room)
    places = axis.settle([0.0] * len(graph.layer))
    if axis.spread(places):
        places = axis.settle(places)
    count = len(graph.layer)
    borders = {box: (places[count + 2 * box], places[count + 2 * box + 1]) for box in graph.ranges}
    return places[:count], borders


class _Axis:
    def __init__(self, graph: LayeredGraph, order: Order, room: Room) -> None:
        self.graph, self.order, self.room = graph, order, room
        self.count = len(graph.layer)
        self.gaps: dict[tuple[int, int], float] = {}
        for layer in order:
            self._separate(layer)
        for box, least in enumerate(room.least):
            if box in graph.ranges:
                self.gaps[self._left(box), self._right(box)] = least
        self.pull = {self._left(box): 1 for box in graph.ranges} | {self._right(box): -1 for box in graph.ranges}
        self.links = [self._weighted(vertex) for vertex in range(self.count)]

    def _left(self, box: int) -> int:
        return self.count + 2 * box

    def _right(self, box: int) -> int:
        return self.count + 2 * box + 1

    def _separate(self, layer: list[int]) -> None:
        """Least distances in one layer, from border to border of the boxes that open and close."""
        tree, half = self.graph.tree, [extent / 2 for extent in self.room.extents]
        before: int | None = None
        path: tuple[int, ...] = ()
        for vertex in layer:
            here = tree.path(self.graph.cluster[vertex])
            shared = sum(1 for one, other in zip(path, here, strict=False) if one == other)
            row = [(self._right(box), "close") for box in reversed(path[shared:])]
            row += [(self._left(box), "open") for box in here[shared:]]
            if before is not None:
                self._least(before, vertex, half[before] + half[vertex] + self.room.gap(before, vertex))
            last, kind, width = before, "vertex", half[before] if before is not None else 0.0
            for variable, mark in (*row, (vertex, "vertex")):
                own = half[vertex] if mark == "vertex" else 0.0
                if last is not None:
                    self._least(last, variable, width + own + self._distance(last, kind, variable, mark))
                last, kind, width = variable, mark, own
            before, path = vertex, here
        if before is not None:
            last, width = before, half[before]
            for box in reversed(path):
                self._least(last, self._right(box), width + self.room.padding)
                last, width = self._right(box), 0.0

    def _distance(self, last: int, kind: str, variable: int, mark: str) -> float:
        if kind == "open":
            return self.room.padding + self.room.header
        if mark == "close":
            return self.room.padding
        if kind == mark == "vertex":
            return self.room.gap(last, variable)
        return self.room.gap(last if kind == "vertex" else variable, last if kind == "vertex" else variable)

    def _least(self, left: int, right: int, gap: float) -> None:
        self.gaps[left, right] = max(gap, self.gaps.get((left, right), 0.0))

    def _weighted(self, vertex: int) -> tuple[list[tuple[int, float]], list[tuple[int, float]]]:
        """Neighbours above and below; the parts of a long edge weigh more, so that it becomes straight."""
        real = self.graph.is_node

        def weigh(ends: list[int]) -> list[tuple[int, float]]:
            return [
                (end, 1.0 if real(vertex) and real(end) else 2.0 if real(vertex) or real(end) else 8.0) for end in ends
            ]

        return weigh(self.graph.up[vertex]), weigh(self.graph.down[vertex])

    def settle(self, places: list[float]) -> list[float]:
        separation = Separation(self.count + 2 * len(self.room.least), self.gaps)
        for number in range(ROUNDS):
            both = number >= ROUNDS - 6
            wishes = [self._wish(vertex, places, number % 2 if not both else None) for vertex in range(self.count)]
            places = separation.solve(wishes + self._borders(wishes), self.pull)
        return places

    def _wish(self, vertex: int, places: list[float], side: int | None) -> float:
        above, below = self.links[vertex]
        ends = (above if side == 0 else below) if side is not None else [*above, *below]
        if not ends and not above and not below:
            ends = [(end, 1.0) for end in self.graph.level[vertex]]
        if not ends:
            return places[vertex]
        return sum(places[end] * weight for end, weight in ends) / sum(weight for _, weight in ends)

    def _borders(self, wishes: list[float]) -> list[float]:
        """Wishes of the boxes' borders: tight around those of their members."""
        graph, room = self.graph, self.room
        lows = [1e9] * len(room.least)
        highs = [-1e9] * len(room.least)
        for vertex in range(self.count):
            box = graph.cluster[vertex]
            if box in graph.ranges:
                lows[box] = min(lows[box], wishes[vertex] - room.extents[vertex] / 2)
                highs[box] = max(highs[box], wishes[vertex] + room.extents[vertex] / 2)
        found = [0.0] * (2 * len(room.least))
        for box in graph.ranges:
            low, high = lows[box] - room.padding - room.header, highs[box] + room.padding
            missing = max(0.0, room.least[box] - (high - low)) / 2
            found[2 * box], found[2 * box + 1] = low - missing, high + missing
            parent = graph.tree.parents[box]
            if parent in graph.ranges:
                lows[parent], highs[parent] = min(lows[parent], low), max(highs[parent], high)
        return found

    def spread(self, places: list[float]) -> bool:
        """Nodes side by side with the same neighbours stand over the width of these, not huddled in the middle."""
        graph, changed = self.graph, False
        for layer in self.order:
            start = 0
            for index in range(1, len(layer) + 1):
                if index < len(layer) and self._alike(layer[start], layer[index]):
                    continue
                group = layer[start:index]
                start = index
                first = group[0]
                ends = graph.up[first] or graph.down[first]
                spans = [
                    max(places[end] for end in side) - min(places[end] for end in side)
                    for side in (graph.up[first], graph.down[first])
                    if len(set(side)) > 1
                ]
                if len(group) < 2 or not ends or not spans:
                    continue
                distance = SHARE * max(spans) / (len(group) - 1)
                for left, right in pairwise(group):
                    if distance > self.gaps[left, right]:
                        self.gaps[left, right] = distance
                        changed = True
        return changed

    def _alike(self, one: int, other: int) -> bool:
        graph = self.graph
        return (
            graph.cluster[one] == graph.cluster[other]
            and set(graph.up[one]) == set(graph.up[other])
            and set(graph.down[one]) == set(graph.down[other])
        )
