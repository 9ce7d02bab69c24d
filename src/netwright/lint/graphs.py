"""Connectedness of small undirected graphs.

Owns: components, and nodes and edges whose loss takes a component apart. Must not: know networks.
Source: Tarjan, "A note on finding the bridges of a graph" (1974); one depth-first walk, without recursion.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T", bound=Hashable)


def components(nodes: Iterable[T], edges: Mapping[T, Iterable[T]]) -> list[list[T]]:
    """Connected components, each in the order of `nodes`."""
    order = list(nodes)
    seen: set[T] = set()
    found: list[list[T]] = []
    for start in order:
        if start in seen:
            continue
        seen.add(start)
        pending, members = [start], {start}
        while pending:
            for other in edges.get(pending.pop(), ()):
                if other not in seen:
                    seen.add(other)
                    members.add(other)
                    pending.append(other)
        found.append([node for node in order if node in members])
    return found


class Cuts(NamedTuple, Generic[T]):
    """What takes a component apart when it is lost."""

    nodes: set[T]
    edges: set[frozenset[T]]
    """Pairs of neighbours; several edges between the same two are no cut."""


def cuts(edges: Mapping[T, Sequence[T]]) -> Cuts[T]:
    """Cut nodes and bridges; `edges` lists a neighbour once for each edge."""
    index: dict[T, int] = {}
    low: dict[T, int] = {}
    found: Cuts[T] = Cuts(set(), set())
    for root in edges:
        if root in index:
            continue
        index[root] = low[root] = len(index)
        stack: list[tuple[T, T | None, Iterator[T]]] = [(root, None, iter(edges[root]))]
        children = 0
        while stack:
            node, parent, others = stack[-1]
            for other in others:
                if other not in index:
                    index[other] = low[other] = len(index)
                    stack.append((other, node, iter(edges[other])))
                    break
                if other != parent:
                    low[node] = min(low[node], index[other])
            else:
                stack.pop()
                if parent is not None:
                    children += parent == root
                    _leave(node, parent, parent == root, edges, index, low, found)
        if children > 1:
            found.nodes.add(root)
    return found


def _leave(
    node: T,
    parent: T,
    below_root: bool,
    edges: Mapping[T, Sequence[T]],
    index: Mapping[T, int],
    low: dict[T, int],
    found: Cuts[T],
) -> None:
    """The walk is done with a node: what it reaches tells whether its parent, or the edge to it, is a cut."""
    low[parent] = min(low[parent], low[node])
    if not below_root and low[node] >= index[parent]:
        found.nodes.add(parent)
    if low[node] > index[parent] and edges[node].count(parent) == 1:
        found.edges.add(frozenset((node, parent)))
