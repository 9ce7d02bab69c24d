"""Routes of edges from a node to itself."""

from __future__ import annotations

import math
from typing import Literal

from .geometry import Box, Point

Way = Literal["right", "below", "left", "above"]
WAYS: tuple[Way, ...] = ("right", "above", "left", "below")


def loop_route(box: Box, radius: float, number: int, way: Way) -> tuple[Point, ...]:
    """The `number`-th loop at one side of a node; all stay within 24 px, where no other node is."""
    upright = way in ("right", "left")
    side, reach = (box.height / 2, box.width / 2) if upright else (box.width / 2, box.height / 2)
    half, out = min(5.0 + 4.0 * number, side - 1), reach + 12.0 + 12.0 * number / (number + 1)
    radius = min(radius, side, reach)
    inside = min(max(half - (side - radius), 0.0), radius)
    near = reach - radius + math.sqrt(radius * radius - inside * inside)
    x, y = box.center
    sign = 1 if way in ("right", "below") else -1
    corners = ((near, -half), (out, -half), (out, half), (near, half))
    return tuple((x + sign * a, y + b) if upright else (x + b, y + sign * a) for a, b in corners)
