"""Pictures with boxes that are nodes: outside such a box is one node, inside it has a layout of its own.

Owns the way from a picture to the one without insides and back. Must not: choose the arrangement outside (`engine`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec

from ..picture import Picture, PictureEdge, PictureEnd
from .arranged import Arranged
from .cards import Cards
from .geometry import Box, Label, Point
from .intersections import crosses
from .room import LAYER_GAP, NODE_GAP
from .routing import Router
from .sizes import NodeSize
from .tree import ROOT, ClusterTree

RADIUS = 8.0
"""Of the corners of boxes."""
SLIDE = 16 / 9
"""Width over height that rows of boxes aim at."""
NOWHERE = Box(0, 0, 0, 0)
EndLabels = tuple[Label | None, Label | None]


class Nesting:
    """`outer` is the picture with boxes closed, `sizes` are those of its nodes."""

    def __init__(self, picture: Picture, sizes: Sequence[NodeSize], tree: ClusterTree, heads: dict[int, int]) -> None:
        self.picture, self.inner_sizes, self.tree = picture, sizes, tree
        self.cards = Cards(picture, sizes, tree, heads)
        self.down = picture.direction == "down"
        self.closed = self.cards.outermost()
        self.within = [self.cards.within(node) for node in range(len(picture.nodes))]
        self.kept = [n for n, box in enumerate(self.within) if box is None or heads[box] == n]
        """Nodes of the outer picture."""
        areas = self._areas()
        self.sizes = [self._size(number, areas) for number in self.kept]
        self.edges: list[int] = []
        """Those of the outer picture."""
        self.outer = self._outer()

    def _areas(self) -> dict[int, Point]:
        """Sizes of the closed boxes; those of one cluster are equally high side by side, equally wide one below the
        other."""
        count = len(self.closed)
        aspect = min(max(2.4 / count, 0.7), 1.5) if self.down else min(max(0.6 * count, 0.9), 2.5)
        plans = {box: self.cards.measure(box, aspect) for box in self.closed}
        found: dict[int, Point] = {}
        for box, plan in plans.items():
            alike = [plans[other] for other in self.closed if self.tree.parents[other] == self.tree.parents[box]]
            width = plan.width if self.down else max(other.width for other in alike)
            height = max(other.height for other in alike) if self.down else plan.height
            found[box] = (width, height)
        return found

    def _size(self, node: int, areas: dict[int, Point]) -> NodeSize:
        box = self.within[node]
        own = self.inner_sizes[node]
        return own if box is None else NodeSize(*areas[box], RADIUS, icon=False, font=own.font, text=(0.0, 0.0))

    def _outer(self) -> Picture:
        """With nodes of the closed boxes in their places."""
        picture, heads = self.picture, self.cards.heads
        opened = {inner for box in self.closed for inner in (box, *self._below(box))}
        clusters = tuple(c for number, c in enumerate(picture.clusters) if number not in opened)
        nodes = []
        for number in self.kept:
            node, box = picture.nodes[number], self.within[number]
            closed = {} if box is None else {"cluster": picture.clusters[box].parent, "label": ()}
            nodes.append(msgspec.structs.replace(node, **closed))
        names = {
            node.id: node.id if box is None else picture.nodes[heads[box]].id
            for node, box in zip(picture.nodes, self.within, strict=True)
        }
        closed_names = {picture.nodes[heads[box]].id for box in self.closed}
        edges: list[PictureEdge] = []
        for number, edge in enumerate(picture.edges):
            source, target = names[edge.source.node], names[edge.target.node]
            if source != target or source not in closed_names:
                self.edges.append(number)
                ends = {"source": _end(edge.source, source), "target": _end(edge.target, target)}
                edges.append(msgspec.structs.replace(edge, **ends))
        return msgspec.structs.replace(picture, nodes=tuple(nodes), edges=tuple(edges), clusters=clusters)

    def _below(self, box: int) -> list[int]:
        """All boxes in a box."""
        return [other for other in range(len(self.tree.parents)) if other != box and box in self.tree.path(other)]

    def around(self, outer: ClusterTree) -> set[int]:
        """Boxes of the outer picture that have closed ones directly in them."""
        return {outer.of_node[place] for place, node in enumerate(self.kept) if self.within[node] is not None} - {ROOT}

    # Rows

    def in_rows(self, layers: Sequence[int]) -> list[int]:
        """Layers of the outer picture where closed boxes that nobody ranked stand in several rows when there are many.

        The number of rows is the one with which the layer is most like a slide. They are dealt out column by column, so
        that lines to lower ones pass between upper ones.
        """
        found = list(layers)
        for layer in sorted(set(layers), reverse=True):
            boxes = [
                place
                for place, node in enumerate(self.kept)
                if layers[place] == layer and self.within[node] is not None and self.outer.nodes[place].rank is None
            ]
            rows = self._rows([self.sizes[place] for place in boxes])
            for other in range(len(found)):
                if layers[other] > layer:
                    found[other] += rows - 1
            for number, place in enumerate(boxes):
                found[place] += number % rows
        return found

    def _rows(self, sizes: Sequence[NodeSize]) -> int:
        extents = sorted((s.width if self.down else s.height) + NODE_GAP for s in sizes)
        depths = [(s.height if self.down else s.width) + LAYER_GAP for s in sizes]

        def unlike(rows: int) -> float:
            length, depth = sum(extents) / rows, max(depths, default=0.0) * rows + LAYER_GAP
            return abs(math.log((length / depth if self.down else depth / length) / SLIDE))

        return min(range(1, max(2, len(sizes) // 2 + 1)), key=unlike) if len(sizes) > 1 else 1

    # Back

    def opened(self, arranged: Arranged) -> Arranged:
        """Everything in its place, insides included."""
        picture = self.picture
        nodes = [NOWHERE] * len(picture.nodes)
        boxes: list[tuple[Box, ...]] = [() for _ in picture.clusters]
        index = {cluster.id: number for number, cluster in enumerate(picture.clusters)}
        for cluster, placed in zip(self.outer.clusters, arranged.boxes, strict=True):
            boxes[index[cluster.id]] = placed
        for number, area in zip(self.kept, arranged.nodes, strict=True):
            box = self.within[number]
            if box is None:
                nodes[number] = area
            else:
                self.cards.place(box, self._fitting(box, area), nodes, boxes)
        routes: list[tuple[Point, ...]] = [() for _ in picture.edges]
        ends: list[EndLabels] = [(None, None) for _ in picture.edges]
        outside = {picture.nodes[number].id for number in self.kept}
        for place, number in enumerate(self.edges):
            if {self.picture.edges[number].source.node, self.picture.edges[number].target.node} <= outside:
                routes[number], ends[number] = arranged.routes[place], arranged.ends[place]
        self._reroute(nodes, boxes, routes)
        return Arranged(nodes, routes, ends, boxes)

    def _fitting(self, box: int, area: Box) -> Box:
        """The area of a closed box; layouts may have made it larger for the labels of its lines."""
        plan = self.cards.plans[box]
        return Box(area.x, area.y, max(area.width, plan.width), max(area.height, plan.height))

    def _reroute(self, nodes: Sequence[Box], boxes: Sequence[Sequence[Box]], routes: list[tuple[Point, ...]]) -> None:
        """Lines from, to and among what is inside of boxes go round everything else, and round boxes of others."""
        index = {node.id: number for number, node in enumerate(self.picture.nodes)}
        for number, edge in enumerate(self.picture.edges):
            if routes[number]:
                continue
            ends = index[edge.source.node], index[edge.target.node]
            routes[number] = self._route(ends, nodes, [box for other in self._beside(*ends) for box in boxes[other]])

    def _route(self, ends: tuple[int, int], nodes: Sequence[Box], strange: Sequence[Box]) -> tuple[Point, ...]:
        """Round nodes and boxes of others; through such boxes where there is no other way."""
        radii = [size.radius for size in self.inner_sizes]
        others = [box for number, box in enumerate(nodes) if number not in ends]
        route = Router([*nodes, *strange], [*radii, *(RADIUS for _ in strange)]).fan(*ends, 1)[0]
        if any(crosses(route, box) for box in (*others, *strange)):
            route = Router(nodes, radii).fan(*ends, 1)[0]
        return route

    def _beside(self, one: int, other: int) -> list[int]:
        """Boxes with neither of two nodes in them that are in no other such box."""
        around = {*self.tree.path(self.tree.of_node[one]), *self.tree.path(self.tree.of_node[other])}
        parents = self.tree.parents
        return [
            box
            for box, members in enumerate(self.tree.members)
            if members and box not in around and (parents[box] == ROOT or parents[box] in around)
        ]


def _end(end: PictureEnd, node: str) -> PictureEnd:
    return end if end.node == node else msgspec.structs.replace(end, node=node)
