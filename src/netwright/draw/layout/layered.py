"""The layered layout: a plan of ranks, order and positions, then routes and boxes on the page.

Edges run straight between layers and upright through them, at places kept free of nodes, so that no edge touches a node
that is not its end.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from ..picture import Picture
from .arranged import Arranged
from .geometry import Box, Label, Point
from .loops import Way, loop_route
from .plan import LayeredPlan
from .ports import Side
from .sizes import END_FONT, NodeSize, label_at
from .text import text_size
from .tree import ClusterTree

Labels = tuple[Label | None, Label | None]


def arrange_layered(
    picture: Picture,
    sizes: Sequence[NodeSize],
    tree: ClusterTree,
    layers: list[int],
    stretch: float = 1.0,
) -> Arranged:
    """`stretch`: factor of the distance between layers."""
    return _Routes(LayeredPlan(picture, sizes, tree, layers, stretch)).arranged()


class _Routes:
    """From a plan's (along, across) to the page."""

    def __init__(self, plan: LayeredPlan) -> None:
        self.plan, self.graph, self.across = plan, plan.graph, plan.across
        self.ports = [
            {side: plan.sides.ports(vertex, side, plan.extents[vertex], plan.along) for side in SIDES}
            for vertex in range(self.graph.nodes)
        ]

    def arranged(self) -> Arranged:
        graph, plan = self.graph, self.plan
        nodes = [
            self._box(plan.along[v], self.across.middles[graph.layer[v]], plan.extents[v], plan.depths[v])
            for v in range(graph.nodes)
        ]
        routes: list[tuple[Point, ...]] = [() for _ in graph.chains]
        ends: list[Labels] = [(None, None) for _ in graph.chains]
        loops = [0] * graph.nodes
        for edge, chain in enumerate(graph.chains):
            node = chain[0]
            if node == chain[-1]:
                way: Way = "right" if plan.down else "below"
                routes[edge] = loop_route(nodes[node], plan.radii[node], loops[node], way)
                loops[node] += 1
            elif edge in plan.around:
                routes[edge], ends[edge] = self._round(edge)
            elif graph.layer[chain[0]] != graph.layer[chain[-1]]:
                routes[edge], ends[edge] = self._through(edge)
        for (left, right), edges in plan.beside.items():
            self._join(left, right, edges, routes, ends)
        boxes = [self._cluster(box) if box in plan.borders else () for box in range(len(plan.tree.labels))]
        return Arranged(nodes, routes, ends, boxes)

    def _point(self, along: float, across: float) -> Point:
        return (along, across) if self.plan.down else (across, along)

    def _box(self, along: float, across: float, extent: float, depth: float) -> Box:
        """Around a centre."""
        x, y = self._point(along, across)
        width, height = (extent, depth) if self.plan.down else (depth, extent)
        return Box(x - width / 2, y - height / 2, width, height)

    def _cluster(self, box: int) -> tuple[Box, ...]:
        low, high = self.plan.borders[box]
        top, bottom = self.across.extent(box)
        return (self._box((low + high) / 2, (top + bottom) / 2, high - low, bottom - top),)

    def _leave(self, edge: int, end: int, side: Side) -> tuple[list[Point], Label | None, float]:
        """From a node's border through the band of labels: points, the label there, and the place along."""
        plan, vertex = self.plan, self.graph.chains[edge][0 if end == 0 else -1]
        port, layer = self.ports[vertex][side][edge, end], self.graph.layer[vertex]
        sign = 1 if side == "down" else -1
        along = plan.along[vertex] + port.offset
        middle, half = self.across.middles[layer], plan.depths[vertex] / 2
        border = middle + sign * (half - self._rounding(vertex, port.offset, plan.extents[vertex] / 2))
        points = [self._point(along, border), self._point(along, self.across.band_end(layer, side))]
        if not port.lines:
            return points, None, along
        turned = plan.sides.turned[layer, side]
        width, height = text_size(port.lines, END_FONT)
        depth = width if turned or not plan.down else height
        at = middle + sign * (half + 4 + depth / 2)
        return points, label_at(port.lines, self._point(along, at), END_FONT, turned=turned), along

    def _rounding(self, vertex: int, offset: float, half: float) -> float:
        """How far a rounded border stands back from its box, at an offset from the middle of a side of that length."""
        radius = min(self.plan.radii[vertex], self.plan.extents[vertex] / 2, self.plan.depths[vertex] / 2)
        inside = min(abs(offset) - (half - radius), radius)
        return radius - math.sqrt(radius * radius - inside * inside) if inside > 0 else 0.0

    def _through(self, edge: int) -> tuple[tuple[Point, ...], Labels]:
        """Layer by layer."""
        chain = self.graph.chains[edge]
        downwards = self.graph.layer[chain[0]] < self.graph.layer[chain[-1]]
        near: Side = "down" if downwards else "up"
        far: Side = "up" if downwards else "down"
        points, source_label, _ = self._leave(edge, 0, near)
        for bend in chain[1:-1]:
            layer = self.graph.layer[bend]
            passing = (self.across.tops[layer], self.across.bottoms[layer])
            for across in passing if downwards else passing[::-1]:
                points.append(self._point(self.plan.along[bend], across))
        last, target_label, _ = self._leave(edge, 1, far)
        return _straightened([*points, *reversed(last)]), (source_label, target_label)

    def _round(self, edge: int) -> tuple[tuple[Point, ...], Labels]:
        """Along a track beside the layer."""
        (layer, side), number = self.plan.tracks[edge]
        first, source_label, start = self._leave(edge, 0, side)
        last, target_label, end = self._leave(edge, 1, side)
        track = self.across.track(layer, side, number)
        points = [*first, self._point(start, track), self._point(end, track), *reversed(last)]
        return _straightened(points), (source_label, target_label)

    def _join(
        self, left: int, right: int, edges: list[int], routes: list[tuple[Point, ...]], ends: list[Labels]
    ) -> None:
        """Straight lines between neighbours, one below the other."""
        plan = self.plan
        middle = self.across.middles[self.graph.layer[left]]
        lanes = [plan.lane(edge) for edge in edges]
        offset = -sum(lanes) / 2
        for edge, lane in zip(edges, lanes, strict=True):
            at = offset + lane / 2
            offset += lane
            start, end = (
                plan.along[v] + sign * (plan.extents[v] / 2 - self._rounding(v, at, plan.depths[v] / 2))
                for v, sign in ((left, 1), (right, -1))
            )
            labels: list[Label | None] = []
            for number, vertex in enumerate((left, right)):
                picked = 0 if self.graph.chains[edge][0] == vertex else 1
                lines, (extent, _) = plan.end_lines(edge, picked), plan.label_size(edge, picked)
                away = (plan.extents[vertex] / 2 + 5 + extent / 2) * (1 if number == 0 else -1)
                place = self._point(plan.along[vertex] + away, middle + at)
                labels.append(label_at(lines, place, END_FONT) if lines else None)
            points = (self._point(start, middle + at), self._point(end, middle + at))
            forward = self.graph.chains[edge][0] == left
            routes[edge] = points if forward else points[::-1]
            ends[edge] = (labels[0], labels[1]) if forward else (labels[1], labels[0])


SIDES: tuple[Side, Side] = ("up", "down")


def _straightened(points: Sequence[Point]) -> tuple[Point, ...]:
    """Without points that repeat or lie on the way between their neighbours."""
    kept: list[Point] = []
    for point in points:
        if kept and math.dist(kept[-1], point) < 0.05:
            continue
        while len(kept) > 1 and _between(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    return tuple(kept) if len(kept) > 1 else (points[0], points[-1])


def _between(first: Point, middle: Point, last: Point) -> bool:
    """Whether three points lie on one line (within a fraction of a px)."""
    length = math.dist(first, last)
    if length < 0.05:
        return False
    area = (middle[0] - first[0]) * (last[1] - first[1]) - (middle[1] - first[1]) * (last[0] - first[0])
    return abs(area) / length < 0.02
