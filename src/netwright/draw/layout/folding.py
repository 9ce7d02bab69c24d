"""Folds a very wide last layer into columns, so that a fabric with hundreds of leaves is a picture and not a ribbon.

Owns columns and their lanes. To the layered layout a column is one node; inside, every node above has one lane that
runs down beside the nodes of the column, and each edge turns off its lane to its node. Only for last layers without
boxes, labels of edges or edges among themselves, when ranks grow downwards.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from ..picture import Picture, PictureEdge, PictureEnd, PictureNode
from .arranged import Arranged
from .geometry import Box, Label, Point
from .layered import arrange_layered
from .room import NODE_GAP
from .sizes import NodeSize
from .tree import ROOT, ClusterTree

EndLabels = tuple[Label | None, Label | None]

FOLD_FROM = 48
"""Layers with more nodes are folded."""
ASPECT = 2.4
"""Width over height that columns aim at."""
ROW = 12.0
"""Between the nodes of a column."""
LANE = 5.0
HEAD = 26.0
"""Above the first node of a column: here edges sort themselves into lanes."""


def foldable(picture: Picture, tree: ClusterTree, layers: Sequence[int]) -> list[int]:
    """The nodes of a last layer that can and should be folded; empty when there is no such layer."""
    last = max(layers)
    nodes = [number for number, layer in enumerate(layers) if layer == last]
    if picture.direction != "down" or not last or len(nodes) <= FOLD_FROM:
        return []
    if any(tree.of_node[number] != ROOT for number in nodes):
        return []
    names = {picture.nodes[number].id for number in nodes}
    for edge in picture.edges:
        below = (edge.source.node in names) + (edge.target.node in names)
        if below == 2 or (below and (edge.label or edge.source.label or edge.target.label)):
            return []
    return nodes


def arrange_folded(
    picture: Picture,
    sizes: Sequence[NodeSize],
    layers: Sequence[int],
    folded: Sequence[int],
    stretch: float = 1.0,
) -> Arranged:
    """Like `arrange_layered`, with the nodes of the last layer in columns."""
    return _Folded(picture, sizes, layers, folded).arranged(stretch)


class _Folded:
    def __init__(
        self,
        picture: Picture,
        sizes: Sequence[NodeSize],
        layers: Sequence[int],
        folded: Sequence[int],
    ) -> None:
        self.picture, self.sizes, self.layers = picture, sizes, layers
        self.ends = self._ends()
        inside = set(folded)
        self.kept = [number for number in range(len(picture.nodes)) if number not in inside]
        self.width = max(sizes[number].width for number in folded)
        self.height = max(sizes[number].height for number in folded)
        above = {end for pair in self.ends for end in pair if inside.intersection(pair)} - inside
        self.lanes = len(above) * LANE + 14.0
        pitch = (self.height + ROW) / (self.width + self.lanes + NODE_GAP)
        count = math.ceil(math.sqrt(ASPECT * len(folded) * pitch))
        rows = math.ceil(len(folded) / count)
        self.columns = [list(folded[at : at + rows]) for at in range(0, len(folded), rows)]
        self.column_of = {number: c for c, column in enumerate(self.columns) for number in column}

    def _ends(self) -> list[tuple[int, int]]:
        index = {node.id: number for number, node in enumerate(self.picture.nodes)}
        return [(index[edge.source.node], index[edge.target.node]) for edge in self.picture.edges]

    def arranged(self, stretch: float) -> Arranged:
        outer, places = self._outer()
        tree = ClusterTree(outer)
        height = HEAD + len(self.columns[0]) * (self.height + ROW)
        column = NodeSize(self.width + self.lanes, height, 0.0, False, 10.0, (0.0, 0.0))
        sizes = [*(self.sizes[number] for number in self.kept), *(column for _ in self.columns)]
        layers = [*(self.layers[number] for number in self.kept), *(max(self.layers) for _ in self.columns)]
        found = arrange_layered(outer, sizes, tree, layers, stretch)
        columns = found.nodes[len(self.kept) :]
        nodes = [Box(0, 0, 0, 0)] * len(self.picture.nodes)
        for number, box in zip(self.kept, found.nodes, strict=False):
            nodes[number] = box
        for members, box in zip(self.columns, columns, strict=True):
            for row, number in enumerate(members):
                top = box.y + HEAD + row * (self.height + ROW)
                nodes[number] = Box(box.right - self.width, top, self.width, self.height)
        ways = {pair: found.routes[place] for pair, place in places.items()}
        return Arranged(nodes, self._routes(found, ways, nodes, columns), self._labels(found), found.boxes)

    def _outer(self) -> tuple[Picture, dict[tuple[int, int], int]]:
        """The picture with columns as nodes: the edges outside, then one per node above and column; where those are."""
        names = [f"column:{number}" for number in range(len(self.columns))]
        nodes = [self.picture.nodes[number] for number in self.kept]
        nodes += [PictureNode(id=name, label=(), shape="switch") for name in names]
        edges: list[PictureEdge] = []
        self.outside: list[int | None] = []
        places: dict[tuple[int, int], int] = {}
        for number, (edge, (source, target)) in enumerate(zip(self.picture.edges, self.ends, strict=True)):
            self.outside.append(None)
            if source not in self.column_of and target not in self.column_of:
                self.outside[number] = len(edges)
                edges.append(edge)
        for edge, (source, target) in zip(self.picture.edges, self.ends, strict=True):
            if source in self.column_of or target in self.column_of:
                pair = self._pair(source, target)
                if pair not in places:
                    places[pair] = len(edges)
                    start = PictureEnd(node=self.picture.nodes[pair[0]].id)
                    end = PictureEnd(node=names[pair[1]])
                    edges.append(PictureEdge(id=f"lane:{len(edges)}", source=start, target=end, order=edge.order))
        clusters = self.picture.clusters
        outer = Picture(title=None, type=self.picture.type, nodes=tuple(nodes), edges=tuple(edges), clusters=clusters)
        return outer, places

    def _pair(self, source: int, target: int) -> tuple[int, int]:
        """The node above and the column of an edge."""
        if target in self.column_of:
            return source, self.column_of[target]
        return target, self.column_of[source]

    def _routes(
        self,
        found: Arranged,
        ways: dict[tuple[int, int], tuple[Point, ...]],
        nodes: Sequence[Box],
        columns: Sequence[Box],
    ) -> list[tuple[Point, ...]]:
        lanes: dict[tuple[int, int], float] = {}
        for column, box in enumerate(columns):
            pairs = sorted((pair for pair in ways if pair[1] == column), key=lambda pair: (ways[pair][-1][0], pair))
            lanes |= {pair: box.x + 4 + place * LANE for place, pair in enumerate(pairs)}
        taps = self._taps(lanes)
        routes: list[tuple[Point, ...]] = []
        for number, (source, target) in enumerate(self.ends):
            place = self.outside[number]
            if place is not None:
                routes.append(found.routes[place])
                continue
            pair = self._pair(source, target)
            node = target if target in self.column_of else source
            box, lane = nodes[node], lanes[pair]
            tap = box.y + taps[number] * box.height
            inset = _inset(box, self.sizes[node].radius, tap)
            top = columns[pair[1]].y + HEAD - 6
            route = (*ways[pair], (lane, top), (lane, tap), (box.x + inset, tap))
            routes.append(route if node == target else route[::-1])
        return routes

    def _taps(self, lanes: dict[tuple[int, int], float]) -> dict[int, float]:
        """Where an edge meets its node: share of the node's height by edge; lanes further away are higher."""
        by_node: dict[int, list[int]] = {}
        for number, (source, target) in enumerate(self.ends):
            for end in (source, target):
                if end in self.column_of:
                    by_node.setdefault(end, []).append(number)
        found: dict[int, float] = {}
        for edges in by_node.values():
            ordered = sorted(edges, key=lambda number: (lanes[self._pair(*self.ends[number])], number))
            for place, number in enumerate(ordered):
                found[number] = 0.1 + 0.8 * (place + 0.5) / len(edges)
        return found

    def _labels(self, found: Arranged) -> list[EndLabels]:
        return [(None, None) if place is None else found.ends[place] for place in self.outside]


def _inset(box: Box, radius: float, at: float) -> float:
    """How far a rounded left border stands back from its box at a height."""
    radius = min(radius, box.height / 2, box.width / 2)
    inside = min(abs(at - box.center[1]) - (box.height / 2 - radius), radius)
    return radius - math.sqrt(radius * radius - inside * inside) if inside > 0 else 0.0
