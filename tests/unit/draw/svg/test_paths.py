"""Path data of routes."""

from __future__ import annotations

from netwright.draw.svg.paths import number, path_data, with_arrow


def test_numbers_are_short() -> None:
    assert [number(value) for value in (1.0, 1.25, -0.04, 30)] == ["1", "1.2", "-0", "30"]


def test_straight_lines_and_rounded_corners() -> None:
    assert path_data(((0, 0), (10, 0)), 5) == "M0 0L10 0"
    assert path_data(((0, 0), (20, 0), (20, 20)), 5) == "M0 0L15 0Q20 0 20 5L20 20"
    assert path_data(((0, 0), (20, 0), (20, 20)), 0) == "M0 0L20 0L20 20"
    assert path_data(((0, 0), (4, 0), (4, 20)), 10) == "M0 0L2 0Q4 0 4 2L4 20"


def test_arrow_heads_end_where_the_route_ends() -> None:
    points, head = with_arrow(((0, 0), (100, 0)))
    assert head == "M100 0L91 3.8L91 -3.8Z"
    assert 90 < points[-1][0] < 100
