"""Views of protocols: who is in the picture, in which box, joined how."""

from __future__ import annotations

import pytest

from netwright import load_topology
from netwright.draw.settings import DrawOptions, read_settings
from netwright.errors import Problems

from .drawing import picture, problems_of

BGP = """
module: [ bgp, ospf ]
bgp.as_list:
  65000: { members: [ a, b, c ], rr: [ c ], name: Core }
  65001: { members: [ x ] }
nodes: { a: , b: , c: , x: , y: { module: [ ospf ] } }
links: [ a-b, b-c, a-x, { a: , y: } ]
"""


def drawn(made):
    return [(e.source.node, "->" if e.directed else "--", e.target.node, e.kind) for e in made.edges]


def test_bgp_sessions_are_drawn_once_and_reflection_is_an_arrow():
    made = picture(BGP, "bgp")
    assert drawn(made) == [("c", "->", "a", "ibgp"), ("a", "--", "x", "ebgp"), ("c", "->", "b", "ibgp")]
    assert [c.label for c in made.clusters] == ["Core (AS 65000)", "AS 65001"]
    assert "y" not in {n.id for n in made.nodes}
    assert "y" in {n.id for n in picture(BGP, "bgp", flags=("all",)).nodes}
    without = picture(f"defaults.outputs.graph.bgp.rr: False\n{BGP}", "bgp")
    assert not any(e.directed for e in without.edges)
    assert made.edges[0].addresses == ("10.0.0.1",)


@pytest.mark.parametrize("type", ["topology", "bgp", "ospf"])
def test_nothing_has_details_where_none_are_shown(type):
    made = picture(BGP, type, detail=False)
    assert not any(thing.detail for thing in (*made.nodes, *made.edges))
    assert not any(end.text for edge in made.edges for end in (edge.source, edge.target))
    assert type != "bgp" or all(edge.addresses for edge in made.edges)


def test_only_sessions_of_a_family():
    assert picture(BGP, "bgp", flags=("ipv6",)).edges == ()
    assert len(picture(f"defaults.outputs.graph.bgp.af.ipv4: True\n{BGP}", "bgp").edges) == 3


def test_settings_of_bgp_leave_evpn_alone():
    """EVPN has the flag `rr` alone: sessions in VRFs are not for `novrf` to hide there."""
    problems = Problems()
    network = load_topology(
        "-", text=f"defaults.device: frr\ndefaults.outputs.graph.bgp: {{ novrf: True, all: True }}\n{BGP}"
    )
    flags = {type: read_settings(network, type, DrawOptions(), problems).flags for type in ("bgp", "evpn")}
    assert flags == {"bgp": {"rr", "novrf", "all"}, "evpn": {"rr"}}


def test_sessions_in_vrfs():
    text = """
module: [ bgp, vrf ]
vrfs.red:
nodes: { pe: { bgp.as: 65000 }, ce: { bgp.as: 65100, module: [ bgp ] }, p: { bgp.as: 65200, module: [ bgp ] } }
links: [ { ce: , pe: { vrf: red } }, pe-p ]
"""
    dashed = picture(text, "bgp", flags=("vrf",))
    assert {e.source.node + e.target.node: e.look.dashed for e in dashed.edges} == {"pece": True, "pep": False}
    assert drawn(picture(text, "bgp", flags=("novrf",))) == [("pe", "--", "p", "ebgp")]


def test_parallel_sessions_stay_apart():
    made = picture("module: [ bgp ]\nnodes: { a: { bgp.as: 1 }, b: { bgp.as: 2 } }\nlinks: [ a-b, a-b ]\n", "bgp")
    assert [e.id for e in made.edges] == ["bgp:a:b", "bgp:a:b:2"]


def test_members_of_a_confederation_are_boxes_in_its_box():
    made = picture(
        """
module: [ bgp ]
bgp.confederation.65000.members: [ 65001, 65002 ]
nodes: { a: { bgp.as: 65001 }, b: { bgp.as: 65002 }, x: { bgp.as: 65100 } }
links: [ a-b, b-x ]
""",
        "bgp",
    )
    boxes = {c.id: c.parent for c in made.clusters}
    assert boxes == {
        "confederation:65000": None,
        "as:65001": "confederation:65000",
        "as:65002": "confederation:65000",
        "as:65100": None,
    }


def test_ospf_areas_are_boxes_and_routers_of_two_stand_between():
    made = picture(
        """
module: [ ospf ]
nodes: { a: , abr: , b: }
links:
- a-abr
- { abr: , b: , ospf.area: 1, ospf.cost: 7 }
- b: { ospf: { area: 1, passive: True } }
""",
        "ospf",
    )
    assert {n.id: n.cluster for n in made.nodes} == {
        "a": "area:0.0.0.0",
        "abr": None,
        "b": "area:0.0.0.1",
        "subnet:3": "area:0.0.0.1",
    }
    assert drawn(made) == [
        ("a", "--", "abr", "ospf-backbone"),
        ("abr", "--", "b", "ospf-area"),
        ("b", "--", "subnet:3", "ospf-area"),
    ]
    assert [e.look.dashed for e in made.edges] == [False, False, True]
    assert made.edges[1].detail["OSPF cost"] == "abr 7, b 7"


