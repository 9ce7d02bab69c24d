"""How a finished shape is turned: lying rather than standing, and read in the drawing order from the top left."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from .geometry import Point

STEPS = 24
"""Angles tried, over half a turn."""
UPRIGHT = 0.3
"""How much a shape may be larger if all its links are level or upright then."""
EQUAL = 1.012
"""Shapes up to this factor larger are as good; the drawing order decides among them."""
CLOCKWISE = 0.6
"""How much further from the top left the first nodes may stand if the others follow clockwise then."""
SNAP = 0.07
"""In lengths of a link."""
FIRST = -0.8 * math.pi
"""Direction in which a circle of equal nodes begins: the top left."""
CIRCLE_FROM = 5
DENSE = 0.7
"""Share of all possible links from which nodes stand on a circle: springs would put some into the middle."""


def turned(places: Sequence[Point], links: Sequence[tuple[int, int]]) -> list[Point]:
    """The same shape lying rather than standing, links level or upright where it can be, first nodes first."""
    if len(places) < 2:
        return list(places)
    middle_x, middle_y = sum(x for x, _ in places) / len(places), sum(y for _, y in places) / len(places)
    places = [(x - middle_x, y - middle_y) for x, y in places]
    tried: list[tuple[float, float, list[Point]]] = []
    for angle in _angles(places, links):
        cosine, sine = round(math.cos(angle), 12), round(math.sin(angle), 12)
        rotated = [(x * cosine - y * sine, x * sine + y * cosine) for x, y in places]
        width = max(x for x, _ in rotated) - min(x for x, _ in rotated)
        height = max(y for _, y in rotated) - min(y for _, y in rotated)
        cost = round((0.62 * width + height) * (1 - UPRIGHT * _upright(rotated, links)), 6)
        tried.append((cost, *mirrored(rotated)))
    least = min(cost for cost, _, _ in tried)
    _, _, best = min((row for row in tried if row[0] <= least * EQUAL), key=lambda row: row[1])
    return snapped(best)


def snapped(places: Sequence[Point]) -> list[Point]:
    """Coordinates that are almost the same become the same, so that what stands in a line does so exactly."""
    axes: list[list[float]] = []
    for axis in (0, 1):
        values = [place[axis] for place in places]
        order = sorted(range(len(values)), key=lambda number: (values[number], number))
        group: list[int] = []
        for number in [*order, -1]:
            if group and (number < 0 or values[number] - values[group[0]] > SNAP):
                mean = sum(values[member] for member in group) / len(group)
                for member in group:
                    values[member] = mean
                group = []
            group.append(number)
        axes.append(values)
    return list(zip(axes[0], axes[1], strict=True))


def _angles(places: Sequence[Point], links: Sequence[tuple[int, int]]) -> list[float]:
    """Steps of half a turn, and the angles that make one of the first links level."""
    found = [math.pi * step / STEPS for step in range(STEPS)]
    for one, other in links[:STEPS]:
        x, y = places[other][0] - places[one][0], places[other][1] - places[one][1]
        level = -math.atan2(y, x)
        found += [round(level, 9), round(level + math.pi / 2, 9)]
    return found


def _upright(places: Sequence[Point], links: Sequence[tuple[int, int]]) -> float:
    """Share of the links that are level or upright, within three degrees."""
    count = 0
    for one, other in links:
        x, y = abs(places[other][0] - places[one][0]), abs(places[other][1] - places[one][1])
        count += min(x, y) <= 0.055 * max(x, y)
    return count / max(len(links), 1)


def mirrored(places: Sequence[Point]) -> tuple[float, list[Point]]:
    """Mirrored so that the first nodes stand at the top left and the next follow clockwise; with the cost of that.

    `places` are around the origin.
    """
    first = places[:24]
    reach = max(max(abs(x), abs(y)) for x, y in places)
    area = sum(x * there_y - there_x * y for (x, y), (there_x, there_y) in pairwise(first))

    def cost(flip: tuple[int, int]) -> float:
        start = sum((flip[0] * x + 1.6 * flip[1] * y) / number**2 for number, (x, y) in enumerate(first, 1))
        return round(start - CLOCKWISE * reach * (flip[0] * flip[1] * area > 0), 4)

    flip = min(((1, 1), (-1, 1), (1, -1), (-1, -1)), key=cost)
    return cost(flip), [(x * flip[0], y * flip[1]) for x, y in places]


def in_order(places: list[Point], twins: Sequence[Sequence[int]], around: Sequence[Point]) -> None:
    """Exchange places among nodes with the same neighbours, so that they follow clockwise in the drawing order."""
    for group, (middle_x, middle_y) in zip(twins, around, strict=True):
        spots = sorted(
            (places[node] for node in group),
            key=lambda spot: (
                round((math.atan2(spot[1] - middle_y, spot[0] - middle_x) - FIRST) % (2 * math.pi), 6),
                spot,
            ),
        )
        for node, spot in zip(group, spots, strict=True):
            places[node] = spot


def is_dense(count: int, links: int) -> bool:
    return count >= CIRCLE_FROM and links >= DENSE * count * (count - 1) / 2


def circle(count: int, radius: float, *, start: float = -math.pi / 2) -> list[Point]:
    """Clockwise from the top."""
    angles = [start + 2 * math.pi * number / count for number in range(count)]
    return [(radius * round(math.cos(angle), 12), radius * round(math.sin(angle), 12)) for angle in angles]
