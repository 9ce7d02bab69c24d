"""Positions whose distances are like the distances in the graph: stress majorization, always from the same start.

Gansner, Koren and North 2004 (majorization), Brandes and Pich 2006 (the start from pivots), Ortmann, Klimenta and
Brandes 2016 (few terms per node in large graphs). Pure Python: sums of doubles in a fixed order give the same picture
on every machine, which libraries with their own vector code do not promise.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Mapping, Sequence

from .geometry import Point

FULL_UP_TO = 110
"""Nodes up to which all pairs count."""
PIVOTS = 24
ROUNDS = 160
STILL = 0.0006
"""A round that moves nothing further ends the work (in lengths of an edge)."""

Links = Sequence[Sequence[tuple[int, float]]]
"""Per node (neighbour, wanted distance)."""


def distances(links: Links, start: int) -> list[float]:
    """Shortest ways from a node; infinite to what cannot be reached."""
    found = [math.inf] * len(links)
    found[start] = 0.0
    queue = [(0.0, start)]
    while queue:
        distance, node = heapq.heappop(queue)
        if distance > found[node]:
            continue
        for neighbour, length in links[node]:
            if distance + length < found[neighbour]:
                found[neighbour] = distance + length
                heapq.heappush(queue, (distance + length, neighbour))
    return found


def place_by_stress(links: Links, fixed: Mapping[int, Point]) -> list[Point]:
    """Positions in units of the links' distances; the graph is connected; fixed nodes stay where they are."""
    if len(links) == 1:
        return [fixed.get(0, (0.0, 0.0))]
    pivots, ways = _pivots(links)
    places = _start(ways)
    if fixed:
        places = _near_fixed(places, fixed, links)
    terms = _terms(links, pivots, ways)
    for _ in range(ROUNDS):
        moved = 0.0
        for node, row in enumerate(terms):
            if node in fixed:
                continue
            x, y = places[node]
            new_x, new_y = _better(x, y, row, places)
            moved = max(moved, abs(new_x - x), abs(new_y - y))
            places[node] = (new_x, new_y)
        if moved < STILL:
            break
    return places


def _better(x: float, y: float, row: Sequence[tuple[int, float, float]], places: Sequence[Point]) -> Point:
    """Minimum of the function that bounds the stress from above (the mean of what each term asks for)."""
    sum_x = sum_y = weights = 0.0
    for other, distance, weight in row:
        there_x, there_y = places[other]
        delta_x, delta_y = x - there_x, y - there_y
        now = math.sqrt(delta_x * delta_x + delta_y * delta_y)
        share = distance / now if now > 1e-9 else 0.0
        sum_x += weight * (there_x + delta_x * share)
        sum_y += weight * (there_y + delta_y * share)
        weights += weight
    return sum_x / weights, sum_y / weights


def _pivots(links: Links) -> tuple[list[int], list[list[float]]]:
    """Nodes far from each other and the ways from each of them; all nodes in small graphs."""
    count = len(links)
    if count <= FULL_UP_TO:
        return list(range(count)), [distances(links, node) for node in range(count)]
    pivots, ways = [0], [distances(links, 0)]
    nearest = list(ways[0])
    while len(pivots) < PIVOTS:
        pivot = max(range(count), key=lambda node: (nearest[node], -node))
        pivots.append(pivot)
        ways.append(distances(links, pivot))
        nearest = [min(near, way) for near, way in zip(nearest, ways[-1], strict=True)]
    return pivots, ways


def _terms(links: Links, pivots: list[int], ways: list[list[float]]) -> list[list[tuple[int, float, float]]]:
    """Per node (other node, wanted distance, weight)."""
    rows: list[list[tuple[int, float, float]]] = []
    for node, neighbours in enumerate(links):
        wanted = {pivot: way[node] for pivot, way in zip(pivots, ways, strict=True) if pivot != node}
        if len(pivots) < len(links):
            for neighbour, length in neighbours:
                for second, further in links[neighbour][:6]:
                    if second != node:
                        wanted.setdefault(second, length + further)
            wanted.update(neighbours)
        rows.append([(other, distance, 1.0 / (distance * distance)) for other, distance in sorted(wanted.items())])
    return rows


def _start(ways: list[list[float]]) -> list[Point]:
    """Classical scaling of the ways to the pivots: two main axes, with a small spiral to part nodes that coincide."""
    count = len(ways[0])
    squares = [[way * way for way in row] for row in ways]
    row_means = [sum(row) / count for row in squares]
    column_means = [sum(row[node] for row in squares) / len(squares) for node in range(count)]
    mean = sum(row_means) / len(row_means)
    centred = [
        [-(squares[p][node] - row_means[p] - column_means[node] + mean) / 2 for node in range(count)]
        for p in range(len(squares))
    ]
    axes: list[list[float]] = []
    for _ in range(2):
        axes.append(_main_axis(centred, axes))
    places: list[Point] = []
    for node in range(count):
        turn = node * 2.399963
        jitter = 0.006 + 0.006 * node / count
        places.append((axes[0][node] + jitter * math.cos(turn), axes[1][node] + jitter * math.sin(turn)))
    return places


def _main_axis(centred: list[list[float]], others: list[list[float]]) -> list[float]:
    """Power iteration for the coordinates along the next main axis."""
    count, size = len(centred[0]), len(centred)
    vector = [math.sin(1.0 + 3.7 * number + 11.0 * len(others)) for number in range(size)]
    scores = [0.0] * count
    for _ in range(24 if size * count < 20_000 else 10):
        scores = [sum(vector[p] * centred[p][node] for p in range(size)) for node in range(count)]
        for other in others:
            norm = sum(value * value for value in other) or 1.0
            share = sum(a * b for a, b in zip(scores, other, strict=True)) / norm
            scores = [a - share * b for a, b in zip(scores, other, strict=True)]
        vector = [sum(row[node] * scores[node] for node in range(count)) for row in centred]
        norm = math.sqrt(sum(value * value for value in vector)) or 1.0
        vector = [value / norm for value in vector]
    reach = max((abs(value) for value in scores), default=0.0)
    wanted = math.sqrt(max((abs(value) for row in centred for value in row), default=0.0) * 2)
    return [value / reach * wanted if reach > 1e-9 else 0.0 for value in scores]


def _near_fixed(places: list[Point], fixed: Mapping[int, Point], links: Links) -> list[Point]:
    """Free nodes start at the mean of the fixed ones, weighted by nearness."""
    ways = {node: distances(links, node) for node in sorted(fixed)}
    found: list[Point] = []
    for node, (x, y) in enumerate(places):
        if node in fixed:
            found.append(fixed[node])
            continue
        weights = {other: 1.0 / max(way[node], 0.1) ** 3 for other, way in ways.items()}
        total = sum(weights.values())
        mean_x = sum(fixed[other][0] * weight for other, weight in weights.items()) / total
        mean_y = sum(fixed[other][1] * weight for other, weight in weights.items()) / total
        found.append((mean_x + x * 0.1, mean_y + y * 0.1))
    return found
