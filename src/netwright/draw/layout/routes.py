"""Routes of all edges of a picture whose nodes have their places."""

from __future__ import annotations

from collections.abc import Sequence

from ..picture import Picture
from .geometry import Box, Point
from .intersections import crosses
from .loops import WAYS, Way, loop_route
from .routing import Router


def route_all(picture: Picture, nodes: Sequence[Box], radii: Sequence[float]) -> list[tuple[Point, ...]]:
    """Of each edge, from source to target."""
    router = Router(nodes, radii)
    index = {node.id: number for number, node in enumerate(picture.nodes)}
    pairs: dict[tuple[int, int], list[int]] = {}
    routes: list[tuple[Point, ...]] = [() for _ in picture.edges]
    ends = [(index[edge.source.node], index[edge.target.node]) for edge in picture.edges]
    for edge, (source, target) in enumerate(ends):
        pairs.setdefault((min(source, target), max(source, target)), []).append(edge)
    loops: list[tuple[int, list[int]]] = []
    for (low, high), edges in pairs.items():
        if low == high:
            loops.append((low, edges))
            continue
        for edge, route in zip(edges, router.fan(low, high, len(edges)), strict=True):
            routes[edge] = route if ends[edge][0] == low else route[::-1]
    for node, edges in loops:
        way = _free_way(nodes, radii[node], node, routes)
        for number, edge in enumerate(edges):
            routes[edge] = loop_route(nodes[node], radii[node], number, way)
    return routes


def _free_way(nodes: Sequence[Box], radius: float, node: int, routes: Sequence[Sequence[Point]]) -> Way:
    """The side of a node at which least is in the way of a loop."""

    def taken(way: Way) -> int:
        loop = loop_route(nodes[node], radius, 0, way)
        xs, ys = [x for x, _ in loop], [y for _, y in loop]
        box = Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)).grown(3)
        others = sum(other.overlaps(box) for number, other in enumerate(nodes) if number != node)
        return 10 * others + sum(crosses(route, box) for route in routes if route)

    return min(WAYS, key=taken)
