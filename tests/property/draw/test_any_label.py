"""Whatever stands in names and labels, engines' programs read it as it is."""

from __future__ import annotations

import re
import subprocess
from xml.etree import ElementTree as xml

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from netwright.draw.engines.d2 import write_d2
from netwright.draw.engines.dot import write_dot
from netwright.draw.engines.mermaid import write_mermaid
from netwright.draw.engines.text import clean
from netwright.draw.picture import Look, Picture, PictureCluster, PictureEdge, PictureEnd, PictureNode

from ...unit.draw.drawing import d2_says

CHARACTERS = st.characters(exclude_categories=("Cs",))
MEANINGFUL = st.sampled_from([*"\"\\$#{}[]()<>&;|`'%:/*~\n\t-_ ", "${x}", "\\N", "&lt;", "-->", "end", "null"])
TEXT = st.lists(st.one_of(MEANINGFUL, CHARACTERS), max_size=8).map("".join)
EDGE = Look(extra={"graphviz": {"labeldistance": "1.5"}})
"""As in the default styles: without it Graphviz 2.43 may stop at an assertion of its own (xlabels.c)."""
FOUND = (Phase.explicit, Phase.reuse, Phase.generate)
"""Every try starts a program: shrinking what was found would take minutes."""
NAMES = st.lists(TEXT.filter(lambda name: clean(name).strip()), min_size=1, max_size=6, unique=True)


@st.composite
def pictures(draw):
    """A few nodes in boxes, each joined to the next."""
    names = draw(NAMES)
    nodes = tuple(
        PictureNode(id=name, label=(name, draw(TEXT)), cluster=draw(st.sampled_from([None, "as:1", "box"])))
        for name in names
    )
    edges = tuple(
        PictureEdge(
            id=str(index),
            source=PictureEnd(node=name, label=(draw(TEXT),)),
            target=PictureEnd(node=names[index - 1], label=(draw(TEXT),)),
            label=(draw(TEXT),),
        )
        for index, name in enumerate(names)
    )
    clusters = (PictureCluster(id="as:1", label=draw(TEXT)), PictureCluster(id="box", label="x", parent="as:1"))
    return Picture(
        title=draw(TEXT), type="topology", nodes=nodes, edges=edges, clusters=clusters, styles={"edge": EDGE}
    )


def words(text):
    """Text as it can be compared: without spaces and what no picture can hold."""
    return re.sub(r"\s", "", clean(text))


@settings(max_examples=40, deadline=None, phases=FOUND)
@given(pictures())
def test_dot_draws_the_labels_of_nodes(picture):
    done = subprocess.run(
        ["dot", "-Tsvg"], input=write_dot(picture), capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    assert "yntax" not in done.stderr
    drawn = xml.fromstring(done.stdout)
    groups = [g for g in drawn.iter("{http://www.w3.org/2000/svg}g") if g.get("class") == "node"]
    found = sorted(words("".join(t.text or "" for t in g.iter("{http://www.w3.org/2000/svg}text"))) for g in groups)
    assert found == sorted(words("".join(node.label)) for node in picture.nodes)


@settings(max_examples=25, deadline=None, phases=FOUND)
@given(st.lists(pictures(), min_size=1, max_size=4))
def test_d2_compiles(found):
    assert d2_says([write_d2(picture) for picture in found]) == [""] * len(found)


@settings(max_examples=100, deadline=None)
@given(pictures())
def test_mermaid_has_one_line_for_each_thing(picture):
    text = write_mermaid(picture)
    body = text.split("flowchart TB\n")[-1].splitlines()
    assert sum(" --- " in line or " ---|" in line for line in body) == len(picture.edges)
    assert sum(line.strip() == "end" for line in body) == sum(line.strip().startswith("subgraph ") for line in body)
    assert all(line.count('"') % 2 == 0 for line in body)
