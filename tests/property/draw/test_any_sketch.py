"""Whatever stands in a sketch, only problems with places come of it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from netwright.draw import SketchText
from netwright.draw.sketch import read_sketch
from netwright.errors import Problems, Span

NODES = ["a", "b-1", "b-1-c", "core_x", "été"]
PIECES = st.one_of(
    st.sampled_from([*NODES, " ", "-", "--", "---", "|", "/", "\n", "\t", "_", ".", "[", "]"]), st.text(max_size=3)
)
SKETCHES = st.lists(PIECES, max_size=30).map("".join)


@given(SKETCHES)
def test_marks_are_of_nodes_and_problems_have_places(text):
    problems = Problems()
    marks = read_sketch(SketchText(text, Span("sketch.txt", 1, 1)), NODES, problems)
    assert set(marks) <= set(NODES)
    assert all(mark.column >= 0 and mark.row >= 0 for mark in marks.values())
    lines = text.splitlines()
    for problem in problems:
        assert 1 <= problem.span.line <= len(lines)
    assert len({(mark.column, mark.row) for mark in marks.values()}) == len(marks)


@given(st.permutations(NODES), st.integers(1, 4))
def test_the_order_of_names_is_that_of_their_places(names, width):
    rows = [names[start : start + width] for start in range(0, len(names), width)]
    text = "\n |  / \n".join("  ---  ".join(row) for row in rows)
    problems = Problems()
    marks = read_sketch(SketchText(text), NODES, problems)
    assert not list(problems)
    assert sorted(names, key=lambda name: (marks[name].row, marks[name].column)) == list(names)
