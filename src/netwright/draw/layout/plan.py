"""What a layered layout is made of before anything is drawn: how edges leave, sizes, positions on both axes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ..picture import Picture
from .across import Across
from .arranged import HEADER
from .coordinates import Room, place_along
from .crossings import order_layers
from .layers import LayeredGraph
from .ports import End, Side, Sides
from .room import LAYER_GAP, NODE_GAP, PADDING
from .sizes import CLUSTER_FONT, END_FONT, NodeSize
from .text import text_size
from .tree import ClusterTree

BEND_GAP = 12.0
"""Beside an edge that passes a layer."""
FLAT_GAP = 44.0
"""Between neighbours in a layer that are joined."""
SLOPE = 0.13
"""Depth of a gap per length its longest edge runs along it, so that edges are not too flat to follow."""
DEEPEST = 460.0
LOOP = 26.0
"""Room beside a node for an edge to itself."""


class LayeredPlan:
    """Order, sizes and positions, in lengths along and across the layers."""

    def __init__(
        self,
        picture: Picture,
        sizes: Sequence[NodeSize],
        tree: ClusterTree,
        layers: list[int],
        stretch: float,
    ) -> None:
        self.picture, self.tree = picture, tree
        self.down = picture.direction == "down"
        self.graph = LayeredGraph(picture, tree, layers)
        self.order = order_layers(self.graph)
        self.sides = Sides(picture, self.down, self.graph.layer)
        self.beside: dict[tuple[int, int], list[int]] = {}
        """Edges between neighbours in a layer, by (left, right)."""
        self.around: dict[int, Side] = {}
        """Side by which an edge between others of a layer goes round those between them."""
        self.loops = [0] * self.graph.nodes
        self._classify()
        self.sides.choose_turning()
        self._measure(sizes)
        titles = [text_size((label,), CLUSTER_FONT, 1)[0] + 8 for label in tree.labels]
        padding, header = PADDING, 0.0 if self.down else HEADER
        least = [(width if self.down else 0.0) + 2 * padding for width in titles]
        occupied = [e + 2 * LOOP * self.loops[v] if v < self.graph.nodes else e for v, e in enumerate(self.extents)]
        room = Room(occupied, self._gap, padding, header, least)
        self.along, self.borders = place_along(self.graph, self.order, room)
        self.tracks = self._tracks()
        counts: dict[tuple[int, Side], int] = {}
        for (layer, side), number in self.tracks.values():
            counts[layer, side] = max(counts.get((layer, side), 0), number + 1)
        gaps = [self._layer_gap(number) * stretch for number in range(len(self.order))]
        self.across = Across(self.graph, self.sides, self.depths, counts, gaps, padding, titles)

    def _classify(self) -> None:
        """How each edge leaves its ends."""
        graph = self.graph
        index = {vertex: place for layer in self.order for place, vertex in enumerate(layer)}
        busy: Counter[tuple[int, Side]] = Counter()
        for vertex in range(graph.nodes):
            busy[graph.layer[vertex], "up"] += len(graph.up[vertex])
            busy[graph.layer[vertex], "down"] += len(graph.down[vertex])
        for edge, chain in enumerate(graph.chains):
            source, target = chain[0], chain[-1]
            layer = graph.layer[source]
            if source == target:
                self.loops[source] += 1
            elif layer != graph.layer[target]:
                downwards = layer < graph.layer[target]
                self.sides.add(source, "down" if downwards else "up", End(edge, 0, chain[1], 0))
                self.sides.add(target, "up" if downwards else "down", End(edge, 1, chain[-2], 0))
            elif abs(index[source] - index[target]) == 1 and self._no_title_between(source, target):
                left, right = sorted((source, target), key=lambda vertex: index[vertex])
                self.beside.setdefault((left, right), []).append(edge)
            else:
                self.around[edge] = "up" if busy[layer, "up"] < busy[layer, "down"] else "down"
                rightwards = 1 if index[source] < index[target] else -1
                self.sides.add(source, self.around[edge], End(edge, 0, target, rightwards))
                self.sides.add(target, self.around[edge], End(edge, 1, source, -rightwards))

    def _no_title_between(self, one: int, other: int) -> bool:
        """Titles of boxes stand between neighbours only where layers are columns."""
        return self.down or self.graph.cluster[one] == self.graph.cluster[other]

    def _measure(self, sizes: Sequence[NodeSize]) -> None:
        """Extents along and depths across: what a node's label and its edges need."""
        graph = self.graph
        self.extents = [2.0] * len(graph.layer)
        self.depths = [0.0] * len(graph.layer)
        self.radii = [size.radius for size in sizes]
        for vertex, size in enumerate(sizes):
            along, across = (size.width, size.height) if self.down else (size.height, size.width)
            self.extents[vertex] = max(along, self.sides.extent(vertex))
            self.depths[vertex] = across
        for (left, right), edges in self.beside.items():
            least = sum(self.lane(edge) for edge in edges) + 8
            for vertex in (left, right):
                self.depths[vertex] = max(self.depths[vertex], least)

    def end_lines(self, edge: int, end: int) -> tuple[str, ...]:
        picked = self.picture.edges[edge]
        return (picked.source, picked.target)[end].label

    def label_size(self, edge: int, end: int) -> tuple[float, float]:
        """(along, across) of the label at an end."""
        width, height = text_size(self.end_lines(edge, end), END_FONT)
        return (width, height) if self.down else (height, width)

    def lane(self, edge: int) -> float:
        """Depth that one of several parallel edges between neighbours needs."""
        return max(12.0, *(self.label_size(edge, end)[1] + 4 for end in (0, 1)))

    def _gap(self, left: int, right: int) -> float:
        graph, least = self.graph, NODE_GAP
        edges = self.beside.get((left, right))
        if edges:
            labels = max(sum(self.label_size(edge, end)[0] + 10 for end in (0, 1)) for edge in edges)
            own = max((text_size(self.picture.edges[edge].label, END_FONT)[0] for edge in edges), default=0.0)
            return max(FLAT_GAP, labels + 24 + (own + 12 if own else 0.0))
        if graph.is_node(left) and graph.is_node(right):
            return least
        return BEND_GAP

    def _layer_gap(self, number: int) -> float:
        if number + 1 >= len(self.order):
            return 0.0
        reach = [
            abs(self.along[vertex] - self.along[below])
            for vertex in self.order[number]
            for below in self.graph.down[vertex]
        ]
        return max(LAYER_GAP, min(SLOPE * max(reach, default=0.0), DEEPEST))

    def _tracks(self) -> dict[int, tuple[tuple[int, Side], int]]:
        """Edge that goes round -> (layer and side, number of its track); short ones next to the nodes."""
        spans = []
        for edge, side in self.around.items():
            first, last = sorted(self.along[vertex] for vertex in self.graph.chains[edge])
            spans.append((last - first, edge, first, last, (self.graph.layer[self.graph.chains[edge][0]], side)))
        used: dict[tuple[tuple[int, Side], int], list[tuple[float, float]]] = {}
        found: dict[int, tuple[tuple[int, Side], int]] = {}
        for _, edge, first, last, where in sorted(spans):
            number = 0
            while any(first < high + 60 and low < last + 60 for low, high in used.get((where, number), ())):
                number += 1
            used.setdefault((where, number), []).append((first, last))
            found[edge] = (where, number)
        return found
