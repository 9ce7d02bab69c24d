"""Boxes that are nodes: a head over what is inside, to any depth, with nothing over anything.

Owns sizes and places inside such boxes; must not know what is outside of them. Inside, boxes stand in rows, and below
or beside them single nodes in columns of equal width; the order is that of the picture.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from ..picture import Picture
from .arranged import HEADER
from .geometry import Box
from .sizes import CLUSTER_FONT, NodeSize
from .text import text_size
from .tree import ROOT, ClusterTree

BORDER, ROOMY = 8.0, 20.0
"""Between such a box and what is in it, without and with lines in it."""
TIGHT, LOOSE = 9.0, 26.0
"""The same between things side by side."""
INNER = 1.1
"""Width over height that boxes within boxes aim at."""
WIDER = 1.45
"""How much things grow to fill their row."""
MOST_COLUMNS = 12


class Plan(NamedTuple):
    """What is in a box, row by row, and how large that makes it at least."""

    width: float
    height: float
    rows: tuple[tuple[int, ...], ...] = ()
    """Of boxes."""
    columns: int = 1
    """Of nodes."""
    beside: float = 0.0
    """Width of the rows when nodes stand beside them, not below."""


class Cards:
    """Boxes with heads and all boxes within them; `heads`: the node that a box is."""

    def __init__(self, picture: Picture, sizes: Sequence[NodeSize], tree: ClusterTree, heads: dict[int, int]) -> None:
        self.sizes, self.tree, self.heads = sizes, tree, heads
        lines = self._has_lines(picture)
        self.gap, self.border = (LOOSE, ROOMY) if lines else (TIGHT, BORDER)
        self.boxes: dict[int, list[int]] = {}
        self.nodes: dict[int, list[int]] = {}
        for box, parent in enumerate(tree.parents):
            if tree.members[box]:
                self.boxes.setdefault(parent, []).append(box)
        for node, box in enumerate(tree.of_node):
            if heads.get(box) != node:
                self.nodes.setdefault(box, []).append(node)
        self.plans: dict[int, Plan] = {}

    def _has_lines(self, picture: Picture) -> bool:
        """Whether a line has to find a way inside a box."""
        index = {node.id: number for number, node in enumerate(picture.nodes)}
        outer = {self.heads[box] for box in self.outermost()}
        ends = {index[end.node] for edge in picture.edges for end in (edge.source, edge.target)}
        return any(self.within(end) is not None and end not in outer for end in ends)

    def within(self, node: int) -> int | None:
        """The outermost box with a head around a node."""
        return next((box for box in self.tree.path(self.tree.of_node[node]) if box in self.heads), None)

    def outermost(self) -> list[int]:
        """Boxes with heads that are in no other."""
        return [box for box in self.heads if not any(a in self.heads for a in self.tree.path(self.tree.parents[box]))]

    # Sizes

    def measure(self, box: int, aspect: float) -> Plan:
        """The plan nearest to a ratio of width to height, of all that fit."""
        for inner in self.boxes.get(box, ()):
            self.measure(inner, INNER)
        tried = (self._plan(box, width, beside=side) for width in self._widths(box) for side in (False, True))
        plans = [plan for plan in tried if plan is not None]
        best = min(plans, key=lambda plan: (max(plan.width, aspect * plan.height), plan.width * plan.height))
        self.plans[box] = best
        return best

    def _least(self, box: int) -> float:
        """Width of the head, or of the title."""
        head = self.heads.get(box)
        title = text_size((self.tree.labels[box],), CLUSTER_FONT, 1)[0] + 14 if self.tree.labels[box] else 0.0
        return max(title, self.sizes[head].width if head is not None else 0.0)

    def _top(self, box: int) -> float:
        """From the border to what is inside."""
        head = self.heads.get(box)
        above = self.border + (HEADER if self.tree.labels[box] else 0.0)
        return above if head is None else above + self.sizes[head].height

    def _cell(self, box: int) -> tuple[float, float]:
        found = [self.sizes[node] for node in self.nodes.get(box, ())]
        return max((size.width for size in found), default=0.0), max((size.height for size in found), default=0.0)

    def _widths(self, box: int) -> Iterator[float]:
        """Widths inside that are worth trying."""
        yield self._least(box)
        boxes = [self.plans[inner].width for inner in self.boxes.get(box, ())]
        yield from (total - self.gap for total in accumulate(width + self.gap for width in boxes))
        cell = self._cell(box)[0] + self.gap
        yield from (cell * n - self.gap for n in range(1, min(len(self.nodes.get(box, ())), MOST_COLUMNS) + 1))

    def _plan(self, box: int, width: float, *, beside: bool) -> Plan | None:
        """No wider inside than asked for, unless a single thing is; `beside`: nodes stand to the right of boxes."""
        rows = self._rows(box, width)
        widths = [sum(self.plans[b].width for b in row) + self.gap * (len(row) - 1) for row in rows]
        heights = [max(self.plans[b].height for b in row) for row in rows]
        wide, high = max(widths, default=0.0), self._stacked(heights)
        cell_width, cell_height = self._cell(box)
        count, columns = len(self.nodes.get(box, ())), 1
        if beside and not (count and rows):
            return None
        if count:
            fit = (high if beside else width) + self.gap + 0.01
            most = int(fit // ((cell_height if beside else cell_width) + self.gap))
            columns = -(-count // max(most, 1)) if beside else max(1, min(count, most))
            block = columns * (cell_width + self.gap) - self.gap
            tall = self._stacked([cell_height] * -(-count // columns))
            inside = (wide + self.gap + block, max(high, tall)) if beside else (max(wide, block), high + tall)
            wide, high = inside[0], inside[1] + (self.gap if rows and not beside else 0.0)
        gap = self.gap if box in self.heads and high else 0.0
        total = max(self._least(box), wide) + 2 * self.border, self._top(box) + gap + high + self.border
        return Plan(*total, tuple(map(tuple, rows)), columns, max(widths) if beside else 0.0)

    def _rows(self, box: int, width: float) -> list[list[int]]:
        rows: list[list[int]] = []
        at = 0.0
        for inner in self.boxes.get(box, ()):
            own = self.plans[inner].width
            if not rows or at + self.gap + own > width + 0.01:
                rows.append([])
                at = -self.gap
            rows[-1].append(inner)
            at += self.gap + own
        return rows

    def _stacked(self, heights: Sequence[float]) -> float:
        return sum(heights) + self.gap * (len(heights) - 1) if heights else 0.0

    # Places

    def place(self, box: int, area: Box, nodes: list[Box], boxes: list[tuple[Box, ...]]) -> None:
        """Put a box and all that is in it down; `area` is at least as large as its plan."""
        boxes[box] = (area,)
        left, width = area.x + self.border, area.width - 2 * self.border
        top = area.y + self._top(box)
        head = self.heads.get(box)
        if head is not None:
            height = self.sizes[head].height
            nodes[head] = Box(left, top - height, width, height)
            top += self.gap
        plan, start = self.plans[box], top
        rows_width = width if not plan.beside else plan.beside * (width / (plan.width - 2 * self.border))
        for row in plan.rows:
            depth = max(self.plans[inner].height for inner in row)
            at = left
            for inner, own in zip(row, self._shared(row, rows_width, full=len(plan.rows) == 1), strict=True):
                self.place(inner, Box(at, top, own, depth), nodes, boxes)
                at += own + self.gap
            top += depth + self.gap
        if plan.beside:
            left, width, top = left + rows_width + self.gap, width - rows_width - self.gap, start
        self._place_nodes(box, left, top, width, nodes)

    def _shared(self, row: Sequence[int], width: float, *, full: bool) -> list[float]:
        """Widths of boxes in a row: they share what is left."""
        own = [self.plans[inner].width for inner in row]
        left = width - sum(own) - self.gap * (len(row) - 1)
        more = max(0.0, left / len(row))
        return [wide + more if full else min(wide + more, WIDER * wide) for wide in own]

    def _place_nodes(self, box: int, left: float, top: float, width: float, nodes: list[Box]) -> None:
        columns = self.plans[box].columns
        cell, height = self._cell(box)
        own = min((width + self.gap) / columns - self.gap, WIDER * cell)
        for number, node in enumerate(self.nodes.get(box, ())):
            row, column = divmod(number, columns)
            nodes[node] = Box(left + column * (own + self.gap), top + row * (height + self.gap), own, height)


def heads_of(picture: Picture, tree: ClusterTree) -> dict[int, int]:
    """Node by box, of the boxes that are nodes; a head that is not directly in its box is none."""
    index = {node.id: number for number, node in enumerate(picture.nodes)}
    found = {box: index.get(cluster.head or "", ROOT) for box, cluster in enumerate(picture.clusters)}
    return {box: node for box, node in found.items() if node != ROOT and tree.of_node[node] == box}
