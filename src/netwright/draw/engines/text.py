"""What the text engines share: names that keep apart, lines that are clean, looks by kind.

Must not: know a syntax.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from ..characters import clean
from ..looks import over
from ..picture import Look, Picture, PictureCluster, PictureEdge, PictureNode

SHELF_FROM = 6
_LINE = re.compile(r"\r\n|[\r\n\u2028\u2029]")


def lines(label: Iterable[str]) -> list[str]:
    """The lines of a label; a line break within one counts."""
    return [clean(line).replace("\t", " ") for part in label for line in _LINE.split(part)]


def names(picture: Picture, *, fold: bool = False, taken: Iterable[str] = ()) -> dict[str, str]:
    """A name by id, of nodes and boxes: the id where it is a word, words made of it where not.

    Names differ in more than case with `fold`, and none is one of `taken`.
    """
    used = set(taken)
    found: dict[str, str] = {}
    for id in (*(node.id for node in picture.nodes), *(cluster.id for cluster in picture.clusters)):
        prefix, colon, rest = id.partition(":")
        name = f"{prefix.upper()}_{rest}" if colon and prefix == "as" else id.replace(":", "_")
        while (name.lower() if fold else name) in used:
            name += "_"
        used.add(name.lower() if fold else name)
        found[id] = name
    return found


def nested(picture: Picture) -> Iterator[tuple[str, PictureCluster | PictureNode, int]]:
    """`open` and `close` of boxes, `node` of nodes, with their depth: boxes first, then nodes without one."""
    children: dict[str | None, list[PictureCluster]] = {}
    for cluster in picture.clusters:
        children.setdefault(cluster.parent, []).append(cluster)
    members: dict[str | None, list[PictureNode]] = {}
    for node in picture.nodes:
        members.setdefault(node.cluster, []).append(node)

    def walk(id: str | None, depth: int) -> Iterator[tuple[str, PictureCluster | PictureNode, int]]:
        for cluster in children.get(id, ()):
            yield "open", cluster, depth
            yield from walk(cluster.id, depth + 1)
            yield "close", cluster, depth
        for node in members.get(id, ()):
            yield "node", node, depth

    yield from walk(None, 0)


def heads_as_boxes(picture: Picture) -> dict[str, str]:
    """Box by node, of the nodes that can be said by their box alone: no edge joins them with what is inside."""
    parents = {cluster.id: cluster.parent for cluster in picture.clusters}
    found = {cluster.head: cluster.id for cluster in picture.clusters if cluster.head is not None}
    around = {node.id: set(_path(node.cluster, parents)) for node in picture.nodes}
    for edge in picture.edges:
        for one, other in ((edge.source.node, edge.target.node), (edge.target.node, edge.source.node)):
            if found.get(one) in around[other]:
                del found[one]
    return {head: box for head, box in found.items() if head in around}


def _path(box: str | None, parents: Mapping[str, str | None]) -> Iterator[str]:
    """A box and those around it."""
    while box is not None:
        yield box
        box = parents[box]


def stacks(picture: Picture) -> Iterator[tuple[str, list[list[list[str]]]]]:
    """Head of each box that has one, and what stands below it: groups of rows of nodes.

    A group is what belongs together: the nodes directly in the box, or those of a box in it. Boxes with heads are told
    by these.
    """
    children: dict[str | None, list[PictureCluster]] = {}
    for cluster in picture.clusters:
        children.setdefault(cluster.parent, []).append(cluster)
    members: dict[str | None, list[str]] = {}
    for node in picture.nodes:
        members.setdefault(node.cluster, []).append(node.id)

    def told(box: PictureCluster) -> list[str]:
        if box.head is not None:
            return [box.head]
        return [*(id for inner in children.get(box.id, ()) for id in told(inner)), *members.get(box.id, ())]

    for box in picture.clusters:
        if box.head is not None:
            groups = [told(inner) for inner in children.get(box.id, ())]
            groups.append([id for id in members.get(box.id, ()) if id != box.head])
            yield box.head, [rows(group) for group in groups if group]


def shelves(picture: Picture) -> Iterator[tuple[str, str]]:
    """Where many boxes with heads stand in one that is in no such box: what is lowest in each, and the head below it.

    Nodes that have ranks keep them.
    """
    below = dict(stacks(picture))
    parents = {cluster.id: cluster.parent for cluster in picture.clusters}
    headed = {cluster.id for cluster in picture.clusters if cluster.head is not None}
    families: dict[str | None, list[str]] = {}
    for cluster in picture.clusters:
        if cluster.head is not None and not headed & set(_path(cluster.parent, parents)):
            families.setdefault(cluster.parent, []).append(cluster.head)

    def lowest(head: str) -> str:
        groups = below.get(head, [])
        return lowest(max(groups, key=len)[-1][0]) if groups else head

    placed = {node.id for node in picture.nodes if node.rank is not None or node.mark is not None}
    for family in families.values():
        if len(family) > SHELF_FROM and not placed.intersection(family):
            for upper, lower in pairwise(rows(family, wider=2)):
                for above, under in zip(upper, lower, strict=False):
                    yield lowest(above), under


def rows(items: Sequence[str], *, wider: int = 1) -> list[list[str]]:
    """As many rows as columns, or fewer by a factor."""
    columns = columns_of(wider * len(items))
    return [list(items[at : at + columns]) for at in range(0, len(items), columns)]


def columns_of(count: int) -> int:
    return math.ceil(math.sqrt(count))


def edge_look(picture: Picture, edge: PictureEdge) -> Look:
    """An edge's own looks over those of its kind."""
    style = picture.styles.get(edge.kind) if edge.kind != "edge" else None
    return edge.look if style is None else over(style, edge.look)


def ranked(picture: Picture) -> list[list[PictureNode]]:
    """Layers that were asked for, top first: rows of a sketch when there is one, else ranks."""
    by_mark = any(node.mark is not None for node in picture.nodes)
    layers: dict[float, list[PictureNode]] = {}
    for node in picture.nodes:
        place = (node.mark.row if node.mark is not None else None) if by_mark else node.rank
        if place is not None:
            layers.setdefault(place, []).append(node)
    return [
        sorted(layers[place], key=lambda node: node.mark.column if node.mark is not None else 0.0)
        for place in sorted(layers)
    ]