def test_isis_levels_are_those_both_ends_have():
    made = picture(
        """
module: [ isis ]
nodes:
  a: { isis.type: level-1-2 }
  b: { isis.type: level-1-2 }
  c: { isis.type: level-1 }
  far: { isis: { area: '49.0002', type: level-1-2 } }
links: [ a-b, b-c, a-far ]
""",
        "isis",
    )
    assert {(e.source.node, e.target.node): e.kind for e in made.edges} == {
        ("a", "b"): "level-1-2",
        ("b", "c"): "level-1",
        ("a", "far"): "level-2",
    }
    assert {n.cluster for n in made.nodes} == {"area:49.0001", "area:49.0002"}


def test_isis_is_dashed_where_one_end_is_enough_to_have_no_adjacency():
    made = picture(
        """
module: [ isis ]
nodes: [ a, b, c ]
links:
- { a: , b: { isis.passive: True } }
- { a: , b: { shutdown: True } }
- { a: , c: }
""",
        "isis",
    )
    assert [e.look.dashed for e in made.edges] == [True, True, False]


VLANS = """
module: [ vlan ]
vlans: { red: , blue: { mode: bridge } }
groups.hosts: { members: [ h1, h2 ], device: linux, module: [] }
nodes: [ s1, s2, h1, h2 ]
links:
- { s1: , s2: , vlan.trunk: [ red, blue ] }
- { s1: , h1: , vlan.access: red }
- { s2: , h2: , vlan.access: blue }
"""


def test_vlans_are_joined_to_switches_and_hosts():
    made = picture(VLANS, "vlan")
    found = {(e.source.node, e.target.node): (e.kind, e.look.dashed) for e in made.edges}
    assert found[("s1", "vlan:red")] == ("vlan_trunk", False)
    assert found[("h1", "vlan:red")] == ("vlan_access", False)
    assert found[("s2", "vlan:blue")] == ("vlan_trunk", True)
    assert found[("h2", "vlan:blue")] == ("vlan_access", False)
    assert {n.id: n.label[0] for n in made.nodes if n.shape == "lan"} == {
        "vlan:red": "red (1000)",
        "vlan:blue": "blue (1001)",
    }


def test_vrfs_have_boxes_with_what_is_attached_and_arrows_for_leaks():
    made = picture(
        """
module: [ vrf ]
vrfs: { red: { import: [ red, blue ] }, blue: }
nodes: { pe1: , pe2: , c1: { device: linux, module: [] }, c2: { device: linux, module: [] } }
links: [ { pe1: { vrf: red }, c1: }, { pe2: { vrf: blue }, c2: }, { pe1: { vrf: blue }, pe2: { vrf: blue } } ]
""",
        "vrf",
    )
    assert {n.id: n.cluster for n in made.nodes} == {
        "pe1": None,
        "pe2": None,
        "c1": "vrf:red",
        "c2": "vrf:blue",
        "vrf-node:red": "vrf:red",
        "vrf-node:blue": "vrf:blue",
    }
    assert ("vrf-node:blue", "->", "vrf-node:red", "vrf_leak") in drawn(made)
    assert {e.label for e in made.edges if e.kind == "edge"} == {("red",), ("blue",)}


def test_evpn_shows_its_sessions_and_instances():
    made = picture(
        """
module: [ ospf, bgp, vlan, vxlan, evpn ]
bgp.as: 65000
vlans: { red: { mode: bridge } }
nodes: { s: { bgp.rr: True }, l1: , l2: , h1: { device: linux, module: [] }, h2: { device: linux, module: [] } }
links: [ s-l1, s-l2, { l1: , h1: , vlan.access: red }, { l2: , h2: , vlan.access: red } ]
""",
        "evpn",
    )
    assert {n.id for n in made.nodes} == {"s", "l1", "l2", "evpn-vlan:red"}
    assert ("s", "->", "l1", "ibgp") in drawn(made)
    assert ("l1", "--", "evpn-vlan:red", "vxlan") in drawn(made)


def test_a_diagram_without_anything_is_a_problem():
    text = "nodes: [ a, b ]\nlinks: [ a-b ]\n"
    assert [problems_of(text, kind) for kind in ("bgp", "ospf", "isis", "vlan", "vrf", "evpn")] == [
        ["nothing-to-draw"]
    ] * 6
