"""Positions across the layers: how deep each layer is and how far apart they stand.

Owns the other axis than `coordinates` (y when ranks grow downwards, x when they grow to the right). A layer is, from
its top: tracks of edges inside the layer, labels of ends, nodes, labels, tracks; boxes that begin or end add borders.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .arranged import HEADER
from .layers import LayeredGraph
from .ports import Side, Sides

TRACK = 14.0
"""Distance of parallel edges inside a layer."""


class Across:
    """Tops, middles and bottoms of the layers."""

    def __init__(
        self,
        graph: LayeredGraph,
        sides: Sides,
        depths: Sequence[float],
        tracks: Mapping[tuple[int, Side], int],
        gaps: Sequence[float],
        padding: float,
        titles: Sequence[float],
    ) -> None:
        """`depths`: of each vertex; `gaps`: below each layer; `titles`: widths of the boxes' titles."""
        self.graph, self.padding, self.header = graph, padding, HEADER if sides.down else 0.0
        self.tops: list[float] = []
        self.middles: list[float] = []
        self.bottoms: list[float] = []
        self.bands = [{side: sides.depth(k, side) for side in ("up", "down")} for k in range(len(graph.layers))]
        self.depths = [max((depths[v] for v in layer), default=0.0) for layer in graph.layers]
        self.above = self._borders(first=True, titles=())
        self.below = self._borders(first=False, titles=() if sides.down else titles)
        at = 0.0
        for number in range(len(graph.layers)):
            at += self._stack(self.above, number, first=True)
            self.tops.append(at)
            at += self._tracks(tracks, number, "up") + self.bands[number]["up"]
            self.middles.append(at + self.depths[number] / 2)
            at += self.depths[number] + self.bands[number]["down"] + self._tracks(tracks, number, "down")
            self.bottoms.append(at)
            at += self._stack(self.below, number, first=False) + gaps[number]

    @staticmethod
    def _tracks(tracks: Mapping[tuple[int, Side], int], layer: int, side: Side) -> float:
        count = tracks.get((layer, side), 0)
        return count * TRACK + 8 if count else 0.0

    def band_end(self, layer: int, side: Side) -> float:
        """Where labels of ends end and edges may turn."""
        half = self.depths[layer] / 2 + self.bands[layer][side]
        return self.middles[layer] + (half if side == "down" else -half)

    def track(self, layer: int, side: Side, number: int) -> float:
        distance = (number + 1) * TRACK
        return self.band_end(layer, side) + (distance if side == "down" else -distance)

    def _borders(self, *, first: bool, titles: Sequence[float]) -> dict[int, float]:
        """Distance from a layer to the border of a box that begins (or ends) with it."""
        found: dict[int, float] = {}
        inner: dict[int, float] = {}
        for box in self.graph.tree.inside_out():
            own = self.padding + (self.header if first else 0.0) + inner.get(box, 0.0)
            start, end = self.graph.ranges[box]
            if titles and start == end:
                own += max(0.0, titles[box] - self.depths[start])
            found[box] = own
            parent = self.graph.tree.parents[box]
            edge = 0 if first else 1
            if parent in self.graph.ranges and self.graph.ranges[parent][edge] == self.graph.ranges[box][edge]:
                inner[parent] = max(inner.get(parent, 0.0), own)
        return found

    def _stack(self, borders: Mapping[int, float], layer: int, *, first: bool) -> float:
        edge = 0 if first else 1
        return max((borders[box] for box, held in self.graph.ranges.items() if held[edge] == layer), default=0.0)

    def extent(self, box: int) -> tuple[float, float]:
        """Top and bottom of a box."""
        first, last = self.graph.ranges[box]
        return self.tops[first] - self.above[box], self.bottoms[last] + self.below[box]
