"""Every example, and the corpus' diagrams, in every text engine; Graphviz and D2 accept them all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from netwright.draw import ENGINES, GRAPH_TYPES, DrawOptions, EngineOptions, make_picture
from netwright.errors import Problems
from netwright.workbench import load_topology

from .drawing import d2_says, dot_says

ROOT = Path(__file__).parents[3]
CORPUS = ROOT.parent / "shared" / "corpus" / "netlab-examples"
EXAMPLES = sorted(ROOT.glob("examples/*/topology.yml"))
OTHERS = sorted([*CORPUS.glob("graphs/colors-lines/*.yml"), *CORPUS.glob("EVPN/*/topology.yml")])


def texts(path: Path, engine: str) -> Iterator[str]:
    """Of every graph type that has something to show."""
    network = load_topology(path)
    found = ENGINES[engine]
    for type in GRAPH_TYPES:
        problems = Problems()
        made = make_picture(network, type, DrawOptions(family=found.family), problems)
        assert {p.code for p in problems} <= {"nothing-to-draw"}
        if made.nodes:
            yield found.write(made, EngineOptions())


def test_there_are_examples():
    assert len(EXAMPLES) >= 13


@pytest.mark.parametrize("path", [*EXAMPLES, *OTHERS], ids=lambda path: path.parent.name + "-" + path.stem)
def test_graphviz_and_d2_accept_it(path):
    drawn = list(texts(path, "graphviz"))
    assert drawn
    assert [said for text in drawn if (said := dot_says(text))] == []
    assert set(d2_says(list(texts(path, "d2")))) == {""}
    assert all(text.startswith(("flowchart ", "---\n")) for text in texts(path, "mermaid"))


def test_d2_lays_an_example_out():
    text = next(texts(ROOT / "examples/vrf-lite/topology.yml", "d2"))
    assert d2_says([text], whole=True) == [""]
