"""The wiring: subnets, order, ranks, classes, boxes, labels."""

from __future__ import annotations

import pytest

from .drawing import picture, problems_of

FABRIC = """
module: [ bgp ]
groups:
  spines: { members: [ s1, s2 ], bgp.as: 65000, graph.rank: 1, graph.class: spine }
  leaves: { members: [ l1, l2 ], graph.rank: 2 }
nodes:
  l1: { bgp.as: 65001 }
  l2: { bgp.as: 65002 }
  s1:
  s2:
  h1: { device: linux, module: [], graph: { rank: 3, class: [ host, edge ] } }
links:
- l1-s1
- s2-l1
- { l2: , s1: , graph.linkorder: 10 }
- { l2: , s2: , graph.class: second }
- l1-h1
"""


def ends(made):
    return [(e.source.node, e.target.node) for e in made.edges]


def test_ranks_direct_edges_and_linkorder_sorts_them():
    assert ends(picture(FABRIC)) == [("s1", "l2"), ("s1", "l1"), ("s2", "l1"), ("s2", "l2"), ("l1", "h1")]


def test_autonomous_systems_are_boxes_until_groups_are():
    boxed = {node.id: node.cluster for node in picture(FABRIC).nodes}
    assert boxed == {"s1": "as:65000", "s2": "as:65000", "l1": "as:65001", "l2": "as:65002", "h1": None}
    grouped = picture(f"defaults.outputs.graph.groups: [ spines ]\n{FABRIC}")
    assert [(c.id, c.label, c.kind) for c in grouped.clusters] == [("group:spines", "spines", "group")]
    assert {n.id for n in grouped.nodes if n.cluster} == {"s1", "s2"}
    every = picture(f"defaults.outputs.graph.groups: True\n{FABRIC}")
    assert [c.label for c in every.clusters] == ["spines", "leaves"]
    assert picture(f"defaults.outputs.graph.as_clusters: False\n{FABRIC}").clusters == ()


def test_a_node_in_two_boxes_is_a_problem():
    text = FABRIC.replace("members: [ l1, l2 ]", "members: [ l1, l2, s1 ]")
    assert problems_of(f"defaults.outputs.graph.groups: [ spines, leaves ]\n{text}") == ["overlapping-clusters"]


def test_classes_leave_out_nodes_and_links():
    assert "h1" not in {n.id for n in picture(FABRIC, exclude=("host",)).nodes}
    only = picture(FABRIC, include=("spine", "edge"))
    assert {n.id for n in only.nodes} == {"s1", "s2", "h1"}
    assert only.edges == ()
    assert ends(picture(FABRIC, include=("second",))) == [("s2", "l2")]
    assert ("s2", "l2") not in ends(picture(FABRIC, exclude=("second",)))
    assert problems_of(FABRIC, exclude=("sekond",)) == ["unknown-class"]


def test_subnets_with_other_than_two_ends_are_nodes():
    made = picture("""
nodes: [ a, b, c ]
links:
- { interfaces: [ a, b, c ], graph: { rank: 7, fill: '#eeeeee', color: red } }
- a
- { a: , b: , graph.type: lan }
""")
    lan, stub, pair = (node for node in made.nodes if node.id.startswith("subnet:"))
    assert (lan.id, lan.shape, lan.rank, lan.look.fill, lan.label) == (
        "subnet:1",
        "lan",
        7,
        "#eeeeee",
        ("172.16.0.0/24",),
    )
    assert (stub.shape, pair.shape) == ("stub", "lan")
    assert ends(made)[:3] == [("subnet:1", n) for n in "abc"]
    assert made.edges[0].look.color == "red"


@pytest.mark.parametrize(
    ("setting", "left", "right"),
    [("True", ("10.1.0.1",), ("10.1.0.2",)), ("name", ("eth1",), ("eth1",)), ("all", ("eth1", "10.1.0.1"), None)],
)
def test_labels_of_ends(setting, left, right):
    edge = picture(f"defaults.outputs.graph.interface_labels: {setting}\nnodes: [ a, b ]\nlinks: [ a-b ]\n").edges[0]
    assert edge.source.label == left
    assert right is None or edge.target.label == right


def test_a_port_of_a_vlan_has_the_address_of_its_node():
    made = picture("""
defaults.outputs.graph.interface_labels: True
module: [ vlan ]
vlans.red: {}
nodes: { s: , h: { device: linux, module: [] } }
links: [ { s: , h: , vlan.access: red } ]
""")
    assert made.edges[0].source.label == ("172.16.0.1",)


