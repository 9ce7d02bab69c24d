"""No two labels overlap and no edge runs through a node: pictures made by hand, and all examples in all graph types."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

import netwright
from netwright.draw import GRAPH_TYPES, DrawOptions, make_picture
from netwright.draw.layout import Arrangement, Box, layout
from netwright.errors import Problems

from .collisions import collisions
from .pictures import PICTURES, labelled, ring

ROOT = Path(__file__).resolve().parents[3]
EXAMPLES = sorted((ROOT / "examples").glob("*/topology.yml"))
ARRANGEMENTS: tuple[Arrangement, ...] = ("auto", "layered", "force")


def test_enough_pictures() -> None:
    assert len(PICTURES) >= 25
    assert len(EXAMPLES) >= 13


@pytest.mark.parametrize("arrangement", ARRANGEMENTS)
@pytest.mark.parametrize("name", PICTURES)
def test_pictures(name: str, arrangement: Arrangement) -> None:
    picture = PICTURES[name]()
    geometry = layout(picture, arrangement=arrangement)
    assert collisions(picture, geometry) == []
    assert len(geometry.nodes) == len(picture.nodes)


@pytest.mark.parametrize("name", PICTURES)
def test_no_label_is_left_out(name: str) -> None:
    assert sum(edge.omitted for edge in layout(PICTURES[name]()).edges) == 0


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_examples(path: Path) -> None:
    network = netwright.load_topology(str(path))
    drawn = 0
    for graph_type in GRAPH_TYPES:
        picture = make_picture(network, graph_type, DrawOptions(), Problems())
        if picture.nodes:
            drawn += 1
            for variant in (picture, labelled(picture), msgspec.structs.replace(picture, direction="right")):
                assert collisions(variant, layout(variant)) == []
    assert drawn


def test_the_checker_sees_mistakes() -> None:
    picture = ring(4)
    geometry = layout(picture)
    assert collisions(picture, geometry) == []
    first, second, *others = geometry.nodes
    moved = msgspec.structs.replace(first, box=second.box)
    wrong = msgspec.structs.replace(geometry, nodes=(moved, second, *others))
    assert any("overlap" in line for line in collisions(picture, wrong))
    through = msgspec.structs.replace(
        geometry.edges[0], points=(first.box.center, geometry.nodes[2].box.center, second.box.center)
    )
    wrong = msgspec.structs.replace(geometry, edges=(through, *geometry.edges[1:]))
    assert any("runs through" in line for line in collisions(picture, wrong))
    tiny = msgspec.structs.replace(geometry, width=10.0)
    assert any("not on the page" in line for line in collisions(picture, tiny))
    assert not Box(0, 0, 5, 5).overlaps(Box(5, 0, 5, 5))
