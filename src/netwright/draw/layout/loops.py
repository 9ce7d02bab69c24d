"""Routes of edges from a node to itself."""

from __future__ import annotations

import math

from .geometry import Box, Point

RADIUS = 6.0


def loop_route(box: Box, radius: float, number: int, *, below: bool) -> tuple[Point, ...]:
    """The `number`-th loop of a node: at its right side, or below it."""
    half, out = 5.0 + 4.0 * number, 12.0 + 9.0 * number
    side = (box.width if below else box.height) / 2
    half = min(half, side - 1)
    inside = min(max(half - (side - radius), 0.0), radius)
    back = radius - math.sqrt(radius * radius - inside * inside)
    x, y = box.center
    if below:
        start, end = box.bottom - back, box.bottom + out
        return ((x - half, start), (x - half, end), (x + half, end), (x + half, start))
    start, end = box.right - back, box.right + out
    return ((start, y - half), (end, y - half), (end, y + half), (start, y + half))
