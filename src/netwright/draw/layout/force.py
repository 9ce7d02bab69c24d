"""The layout of pictures without ranks: springs, boxes kept together, nothing over anything else.

Distances on the page follow distances in the graph (`stress`); then, from the innermost boxes outwards, what overlaps
is parted and a box with its content becomes one thing to be placed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from ..picture import Picture
from .arranged import HEADER, Arranged
from .geometry import Box, Point
from .overlaps import part_boxes
from .packing import pack
from .ranks import adjacency
from .room import PADDING, SPRING
from .routes import route_all
from .sizes import CLUSTER_FONT, END_FONT, SMALL_FONT, NodeSize
from .stress import place_by_stress
from .text import text_size
from .tree import ROOT, ClusterTree
from .turning import circle, in_order, is_dense, turned

TOGETHER = 0.62
"""Wanted distance from a node to the middle of its box, in lengths of a link."""
SUBNET = 0.62
"""The same for a link to a subnet drawn as a node."""
ROOM = 30.0
"""Least distance of nodes; edges pass between them."""


def arrange_force(picture: Picture, sizes: Sequence[NodeSize], tree: ClusterTree, stretch: float = 1.0) -> Arranged:
    """`stretch`: factor of all distances."""
    force = _Force(picture, sizes, tree, stretch)
    centers = force.centers()
    nodes = [
        Box(x - size.width / 2, y - size.height / 2, size.width, size.height)
        for (x, y), size in zip(centers, sizes, strict=True)
    ]
    routes = route_all(picture, nodes, [size.radius for size in sizes])
    return Arranged(nodes, routes, [(None, None) for _ in routes], force.boxes(nodes))


def link_length(picture: Picture, sizes: Sequence[NodeSize]) -> float:
    """Distance of connected nodes that leaves room for them and for the labels of their edges."""
    if not picture.edges:
        return SPRING
    index = {node.id: number for number, node in enumerate(picture.nodes)}
    total = 0.0
    for edge in picture.edges:
        ends = (edge.source, edge.target)
        labels = sum(text_size(end.label, END_FONT)[0] + 8 for end in ends if end.label)
        middle = text_size(edge.label, SMALL_FONT)[0] + 8 if edge.label else 0.0
        total += sum(sizes[index[end.node]].width / 2 for end in ends) + labels + middle + 36
    return max(SPRING, total / len(picture.edges))


class _Force:
    def __init__(self, picture: Picture, sizes: Sequence[NodeSize], tree: ClusterTree, stretch: float) -> None:
        self.picture, self.sizes, self.tree = picture, sizes, tree
        self.unit = link_length(picture, sizes) * stretch
        self.gap = ROOM * stretch
        self.neighbours = adjacency(picture)
        self.links = self._links()

    def _links(self) -> list[list[tuple[int, float]]]:
        """Neighbours with wanted distances; after the nodes the middles of boxes that no edges hold together."""
        tree, shapes = self.tree, [node.shape for node in self.picture.nodes]
        links: list[list[tuple[int, float]]] = [[] for _ in range(len(shapes) + len(tree.parents))]
        for node, neighbours in enumerate(self.neighbours):
            for other in neighbours:
                small = shapes[node] in ("lan", "stub") or shapes[other] in ("lan", "stub")
                border = 0.0 if tree.of_node[node] == tree.of_node[other] else 0.35
                links[node].append((other, (SUBNET if small else 1.0) + border))
        loose = [bool(members) and not self._connected(members) for members in tree.members]
        for node, box in enumerate(tree.of_node):
            if box != ROOT and loose[box]:
                self._tie(links, node, len(shapes) + box, TOGETHER)
        for box, parent in enumerate(tree.parents):
            if parent != ROOT and loose[parent] and tree.members[box]:
                inner = len(shapes) + box if loose[box] else tree.members[box][0]
                self._tie(links, inner, len(shapes) + parent, TOGETHER + 0.3)
        return links

    def _connected(self, members: Sequence[int]) -> bool:
        """Whether edges alone hold the nodes of a box together."""
        inside, seen, queue = set(members), {members[0]}, [members[0]]
        for node in queue:
            fresh = [other for other in self.neighbours[node] if other in inside and other not in seen]
            seen.update(fresh)
            queue += fresh
        return len(seen) == len(inside)

    @staticmethod
    def _tie(links: list[list[tuple[int, float]]], one: int, other: int, length: float) -> None:
        links[one].append((other, length))
        links[other].append((one, length))

    def centers(self) -> list[Point]:
        """Of all nodes."""
        groups: list[list[int]] = []
        placed: list[list[Point]] = []
        alone: list[int] = []
        count = len(self.picture.nodes)
        for group in self._components():
            nodes = [vertex for vertex in group if vertex < count]
            if len(group) == 1:
                alone += nodes
            elif nodes:
                groups.append(nodes)
                placed.append(self._component(group, nodes))
        groups += [[node] for node in alone]
        placed += [[(0.0, 0.0)] for _ in alone]
        return pack(groups, placed, [self._bounds(*pair) for pair in zip(groups, placed, strict=True)], self.gap)

    def _components(self) -> list[list[int]]:
        seen: set[int] = set()
        found: list[list[int]] = []
        for start in range(len(self.links)):
            if start in seen:
                continue
            group = [start]
            seen.add(start)
            for vertex in group:
                for other, _ in self.links[vertex]:
                    if other not in seen:
                        seen.add(other)
                        group.append(other)
            found.append(sorted(group))
        return found

    def _component(self, group: list[int], nodes: list[int]) -> list[Point]:
        """Places of the nodes of one connected part, without overlaps."""
        index = {vertex: number for number, vertex in enumerate(group)}
        joined = sum(len(self.neighbours[node]) for node in nodes) // 2
        if is_dense(len(nodes), joined) and len(group) == len(nodes):
            radius = max(self.unit * 0.85, self._circumference(nodes) / (2 * math.pi))
            shape = [(x * 1.25, y) for x, y in circle(len(nodes), radius)]
        else:
            links = [[(index[other], length) for other, length in self.links[vertex]] for vertex in group]
            pairs = [(a, index[b]) for a, node in enumerate(nodes) for b in self.neighbours[node] if node < b]
            found = turned(place_by_stress(links, {})[: len(nodes)], pairs)
            twins = [[index[node] for node in group] for group in self._twins(nodes)]
            in_order(found, twins, [self._middle(group, found, nodes, index) for group in twins])
            shape = [(x * self.unit * 1.12, y * self.unit * 0.92) for x, y in found]
        places = dict(zip(nodes, shape, strict=True))
        inside = set(nodes)
        for box in self.tree.inside_out():
            if self.tree.members[box][0] in inside:
                self._settle(box, places)
        self._settle(ROOT, places)
        return [places[node] for node in nodes]

    def _twins(self, nodes: Sequence[int]) -> list[list[int]]:
        """Nodes (three or more) with the same neighbours, each alone in its box or all in one."""
        tree, groups = self.tree, dict[tuple[object, ...], list[int]]()
        for node in nodes:
            box = tree.of_node[node]
            alone = box != ROOT and tree.members[box] == [node]
            place = tree.parents[box] if alone else box
            key = (tuple(sorted(self.neighbours[node])), place, alone)
            groups.setdefault(key, []).append(node)
        return [group for group in groups.values() if len(group) > 2 and self.neighbours[group[0]]]

    def _middle(
        self, group: Sequence[int], places: Sequence[Point], nodes: Sequence[int], index: dict[int, int]
    ) -> Point:
        """Centre of the neighbours of twins."""
        ends = [places[index[node]] for node in self.neighbours[nodes[group[0]]]]
        return sum(x for x, _ in ends) / len(ends), sum(y for _, y in ends) / len(ends)

    def _circumference(self, nodes: Sequence[int]) -> float:
        return sum(self.sizes[node].width * 0.6 + self.sizes[node].height * 0.6 + self.gap for node in nodes)

    def _settle(self, box: int, places: dict[int, Point]) -> None:
        """Part what stands directly in a box: nodes, and boxes as wholes."""
        self._ring(box, places)
        parts: list[list[int]] = [[node] for node in places if self.tree.of_node[node] == box]
        for inner, parent in enumerate(self.tree.parents):
            if parent == box and self.tree.members[inner] and self.tree.members[inner][0] in places:
                parts.append(self.tree.members[inner])
        boxes = [self._outline(part, places, box) for part in parts]
        centers = [outline.center for outline in boxes]
        moved = part_boxes(centers, [(outline.width, outline.height) for outline in boxes], self.gap)
        for part, old, new in zip(parts, centers, moved, strict=True):
            for node in part:
                x, y = places[node]
                places[node] = (x + new[0] - old[0], y + new[1] - old[1])

    def _ring(self, box: int, places: dict[int, Point]) -> None:
        """Nodes of a box that are (almost) all joined stand on an ellipse, in the order of their directions."""
        if box == ROOT:
            return
        nodes = [node for node in self.tree.members[box] if self.tree.of_node[node] == box]
        inside = set(nodes)
        joined = sum(len(inside.intersection(self.neighbours[node])) for node in nodes) // 2
        if len(nodes) < len(self.tree.members[box]) or not is_dense(len(nodes), joined):
            return
        middle_x = sum(places[node][0] for node in nodes) / len(nodes)
        middle_y = sum(places[node][1] for node in nodes) / len(nodes)

        def direction(node: int) -> float:
            return round(math.atan2(places[node][1] - middle_y, places[node][0] - middle_x), 6)

        order = sorted(nodes, key=lambda node: (direction(node), node))
        radius = max(self.unit * 0.7, self._circumference(nodes) / (2 * math.pi))
        ring = circle(len(nodes), radius, start=direction(order[0]))
        for node, (x, y) in zip(order, ring, strict=True):
            places[node] = (middle_x + x * 1.2, middle_y + y * 0.9)

    def _outline(self, part: Sequence[int], places: dict[int, Point], box: int) -> Box:
        """Around a node, or a box of the level below `box` with its borders."""
        if len(part) == 1 and self.tree.of_node[part[0]] == box:
            x, y = places[part[0]]
            size = self.sizes[part[0]]
            return Box(x - size.width / 2, y - size.height / 2, size.width, size.height)
        depth = 0 if box == ROOT else len(self.tree.paths[box])
        return self._around(self.tree.path(self.tree.of_node[part[0]])[depth], places)

    def _around(self, cluster: int, places: dict[int, Point]) -> Box:
        """A box with its padding and title around all that is in it."""
        outlines = [
            self._outline([node], places, cluster)
            for node in self.tree.members[cluster]
            if self.tree.of_node[node] == cluster
        ]
        children = (n for n, parent in enumerate(self.tree.parents) if parent == cluster and self.tree.members[n])
        outlines += [self._around(inner, places) for inner in children]
        return enclose(outlines, self.tree.labels[cluster], PADDING)

    def _bounds(self, nodes: Sequence[int], shape: Sequence[Point]) -> Box:
        places = dict(zip(nodes, shape, strict=True))
        outlines = [self._outline([node], places, self.tree.of_node[node]) for node in nodes]
        outer = (box for box in self.tree.inside_out() if self.tree.parents[box] == ROOT)
        outlines += [self._around(box, places) for box in outer if self.tree.members[box][0] in places]
        return union(outlines)

    def boxes(self, nodes: Sequence[Box]) -> list[tuple[Box, ...]]:
        places = {number: box.center for number, box in enumerate(nodes)}
        return [
            (self._around(cluster, places),) if members else () for cluster, members in enumerate(self.tree.members)
        ]


def union(boxes: Sequence[Box]) -> Box:
    left, top = min(box.x for box in boxes), min(box.y for box in boxes)
    right, bottom = max(box.right for box in boxes), max(box.bottom for box in boxes)
    return Box(left, top, right - left, bottom - top)


def enclose(outlines: Sequence[Box], label: str, padding: float) -> Box:
    """A box around others, wide enough for its title."""
    inner = union(outlines).grown(padding)
    missing = max(0.0, text_size((label,), CLUSTER_FONT, 1)[0] + 22 - inner.width)
    return Box(inner.x - missing / 2, inner.y - HEADER, inner.width + missing, inner.height + HEADER)
