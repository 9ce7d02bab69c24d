"""From an arrangement to the finished geometry: title, origin at the top left, rounded numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..picture import Picture
from .arranged import Arranged
from .geometry import Box, ClusterGeometry, EdgeGeometry, Geometry, Label, NodeGeometry, Point
from .labels import PlacedLabels
from .sizes import TITLE_FONT, NodeSize, place_node
from .text import text_size

CORNER = 10.0
"""How far bends of edges are rounded."""


def finish(
    picture: Picture, sizes: Sequence[NodeSize], arranged: Arranged, labels: PlacedLabels, margin: float
) -> Geometry:
    left, top, right, bottom = _bounds(arranged, labels)
    title = (picture.title,) if picture.title else ()
    title_width, title_height = text_size(title, TITLE_FONT, 1)
    width = max(right - left, title_width) + 2 * margin
    head = title_height + 14 if title else 0.0
    move = _Move((width - (right - left)) / 2 - left, margin + head - top)
    nodes = tuple(
        move.node(place_node(node, size, box))
        for node, size, box in zip(picture.nodes, sizes, arranged.nodes, strict=True)
    )
    edges = tuple(
        EdgeGeometry(
            id=edge.id,
            points=move.points(route),
            radius=CORNER if len(route) > 2 else 0,
            label=move.label(middle),
            source_label=move.label(source),
            target_label=move.label(target),
            omitted=omitted,
        )
        for edge, route, (middle, source, target), omitted in zip(
            picture.edges, arranged.routes, labels.edges, labels.omitted, strict=True
        )
    )
    clusters = tuple(
        ClusterGeometry(id=cluster.id, boxes=tuple(map(move.box, boxes)), label=move.label(label))
        for cluster, boxes, label in zip(picture.clusters, arranged.boxes, labels.clusters, strict=True)
    )
    placed = None
    if title:
        box = Box((width - title_width) / 2, margin * 0.8, title_width, title_height)
        placed = _Move(0, 0).label(Label(lines=title, box=box, size=TITLE_FONT, bold_lines=1))
    return Geometry(
        width=round(width, 1),
        height=round(bottom - top + head + 2 * margin, 1),
        title=placed,
        nodes=nodes,
        edges=edges,
        clusters=clusters,
    )


def _bounds(arranged: Arranged, labels: PlacedLabels) -> tuple[float, float, float, float]:
    boxes = list(_boxes(arranged, labels))
    points = [point for route in arranged.routes for point in route]
    xs = [box.x for box in boxes] + [box.right for box in boxes] + [x for x, _ in points]
    ys = [box.y for box in boxes] + [box.bottom for box in boxes] + [y for _, y in points]
    return min(xs, default=0.0), min(ys, default=0.0), max(xs, default=0.0), max(ys, default=0.0)


def _boxes(arranged: Arranged, labels: PlacedLabels) -> Iterator[Box]:
    yield from arranged.nodes
    for boxes in arranged.boxes:
        yield from boxes
    for label in (*(label for row in labels.edges for label in row), *labels.clusters):
        if label is not None:
            yield label.box


class _Move:
    def __init__(self, x: float, y: float) -> None:
        self.x, self.y = x, y

    def box(self, box: Box) -> Box:
        return Box(round(box.x + self.x, 1), round(box.y + self.y, 1), round(box.width, 1), round(box.height, 1))

    def points(self, points: Sequence[Point]) -> tuple[Point, ...]:
        return tuple((round(x + self.x, 1), round(y + self.y, 1)) for x, y in points)

    def label(self, label: Label | None) -> Label | None:
        if label is None:
            return None
        return Label(
            lines=label.lines,
            box=self.box(label.box),
            size=label.size,
            anchor=label.anchor,
            bold_lines=label.bold_lines,
            turned=label.turned,
        )

    def node(self, node: NodeGeometry) -> NodeGeometry:
        label = self.label(node.label)
        return NodeGeometry(
            id=node.id,
            box=self.box(node.box),
            radius=round(node.radius, 1),
            icon=None if node.icon is None else self.box(node.icon),
            label=node.label if label is None else label,
        )
