"""A very wide last layer becomes columns; each edge keeps its own way and its own end."""

from __future__ import annotations

import msgspec

from netwright.draw.layout import layout
from netwright.draw.layout.folding import FOLD_FROM, foldable
from netwright.draw.layout.ranks import layers_of
from netwright.draw.layout.tree import ClusterTree
from netwright.draw.picture import Picture, PictureCluster

from ..collisions import collisions
from ..pictures import edge, labelled, leaf_spine, node, sideways


def folded(picture: Picture) -> int:
    layers = layers_of(picture)
    assert layers is not None
    return len(foldable(picture, ClusterTree(picture), layers))


def test_a_wide_fabric_is_no_ribbon() -> None:
    geometry = layout(leaf_spine(4, 120, 0))
    assert geometry.width < 4 * geometry.height
    assert collisions(leaf_spine(4, 120, 0), geometry) == []


def test_columns_are_in_the_order_of_the_nodes() -> None:
    picture = leaf_spine(2, FOLD_FROM + 1, 0)
    leaves = [n.box for n in layout(picture).nodes[2:]]
    assert len({box.x for box in leaves}) > 3
    assert [(box.x, box.y) for box in leaves] == sorted((box.x, box.y) for box in leaves)


def test_what_is_folded() -> None:
    wide = leaf_spine(2, FOLD_FROM + 1, 0)
    assert folded(wide) == FOLD_FROM + 1
    assert folded(leaf_spine(2, FOLD_FROM, 0)) == 0
    assert folded(labelled(wide)) == 0
    assert folded(sideways(wide)) == 0
    joined = msgspec.structs.replace(wide, edges=(*wide.edges, edge(999, "leaf1", "leaf2")))
    assert folded(joined) == 0
    boxed = msgspec.structs.replace(
        wide,
        nodes=(*wide.nodes[:-1], msgspec.structs.replace(wide.nodes[-1], cluster="pod")),
        clusters=(PictureCluster(id="pod", label="Pod"),),
    )
    assert folded(boxed) == 0


def test_parallel_and_long_edges_boxes_and_peers_above() -> None:
    wide = leaf_spine(3, FOLD_FROM + 4, 0)
    spines = (msgspec.structs.replace(n, cluster="top") for n in wide.nodes[:3])
    nodes = (node("core", rank=0), *spines, *wide.nodes[3:])
    extra = ("core spine1", "core spine3", "spine1 spine2", "leaf7 spine1", "leaf9 spine2", "core leaf5", "core core")
    edges = (*wide.edges, *(edge(1000 + n, *pair.split()) for n, pair in enumerate(extra)))
    clusters = (PictureCluster(id="top", label="Spines"),)
    picture = msgspec.structs.replace(wide, nodes=nodes, edges=edges, clusters=clusters)
    assert folded(picture) == FOLD_FROM + 4
    geometry = layout(picture)
    assert collisions(picture, geometry) == []
    routes = [e.points for e in geometry.edges]
    assert len(set(routes)) == len(routes)
