"""Kubernetes clusters: boxes by place to any depth, colours that tell which is one, what is counted and left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
import pytest

from netwright.draw import Picture, with_states
from netwright.draw.hues import HUES, hues_of
from netwright.draw.layout import layout
from netwright.draw.svg.captions import describe
from netwright.model import LiveLink, LiveNetwork, Network

from .clustered import Spec, clustered, deep, many, nested, speaking
from .collisions import collisions
from .drawing import picture, problems_of

OUTSIDE = {"core": 63000, "tor1": 63000, "tor2": 63000}
RACK = """
groups.rack1.members: [ tor1, w1, red-1 ]
defaults.outputs.graph.groups: [ rack1 ]
"""


def parents(made: Picture) -> Mapping[str, str | None]:
    return {cluster.id: cluster.parent for cluster in made.clusters}


def boxes(made: Picture) -> Mapping[str, str | None]:
    return {n.id: n.cluster for n in made.nodes}


def settled(network: Network, **output: object) -> Network:
    """With settings of diagrams."""
    return msgspec.structs.replace(network, defaults={"outputs": {"graph": output}})


# What is drawn


def test_boxes_are_by_place():
    made = picture(nested())
    assert parents(made) == {
        "cluster:parent": None,
        "host:w1": "cluster:parent",
        "host:w2": "cluster:parent",
        **{f"cluster:{c}:{w}": f"host:{w}" for c in ("red", "blue") for w in ("w1", "w2")},
        **{f"host:{c}-{n}": f"cluster:{c}:w{n}" for c in ("red", "blue") for n in (1, 2)},
    }
    found = boxes(made)
    assert {found[name] for name in ("core", "tor1", "tor2")} == {None}
    assert (found["w1"], found["web-1"], found["red-2"], found["r-cart"]) == ("host:w1",) * 2 + ("host:red-2",) * 2
    assert {c.head for c in made.clusters if c.kind == "host"} == {"w1", "w2", "red-1", "red-2", "blue-1", "blue-2"}
    assert [c.label for c in made.clusters if c.kind == "cluster"].count("red (AS 65401)") == 2
    shapes = {n.id: n.shape for n in made.nodes}
    assert [shapes[name] for name in ("tor1", "w1", "red-1", "r-cart")] == ["router", "server", "machine", "pod"]


def test_a_cluster_has_one_colour_wherever_it_is():
    made = picture(nested())
    looks = {c.id: c.look for c in made.clusters}
    assert looks["cluster:red:w1"] == looks["cluster:red:w2"] != looks["cluster:blue:w1"]
    assert len({c.look.color for c in made.clusters}) == 3
    fills = {n.id: n.look.fill for n in made.nodes}
    assert fills["red-1"] == fills["red-2"] != fills["r-cart"] == fills["r-shop-1"]
    assert fills["tor1"] is None
    assert [key.label for key in made.keys] == ["parent (AS 64512)", "red (AS 65401)", "blue (AS 65402)"]
    assert made.keys[1].look.color == looks["cluster:red:w1"].color


def test_clusters_called_after_colours_have_them():
    hues = hues_of(["parent", "red", "blue-team", "other", "red-2"])
    assert hues["red"][0] > 200 > 50 > hues["red"][1]
    assert hues["blue-team"][2] > 200
    assert hues["red-2"] == hues["red"]
    assert len({hues["parent"], hues["other"], hues["red"], hues["blue-team"]}) == 4
    assert len(set(hues_of([f"c{n}" for n in range(20)]).values())) == len(HUES)


def test_deeper_clusters_nest_and_every_node_of_an_open_cluster_is_a_box():
    found = parents(picture(deep()))
    assert found["cluster:edge:red-1"] == "host:red-1"
    assert found["host:g-1"] == "cluster:edge:red-1"
    assert "host:w3" in found
    assert boxes(picture(deep()))["db"] == "host:w2"


def test_links_of_workloads_are_lines_when_asked_for():
    plain = picture(nested())
    assert {(e.source.node, e.target.node) for e in plain.edges} == {
        ("core", "tor1"),
        ("core", "tor2"),
        *((tor, host) for tor in ("tor1", "tor2") for host in ("w1", "w2")),
    }
    lines = {frozenset((e.source.node, e.target.node)) for e in picture(nested(), flags=("veth",)).edges}
    assert len(lines) == 6 + 12
    assert {frozenset(("w1", "red-1")), frozenset(("red-1", "r-shop-1")), frozenset(("w1", "web-1"))} <= lines


@pytest.mark.parametrize("how", [{"flags": ("nodes",)}, {"clusters": "nodes"}])
def test_pods_are_counted(how: Mapping[str, Any]):
    network = nested() if "flags" in how else settled(nested(), **how)
    made = picture(network, flags=how.get("flags", ()))
    labels = {n.id: n.label for n in made.nodes}
    assert {n.shape for n in made.nodes} == {"router", "server", "machine"}
    assert (labels["w1"][-1], labels["w2"][-1], labels["red-2"][-1]) == ("1 pod", "2 pods", "2 pods")
    assert boxes(made)["red-1"] == "cluster:red:w1"
    assert "host:red-1" not in parents(made)


def test_very_many_pods_are_counted_unless_asked_for():
    network = many(4, 15)
    assert "pod" not in {n.shape for n in picture(network).nodes}
    assert "pod" in {n.shape for n in picture(network, flags=("pods",)).nodes}
    assert "pod" in {n.shape for n in picture(settled(network, clusters="pods")).nodes}


def test_without_boxes_clusters_are_levels_of_a_plain_diagram():
    made = picture(settled(nested(), clusters="none"))
    assert made.clusters == ()
    assert len(made.edges) == 6 + 12
    ranks = {n.id: n.rank for n in made.nodes}
    assert ranks["core"] < ranks["tor1"] < ranks["w1"] < ranks["red-1"] == ranks["web-1"] < ranks["r-cart"]
    assert next(n for n in made.nodes if n.id == "red-1").look.color is not None


def test_what_a_topology_says_goes_before_its_defaults():
    network = settled(nested(), clusters="none")
    made = picture(msgspec.structs.replace(network, settings={"graph": {"clusters": "nodes"}}))
    assert boxes(made)["w1"] == "host:w1"
    assert "r-cart" not in boxes(made)


def test_routers_outside_stand_above_the_nearest_lowest():
    ranks = {n.id: n.rank for n in picture(nested()).nodes}
    assert ranks["core"] < ranks["tor1"] == ranks["tor2"]
    assert {ranks[name] for name in ("w1", "red-1", "web-1")} == {None}
    own = clustered({"c": Spec(64512, ("w",), {}, {"p": "w"})}, ("tor-w",), "")
    ranked = msgspec.structs.replace(own.nodes["w"], extra={"graph": {"rank": 3}})
    made = picture(msgspec.structs.replace(own, nodes={**own.nodes, "w": ranked}))
    assert {n.id: n.rank for n in made.nodes} == {"tor": None, "w": 3, "p": None}


def test_a_host_that_is_left_out_leaves_its_place_to_what_runs_on_it():
    own = nested()
    hidden = msgspec.structs.replace(own.nodes["w1"], extra={"graph": {"class": "gone"}})
    made = picture(msgspec.structs.replace(own, nodes={**own.nodes, "w1": hidden}), exclude=("gone",))
    assert "w1" not in boxes(made)
    assert "host:w1" not in parents(made)
    assert boxes(made)["web-1"] is None
    assert parents(made)["cluster:red"] is None
    assert boxes(made)["red-1"] == "host:red-1"
    assert collisions(made, layout(made)) == []


def test_groups_are_around_the_parts_of_a_cluster_in_them():
    network = clustered(
        {"parent": Spec(64512, ("w1", "w2"), {"red-1": "w1"}, {"web": "w2"}), "red": Spec(65401, ("red-1",))},
        ("tor1-w1", "tor1-w2"),
        RACK,
    )
    made = picture(network)
    assert parents(made)["cluster:parent:rack1"] == "group:rack1"
    assert parents(made)["cluster:parent"] is None
    assert (boxes(made)["tor1"], boxes(made)["w1"], boxes(made)["w2"]) == ("group:rack1", "host:w1", "host:w2")
    assert parents(made)["cluster:red:w1"] == "host:w1"
    assert collisions(made, layout(made)) == []


def test_marks_place_nodes_outside_of_others_only():
    sketch = "   core\n tor1  tor2\n w2    w1\n   red-1\n"
    made = picture(msgspec.structs.replace(nested(), settings={"graph": {"sketch": sketch}}))
    marks = {n.id: n.mark for n in made.nodes}
    assert marks["w1"] is not None
    assert marks["red-1"] is None
    geometry = layout(made)
    assert collisions(made, geometry) == []
    placed = {n.id: n.box.x for n in geometry.nodes}
    assert placed["w2"] < placed["w1"]


def test_captions_say_what_a_workload_is():
    made = picture(nested())
    details = {n.id: n.detail for n in made.nodes}
    assert details["red-1"]["node of cluster"] == "red"
    assert details["red-1"]["workload"] == "machine of cluster parent"
    assert details["r-cart"]["runs on"] == "red-2"
    assert "boxes parent (AS 64512), red (AS 65401), blue (AS 65402)." in describe(made)


# BGP


def test_bgp_has_a_level_and_a_box_for_every_cluster():
    made = picture(speaking(nested(), OUTSIDE, ("w1", "w2")), "bgp")
    assert {c.label for c in made.clusters} == {"parent (AS 64512)", "red (AS 65401)", "blue (AS 65402)", "AS 63000"}
    ranks = {n.id: n.rank for n in made.nodes}
    assert ranks["core"] < ranks["tor1"] < ranks["w1"] == ranks["w2"] < ranks["red-1"] == ranks["blue-2"]
    kinds = {frozenset((e.source.node, e.target.node)): e.kind for e in made.edges}
    assert kinds[frozenset(("w1", "w2"))] == "ibgp"
    assert kinds[frozenset(("w1", "red-1"))] == kinds[frozenset(("tor1", "w1"))] == "ebgp"
    assert "web-1" not in ranks
    assert collisions(made, layout(made)) == []


def test_reflectors_stand_above_the_others_of_their_cluster():
    network = speaking(nested(), OUTSIDE, ("w1", "w2"))
    w1 = network.nodes["w1"]
    assert w1.bgp is not None
    reflector = msgspec.structs.replace(w1, bgp=msgspec.structs.replace(w1.bgp, rr=True))
    made = picture(msgspec.structs.replace(network, nodes={**network.nodes, "w1": reflector}), "bgp")
    ranks = {n.id: n.rank for n in made.nodes}
    assert ranks["tor1"] < ranks["w1"] < ranks["w2"] < ranks["red-1"]


def test_two_clusters_of_one_as_share_its_box():
    spec = {"a": Spec(64512, ("w1",)), "b": Spec(64512, ("w2",))}
    made = picture(speaking(clustered(spec, ("tor-w1", "tor-w2")), {"tor": 63000}), "bgp")
    assert "a, b (AS 64512)" in {c.label for c in made.clusters}


def test_a_session_that_one_end_only_has_is_dashed():
    network = speaking(nested(), OUTSIDE)
    red = network.nodes["red-1"]
    assert red.bgp is not None
    silent = msgspec.structs.replace(red, bgp=msgspec.structs.replace(red.bgp, neighbors=()))
    made = picture(msgspec.structs.replace(network, nodes={**network.nodes, "red-1": silent}), "bgp")
    dashed = [e for e in made.edges if e.look.dashed]
    assert [(e.source.node, e.target.node) for e in dashed] == [("w1", "red-1")]
    assert dashed[0].detail["one end only"] == "red-1 has no session with w1"


# Workloads


def test_workloads_are_in_the_box_of_their_cluster():
    made = picture(nested(), "workloads")
    assert {c.label for c in made.clusters} == {"parent (AS 64512)", "red (AS 65401)", "blue (AS 65402)"}
    found = boxes(made)
    assert "tor1" not in found
    assert (found["w1"], found["web-1"]) == ("cluster:parent",) * 2
    assert found["red-1"] == found["red-2"] == found["r-cart"] == "cluster:red"
    assert len(made.edges) == 12
    assert collisions(made, layout(made)) == []


def test_workloads_are_links_of_a_running_lab():
    made = picture(nested(), "workloads")
    line = made.edges[0]
    ends = [(end.node, end.interface or "") for end in (line.source, line.target)]
    live = LiveNetwork(links=dict.fromkeys(ends, LiveLink(up=False, carrier=False)), nodes={}, sessions=())
    assert with_states(made, live).edges[0].state == "down"


def test_a_network_without_clusters_has_no_workloads():
    assert problems_of("nodes: [ a ]\n", "workloads") == ["nothing-to-draw"]
