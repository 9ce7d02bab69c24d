"""Counting which lines run through which boxes: bands must not change what a look at every pair says."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from netwright.draw.layout.geometry import Box
from netwright.draw.layout.intersections import crosses, times_crossed

coordinate = st.integers(0, 60).map(float)
point = st.tuples(coordinate, coordinate)
boxes = st.lists(st.builds(Box, coordinate, coordinate, st.integers(1, 30).map(float), st.integers(1, 9).map(float)))
routes = st.lists(st.lists(point, min_size=2, max_size=4), max_size=8)


@given(boxes, routes)
def test_as_every_pair_says(boxes: list[Box], routes: list[list[tuple[float, float]]]) -> None:
    assert times_crossed(boxes, routes) == [sum(crosses(route, box) for route in routes) for box in boxes]
