"""`layout`: chooses the kind of arrangement and gives it more room until every label has a place."""

from __future__ import annotations

from collections.abc import Callable

from ..picture import Picture
from .arranged import Arranged
from .finish import finish
from .folding import arrange_folded, foldable
from .force import arrange_force
from .geometry import Geometry
from .labels import PlacedLabels, place_labels
from .layered import arrange_layered
from .options import LayoutOptions
from .pinned import arrange_pinned
from .ranks import layers_of
from .sizes import COMPACT_FROM, NodeSize, node_size
from .tree import ClusterTree

STRETCHES = (1.0, 1.35, 1.8, 2.5, 3.5)
PATIENT_UP_TO = 2000
"""Edges up to which more room is tried for labels."""

Arrange = Callable[[float], Arranged]


def layout(picture: Picture, options: LayoutOptions | None = None) -> Geometry:
    """Place a picture. The same picture gives the same numbers on every machine."""
    options = options or LayoutOptions()
    compact = len(picture.nodes) > COMPACT_FROM
    sizes = [node_size(node, compact=compact) for node in picture.nodes]
    arrange = _arrangement(picture, sizes, ClusterTree(picture), options)
    arranged, labels = _roomy(picture, arrange)
    return finish(picture, sizes, arranged, labels, options.margin)


def _arrangement(picture: Picture, sizes: list[NodeSize], tree: ClusterTree, options: LayoutOptions) -> Arrange:
    if options.arrangement == "auto" and any(node.mark for node in picture.nodes):
        return lambda stretch: arrange_pinned(picture, sizes, tree, options, stretch)
    if options.arrangement != "force":
        layers = layers_of(picture, always=options.arrangement == "layered")
        if layers is not None:
            folded = foldable(picture, tree, layers)
            if folded:
                return lambda stretch: arrange_folded(picture, sizes, layers, folded, options, stretch)
            return lambda stretch: arrange_layered(picture, sizes, tree, layers, options, stretch)
    return lambda stretch: arrange_force(picture, sizes, tree, options, stretch)


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
