"""How large nodes and labels are, and how a node's symbol and label stand in its box."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ..picture import PictureNode, Shape
from .geometry import Box, Label, NodeGeometry, Point
from .text import text_size

NODE_FONT = 11.5
SMALL_FONT = 10.0
"""Subnets, and labels of edges."""
END_FONT = 9.5
TITLE_FONT = 18.0
CLUSTER_FONT = 12.0
ICON = 20.0
"""Side of a node's symbol."""
COMPACT_FROM = 150
"""Pictures with more nodes leave symbols out: shape and label are enough, and width is what they lack."""

_ICON_GAP = 7.0
_RADIUS: dict[Shape, float] = {
    "router": 18.0,
    "switch": 5.0,
    "host": 5.0,
    "server": 5.0,
    "machine": 5.0,
    "pod": 5.0,
    "lan": 9.0,
    "stub": 9.0,
}
_SMALL: frozenset[Shape] = frozenset(("lan", "stub"))


class NodeSize(NamedTuple):
    width: float
    height: float
    radius: float
    icon: bool
    font: float
    text: tuple[float, float]


def node_size(node: PictureNode, *, compact: bool = False) -> NodeSize:
    """Room for the symbol beside the label; subnets are small and have no symbol."""
    small = node.shape in _SMALL
    font = SMALL_FONT if small else NODE_FONT
    width, height = text_size(node.label, font, 0 if small else 1)
    icon = not (small or compact)
    sides = 14.0 if small else 20.0
    box_width = max(width + sides + (ICON + _ICON_GAP if icon else 0), 30.0 if small else 44.0)
    box_height = max(height + (6.0 if small else 12.0), 18.0 if small else 36.0)
    radius = min(_RADIUS[node.shape], box_height / 2)
    return NodeSize(box_width, box_height, radius, icon, font, (width, height))


def place_node(node: PictureNode, size: NodeSize, box: Box) -> NodeGeometry:
    """Symbol and label centred together in a box that may be wider or higher than it has to be."""
    width, height = size.text
    content = width + (ICON + _ICON_GAP if size.icon else 0)
    middle_x, middle_y = box.center
    left = middle_x - content / 2
    icon = Box(left, middle_y - ICON / 2, ICON, ICON) if size.icon else None
    text_left = left + (ICON + _ICON_GAP if size.icon else 0)
    label = Label(
        lines=node.label,
        box=Box(text_left, middle_y - height / 2, width, height),
        size=size.font,
        anchor="start" if size.icon else "middle",
        bold_lines=0 if node.shape in _SMALL else 1,
    )
    return NodeGeometry(id=node.id, box=box, radius=size.radius, icon=icon, label=label)


def label_at(lines: Sequence[str], center: Point, size: float, *, turned: bool = False) -> Label:
    """A label centred at a point."""
    width, height = text_size(lines, size)
    if turned:
        width, height = height, width
    box = Box(center[0] - width / 2, center[1] - height / 2, width, height)
    return Label(lines=tuple(lines), box=box, size=size, turned=turned)
