"""Moves boxes apart until none overlap, each as little as it takes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import count

from .geometry import Point

WIDENINGS = 14
"""Crowded pictures are made larger as a whole first: pushing box by box would tear their shape."""
STEP, TURNS = 14.0, 24
"""Of the search for a free place: px between circles, places on each."""
ROUNDS = 4000
"""Far beyond what any picture needs: every 25 rounds everything is spread further."""


def part_boxes(centers: Sequence[Point], sizes: Sequence[Point], gap: float) -> list[Point]:
    """New centres of boxes with these (width, height), at least `gap` apart on one axis."""
    xs, ys = [x for x, _ in centers], [y for _, y in centers]
    widths, heights = [width + gap for width, _ in sizes], [height + gap for _, height in sizes]
    widest = max(widths, default=0.0)
    for _ in range(WIDENINGS):
        if 3 * _crowded(xs, ys, widths, heights, widest) < len(xs):
            break
        _spread(xs, ys, 1.12)
    for number in range(ROUNDS):
        if not _round(xs, ys, widths, heights, widest):
            break
        if number % 25 == 24:
            _spread(xs, ys, 1.06)
    return list(zip(xs, ys, strict=True))


def place_around(centers: Sequence[Point], sizes: Sequence[Point], gap: float, fixed: Sequence[int]) -> list[Point]:
    """New centres where some boxes stay as they are: each other one at the free place nearest to where it was."""
    taken = list(fixed)
    found = list(centers)
    standing = set(fixed)

    def free(box: int, x: float, y: float) -> bool:
        return all(
            2 * abs(x - found[other][0]) >= sizes[box][0] + sizes[other][0] + 2 * gap
            or 2 * abs(y - found[other][1]) >= sizes[box][1] + sizes[other][1] + 2 * gap
            for other in taken
        )

    for box, wish in enumerate(centers):
        if box not in standing:
            found[box] = next(place for place in _outwards(wish) if free(box, *place))
            taken.append(box)
    return found


def _outwards(center: Point) -> Iterator[Point]:
    """A point and circles around it, further and further out."""
    yield center
    for step in count(1):
        for turn in range(TURNS):
            angle = 2 * math.pi * turn / TURNS
            yield (
                center[0] + STEP * step * round(math.cos(angle), 9),
                center[1] + STEP * step * round(math.sin(angle), 9),
            )


def _round(xs: list[float], ys: list[float], widths: list[float], heights: list[float], widest: float) -> bool:
    """Part every pair that overlaps; whether there was one."""
    found = False
    order = sorted(range(len(xs)), key=lambda box: (xs[box], box))
    for place, one in enumerate(order):
        for other in order[place + 1 :]:
            if xs[other] - xs[one] >= (widths[one] + widest) / 2:
                break
            over_x = (widths[one] + widths[other]) / 2 - abs(xs[other] - xs[one])
            over_y = (heights[one] + heights[other]) / 2 - abs(ys[other] - ys[one])
            if over_x <= 1e-6 or over_y <= 1e-6:
                continue
            found = True
            if over_x < over_y:
                sign = 1 if (xs[other], other) > (xs[one], one) else -1
                xs[one] -= sign * (over_x + 0.01) / 2
                xs[other] += sign * (over_x + 0.01) / 2
            else:
                sign = 1 if (ys[other], other) > (ys[one], one) else -1
                ys[one] -= sign * (over_y + 0.01) / 2
                ys[other] += sign * (over_y + 0.01) / 2
    return found


def _crowded(xs: list[float], ys: list[float], widths: list[float], heights: list[float], widest: float) -> int:
    """Pairs that overlap."""
    pairs = 0
    order = sorted(range(len(xs)), key=lambda box: (xs[box], box))
    for place, one in enumerate(order):
        for other in order[place + 1 :]:
            apart = xs[other] - xs[one]
            if 2 * apart >= widths[one] + widest:
                break
            if 2 * apart < widths[one] + widths[other]:
                pairs += 2 * abs(ys[other] - ys[one]) < heights[one] + heights[other]
    return pairs


def _spread(xs: list[float], ys: list[float], factor: float) -> None:
    middle_x, middle_y = sum(xs) / len(xs), sum(ys) / len(ys)
    for box in range(len(xs)):
        xs[box] = middle_x + (xs[box] - middle_x) * factor
        ys[box] = middle_y + (ys[box] - middle_y) * factor
