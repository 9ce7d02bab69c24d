"""Routes as SVG path data: rounded corners, shortened ends, arrow heads."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ..layout import Point

ARROW = 9.0
"""Length of an arrow head."""


def number(value: float) -> str:
    """Shortest text of a number with one decimal."""
    text = f"{value:.1f}"
    return text[:-2] if text.endswith(".0") else text


def path_data(points: Sequence[Point], radius: float) -> str:
    """Lines with corners rounded as far as the neighbouring corners let them."""
    parts = [f"M{number(points[0][0])} {number(points[0][1])}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        near, far = math.dist(before, corner), math.dist(corner, after)
        cut = min(radius, near / 2, far / 2)
        if cut < 0.5:
            parts.append(f"L{number(corner[0])} {number(corner[1])}")
            continue
        start, end = _towards(corner, before, cut / near), _towards(corner, after, cut / far)
        parts.append(f"L{number(start[0])} {number(start[1])}")
        parts.append(f"Q{number(corner[0])} {number(corner[1])} {number(end[0])} {number(end[1])}")
    parts.append(f"L{number(points[-1][0])} {number(points[-1][1])}")
    return "".join(parts)


def _towards(start: Point, end: Point, share: float) -> Point:
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def with_arrow(points: Sequence[Point]) -> tuple[list[Point], str]:
    """The route up to the middle of the arrow head at its end, and the head."""
    before, tip = points[-2], points[-1]
    length = math.dist(before, tip) or 1.0
    x, y = (tip[0] - before[0]) / length, (tip[1] - before[1]) / length
    back = (tip[0] - x * ARROW, tip[1] - y * ARROW)
    half = ARROW * 0.42
    one, other = (back[0] - y * half, back[1] + x * half), (back[0] + y * half, back[1] - x * half)
    head = "M" + "L".join(f"{number(px)} {number(py)}" for px, py in (tip, one, other)) + "Z"
    shortened = min(ARROW * 0.7, length * 0.9)
    return [*points[:-1], (tip[0] - x * shortened, tip[1] - y * shortened)], head
