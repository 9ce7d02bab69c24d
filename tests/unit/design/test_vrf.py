"""VRFs: numbers, route targets, members, loopbacks, leaking, routing in them. Numbers are netlab's."""

from __future__ import annotations

import pytest

from .reading import codes, network

TENANTS = """
module: [ vrf, ospf ]
vrfs:
  red: { id: 5, import: [ red, common ], links: [ r1-r2 ] }
  blue: { rd: 42, loopback: True }
  common: { import: [ common, red, "65100:7" ], export: [ common, 70 ] }
nodes:
  r1: { vrfs.blue.rd: "10.0.0.1:3" }
  r2:
  r3: { module: [ ospf ] }
links:
- { r1: { vrf: blue }, r3: }
- { r1: { vrf: common }, r3: }
- { r1: , r2: }
"""


@pytest.fixture(scope="module")
def tenants():
    return network(TENANTS)


def test_numbers_and_targets(tenants):
    vrfs = tenants.nodes["r1"].vrfs
    assert [(v.name, v.id, v.rd) for v in sorted(vrfs.values(), key=lambda v: v.table)] == [
        ("blue", 2, "10.0.0.1:3"),
        ("common", 3, "65000:3"),
        ("red", 5, "65000:1"),
    ]
    assert [v.table for v in sorted(vrfs.values(), key=lambda v: v.table)] == [100, 101, 102]
    assert vrfs["red"].import_targets == ("65000:1", "65000:3")
    assert vrfs["common"].import_targets == ("65000:3", "65000:1", "65100:7")
    assert vrfs["common"].export_targets == ("65000:3", "65000:70")


def test_members(tenants):
    r1, r2 = tenants.nodes["r1"], tenants.nodes["r2"]
    assert [i.vrf for i in r1.interfaces] == ["blue", "common", None, "red", "blue"]
    assert set(r2.vrfs) == {"red"}
    assert all(i.vrf is None for i in tenants.nodes["r3"].interfaces)


def test_loopback(tenants):
    loopback = tenants.nodes["r1"].interfaces[-1]
    assert (loopback.type, loopback.vrf, str(loopback.ipv4)) == ("loopback", "blue", "10.2.0.1/32")
    assert tenants.nodes["r1"].vrfs["blue"].loopback == loopback.ifname == "lo1"


def test_leaks(tenants):
    vrfs = tenants.nodes["r1"].vrfs
    assert {v.name for v in vrfs.values() if v.leaks} == {"red", "blue", "common"}, "blue has another RD than target"
    assert not network(TENANTS.replace('"10.0.0.1:3"', "42")).nodes["r1"].vrfs["blue"].leaks
    assert vrfs["red"].bgp.asn == 65000
    assert tenants.nodes["r1"].bgp.neighbors == ()
    assert tenants.nodes["r2"].bgp is None or tenants.nodes["r2"].bgp.neighbors == ()


def test_ospf_per_vrf(tenants):
    r1 = tenants.nodes["r1"]
    assert r1.vrfs["red"].ospf is not None
    assert r1.vrfs["red"].ospf.router_id == "10.0.0.1"
    assert r1.ospf is not None


BGP = """
module: [ vrf, bgp, ospf ]
bgp.as: 65000
vrfs:
  red: { bgp.router_id: 10.9.9.1, ospf: False }
  blue:
nodes:
  r1:
  r2: { module: [ bgp ], bgp.as: 65002 }
  r3:
links:
- { r1: { vrf: red }, r2: }
- { r1: { vrf: red }, r3: { vrf: red } }
- { r1: { vrf: blue }, r3: { vrf: blue } }
- { r1: , r3: }
"""


def test_bgp_has_external_neighbours_in_vrfs_only():
    designed = network(BGP)
    r1, r2 = designed.nodes["r1"], designed.nodes["r2"]
    red, blue = r1.vrfs["red"], r1.vrfs["blue"]
    assert [(n.name, n.type, n.asn) for n in red.bgp.neighbors] == [("r2", "ebgp", 65002)]
    assert blue.bgp.neighbors == ()
    assert [(n.name, n.type) for n in r1.bgp.neighbors] == [("r3", "ibgp")]
    assert [(n.name, n.asn) for n in r2.bgp.neighbors] == [("r1", 65000)]
    assert red.bgp.router_id == "10.9.9.1"
    assert [r.source for r in red.bgp.redistribute] == ["connected"]
    assert [r.source for r in blue.bgp.redistribute] == ["connected", "ospf"]
    assert red.ospf is None
    assert [r.source for r in blue.ospf.redistribute] == ["connected", "bgp"]


@pytest.mark.parametrize(
    ("vrf", "expected"),
    [("[]", ["static"]), ("[ connected ]", ["connected", "static"]), ("{ static: False }", [])],
)
def test_the_igp_of_a_vrf_imports_what_the_node_and_the_vrf_say(vrf, expected):
    designed = network(
        f"module: [ vrf, ospf ]\nvrfs: {{ red: {{ ospf.import: {vrf} }} }}\n"
        "nodes: { a: { ospf.import: { static: } }, b: }\nlinks: [ { a: , b: , vrf: red } ]\n"
    )
    assert [r.source for r in designed.nodes["a"].vrfs["red"].ospf.redistribute] == expected


STATIC = """
module: [ vrf, routing ]
vrfs: { red: , blue: }
nodes:
  r1:
    routing.static:
    - { ipv4: 10.99.0.0/24, vrf: red, nexthop.node: r2 }
    - { ipv4: 10.99.1.0/24, vrf: red, nexthop: { node: r3, vrf: blue } }
    - { node: r3, vrf: red, nexthop.ipv4: 172.16.0.9 }
  r2: { module: [] }
  r3: { module: [] }
links:
- { r1: { vrf: red }, r2: , prefix: 172.16.0.0/24 }
- { r1: { vrf: blue }, r3: , prefix: 172.16.0.0/24 }
"""


def test_static_routes_and_one_prefix_in_two_vrfs():
    routes = network(STATIC).nodes["r1"].static_routes
    assert [(str(r.prefix), r.vrf, r.next_hop_vrf, r.ifname) for r in routes[:2]] == [
        ("10.99.0.0/24", "red", None, "eth1"),
        ("10.99.1.0/24", "red", "blue", "eth2"),
    ]
    assert str(routes[2].next_hop) == "172.16.0.9"


def test_groups_of_vrfs_give_their_settings():
    designed = network("""
module: [ vrf, ospf ]
groups.tenants: { type: vrf, members: [ red ], ospf.area: 7, loopback: True }
vrfs: { red: , blue: }
nodes: [ r1, r2 ]
links:
- { r1: { vrf: red }, r2: { vrf: red } }
- { r1: { vrf: blue }, r2: { vrf: blue } }
""")
    vrfs = designed.nodes["r1"].vrfs
    assert (vrfs["red"].loopback is not None, vrfs["blue"].loopback) == (True, None)
    assert [i.ospf.area for i in designed.nodes["r1"].interfaces[:2]] == ["0.0.0.7", "0.0.0.0"]


def test_a_node_without_members_does_not_run_the_module():
    assert "vrf-inactive" in codes("{ module: [ vrf ], vrfs.red: , nodes: [ r1, r2 ], links: [ r1-r2 ] }")
