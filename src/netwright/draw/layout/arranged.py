"""What every kind of layout hands on: boxes and routes, before the remaining labels are placed."""

from __future__ import annotations

from typing import NamedTuple

from .geometry import Box, Label, Point

HEADER = 19.0
"""Room for a box's title."""


class Arranged(NamedTuple):
    """In the picture's order; boxes of a cluster without nodes are an empty tuple."""

    nodes: list[Box]
    routes: list[tuple[Point, ...]]
    """Of each edge, from source to target."""
    ends: list[tuple[Label | None, Label | None]]
    """Labels of edges' ends that have their place already."""
    boxes: list[tuple[Box, ...]]
