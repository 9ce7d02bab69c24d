"""Which layer a node belongs to: the ranks asked for, what follows from them, and the tiers a fabric shows by itself.

Owns the assignment of layers; must not know sizes or positions. Layers count from 0 at the top (or at the left).
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence

from ..picture import Picture

_SUBNETS = ("lan", "stub")
DENSE = 0.6
"""Share of all possible links from which two tiers without links inside are a fabric."""
SMALL = 12
"""Up to this many possible links all of them must be there."""

Neighbours = Sequence[Sequence[int]]


def layers_of(picture: Picture, *, always: bool = False) -> list[int] | None:
    """Layer of each node; None when nothing suggests layers (`always`: count from the first node then)."""
    known = {number: float(node.rank) for number, node in enumerate(picture.nodes) if node.rank is not None}
    neighbours = adjacency(picture)
    ranks = sorted(set(known.values()))
    levels: Mapping[int, float] = {number: float(ranks.index(rank)) for number, rank in known.items()}
    levels = levels or _directed(picture) or _fabric(picture, neighbours)
    if not picture.nodes or not (levels or always):
        return None
    found = _spread(picture, neighbours, levels)
    _stubs_beside(picture, neighbours, levels, found)
    return _compressed(found)


def adjacency(picture: Picture) -> list[list[int]]:
    """Neighbours of each node, each once, in the order of the edges."""
    index = {node.id: number for number, node in enumerate(picture.nodes)}
    found: list[dict[int, None]] = [{} for _ in picture.nodes]
    for edge in picture.edges:
        source, target = index[edge.source.node], index[edge.target.node]
        if source != target:
            found[source][target] = None
            found[target][source] = None
    return [list(neighbours) for neighbours in found]


def _spread(picture: Picture, neighbours: Neighbours, known: Mapping[int, float]) -> list[float]:
    """Nodes without a level go below the first neighbour that has one; subnets half a level below."""
    shapes = [node.shape for node in picture.nodes]
    levels: list[float | None] = [known.get(number) for number in range(len(shapes))]
    queue = [(level, number) for number, level in known.items()]
    heapq.heapify(queue)
    rest = iter(range(len(shapes)))
    while True:
        while queue:
            level, number = heapq.heappop(queue)
            for neighbour in neighbours[number]:
                if levels[neighbour] is None:
                    half = shapes[neighbour] in _SUBNETS or shapes[number] in _SUBNETS
                    levels[neighbour] = level + (0.5 if half else 1.0)
                    heapq.heappush(queue, (level + (0.5 if half else 1.0), neighbour))
        start = next((number for number in rest if levels[number] is None), None)
        if start is None:
            return [level or 0.0 for level in levels]
        levels[start] = 0.0
        queue.append((0.0, start))


def _stubs_beside(picture: Picture, neighbours: Neighbours, known: Mapping[int, float], levels: list[float]) -> None:
    """Stub subnets stand beside their node when there is something else below it."""
    for number, node in enumerate(picture.nodes):
        if node.shape == "stub" and number not in known and len(neighbours[number]) == 1:
            owner = neighbours[number][0]
            others = (other for other in neighbours[owner] if picture.nodes[other].shape != "stub")
            if any(levels[other] > levels[owner] for other in others):
                levels[number] = levels[owner]


def _compressed(levels: Sequence[float]) -> list[int]:
    order = {level: number for number, level in enumerate(sorted(set(levels)))}
    return [order[level] for level in levels]


def _directed(picture: Picture) -> dict[int, float]:
    """Longest way along the arrows (reflectors above their clients); what lies on a circle of arrows has no level."""
    index = {node.id: number for number, node in enumerate(picture.nodes)}
    below: dict[int, set[int]] = {}
    incoming: dict[int, int] = {}
    for edge in picture.edges:
        source, target = index[edge.source.node], index[edge.target.node]
        if edge.directed and source != target and target not in below.setdefault(source, set()):
            below[source].add(target)
            incoming[target] = incoming.get(target, 0) + 1
    levels = {number: 0.0 for number in below if not incoming.get(number)}
    ready = sorted(levels)
    placed: dict[int, float] = {}
    while ready:
        number = ready.pop(0)
        placed[number] = levels[number]
        for target in sorted(below.get(number, ())):
            levels[target] = max(levels.get(target, 0.0), levels[number] + 1)
            incoming[target] -= 1
            if not incoming[target]:
                ready.append(target)
    return placed


def _fabric(picture: Picture, neighbours: Neighbours) -> dict[int, float]:
    """Tiers of a Clos fabric: counted from the hosts, or two tiers that are joined almost completely."""
    core = [n for n, node in enumerate(picture.nodes) if node.shape in ("router", "switch")]
    inside = set(core)
    links = {n: [m for m in neighbours[n] if m in inside] for n in core}
    tiers = _tiers_above_hosts(picture, neighbours, links) or _two_tiers(links)
    hosts = (n for n, node in enumerate(picture.nodes) if node.shape == "host")
    return {} if any(tiers.get(m) == 0.0 for n in hosts for m in neighbours[n]) else tiers


def _tiers_above_hosts(picture: Picture, neighbours: Neighbours, links: Mapping[int, list[int]]) -> dict[int, float]:
    hosts = [n for n, node in enumerate(picture.nodes) if node.shape == "host"]
    lans = {m for n in hosts for m in neighbours[n] if picture.nodes[m].shape == "lan"}
    leaves = {m for n in (*hosts, *sorted(lans)) for m in neighbours[n] if m in links}
    height = dict.fromkeys(sorted(leaves), 0)
    queue = list(height)
    for number in queue:
        for above in links[number]:
            if above not in height:
                height[above] = height[number] + 1
                queue.append(above)
    if len(height) < len(links) or not height:
        return {}
    top = max(height.values())
    tiers = [[n for n in links if height[n] == tier] for tier in range(top + 1)]
    level_links = sum(height[n] == height[m] for n in links for m in links[n]) / 2
    upward = [sum(height[m] > height[n] for m in links[n]) for tier in tiers[:-1] for n in tier]
    if top == 0 or len(tiers[-1]) < 2 or min(upward) < 1 or sum(upward) < 1.5 * len(upward):
        return {}
    return {} if level_links > len(leaves) / 2 else {n: float(top - height[n]) for n in links}


def _two_tiers(links: Mapping[int, list[int]]) -> dict[int, float]:
    side: dict[int, int] = {}
    start = next(iter(links), None)
    queue = [] if start is None else [start]
    side.update(dict.fromkeys(queue, 0))
    for number in queue:
        for other in links[number]:
            if other not in side:
                side[other] = 1 - side[number]
                queue.append(other)
            elif side[other] == side[number]:
                return {}
    sizes = [list(side.values()).count(value) for value in (0, 1)]
    upper = 0 if sizes[0] <= sizes[1] else 1
    joined, possible = sum(map(len, links.values())) / 2, sizes[0] * sizes[1]
    dense = joined >= (DENSE if possible > SMALL else 1.0) * possible
    if len(side) < len(links) or min(sizes) < 2 or max(sizes) < 3 or not dense:
        return {}
    return {number: float(value != upper) for number, value in side.items()}
