"""The layout of pictures with marks: marked nodes stand exactly where the user's arrangement has them.

Cells of the arrangement become equally wide columns and equally high rows, large enough for what stands in them. Nodes
without a mark find a free place near their neighbours.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from ..picture import Picture
from .arranged import HEADER, Arranged
from .force import enclose, link_length, union
from .geometry import Box, Point
from .overlaps import place_around
from .ranks import adjacency
from .room import PADDING
from .routes import route_all
from .sizes import NodeSize
from .stress import place_by_stress
from .tree import ClusterTree

ROOM = 34.0


def arrange_pinned(picture: Picture, sizes: Sequence[NodeSize], tree: ClusterTree, stretch: float = 1.0) -> Arranged:
    """`stretch`: factor of the cells' size."""
    cell = _cell(picture, sizes, tree, stretch)
    fixed = {
        number: (node.mark.column * cell[0], node.mark.row * cell[1])
        for number, node in enumerate(picture.nodes)
        if node.mark is not None
    }
    centers = _free_nodes(picture, sizes, fixed, cell)
    nodes = [
        Box(x - size.width / 2, y - size.height / 2, size.width, size.height)
        for (x, y), size in zip(centers, sizes, strict=True)
    ]
    routes = route_all(picture, nodes, [size.radius for size in sizes])
    return Arranged(nodes, routes, [(None, None) for _ in routes], cluster_boxes(tree, nodes, PADDING))


def _cell(picture: Picture, sizes: Sequence[NodeSize], tree: ClusterTree, stretch: float) -> Point:
    """Width and height of a cell: room for the largest node, for edges and boxes between, and no overlaps."""
    depth = max((len(path) for path in tree.paths), default=0)
    borders = 2 * PADDING * depth
    width = max(size.width for size in sizes) + ROOM + borders
    height = max(size.height for size in sizes) + ROOM + borders + HEADER * depth
    width = max(width, link_length(picture, sizes)) * stretch
    height = max(height, 92.0) * stretch
    marks = sorted({(node.mark.column, node.mark.row) for node in picture.nodes if node.mark is not None})
    for number, (column, row) in enumerate(marks):
        for other_column, other_row in marks[number + 1 :]:
            across, down = abs(other_column - column), abs(other_row - row)
            if across < 1 and down < 1:
                # Closer than a cell: larger cells on the axis on which they are further apart.
                if across >= down:
                    width = max(width, (max(size.width for size in sizes) + ROOM) / across)
                else:
                    height = max(height, (max(size.height for size in sizes) + ROOM) / down)
    return width, height


def _free_nodes(picture: Picture, sizes: Sequence[NodeSize], fixed: dict[int, Point], cell: Point) -> list[Point]:
    """Centres of all nodes; those without a mark near their neighbours, over nothing else."""
    count = len(picture.nodes)
    if len(fixed) == count:
        return [fixed[number] for number in range(count)]
    neighbours = adjacency(picture)
    links = [[(other, 0.8) for other in row] for row in neighbours]
    reached = set(fixed)
    queue = sorted(fixed)
    for node in queue:
        fresh = [other for other in neighbours[node] if other not in reached]
        reached.update(fresh)
        queue += fresh
    anchor = next(iter(fixed))
    for node in range(count):
        if node not in reached:
            links[node].append((anchor, 2.0))
            links[anchor].append((node, 2.0))
    cells = {node: (x / cell[0], y / cell[1]) for node, (x, y) in fixed.items()}
    for one, other in pairwise(fixed):
        distance = max(math.dist(cells[one], cells[other]), 0.5)
        links[one].append((other, distance))
        links[other].append((one, distance))
    found = place_by_stress(links, cells)
    centers = [fixed.get(node, (x * cell[0], y * cell[1])) for node, (x, y) in enumerate(found)]
    extents = [(size.width, size.height) for size in sizes]
    return place_around(centers, extents, ROOM, sorted(fixed))


def cluster_boxes(tree: ClusterTree, nodes: Sequence[Box], padding: float) -> list[tuple[Box, ...]]:
    """Boxes around the members: one if nobody else is inside, else as few as keep others out."""
    found: list[tuple[Box, ...]] = [() for _ in tree.parents]
    for cluster in tree.inside_out():
        inner = set(tree.members[cluster])
        strangers = [box for number, box in enumerate(nodes) if number not in inner]
        parts = [[nodes[number]] for number in tree.members[cluster] if tree.of_node[number] == cluster]
        for child, parent in enumerate(tree.parents):
            if parent == cluster:
                parts += [[box] for box in found[child]]
        label = tree.labels[cluster]
        whole = enclose([box for part in parts for box in part], label, padding)
        if not any(whole.overlaps(box) for box in strangers):
            found[cluster] = (whole,)
            continue
        split = _merged(parts, strangers, padding)
        titled = [enclose(part, label, padding) for part in split]
        clear = (n for n, box in enumerate(titled) if not any(box.overlaps(other) for other in strangers))
        first = next(clear, None)
        rest = [union(part).grown(padding) for number, part in enumerate(split) if number != first]
        found[cluster] = tuple(rest if first is None else [titled[first], *rest])
    return found


def _merged(parts: list[list[Box]], strangers: Sequence[Box], padding: float) -> list[list[Box]]:
    """Join parts while their common box holds no stranger."""
    number = 0
    while number < len(parts):
        for other in range(number + 1, len(parts)):
            together = union([*parts[number], *parts[other]]).grown(padding)
            if not any(together.overlaps(box) for box in strangers):
                parts[number] += parts.pop(other)
                number = -1
                break
        number += 1
    return parts
