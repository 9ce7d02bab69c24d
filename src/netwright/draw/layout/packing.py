"""Places parts that no edge joins side by side, in rows."""

from __future__ import annotations

import math
from collections.abc import Sequence

from .geometry import Box, Point

WIDER = 1.7
"""Width over height of the whole that rows aim at."""


def pack(
    groups: Sequence[Sequence[int]], places: Sequence[Sequence[Point]], bounds: Sequence[Box], gap: float
) -> list[Point]:
    """Centres by node, from places within each group and the groups' boxes (in the order they are to be read)."""
    area = sum((box.width + gap) * (box.height + gap) for box in bounds)
    limit = max(math.sqrt(area) * WIDER, *(box.width for box in bounds)) if bounds else 0.0
    found: dict[int, Point] = {}
    x = y = depth = 0.0
    for group, shape, box in zip(groups, places, bounds, strict=True):
        if x and x + box.width > limit:
            x, y, depth = 0.0, y + depth + gap, 0.0
        for node, (at_x, at_y) in zip(group, shape, strict=True):
            found[node] = (x + at_x - box.x, y + at_y - box.y)
        x, depth = x + box.width + gap, max(depth, box.height)
    return [found[node] for node in range(len(found))]