def test_labels_of_nodes():
    text = "nodes: { a: , h: { device: linux } }\nlinks: [ a-h ]\n"
    assert [n.label for n in picture(text).nodes] == [("a [frr]", "10.0.0.1/32"), ("h [linux]", "172.16.0.2/24")]
    plain = picture(f"defaults.outputs.graph.node_address_label: False\n{text}")
    assert [n.label for n in plain.nodes] == [("a [frr]",), ("h [linux]",)]
    assert [n.shape for n in plain.nodes] == ["router", "host"]


def test_links_of_vlans_are_marked_when_asked_for():
    text = """
module: [ vlan ]
vlans.red: {}
nodes: { a: , b: , h: { device: linux, module: [] } }
links: [ { a: , b: , vlan.trunk: [ red ] }, { a: , h: , vlan.access: red }, a-b ]
"""
    assert [e.kind for e in picture(text).edges] == ["edge"] * 3
    assert [e.kind for e in picture(text, flags=("vlan",)).edges] == ["vlan_trunk", "vlan_access", "edge"]
    assert problems_of(text, flags=("vlans",)) == ["unknown-flag"]


def test_an_aggregate_stands_for_its_members():
    made = picture("module: [ lag ]\nnodes: [ a, b ]\nlinks: [ { lag.members: [ a-b, a-b ] } ]\n")
    (edge,) = made.edges
    assert edge.detail["members"] == "a eth1, eth2; b eth1, eth2"


def test_attributes_of_one_end_count():
    made = picture("nodes: [ a, b ]\nlinks: [ { a: { graph.color: red }, b: , graph.width: 3 } ]\n")
    assert (made.edges[0].look.color, made.edges[0].look.width) == ("red", 3)


def test_attributes_of_ones_own():
    text = """
defaults.outputs.graph.attributes.node.textcolor: str
defaults.outputs.graph.style_map.textcolor: fontcolor
nodes: { a: { graph.textcolor: white, graph.format: { shape: ellipse, style: 'filled,dashed' } } }
links: [ a ]
"""
    look = picture(text).nodes[0].look
    assert (look.text, look.dashed) == ("white", True)
    assert look.extra == {"graphviz": {"fontcolor": "white", "shape": "ellipse", "style": "filled,dashed"}}


def test_d2_has_attributes_of_its_own():
    text = "nodes: { a: { graph: { color: red, width: 2 }, d2: { color: blue, fill: pink } } }\nlinks: [ a ]\n"
    look = picture(text, family="d2").nodes[0].look
    assert (look.color, look.fill, look.width) == ("blue", "pink", 2)
    assert look.extra["d2"]["style.stroke"] == "blue"
    assert picture(text).nodes[0].look.color == "red"


def test_attributes_of_ones_own_in_d2():
    text = """
defaults.outputs.d2.attributes.node.background: str
defaults.outputs.d2.style_map.background: fill
nodes: { a: { d2: { background: pink, format: { style.opacity: 0.5, tooltip: here } } } }
links: [ a ]
"""
    look = picture(text, family="d2").nodes[0].look
    assert look.extra == {"d2": {"style.fill": "pink", "style.opacity": "0.5", "tooltip": "here"}}


def test_vlans_give_their_attributes_to_links():
    made = picture("""
module: [ vlan ]
vlans.red.graph: { color: blue, width: 3 }
nodes: { s: , h: { device: linux, module: [] } }
links: [ { s: , h: , vlan.access: red } ]
""")
    assert (made.edges[0].look.color, made.edges[0].look.width) == ("blue", 3)


def test_titles_and_directions():
    text = "graph: { title: Two, direction: right }\nnodes: [ a, b ]\nlinks: [ a-b ]\n"
    made = picture(text)
    assert (made.title, made.direction) == ("Two", "right")
    other = picture(text, title="Other", direction="down")
    assert (other.title, other.direction) == ("Other", "down")
    assert picture("defaults.graph.title: Far\nnodes: [ a, b ]\nlinks: [ a-b ]\n").title == "Far"


def test_styles_of_the_topology_go_over_the_defaults():
    made = picture("""
defaults.outputs.graph:
  styles: { node.fillcolor: green, edge.color: gray }
  colors: { ibgp: navy }
nodes: [ a, b ]
links: [ a-b ]
""")
    assert made.styles["node"].fill == "green"
    assert made.styles["node"].extra["graphviz"]["shape"] == "box"
    assert made.styles["edge"].color == "gray"
    assert (made.styles["ibgp"].color, made.styles["ebgp"].color) == ("navy", "#b21a1a")


def test_the_same_topology_gives_the_same_picture():
    assert picture(FABRIC) == picture(FABRIC)
