"""Pictures without ranks: shapes people expect, marks exactly where they were put, edges round what is in the way."""

from __future__ import annotations

import math
from itertools import pairwise

import msgspec
import pytest

from netwright.draw.layout import Box, Geometry, layout
from netwright.draw.layout.overlaps import part_boxes, place_around
from netwright.draw.layout.routing import Router, inside
from netwright.draw.layout.stress import FULL_UP_TO, place_by_stress
from netwright.draw.picture import Mark

from ..pictures import disconnected, hub, mesh, ring, sketched


def middles(geometry: Geometry) -> dict[str, tuple[float, float]]:
    return {n.id: n.box.center for n in geometry.nodes}


def test_a_ring_of_four_is_a_rectangle_read_clockwise() -> None:
    places = middles(layout(ring(4)))
    assert places["r1"][1] == places["r2"][1] < places["r3"][1] == places["r4"][1]
    assert places["r1"][0] == places["r4"][0] < places["r2"][0] == places["r3"][0]


def test_a_ring_is_round() -> None:
    places = list(middles(layout(ring(12))).values())
    x = sum(place[0] for place in places) / 12
    y = sum(place[1] for place in places) / 12
    radii = [math.hypot((place[0] - x) / 1.12, (place[1] - y) / 0.92) for place in places]
    assert max(radii) < 1.15 * min(radii)


def test_spokes_stand_around_the_hub_in_order() -> None:
    places = middles(layout(hub(8)))
    x, y = places.pop("hub")
    angles = [math.atan2(place[1] - y, place[0] - x) for place in places.values()]
    steps = [(second - first) % (2 * math.pi) for first, second in pairwise(angles)]
    assert all(0.3 < step < 1.4 for step in steps)


def test_a_mesh_has_nobody_in_the_middle() -> None:
    places = list(middles(layout(mesh(8))).values())
    x = sum(place[0] for place in places) / 8
    y = sum(place[1] for place in places) / 8
    assert min(math.hypot(place[0] - x, place[1] - y) for place in places) > 100


def test_parts_without_a_link_stand_side_by_side() -> None:
    geometry = layout(disconnected())
    assert geometry.width > geometry.height
    assert len({n.box.center for n in geometry.nodes}) == 7


def test_marks_are_a_grid() -> None:
    picture = sketched()
    geometry = layout(picture)
    marked = [
        (node.mark, placed.box.center)
        for node, placed in zip(picture.nodes, geometry.nodes, strict=True)
        if node.mark is not None
    ]
    (first, origin), (second, right) = marked[0], marked[1]
    assert (first.column, first.row, second.column, second.row) == (0, 0, 1, 0)
    width = right[0] - origin[0]
    height = next(place for mark, place in marked if (mark.column, mark.row) == (0, 1))[1] - origin[1]
    for mark, place in marked:
        assert place[0] == pytest.approx(origin[0] + mark.column * width, abs=0.5)
        assert place[1] == pytest.approx(origin[1] + mark.row * height, abs=0.5)


def test_marks_closer_than_a_cell_make_cells_larger() -> None:
    picture = ring(3)
    marks = (Mark(column=0, row=0), Mark(column=0.25, row=0), Mark(column=0.25, row=0.5))
    nodes = tuple(msgspec.structs.replace(n, mark=m) for n, m in zip(picture.nodes, marks, strict=True))
    places = middles(layout(msgspec.structs.replace(picture, nodes=nodes)))
    assert places["r2"][0] - places["r1"][0] > 100
    assert places["r1"][1] == places["r2"][1]


def test_marks_do_not_hold_when_another_arrangement_is_asked_for() -> None:
    assert layout(sketched(), arrangement="force") != layout(sketched())


def test_stress_of_a_path_is_a_straight_line() -> None:
    links = [[(n + step, 1.0) for step in (-1, 1) if 0 <= n + step < 5] for n in range(5)]
    places = place_by_stress(links, {})
    assert math.dist(places[0], places[4]) == pytest.approx(4.0, abs=0.05)


def test_stress_of_large_graphs_uses_pivots() -> None:
    count = FULL_UP_TO + 40
    links = [[((n - 1) % count, 1.0), ((n + 1) % count, 1.0)] for n in range(count)]
    places = place_by_stress(links, {})
    sides = [math.dist(places[n], places[n - 1]) for n in range(count)]
    assert min(sides) > 0.5
    assert max(sides) < 1.8


def test_fixed_nodes_stay() -> None:
    links = [[(1, 1.0)], [(0, 1.0), (2, 1.0)], [(1, 1.0)]]
    places = place_by_stress(links, {0: (0.0, 0.0), 2: (2.0, 0.0)})
    assert places[0] == (0.0, 0.0)
    assert places[2] == (2.0, 0.0)
    assert math.dist(places[1], (1.0, 0.0)) < 0.2


def test_boxes_are_parted() -> None:
    centers = [(0.0, 0.0)] * 6 + [(30.0, 40.0)]
    apart = part_boxes(centers, [(50.0, 20.0)] * 7, 10.0)
    around = place_around(centers, [(50.0, 20.0)] * 7, 10.0, [0, 6])
    assert (around[0], around[6]) == (centers[0], centers[6])
    for moved in (apart, around):
        _check_apart(moved)


def _check_apart(moved: list[tuple[float, float]]) -> None:
    for number, (x, y) in enumerate(moved):
        for other_x, other_y in moved[number + 1 :]:
            assert abs(x - other_x) >= 59.9 or abs(y - other_y) >= 29.9


def test_edges_go_round_nodes() -> None:
    boxes = [Box(0, 0, 40, 40), Box(200, 0, 40, 40), Box(100, -10, 40, 60)]
    (route,) = Router(boxes, [0, 0, 0]).fan(0, 1, 1)
    assert len(route) > 2
    assert route[0][0] == pytest.approx(40, abs=0.5)
    assert route[-1][0] == pytest.approx(200, abs=0.5)
    assert not any(100 <= x <= 140 and -10 <= y <= 50 for x, y in route)


def test_corners_are_outside_of_round_boxes() -> None:
    box = Box(0, 0, 100, 40)
    assert inside(box, 0, (1, 1))
    assert not inside(box, 20, (1, 1))
    assert inside(box, 20, (20, 1))
