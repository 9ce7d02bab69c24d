"""Layers: as asked for, below their neighbours otherwise, and seen in fabrics that do not say."""

from __future__ import annotations

import msgspec

from netwright.draw.layout.ranks import layers_of
from netwright.draw.picture import Picture

from ..pictures import edge, hub, leaf_spine, mesh, node, reflectors, ring


def layers(picture: Picture, **more: bool) -> dict[str, int] | None:
    found = layers_of(picture, **more)
    return None if found is None else {n.id: layer for n, layer in zip(picture.nodes, found, strict=True)}


def picture(nodes: str, pairs: str, **ranks: int) -> Picture:
    made = tuple(
        node(name, shape="host" if name[0] == "h" else "lan" if name[0] == "n" else "router", rank=ranks.get(name))
        for name in nodes.split()
    )
    edges = tuple(edge(number, *pair.split("-")) for number, pair in enumerate(pairs.split(), 1))
    return Picture(title=None, type="topology", nodes=made, edges=edges)


def test_ranks_are_compressed() -> None:
    assert layers(picture("a b c", "a-b b-c", a=5, b=100, c=200)) == {"a": 0, "b": 1, "c": 2}


def test_nodes_without_rank_go_below_their_highest_neighbour() -> None:
    found = layers(picture("a b c d", "a-b b-c c-d", a=1, b=2))
    assert found == {"a": 0, "b": 1, "c": 2, "d": 3}


def test_subnets_stand_between_layers() -> None:
    found = layers(picture("a b n h", "a-b b-n n-h", a=1, b=2))
    assert found == {"a": 0, "b": 1, "n": 2, "h": 3}


def test_stubs_stand_beside_nodes_that_have_others_below() -> None:
    stub = node("s", shape="stub")
    base = picture("a b", "a-b", a=1, b=2)
    for owner, layer in (("a", 0), ("b", 2)):
        edges = (*base.edges, edge(9, owner, "s"))
        found = layers(msgspec.structs.replace(base, nodes=(*base.nodes, stub), edges=edges))
        assert found == {"a": 0, "b": 1, "s": layer}


def test_parts_without_any_rank_begin_at_the_top() -> None:
    assert layers(picture("a b x y", "a-b x-y", a=1, b=2)) == {"a": 0, "b": 1, "x": 0, "y": 1}


def test_fabrics_are_seen() -> None:
    found = layers(leaf_spine(2, 4, 1, ranks=False))
    assert found is not None
    assert {found["spine1"], found["spine2"]} == {0}
    assert {found[f"leaf{n}"] for n in range(1, 5)} == {1}
    assert {found[f"h{n}-1"] for n in range(1, 5)} == {2}
    assert layers(leaf_spine(2, 4, 0, ranks=False)) is not None


def test_spines_are_above_when_there_are_as_many_as_leaves() -> None:
    hosts = " ".join(f"h{n}" for n in range(3))
    pairs = " ".join(f"{a}-{b}" for a in "abc" for b in "xyz") + " x-h0 y-h1 z-h2"
    found = layers(picture(f"x y z a b c {hosts}", pairs))
    assert found is not None
    assert found["a"] < found["x"] < found["h0"]


def test_what_is_no_fabric_has_no_layers() -> None:
    assert layers(ring(4)) is None
    assert layers(ring(6)) is None
    assert layers(hub()) is None
    assert layers(mesh()) is None
    assert layers(picture("h1 a b h2", "h1-a a-b b-h2")) is None


def test_reflectors_are_above_their_clients() -> None:
    found = layers(reflectors())
    assert found is not None
    assert found["rr1"] == found["rr2"] < found["pe1"] == found["pe4"] < found["ce1"]


def test_arrows_in_a_circle_do_no_harm() -> None:
    circle = picture("a b c", "a-b b-c c-a")
    arrows = tuple(msgspec.structs.replace(e, directed=True) for e in circle.edges)
    assert layers(msgspec.structs.replace(circle, edges=arrows)) is None
    assert layers(msgspec.structs.replace(circle, edges=arrows), always=True) == {"a": 0, "b": 1, "c": 1}
