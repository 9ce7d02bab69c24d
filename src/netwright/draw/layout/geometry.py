"""Where everything of a picture stands: what `layout` returns and the SVG and HTML writers draw.

Owns the types; must not know colours, fonts' names or a writer's syntax. All lengths are in px, x grows to the right
and y downwards, the origin is the top left corner; numbers are rounded to 0.1 so that they print the same everywhere.
"""

from __future__ import annotations

import msgspec

Point = tuple[float, float]
"""(x, y)."""


class Box(msgspec.Struct, frozen=True):
    """An upright rectangle."""

    x: float
    """Left."""
    y: float
    """Top."""
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def center(self) -> Point:
        return (self.x + self.width / 2, self.y + self.height / 2)

    def grown(self, by: float) -> Box:
        """The box with a border of `by` around it (negative: shrunk)."""
        return Box(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)

    def overlaps(self, other: Box) -> bool:
        """Whether they share an area (touching is not overlapping)."""
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom


class Label(msgspec.Struct, frozen=True, kw_only=True):
    """Lines of text with the room they take."""

    lines: tuple[str, ...]
    box: Box
    """Room on the page, after turning."""
    size: float
    """Font size; the first line of a node's label is as large and bold."""
    anchor: str = "middle"
    """`start` or `middle`: how lines are aligned in the box."""
    bold_lines: int = 0
    """How many lines from the first are bold."""
    turned: bool = False
    """Read from bottom to top: the text is turned by 90 degrees to the left."""


class NodeGeometry(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    box: Box
    radius: float
    """Of the box's corners."""
    icon: Box | None
    """Where the symbol of the node's shape goes; None for nodes too small for one."""
    label: Label


class EdgeGeometry(msgspec.Struct, frozen=True, kw_only=True):
    """A line from the border of its source to the border of its target."""

    id: str
    points: tuple[Point, ...]
    """Corners from source to target, at least two."""
    radius: float = 0
    """How far corners may be rounded."""
    label: Label | None = None
    source_label: Label | None = None
    target_label: Label | None = None
    omitted: int = 0
    """Labels of this edge there was no room for; writers show them when asked (tooltip)."""


class ClusterGeometry(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    boxes: tuple[Box, ...]
    """One, unless the user's own arrangement puts others' nodes between the members; the first carries the label."""
    label: Label | None


class Geometry(msgspec.Struct, frozen=True, kw_only=True):
    """Everything placed; nodes, edges and clusters in the picture's order (clusters: parents before children)."""

    width: float
    height: float
    title: Label | None
    nodes: tuple[NodeGeometry, ...]
    edges: tuple[EdgeGeometry, ...]
    clusters: tuple[ClusterGeometry, ...]
