"""Routes of all edges of a picture whose nodes have their places."""

from __future__ import annotations

from collections.abc import Sequence

from ..picture import Picture
from .geometry import Box, Point
from .loops import loop_route
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
    for (low, high), edges in pairs.items():
        if low == high:
            for number, edge in enumerate(edges):
                routes[edge] = loop_route(nodes[low], radii[low], number, below=False)
            continue
        for edge, route in zip(edges, router.fan(low, high, len(edges)), strict=True):
            routes[edge] = route if ends[edge][0] == low else route[::-1]
    return routes
