"""Looks for what must not happen in a placed picture: labels over labels or nodes, edges through nodes, wrong boxes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from netwright.draw.layout import Box, EdgeGeometry, Geometry, Label, Point
from netwright.draw.layout.intersections import clip
from netwright.draw.picture import Picture

TOLERANCE = 0.25
"""Numbers are rounded to 0.1."""


def collisions(picture: Picture, geometry: Geometry) -> list[str]:
    """A line for each mistake; none for a good picture."""
    return [
        *_nodes(geometry),
        *_labels(geometry),
        *_edges(picture, geometry),
        *_clusters(picture, geometry),
        *_outside(geometry),
    ]


def _nodes(geometry: Geometry) -> Iterator[str]:
    for number, node in enumerate(geometry.nodes):
        for other in geometry.nodes[number + 1 :]:
            if node.box.grown(-TOLERANCE).overlaps(other.box.grown(-TOLERANCE)):
                yield f"nodes {node.id} and {other.id} overlap"
        if not _holds(node.box, node.label.box) or (node.icon is not None and not _holds(node.box, node.icon)):
            yield f"the label or symbol of node {node.id} does not fit into it"


def labels(geometry: Geometry) -> list[tuple[str, Label]]:
    """All labels that stand free, with a name for each."""
    found = [("title", geometry.title)]
    for edge in geometry.edges:
        found += [
            (f"edge {edge.id}", edge.label),
            (f"source of {edge.id}", edge.source_label),
            (f"target of {edge.id}", edge.target_label),
        ]
    found += [(f"box {cluster.id}", cluster.label) for cluster in geometry.clusters]
    return [(name, label) for name, label in found if label is not None]


def _labels(geometry: Geometry) -> Iterator[str]:
    placed = [(name, label.box.grown(-TOLERANCE)) for name, label in labels(geometry)]
    placed.sort(key=lambda row: row[1].x)
    for number, (name, box) in enumerate(placed):
        for other, other_box in placed[number + 1 :]:
            if other_box.x >= box.right:
                break
            if box.overlaps(other_box):
                yield f"labels of {name} and {other} overlap"
        for node in geometry.nodes:
            if box.overlaps(node.box):
                yield f"label of {name} is over node {node.id}"


def flattened(edge: EdgeGeometry) -> list[Point]:
    """The drawn line: corners rounded as writers round them."""
    points: list[Point] = [edge.points[0]]
    for before, corner, after in zip(edge.points, edge.points[1:], edge.points[2:], strict=False):
        near, far = math.dist(before, corner), math.dist(corner, after)
        cut = min(edge.radius, near / 2, far / 2)
        start = _towards(corner, before, cut / near if near else 0.0)
        end = _towards(corner, after, cut / far if far else 0.0)
        for step in range(5):
            share = step / 4
            points.append(_towards(_towards(start, corner, share), _towards(corner, end, share), share))
    return [*points, edge.points[-1]]


def _towards(start: Point, end: Point, share: float) -> Point:
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def _edges(picture: Picture, geometry: Geometry) -> Iterator[str]:
    boxes = {node.id: node.box.grown(-TOLERANCE) for node in geometry.nodes}
    pairs = zip(picture.clusters, geometry.clusters, strict=True)
    around = {cluster.head: placed.boxes for cluster, placed in pairs if cluster.head is not None}
    for edge, placed in zip(picture.edges, geometry.edges, strict=True):
        line = flattened(placed)
        left, right = min(x for x, _ in line), max(x for x, _ in line)
        for name, box in boxes.items():
            if name in (edge.source.node, edge.target.node) or box.right < left or box.x > right:
                continue
            if any(clip(start, end, box) for start, end in pairwise(line)):
                yield f"edge {edge.id} runs through node {name}"
        for end, point in ((edge.source, placed.points[0]), (edge.target, placed.points[-1])):
            if not any(_touches(box, point) for box in (boxes[end.node], *around.get(end.node, ()))):
                yield f"edge {edge.id} does not end at {end.node}"


def _touches(box: Box, point: Point) -> bool:
    """On the border of a box, or inside of its rounded corners."""
    near = box.grown(1.0)
    deep = box.grown(-20.0)
    inside = near.x <= point[0] <= near.right and near.y <= point[1] <= near.bottom
    return inside and not (deep.x < point[0] < deep.right and deep.y < point[1] < deep.bottom)


def _holds(box: Box, inner: Box) -> bool:
    around = box.grown(TOLERANCE)
    return around.x <= inner.x and around.y <= inner.y and inner.right <= around.right and inner.bottom <= around.bottom


def members(picture: Picture) -> dict[str, set[str]]:
    """Nodes in each box, at any depth."""
    parents = {cluster.id: cluster.parent for cluster in picture.clusters}
    found: dict[str, set[str]] = {cluster.id: set() for cluster in picture.clusters}
    for node in picture.nodes:
        around = node.cluster
        while around is not None:
            found[around].add(node.id)
            around = parents[around]
    return found


def _clusters(picture: Picture, geometry: Geometry) -> Iterator[str]:
    inside = members(picture)
    for cluster in geometry.clusters:
        for node in geometry.nodes:
            if node.id in inside[cluster.id]:
                if not any(_holds(box, node.box) for box in cluster.boxes):
                    yield f"node {node.id} is not in its box {cluster.id}"
            elif any(box.grown(-TOLERANCE).overlaps(node.box) for box in cluster.boxes):
                yield f"node {node.id} is in box {cluster.id} of others"
        yield from _neighbours(cluster.id, cluster.boxes, geometry, inside)
    placed = {cluster.id: cluster.boxes for cluster in geometry.clusters}
    for cluster in picture.clusters:
        outer = placed[cluster.parent] if cluster.parent is not None else ()
        if outer and not all(any(_holds(box, inner) for box in outer) for inner in placed[cluster.id]):
            yield f"box {cluster.id} is not in its box {cluster.parent}"


def _neighbours(name: str, boxes: Sequence[Box], geometry: Geometry, inside: dict[str, set[str]]) -> Iterator[str]:
    for other in geometry.clusters:
        if other.id <= name or inside[other.id] & inside[name]:
            continue
        if any(box.grown(-TOLERANCE).overlaps(far) for box in boxes for far in other.boxes):
            yield f"boxes {name} and {other.id} overlap"


def _outside(geometry: Geometry) -> Iterator[str]:
    page = Box(0, 0, geometry.width, geometry.height)
    for node in geometry.nodes:
        if not _holds(page, node.box):
            yield f"node {node.id} is not on the page"
    for name, label in labels(geometry):
        if not _holds(page, label.box):
            yield f"label of {name} is not on the page"
