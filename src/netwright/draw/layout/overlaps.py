"""Moves boxes apart until none overlap, each as little as it takes."""

from __future__ import annotations

from collections.abc import Sequence

from .geometry import Point

WIDENINGS = 14
"""Crowded pictures are made larger as a whole first: pushing box by box would tear their shape."""
ROUNDS = 4000
"""Far beyond what any picture needs: every 25 rounds everything is spread further."""


def part_boxes(
    centers: Sequence[Point], sizes: Sequence[Point], gap: float, fixed: frozenset[int] = frozenset()
) -> list[Point]:
    """New centres of boxes with these (width, height), at least `gap` apart on one axis; fixed ones stay."""
    xs, ys = [x for x, _ in centers], [y for _, y in centers]
    widths, heights = [width + gap for width, _ in sizes], [height + gap for _, height in sizes]
    widest = max(widths, default=0.0)
    for _ in range(WIDENINGS if not fixed else 0):
        if 3 * _crowded(xs, ys, widths, heights, widest) < len(xs):
            break
        _spread(xs, ys, fixed, 1.12)
    for number in range(ROUNDS):
        if not _round(xs, ys, widths, heights, widest, fixed):
            break
        if number % 25 == 24:
            _spread(xs, ys, fixed, 1.06)
    return list(zip(xs, ys, strict=True))


def _round(
    xs: list[float], ys: list[float], widths: list[float], heights: list[float], widest: float, fixed: frozenset[int]
) -> bool:
    """Part every pair that overlaps; whether there was one."""
    found = False
    order = sorted(range(len(xs)), key=lambda box: (xs[box], box))
    for place, one in enumerate(order):
        for other in order[place + 1 :]:
            if xs[other] - xs[one] >= (widths[one] + widest) / 2:
                break
            over_x = (widths[one] + widths[other]) / 2 - abs(xs[other] - xs[one])
            over_y = (heights[one] + heights[other]) / 2 - abs(ys[other] - ys[one])
            if over_x <= 1e-6 or over_y <= 1e-6 or (one in fixed and other in fixed):
                continue
            found = True
            first = 0.0 if one in fixed else 1.0 if other in fixed else 0.5
            if over_x < over_y:
                sign = 1 if (xs[other], other) > (xs[one], one) else -1
                xs[one] -= sign * (over_x + 0.01) * first
                xs[other] += sign * (over_x + 0.01) * (1 - first)
            else:
                sign = 1 if (ys[other], other) > (ys[one], one) else -1
                ys[one] -= sign * (over_y + 0.01) * first
                ys[other] += sign * (over_y + 0.01) * (1 - first)
    return found


def _crowded(xs: list[float], ys: list[float], widths: list[float], heights: list[float], widest: float) -> int:
    """Pairs that overlap."""
    count = 0
    order = sorted(range(len(xs)), key=lambda box: (xs[box], box))
    for place, one in enumerate(order):
        for other in order[place + 1 :]:
            apart = xs[other] - xs[one]
            if 2 * apart >= widths[one] + widest:
                break
            if 2 * apart < widths[one] + widths[other]:
                count += 2 * abs(ys[other] - ys[one]) < heights[one] + heights[other]
    return count


def _spread(xs: list[float], ys: list[float], fixed: frozenset[int], factor: float) -> None:
    middle_x, middle_y = sum(xs) / len(xs), sum(ys) / len(ys)
    for box in range(len(xs)):
        if box not in fixed:
            xs[box] = middle_x + (xs[box] - middle_x) * factor
            ys[box] = middle_y + (ys[box] - middle_y) * factor
