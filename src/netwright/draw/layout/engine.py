"""`layout`: chooses the kind of arrangement and gives it more room until every label has a place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from ..picture import Picture
from .arranged import Arranged
from .cards import heads_of
from .finish import finish
from .folding import arrange_folded, foldable
from .force import arrange_force
from .geometry import Geometry
from .labels import PlacedLabels, place_labels
from .layered import arrange_layered
from .nested import Nesting
from .pinned import arrange_pinned
from .ranks import layers_of
from .room import MARGIN
from .sizes import COMPACT_FROM, NodeSize, node_size
from .tree import ClusterTree

STRETCHES = (1.0, 1.35, 1.8, 2.5, 3.5)
PATIENT_UP_TO = 2000
"""Edges up to which more room is tried for labels."""

Arrange = Callable[[float], Arranged]
Arrangement = Literal["auto", "layered", "force"]
"""`auto`: the user's marks if there are any, layers if the picture has or suggests ranks, else springs."""


def layout(picture: Picture, arrangement: Arrangement = "auto") -> Geometry:
    """Place a picture. The same picture gives the same numbers on every machine."""
    compact = len(picture.nodes) > COMPACT_FROM
    sizes = [node_size(node, compact=compact) for node in picture.nodes]
    arrange = _nested(picture, sizes, ClusterTree(picture), arrangement)
    arranged, labels = _roomy(picture, arrange)
    return finish(picture, sizes, arranged, labels, MARGIN)


def _nested(picture: Picture, sizes: list[NodeSize], tree: ClusterTree, arrangement: Arrangement) -> Arrange:
    """Boxes that are nodes are closed for the arrangement of the whole, and opened after it."""
    heads = heads_of(picture, tree)
    if not heads:
        return _arrangement(picture, sizes, tree, arrangement)
    nesting = Nesting(picture, sizes, tree, heads)
    outer = ClusterTree(nesting.outer)
    outer.passed = frozenset(nesting.around(outer))
    outside = _arrangement(nesting.outer, nesting.sizes, outer, arrangement, nesting.in_rows)
    return lambda stretch: nesting.opened(outside(stretch))


def _arrangement(
    picture: Picture,
    sizes: list[NodeSize],
    tree: ClusterTree,
    arrangement: Arrangement,
    rows: Callable[[Sequence[int]], list[int]] = list,
) -> Arrange:
    """`rows`: puts what is in one layer into several."""
    if arrangement == "auto" and any(node.mark for node in picture.nodes):
        return lambda stretch: arrange_pinned(picture, sizes, tree, stretch)
    if arrangement != "force":
        layers = layers_of(picture, always=arrangement == "layered")
        if layers is not None:
            layers = rows(layers)
            folded = foldable(picture, tree, layers)
            if folded:
                return lambda stretch: arrange_folded(picture, sizes, layers, folded, stretch)
            return lambda stretch: arrange_layered(picture, sizes, tree, layers, stretch)
    return lambda stretch: arrange_force(picture, sizes, tree, stretch)


def _roomy(picture: Picture, arrange: Arrange) -> tuple[Arranged, PlacedLabels]:
    """The first arrangement with room for all labels, or the one that leaves out least."""
    best: tuple[int, Arranged, PlacedLabels] | None = None
    for stretch in STRETCHES if len(picture.edges) <= PATIENT_UP_TO else STRETCHES[:1]:
        arranged = arrange(stretch)
        labels = place_labels(picture, arranged)
        missing = sum(labels.omitted)
        if best is None or missing < best[0]:
            best = (missing, arranged, labels)
        if not missing:
            break
    assert best is not None
    return best[1], best[2]
