"""Any picture: the same numbers every time, nothing over anything else, ranks and marks as asked for."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from netwright.draw.layout import Geometry, layout
from netwright.draw.picture import Mark, Picture, PictureCluster, PictureEdge, PictureEnd, PictureNode
from netwright.draw.svg import render_svg

from ...unit.draw.collisions import collisions

SHAPES = st.sampled_from(["router", "switch", "host", "lan", "stub"])
LINES = st.lists(st.text("abc10./[]ä ", min_size=1, max_size=14), min_size=1, max_size=3).map(tuple)
NO_LINES = st.just(())


@st.composite
def pictures(draw: st.DrawFn, *, ranks: bool = False, marks: bool = False, boxes: bool = True) -> Picture:
    count = draw(st.integers(1, 12))
    clusters = []
    for number in range(draw(st.integers(0, 4)) if boxes else 0):
        parent = draw(st.sampled_from([None, *(f"c{n}" for n in range(number))]))
        clusters.append(PictureCluster(id=f"c{number}", label=draw(st.text("AS 1", max_size=16)), parent=parent))
    places = draw(st.permutations([(column, row) for column in range(4) for row in range(4)])) if marks else []
    nodes = [
        PictureNode(
            id=f"n{number}",
            label=draw(LINES),
            shape=draw(SHAPES),
            cluster=draw(st.sampled_from([None, *(c.id for c in clusters)])),
            rank=draw(st.none() | st.integers(1, 4)) if ranks else None,
            mark=Mark(column=places[number][0], row=places[number][1]) if marks and draw(st.booleans()) else None,
        )
        for number in range(count)
    ]
    ends = st.integers(0, count - 1)
    labels = draw(st.sampled_from([NO_LINES, NO_LINES, LINES]))
    edges = [
        PictureEdge(
            id=f"e{number}",
            source=PictureEnd(node=f"n{draw(ends)}", label=draw(labels)),
            target=PictureEnd(node=f"n{draw(ends)}", label=draw(labels)),
            label=draw(labels),
            directed=draw(st.booleans()),
            order=draw(st.sampled_from([100, 100, 50])),
        )
        for number in range(draw(st.integers(0, 18)))
    ]
    return Picture(
        title=draw(st.none() | st.text(max_size=20)),
        type="topology",
        nodes=tuple(nodes),
        edges=tuple(edges),
        clusters=tuple(clusters),
        direction=draw(st.sampled_from(["down", "right"])),
    )


def _middles(geometry: Geometry, axis: int) -> list[float]:
    return [node.box.center[axis] for node in geometry.nodes]


@settings(max_examples=60, deadline=None)
@given(pictures(ranks=True))
def test_layers(picture: Picture) -> None:
    geometry = layout(picture, arrangement="layered")
    assert collisions(picture, geometry) == []
    across = _middles(geometry, 1 if picture.direction == "down" else 0)
    ranked = [(node.rank, across[number]) for number, node in enumerate(picture.nodes) if node.rank is not None]
    for rank, place in ranked:
        for other, there in ranked:
            assert (rank == other) <= (abs(place - there) < 0.3)
            assert (rank < other) <= (place < there)


@settings(max_examples=60, deadline=None)
@given(pictures())
def test_springs(picture: Picture) -> None:
    geometry = layout(picture, arrangement="force")
    assert collisions(picture, geometry) == []


@settings(max_examples=60, deadline=None)
@given(pictures(marks=True, boxes=False))
def test_marks(picture: Picture) -> None:
    geometry = layout(picture)
    assert collisions(picture, geometry) == []
    marked = [(node.mark, geometry.nodes[n].box.center) for n, node in enumerate(picture.nodes) if node.mark]
    for axis in (0, 1):
        cells = {((m.column, m.row)[axis], round(place[axis], 0)) for m, place in marked}
        steps = {
            round((there - here) / (other - cell), 0) for cell, here in cells for other, there in cells if other != cell
        }
        assert len({cell for cell, _ in cells}) >= len(cells) - len(cells) // 2
        assert not steps or max(steps) - min(steps) <= 2


@settings(max_examples=30, deadline=None)
@given(pictures(ranks=True, marks=False))
def test_the_same_every_time(picture: Picture) -> None:
    assert layout(picture) == layout(picture)
    assert render_svg(picture) == render_svg(picture)
