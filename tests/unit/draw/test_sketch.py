"""Sketches and pins: a node's place in the text is its place in the picture."""

from __future__ import annotations

import pytest

from netwright.draw import DrawOptions, SketchText, make_picture
from netwright.draw.sketch import read_sketch
from netwright.errors import Problems, Span

from ..design.reading import network
from .drawing import picture

NODES = ["s1", "s2", "l1", "l2", "l3", "dc-1", "dc-1-leaf"]


def marks(text, nodes=NODES):
    problems = Problems()
    found = read_sketch(SketchText(text, Span("a.txt", 1, 1)), nodes, problems)
    assert not list(problems), [str(p) for p in problems]
    return {name: (mark.column, mark.row) for name, mark in found.items()}


def test_rows_are_lines_with_names_and_columns_their_distance():
    found = marks("""
      s1      s2
     /  \\    /  \\
   l1 --- l2 ----- l3
""")
    assert {name: row for name, (_, row) in found.items()} == {"s1": 0, "s2": 0, "l1": 1, "l2": 1, "l3": 1}
    assert found["l1"][0] == 0
    assert found["l2"][0] == 1
    assert found["l1"][0] < found["s1"][0] < found["l2"][0] < found["s2"][0] < found["l3"][0]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("[s1] (s2)", ["s1", "s2"]),
        ("s1---s2", ["s1", "s2"]),
        ("s1-s2-l1", ["s1", "s2", "l1"]),
        ("dc-1 - dc-1-leaf", ["dc-1", "dc-1-leaf"]),
        ("dc-1--s1", ["dc-1", "s1"]),
        ("|s1|_s2_", ["s1", "s2"]),
        ("s1\ts2", ["s1", "s2"]),
        ("", []),
        ("│ s1 ├──┤ s2 │", ["s1", "s2"]),
    ],
)
def test_names_among_decoration(text, names):
    assert list(marks(text)) == names


def test_unknown_names_and_repeated_ones_have_places():
    problems = Problems()
    read_sketch(SketchText("s1  dc-2\n  s1", Span("a.txt", 1, 1)), NODES, problems)
    first, second = problems
    assert (first.code, first.span) == ("unknown-node-in-sketch", Span("a.txt", 1, 5))
    assert first.hint.startswith("did you mean")
    assert (second.code, second.span) == ("node-twice-in-sketch", Span("a.txt", 2, 3))


TOPOLOGY = """
graph.sketch: |
  a    b
    c
nodes: { a: , b: , c: , d: , e: { graph.pin: { column: 4, row: 2 } } }
links: [ c-a, c-b, d-c ]
"""


def test_the_sketch_of_a_topology_and_pins():
    made = picture(TOPOLOGY)
    places = {n.id: None if n.mark is None else (n.mark.column, n.mark.row) for n in made.nodes}
    assert places == {"a": (0, 0), "b": (1, 0), "c": (0.4, 1), "d": None, "e": (4, 2)}
    assert [(e.source.node, e.target.node) for e in made.edges] == [("a", "c"), ("b", "c"), ("d", "c")]


def test_a_sketch_of_the_run_goes_before_that_of_the_topology():
    made = picture(TOPOLOGY, sketch=SketchText("c\na b"))
    assert {n.id: n.mark.row for n in made.nodes if n.mark is not None} == {"a": 1, "b": 1, "c": 0, "e": 2}


def test_mistakes_in_the_sketch_of_a_topology():
    problems = Problems()
    make_picture(network(TOPOLOGY.replace("    c\n", "    q\n")), "topology", DrawOptions(), problems)
    (problem,) = problems
    assert (problem.code, problem.span.line) == ("unknown-node-in-sketch", 4)
