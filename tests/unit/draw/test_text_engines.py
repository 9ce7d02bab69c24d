"""What DOT, D2 and Mermaid say about pictures."""

from __future__ import annotations

import pytest

from netwright.draw import ENGINES, EngineOptions, engine_for
from netwright.draw.engines.d2 import write_d2
from netwright.draw.engines.dot import quoted, write_dot
from netwright.draw.engines.mermaid import write_mermaid
from netwright.draw.picture import Look, Picture, PictureCluster, PictureEdge, PictureEnd, PictureNode

from .drawing import d2_says, dot_says, picture, written

RANKED = """
graph.title: Two layers
nodes:
  a: { graph: { rank: 1, width: 20 } }
  b: { graph.rank: 2 }
  c: { graph.rank: 3 }
links: [ a-b, { b: { graph.color: red }, c: } ]
"""


def lines(text):
    return [line.strip() for line in text.splitlines()]


def test_dot_names_ranks_styles_and_titles():
    text = written(RANKED, "graphviz")
    found = lines(text)
    assert found[0] == "graph {"
    assert {"newrank=true;", '{ rank=same; "a"; }', '{ rank=same; "b"; }', 'label="Two layers"'} <= set(found)
    assert '"b" -- "c" [color="red"]' in found
    assert '"a" [label="a [frr]\\n10.0.0.1/32" penwidth="20"]' in found
    assert "invis" not in text
    assert dot_says(text) == ""


def test_dot_keeps_layers_apart_that_nothing_joins():
    text = written(RANKED.replace("links: [ a-b,", "links: [ a-c,"), "graphviz")
    assert '"a" -- "b" [style=invis]' in lines(text)


def test_dot_keeps_the_order_of_a_sketch():
    found = lines(written("graph.sketch: |\n  b a\n   c\nnodes: [ a, b, c ]\nlinks: [ a-b, b-c ]\n", "graphviz"))
    assert {'{ rank=same; "b"; "a"; }', '"b" -- "a" [style=invis]', '{ rank=same; "c"; }'} <= set(found)


def test_an_arrow_against_the_ranks_is_drawn_backwards():
    text = """
module: [ bgp, ospf ]
bgp.as: 65000
nodes: { rr: { bgp.rr: True, graph.rank: 9 }, a: { graph.rank: 1 } }
links: [ rr-a ]
"""
    assert '"a" -- "rr" [color="#613913" penwidth="2" dir="back"]' in lines(written(text, "graphviz", "bgp"))


def test_directions():
    text = "graph.direction: right\nnodes: [ a, b ]\nlinks: [ a-b ]\n"
    assert 'rankdir="LR"' in lines(written(text, "graphviz"))
    assert lines(written(text, "d2"))[0] == "direction: right"
    assert lines(written(text, "mermaid"))[0] == "flowchart LR"


def test_d2_has_containers_shapes_and_lines_of_at_most_15():
    text = written(RANKED.replace("graph.title", "module: [ bgp ]\nbgp.as: 65000\ngraph.title"), "d2")
    found = lines(text)
    assert {"AS_65000 {", 'shape: "oval"', 'style.stroke-width: "15"', "AS_65000.a -- AS_65000.b {"} <= set(found)
    assert d2_says([text], whole=True) == [""]


def test_d2_arrows_of_sessions():
    text = """
module: [ bgp, ospf ]
nodes: { rr: { bgp: { as: 65000, rr: True } }, a: { bgp.as: 65000 }, x: { bgp.as: 65001 } }
links: [ rr-a, a-x ]
"""
    found = lines(written(text, "d2", "bgp"))
    assert "AS_65000.rr -> AS_65000.a {" in found
    assert "AS_65000.a <-> AS_65001.x {" in found


def test_mermaid_has_subgraphs_and_styles_of_links():
    text = """
module: [ bgp ]
nodes: { end: { bgp.as: 65000 }, x: { bgp.as: 65001 } }
links: [ { end: , x: , graph: { color: red, width: 3 } }, end ]
"""
    found = lines(written(text, "mermaid"))
    assert found[0] == "flowchart TB"
    assert 'subgraph n4["AS 65000"]' in found
    assert "n1 --- x" in found
    assert "linkStyle 0 stroke:red,stroke-width:3px" in found


def test_labels_of_ends_in_every_engine():
    text = "defaults.outputs.{}.interface_labels: all\nnodes: [ a, b ]\nlinks: [ a-b ]\n"
    assert 'taillabel="eth1\\n10.1.0.1" headlabel="eth1\\n10.1.0.2"' in written(text.format("graph"), "graphviz")
    assert 'source-arrowhead.label: "eth1\\n10.1.0.1"' in written(text.format("d2"), "d2")
    assert 'a ---|"eth1 10.1.0.1 - eth1 10.1.0.2"| b' in written(text.format("graph"), "mermaid")


ODD = Picture(
    title='He said "no" \\N ${x} <b> & co; `',
    type="topology",
    nodes=(
        PictureNode(id="A", label=("A", 'quote " backslash \\')),
        PictureNode(id="a", label=("a\nb", "\x07bell &lt;"), cluster="as:1"),
        PictureNode(id="title", label=("title",), cluster="style"),
        PictureNode(id="label", label=()),
        PictureNode(id="cluster_AS_1", label=("|{}|",), look=Look(extra={"graphviz": {"x y": "1"}})),
    ),
    edges=(
        PictureEdge(
            id="1",
            source=PictureEnd(node="A", label=("\\",)),
            target=PictureEnd(node="a", label=('"',)),
            label=("$HOME", "%%"),
        ),
        PictureEdge(
            id="2", source=PictureEnd(node="title"), target=PictureEnd(node="label"), directed=True, state="down"
        ),
    ),
    clusters=(PictureCluster(id="as:1", label="a {b}"), PictureCluster(id="style", label="s", parent="as:1")),
)


def test_names_and_labels_that_mean_something_to_an_engine():
    assert dot_says(write_dot(ODD)) == ""
    assert d2_says([write_d2(ODD)]) == [""]
    text = write_mermaid(ODD)
    assert "#34;" in text
    assert "\x07" not in text
    assert "<b>" not in text.split("---")[2]


def test_d2_keeps_names_apart_that_differ_in_case():
    found = lines(write_d2(ODD))
    assert "A {" in found
    assert "a_ {" in found
    assert "label_ {" in found


def test_live_states_colour_edges():
    assert 'color="#cf222e"' in write_dot(ODD)
    assert 'style.stroke: "#cf222e"' in write_d2(ODD)
    assert "linkStyle 1 stroke:#cf222e" in write_mermaid(ODD)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a", '"a"'),
        ('a"b', '"a\\"b"'),
        ('a\\"b', '"a\\"b"'),
        ("a\\", '"a\\\\"'),
        ("a\\\\", '"a\\\\"'),
        ("\\N", '"\\N"'),
    ],
)
def test_values_of_the_users_are_quoted_once(value, expected):
    assert quoted(value) == expected


def test_engines_by_suffix():
    assert [engine_for(s) for s in (".dot", ".gv", ".d2", ".mmd", ".odt")] == [
        "graphviz",
        "graphviz",
        "d2",
        "mermaid",
        None,
    ]
    suffixes = [suffix for engine in ENGINES.values() for suffix in engine.suffixes]
    assert len(suffixes) == len(set(suffixes))


@pytest.mark.parametrize("engine", ENGINES)
def test_the_same_picture_gives_the_same_text(engine):
    made = picture(RANKED, family=ENGINES[engine].family)
    assert ENGINES[engine].write(made, EngineOptions()) == ENGINES[engine].write(made, EngineOptions())
