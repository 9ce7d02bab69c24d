"""Pictures with Kubernetes clusters: nested boxes to any depth, nothing over anything, in every format."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import msgspec
import pytest

from netwright.draw import ENGINES, EngineOptions, Picture
from netwright.draw.html.building import build_page
from netwright.draw.layout import Arrangement, layout
from netwright.draw.picture import PictureCluster, PictureNode
from netwright.draw.svg import render_svg
from netwright.model import Network

from .clustered import Spec, clustered, deep, many, nested
from .collisions import collisions
from .drawing import d2_says, dot_says, picture, written
from .pictures import edge, labelled, node, sideways
from .svg.test_render import TEXT_RATIO, contrasts, rules, tree

ARRANGEMENTS: tuple[Arrangement, ...] = ("auto", "layered", "force")


def variants() -> Iterator[tuple[str, Picture]]:
    for name, network in (("nested", nested()), ("deep", deep()), ("many", many(6, 10))):
        for flags in ((), ("veth",), ("nodes",), ("veth", "pods")):
            made = picture(network, flags=flags)
            yield f"{name}-{'-'.join(flags)}", made
            if name != "many":
                yield f"{name}-{'-'.join(flags)}-sideways", sideways(made)
                yield f"{name}-{'-'.join(flags)}-labelled", labelled(made)


VARIANTS = dict(variants())


@pytest.mark.parametrize("arrangement", ARRANGEMENTS)
@pytest.mark.parametrize("name", VARIANTS)
def test_nothing_is_over_anything(name: str, arrangement: Arrangement):
    made = VARIANTS[name]
    assert collisions(made, layout(made, arrangement)) == []


def scattered(seed: int) -> Picture:
    """Boxes and nodes at random depths, with heads and without, and lines between anything."""
    dice = random.Random(seed)
    clusters: list[PictureCluster] = []
    nodes: list[PictureNode] = []
    for number in range(dice.randint(1, 12)):
        parent = dice.choice([None, *(c.id for c in clusters)])
        head = f"head{number}" if dice.random() < 0.6 else None
        label = "" if head is not None and dice.random() < 0.7 else f"box {number}" * dice.randint(1, 3)
        clusters.append(PictureCluster(id=f"b{number}", label=label, parent=parent, head=head))
        if head is not None:
            nodes.append(node(head, "10.0.0.1", "server", cluster=f"b{number}"))
    for number in range(dice.randint(1, 30)):
        box = dice.choice([None, *(c.id for c in clusters)])
        nodes.append(node(f"n{number}", "x" * dice.randint(1, 12), "pod", cluster=box))
    names = [n.id for n in nodes]
    edges = [edge(number, *dice.sample(names, 2)) for number in range(dice.randint(0, 12) if len(names) > 1 else 0)]
    direction = dice.choice(("down", "right"))
    return Picture(
        title=None,
        type="topology",
        nodes=tuple(nodes),
        edges=tuple(edges),
        clusters=tuple(clusters),
        direction=direction,
    )


@pytest.mark.parametrize("seed", range(60))
def test_nothing_is_over_anything_in_pictures_of_chance(seed: int):
    made = scattered(seed)
    assert collisions(made, layout(made)) == []


def test_heads_stand_over_what_is_in_their_box():
    made = picture(deep())
    geometry = layout(made)
    places = {n.id: n.box for n in geometry.nodes}
    areas = {c.id: c.boxes[0] for c in geometry.clusters}
    for cluster in made.clusters:
        if cluster.head is not None:
            head, area = places[cluster.head], areas[cluster.id]
            inside = [places[n.id] for n in made.nodes if n.cluster == cluster.id and n.id != cluster.head]
            assert all(head.bottom < box.y for box in inside)
            assert head.width > 0.8 * area.width


def test_boxes_of_one_cluster_are_equally_high_side_by_side():
    geometry = layout(picture(deep()))
    areas = {c.id: c.boxes[0] for c in geometry.clusters}
    assert len({areas[f"host:w{n}"].height for n in (1, 2, 3)}) == 1
    assert len({areas[f"host:w{n}"].y for n in (1, 2, 3)}) == 1


def test_many_nodes_stand_in_rows():
    made = picture(many())
    geometry = layout(made)
    tops = {c.boxes[0].y for c in geometry.clusters if c.id.startswith("host:n")}
    assert len(tops) > 1
    assert 1 < geometry.width / geometry.height < 2.4


def test_lines_to_lower_rows_run_between_upper_boxes():
    nodes = [f"n{number}" for number in range(10)]
    spec = Spec(64512, nodes, {}, {f"p{number}-{n}": n for n in nodes for number in range(5)})
    made = picture(clustered({"parent": spec}, (f"tor-{'-'.join(nodes)}",)))
    geometry = layout(made)
    assert collisions(made, geometry) == []
    (whole,) = next(c.boxes for c in geometry.clusters if c.id == "cluster:parent")
    assert all(whole.x < x < whole.right for e in geometry.edges for x, _ in e.points)
    assert len({c.boxes[0].y for c in geometry.clusters if c.id.startswith("host:")}) == 2


# Formats


def test_dot_nests_subgraphs_and_puts_what_runs_on_a_node_below_it():
    text = written(deep(), "graphviz")
    assert text.index('subgraph "cluster_cluster_parent"') < text.index('subgraph "cluster_host_w1"')
    assert text.index('"cluster_cluster_edge_red-1"') < text.index('"g-1" [')
    assert '"g-1" -- "e-1" [style=invis]' in text
    assert '"w1" -- "red-1" [style=invis]' in text
    assert '"tor" -- "w1"' in text


def test_dot_puts_many_nodes_in_rows():
    nodes = [f"n{number}" for number in range(8)]
    spec = Spec(64512, nodes, {}, {f"p{number}-{n}": n for n in nodes for number in range(3)})
    network = clustered({"parent": spec}, [f"tor-{n}" for n in nodes])
    text = written(network, "graphviz")
    assert '"p2-n0" -- "n4" [style=invis]' in text
    assert '"p2-n3" -- "n7" [style=invis]' in text
    assert '"n0" -- "p0-n0" [style=invis]' in text
    assert dot_says(text) == ""
    ranked = {n: msgspec.structs.replace(network.nodes[n], extra={"graph": {"rank": 5}}) for n in nodes}
    text = written(msgspec.structs.replace(network, nodes={**network.nodes, **ranked}), "graphviz")
    assert '-- "n4" [style=invis]' not in text
    assert dot_says(text) == ""


def test_d2_has_nodes_that_are_containers():
    found = [line.strip() for line in written(nested(), "d2").splitlines()]
    assert "tor1 -- cluster_parent.w1 {" in found
    assert 'label: "w1 [calico]\\n10.1.0.10/30"' in found
    assert found.count('label: "red (AS 65401)"') == 2
    apart = written(nested(), "d2", flags=("veth",))
    assert "cluster_parent.host_w1.w1 -- " in apart
    folded = clustered({"c": Spec(64512, ("w",), {}, {f"p{n}": "w" for n in range(7)})}, ("tor-w",))
    assert 'grid-columns: "3"' in written(folded, "d2")


def test_mermaid_has_nodes_that_are_subgraphs():
    found = [line.strip() for line in written(nested(), "mermaid").splitlines()]
    assert 'subgraph w1["w1 [calico]<br/>10.1.0.10/30"]' in found
    assert "tor1 --- w1" in found
    assert sum(line.startswith("subgraph") for line in found) == sum(line == "end" for line in found)
    folded = clustered({"c": Spec(64512, ("w",), {}, {f"p{n}": "w" for n in range(7)})}, ("tor-w",))
    assert "p0 ~~~ p3" in [line.strip() for line in written(folded, "mermaid").splitlines()]


@pytest.mark.parametrize("flags", [(), ("veth",), ("nodes",)])
def test_graphviz_and_d2_accept_them(flags: tuple[str, ...]):
    networks = [nested(), deep()]
    assert [said for n in networks if (said := dot_says(written(n, "graphviz", flags=flags)))] == []
    assert set(d2_says([written(n, "d2", flags=flags) for n in networks])) == {""}


def test_d2_lays_one_out():
    assert d2_says([written(deep(), "d2")], whole=True) == [""]


def test_svg_explains_colours():
    text = render_svg(picture(nested()), "light")
    legend = text[text.index('<g class="legend">') :]
    assert ">red (AS 65401)<" in legend
    assert legend.count("<rect") == 3
    assert "legend" not in render_svg(picture("nodes: [ a, b ]\nlinks: [ a-b ]\n"))


@pytest.mark.parametrize("network", [nested, deep])
def test_text_can_be_read_in_every_colour(network: Callable[[], Network]):
    root = tree(picture(network()))
    for properties in rules(root):
        assert min(contrasts(root, properties)) >= TEXT_RATIO


def test_the_page_has_boxes_and_colours():
    text = ENGINES["html"].write(picture(nested()), EngineOptions())
    assert '"keys":[{"name":"parent (AS 64512)"' in text
    page = build_page((picture(nested()), picture(nested(), "workloads")), layout(picture(nested())), name="x")
    assert [(layer.name, layer.physical, layer.shown) for layer in page.layers] == [
        ("Physical", True, True),
        ("Workloads", True, False),
    ]
    assert len(page.layers[1].edges) == 12
