"""Order inside the layers: few crossings, boxes kept together, `linkorder` obeyed.

Barycentre sweeps with transposition (Sugiyama, Tagawa and Toda 1981; Gansner et al. 1993). Boxes that stand in several
layers have one place among their siblings, the same in all layers, so that they never interlock.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from .layers import LayeredGraph

SWEEPS = 16
PATIENCE = 5
"""Sweeps without fewer crossings after which to stop."""
SWAPS_UP_TO = 1500
"""Edges up to which boxes change places one by one, too."""

Key = tuple[float, float, int, int]
Order = list[list[int]]


def order_layers(graph: LayeredGraph) -> Order:
    """Vertices of each layer from left to right."""
    ordering = _Ordering(graph)
    ordering.sort(range(len(graph.layers)))
    best, least = ordering.copy(), ordering.crossings()
    patience = PATIENCE
    for sweep in range(SWEEPS):
        if not least or not patience:
            break
        ordering.sweep(down=sweep % 2 == 0)
        ordering.transpose()
        crossings = ordering.crossings()
        patience = PATIENCE if crossings < least else patience - 1
        if crossings < least:
            best, least = ordering.copy(), crossings
    ordering.restore(best)
    if least and sum(map(len, graph.down)) <= SWAPS_UP_TO:
        ordering.swap_boxes(least)
    return ordering.order


def count_between(lower: Sequence[Sequence[int]], size: int) -> int:
    """Crossings between two layers: for each upper vertex in order, the sorted places of its lower ends."""
    seen: list[int] = [0] * (size + 1)
    total = count = 0
    for ends in lower:
        for end in ends:
            index, at_most = end + 1, 0
            while index:
                at_most += seen[index]
                index &= index - 1
            total += count - at_most
        for end in ends:
            index = end + 1
            while index <= size:
                seen[index] += 1
                index += index & -index
        count += len(ends)
    return total


def _pair(left: Sequence[int], right: Sequence[int]) -> int:
    """Crossings of the edges of two neighbours, both with sorted places of the other ends, left one first."""
    return sum(bisect_left(right, end) for end in left)


class _Ordering:
    def __init__(self, graph: LayeredGraph) -> None:
        self.graph = graph
        self.order: Order = [list(layer) for layer in graph.layers]
        self.place = [0.0] * len(graph.layer)
        """Position in the layer, 0 to 1."""
        self.index = [0] * len(graph.layer)
        self.wish = list(graph.key)
        self.box_class: dict[int, float] = {}
        self.box_wish: dict[int, float] = {}
        for box in graph.ranges:
            members = graph.tree.members[box]
            self.box_class[box] = sum(graph.order_class[node] for node in members) / len(members)
            self.box_wish[box] = sum(graph.key[node] for node in members) / len(members)

    def copy(self) -> tuple[Order, dict[int, float]]:
        return [list(layer) for layer in self.order], dict(self.box_wish)

    def restore(self, kept: tuple[Order, dict[int, float]]) -> None:
        self.order, self.box_wish = [list(layer) for layer in kept[0]], dict(kept[1])
        for layer in self.order:
            self._number(layer)

    def _number(self, layer: list[int]) -> None:
        for index, vertex in enumerate(layer):
            self.index[vertex] = index
            self.place[vertex] = (index + 0.5) / len(layer)

    def sort(self, layers: Sequence[int]) -> None:
        """Put vertices in the order of their wishes, box by box."""
        graph, tree = self.graph, self.graph.tree
        prefixes: dict[int, tuple[Key, ...]] = {-1: ()}
        for box in graph.ranges:
            prefixes[box] = tuple(
                (self.box_class[around], round(self.box_wish[around], 9), 0, around) for around in tree.path(box)
            )
        for number in layers:
            rows = [
                (*prefixes[graph.cluster[v]], (graph.order_class[v], round(self.wish[v], 9), 1, graph.key[v], v))
                for v in graph.layers[number]
            ]
            self.order[number] = [int(row[-1][-1]) for row in sorted(rows)]
            self._number(self.order[number])

    def sweep(self, *, down: bool) -> None:
        graph = self.graph
        numbers = range(1, len(self.order)) if down else range(len(self.order) - 2, -1, -1)
        before = graph.up if down else graph.down
        for number in numbers:
            for vertex in self.order[number]:
                ends = before[vertex]
                total, weight = sum(self.place[end] for end in ends), float(len(ends))
                for end in graph.level[vertex]:
                    total, weight = total + self.place[end] / 2, weight + 0.5
                self.wish[vertex] = total / weight if weight else self.place[vertex]
            self._wish_of_boxes(number)
            self.sort((number,))
        self.sort(range(len(self.order)))

    def _wish_of_boxes(self, number: int) -> None:
        graph = self.graph
        for box, (first, last) in graph.ranges.items():
            if first <= number <= last:
                members = graph.tree.members[box]
                wishes = (self.wish[v] if graph.layer[v] == number else self.place[v] for v in members)
                self.box_wish[box] = sum(wishes) / len(members)

    def transpose(self) -> None:
        """Swap neighbours of one box and one order class while that saves crossings."""
        graph = self.graph
        for _ in range(6):
            saved = 0
            for layer in self.order:
                up = {v: sorted(self.index[end] for end in graph.up[v]) for v in layer}
                down = {v: sorted(self.index[end] for end in graph.down[v]) for v in layer}
                for index in range(len(layer) - 1):
                    left, right = layer[index], layer[index + 1]
                    if graph.cluster[left] != graph.cluster[right]:
                        continue
                    if graph.order_class[left] != graph.order_class[right]:
                        continue
                    now = _pair(up[left], up[right]) + _pair(down[left], down[right])
                    if not now:
                        continue
                    then = _pair(up[right], up[left]) + _pair(down[right], down[left])
                    if then < now:
                        layer[index], layer[index + 1] = right, left
                        saved += now - then
                self._number(layer)
            if not saved:
                break
        for layer in self.order:
            for vertex in layer:
                self.wish[vertex] = self.place[vertex]

    def crossings(self) -> int:
        total = 0
        for number, layer in enumerate(self.order[:-1]):
            ends = [sorted(self.index[end] for end in self.graph.down[vertex]) for vertex in layer]
            total += count_between(ends, len(self.order[number + 1]))
        return total

    def swap_boxes(self, least: int) -> None:
        """Exchange neighbouring boxes of one parent while that saves crossings."""
        tree = self.graph.tree
        families: dict[int, list[int]] = {}
        for box in self.graph.ranges:
            families.setdefault(tree.parents[box], []).append(box)
        for _ in range(4):
            before = least
            for family in families.values():
                family.sort(key=lambda box: (self.box_class[box], self.box_wish[box], box))
                for left, right in pairwise(family):
                    if self.box_class[left] != self.box_class[right]:
                        continue
                    kept = self.copy()
                    self._exchange(left, right)
                    crossings = self.crossings()
                    if crossings < least:
                        least = crossings
                    else:
                        self.restore(kept)
            if least == before:
                return

    def _exchange(self, left: int, right: int) -> None:
        """Each box takes the other's wish; equal wishes are ordered by index, which nothing can change."""
        self.box_wish[left], self.box_wish[right] = self.box_wish[right], self.box_wish[left]
        for layer in self.order:
            for vertex in layer:
                self.wish[vertex] = self.place[vertex]
        self.sort(range(len(self.order)))
