"""Where edges leave their nodes in a layered picture, and the bands in which labels of edges' ends stand.

Owns the slots along one side of a node; must not know positions on the page. Every edge has a slot of its own, as wide
as its label, so that labels of neighbouring ends cannot meet. Labels stand along the edge (turned) where a node has so
many that they would make it too wide.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from ..picture import Picture
from .sizes import END_FONT
from .text import text_size

Side = Literal["up", "down"]
"""Towards lower layers' numbers, or higher."""

WIDE = 230.0
"""Labels side by side may take this much of a node's width; beyond it they are turned."""
WIDE_LAYER = 1900.0
"""The same for all labels at one side of a layer."""
SLOT = 6.0
"""Least distance of edges without labels, as long as a node does not become wider than `MOST`."""
MOST = 240.0
USUAL = 26.0
"""Distance of edges without labels where there is room."""


class End(NamedTuple):
    """One end of an edge at a side of a node."""

    edge: int
    end: Literal[0, 1]
    """Source or target."""
    toward: int
    """The next vertex."""
    rank: int
    """-1, 0 or 1: edges inside the layer leave outside of all others."""


class Port(NamedTuple):
    offset: float
    """From the middle of the node, along."""
    lines: tuple[str, ...]


class Sides:
    """The ends at both sides of every node."""

    def __init__(self, picture: Picture, down: bool, layer_of: Sequence[int]) -> None:
        self.picture, self.down, self.layer_of = picture, down, layer_of
        self.ends: dict[tuple[int, Side], list[End]] = {}
        self.turned: dict[tuple[int, Side], bool] = {}
        """By layer and side."""

    def add(self, vertex: int, side: Side, end: End) -> None:
        self.ends.setdefault((vertex, side), []).append(end)

    def lines(self, end: End) -> tuple[str, ...]:
        edge = self.picture.edges[end.edge]
        return (edge.source, edge.target)[end.end].label

    def choose_turning(self) -> None:
        """Turn the labels at one side of a layer when a node, or the layer, would become too wide with them."""
        totals: dict[tuple[int, Side], float] = {}
        for (vertex, side), ends in self.ends.items():
            where = (self.layer_of[vertex], side)
            widths = [text_size(self.lines(end), END_FONT)[0] + 8 for end in ends]
            width = sum(width for width in widths if width > 8)
            totals[where] = totals.get(where, 0.0) + width
            wide = self.down and len(ends) > 1 and width > WIDE
            self.turned[where] = self.turned.get(where, False) or wide
        for where, total in totals.items():
            self.turned[where] = self.turned[where] or (self.down and total > WIDE_LAYER)

    def _slot(self, vertex: int, side: Side, end: End) -> tuple[float, float]:
        """(along, depth) that the label takes; zero without one."""
        lines = self.lines(end)
        if not lines:
            return 0.0, 0.0
        width, height = text_size(lines, END_FONT)
        if self.down and not self.turned[self.layer_of[vertex], side]:
            return width + 8, height + 6
        return height + 5, width + 10

    def extent(self, vertex: int) -> float:
        """Width a node needs for what leaves it."""
        widest = 0.0
        for side in ("up", "down"):
            slots = [self._slot(vertex, side, end)[0] for end in self.ends.get((vertex, side), ())]
            bare = sum(1 for slot in slots if not slot)
            least = sum(slots) + (bare * SLOT if sum(slots) else min(bare * SLOT, MOST))
            widest = max(widest, least + 8)
        return widest

    def depth(self, layer: int, side: Side) -> float:
        """Depth of the band of labels beside a layer."""
        return max(
            (
                self._slot(vertex, where, end)[1]
                for (vertex, where), ends in self.ends.items()
                if where == side and self.layer_of[vertex] == layer
                for end in ends
            ),
            default=0.0,
        )

    def ports(self, vertex: int, side: Side, extent: float, places: Sequence[float]) -> dict[tuple[int, int], Port]:
        """(edge, end) -> its port; ends are in the order of what they lead to, so that they do not cross."""
        ends = sorted(self.ends.get((vertex, side), ()), key=lambda e: (e.rank, places[e.toward], e.edge))
        slots = [self._slot(vertex, side, end)[0] for end in ends]
        bare = sum(1 for slot in slots if not slot)
        if bare:
            free = max(extent - 8 - sum(slots), 0.1)
            slots = [slot or min(USUAL, free / bare) for slot in slots]
        found: dict[tuple[int, int], Port] = {}
        at = -sum(slots) / 2
        for end, slot in zip(ends, slots, strict=True):
            found[end.edge, end.end] = Port(at + slot / 2, self.lines(end))
            at += slot
        return found
