"""Order and positions in layered pictures: few crossings, linkorder, centred, boxes as they should be."""

from __future__ import annotations

import random

import msgspec
import pytest

from netwright.draw.layout import Geometry, layout
from netwright.draw.layout.crossings import count_between
from netwright.draw.layout.separation import Separation
from netwright.draw.picture import Picture

from ..collisions import flattened
from ..pictures import edge, labelled, leaf_spine, node, parallel, pods, sideways


def middles(geometry: Geometry) -> dict[str, tuple[float, float]]:
    return {n.id: n.box.center for n in geometry.nodes}


def two_layers(pairs: str, **orders: int) -> Picture:
    names = sorted({name for pair in pairs.split() for name in pair})
    nodes = tuple(node(name, rank=1 if name.isupper() else 2) for name in names)
    edges = tuple(edge(number, *pair, order=orders.get(pair, 100)) for number, pair in enumerate(pairs.split(), 1))
    return Picture(title=None, type="topology", nodes=nodes, edges=edges)


def test_crossings_are_counted_as_by_hand() -> None:
    choose = random.Random(3)
    for _ in range(50):
        ends = [sorted(choose.choices(range(6), k=choose.randrange(4))) for _ in range(5)]
        flat = [(upper, lower) for upper, row in enumerate(ends) for lower in row]
        by_hand = sum(a < c and b > d for a, b in flat for c, d in flat)
        assert count_between(ends, 6) == by_hand


def test_no_crossing_where_none_is_needed() -> None:
    places = middles(layout(two_layers("Ac Bb Ca Dd")))
    order = sorted("abcd", key=lambda name: places[name])
    above = sorted("ABCD", key=lambda name: places[name])
    assert [{"A": "c", "B": "b", "C": "a", "D": "d"}[name] for name in above] == order


def test_linkorder_goes_before_crossings() -> None:
    places = middles(layout(two_layers("Aa Bb Cc", Cc=10, Aa=200)))
    assert places["c"] < places["b"] < places["a"]


def test_parents_stand_over_the_middle_of_their_children() -> None:
    places = middles(layout(two_layers("Aa Ab Ac Bd Be")))
    assert places["A"][0] == pytest.approx(places["b"][0], abs=1)
    assert places["B"][0] == pytest.approx((places["d"][0] + places["e"][0]) / 2, abs=1)


def test_spines_spread_over_their_leaves() -> None:
    places = middles(layout(leaf_spine(2, 8, 0)))
    spines = places["spine2"][0] - places["spine1"][0]
    leaves = places["leaf8"][0] - places["leaf1"][0]
    assert 0.4 * leaves < spines < 0.9 * leaves
    assert places["spine1"][0] + places["spine2"][0] == pytest.approx(places["leaf1"][0] + places["leaf8"][0], abs=2)


def test_sideways_is_the_same_turned() -> None:
    places = middles(layout(sideways(leaf_spine(2, 4, 1))))
    assert places["spine1"][0] < places["leaf1"][0] < places["h1-1"][0]
    assert places["leaf1"][1] < places["leaf2"][1] < places["leaf3"][1]
    assert places["spine1"][0] == places["spine2"][0]


def test_long_edges_pass_a_layer_upright_beside_its_nodes() -> None:
    picture = two_layers("Aa Ab Ba Bb")
    nodes = (*picture.nodes, node("z", rank=3))
    picture = msgspec.structs.replace(picture, nodes=nodes, edges=(*picture.edges, edge(9, "A", "z")))
    geometry = layout(picture)
    route = geometry.edges[-1].points
    assert len(route) >= 2
    layer = next(n.box for n in geometry.nodes if n.id == "a")
    line = flattened(geometry.edges[-1])
    inside = [x for x, y in line if layer.y <= y <= layer.bottom]
    assert not inside or max(inside) - min(inside) < 1


def test_parallel_edges_are_apart() -> None:
    geometry = layout(parallel(), arrangement="layered")
    for first, second in ((0, 1), (1, 2), (3, 4)):
        for end in (0, -1):
            one, other = geometry.edges[first].points[end], geometry.edges[second].points[end]
            assert abs(one[0] - other[0]) + abs(one[1] - other[1]) >= 5


def test_boxes_of_pods_stand_side_by_side() -> None:
    geometry = layout(pods())
    (first,), (second,) = (cluster.boxes for cluster in geometry.clusters)
    assert first.right < second.x
    assert (first.y, first.height) == (second.y, second.height)


def test_labels_of_many_ends_are_turned() -> None:
    geometry = layout(labelled(leaf_spine(4, 16, 0)))
    assert all(e.source_label is not None and e.source_label.turned for e in geometry.edges)
    few = layout(labelled(leaf_spine(2, 3, 0)))
    assert not any(e.source_label is not None and e.source_label.turned for e in few.edges)


def test_separation_is_the_middle_of_both_sides() -> None:
    chain = Separation(3, {(0, 1): 10.0, (1, 2): 10.0})
    assert chain.solve([0.0, 0.0, 0.0], {}) == [-10.0, 0.0, 10.0]
    assert chain.solve([0.0, 20.0, 50.0], {}) == [0.0, 20.0, 50.0]
    assert chain.solve([0.0, 0.0, 90.0], {})[2] == 90.0


def test_separation_refuses_circles() -> None:
    with pytest.raises(ValueError, match="circle"):
        Separation(2, {(0, 1): 1.0, (1, 0): 1.0})
