"""How a finished shape is turned: lying rather than standing, and read in the drawing order from the top left."""

from __future__ import annotations

import math
from collections.abc import Sequence

from .geometry import Point

STEPS = 24
"""Angles tried, over half a turn."""
CIRCLE_FROM = 5
DENSE = 0.7
"""Share of all possible links from which nodes stand on a circle: springs would put some into the middle."""


def turned(places: Sequence[Point]) -> list[Point]:
    """The same shape, as low as it can lie, mirrored so that first nodes come first."""
    if len(places) < 2:
        return list(places)
    best: list[Point] = list(places)
    least = math.inf
    for step in range(STEPS):
        angle = math.pi * step / STEPS
        cosine, sine = round(math.cos(angle), 12), round(math.sin(angle), 12)
        rotated = [(x * cosine - y * sine, x * sine + y * cosine) for x, y in places]
        width = max(x for x, _ in rotated) - min(x for x, _ in rotated)
        height = max(y for _, y in rotated) - min(y for _, y in rotated)
        cost = round(0.62 * width + height, 6)
        if cost < least - 1e-3:
            least, best = cost, rotated
    return mirrored(best)


def mirrored(places: Sequence[Point]) -> list[Point]:
    middle = (len(places) - 1) / 2
    lean_x = sum((number - middle) * x for number, (x, _) in enumerate(places))
    lean_y = sum((number - middle) * y for number, (_, y) in enumerate(places))
    flip_x, flip_y = (-1 if lean_x < -1e-6 else 1), (-1 if lean_y < -1e-6 else 1)
    return [(x * flip_x, y * flip_y) for x, y in places]


def is_dense(count: int, links: int) -> bool:
    return count >= CIRCLE_FROM and links >= DENSE * count * (count - 1) / 2


def circle(count: int, radius: float, *, start: float = -math.pi / 2) -> list[Point]:
    """Clockwise from the top."""
    angles = [start + 2 * math.pi * number / count for number in range(count)]
    return [(radius * round(math.cos(angle), 12), radius * round(math.sin(angle), 12)) for angle in angles]
