"""VXLAN: VNIs, endpoints, lists for static flooding."""

from __future__ import annotations

import pytest

from ..reading import codes, network

FABRIC = """
module: [ vlan, vxlan, ospf ]
vxlan.vlans: [ red, blue, green ]
vlans:
  red: { mode: bridge }
  blue: { mode: irb, vni: 555 }
  green: { mode: bridge, id: 77 }
  local: { mode: bridge }
nodes:
  s1:
  s2:
  s3: { vxlan.vlans: [ red ] }
  s4: { vxlan.domain: other }
links:
- s1-s2
- s2-s3
- s3-s4
- s1: { vlan.access: red }
- s2: { vlan.access: red }
- s3: { vlan.access: red }
- s4: { vlan.access: red }
- s1: { vlan.access: blue }
- s2: { vlan.access: blue }
- s3: { vlan.access: blue }
- s1: { vlan.access: green }
- s3: { vlan.access: local }
"""


def test_vnis_and_endpoints():
    designed = network(FABRIC)
    first = designed.nodes["s1"]
    assert {name: vlan.vni for name, vlan in first.vlans.items()} == {"red": 101000, "blue": 555, "green": 100077}
    assert (str(first.vxlan.address), first.vxlan.ifname, first.vxlan.vlans) == (
        "10.0.0.1",
        "lo",
        ("red", "blue", "green"),
    )
    third = designed.nodes["s3"]
    assert third.vxlan.vlans == ("red", "blue"), "a VLAN with a VNI of its own is always carried"
    assert third.vlans["local"].vni is None


def test_static_flooding_stays_in_the_domain():
    designed = network(FABRIC)
    first = designed.nodes["s1"]
    assert [str(a) for a in first.vxlan.remotes] == ["10.0.0.2", "10.0.0.3"]
    assert [str(a) for a in first.vlans["red"].flood] == ["10.0.0.2", "10.0.0.3"]
    assert first.vlans["green"].flood == ()
    assert designed.nodes["s4"].vxlan.remotes == ()


def test_another_interface_as_endpoint_and_ipv6():
    text = FABRIC + "- { s1: , type: loopback, vxlan.vtep: True, pool: vrf_loopback }\n"
    assert str(network(text).nodes["s1"].vxlan.address) == "10.2.0.1"
    six = FABRIC.replace(
        "vxlan.vlans:", "vxlan.use_v6_vtep: True\naddressing.loopback.ipv6: 2001:db8::/48\nvxlan.vlans:", 1
    )
    assert str(network(six).nodes["s2"].vxlan.address) == "2001:db8:0:2::1"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("vxlan.vlans: [ red, blue, green ]", "vxlan.vlans: [ red, bleu ]"), "unknown-vlan"),
        (("id: 77 }", "vni: 555 }"), "duplicate-vni"),
        (("vni: 555", "vni: 16777216"), "wrong-type"),
        (("  s1:\n", "  s1: { loopback: False }\n"), "vxlan-without-endpoint"),
        (("  s1:\n", "  s1: { vxlan.flooding: evpn }\n"), "flooding-without-evpn"),
    ],
)
def test_mistakes(change, code):
    assert code in codes(FABRIC.replace(*change, 1))


NODE_VLANS = """
module: [ vlan, vxlan ]
nodes:
  a: { vlans: { mine: { id: 77 }, other: { id: 78 } } }
  b: { vlans: { mine: { id: 79 } }, vxlan.vlans: [ mine ] }
  c: { vlan.mode: route }
vlans: { red: , r: { mode: route } }
links:
- { a: { vlan.access: mine } }
- { a: { vlan.access: other } }
- { b: { vlan.access: mine } }
- { a: , b: , vlan.access: red }
- { b: , c: , vlan.access: r }
"""


def test_vlans_of_nodes_are_carried_too():
    """A node's list chooses among VLANs of its own, not among those of the topology."""
    a, b, _ = network(NODE_VLANS).nodes.values()
    assert {name: vlan.vni for name, vlan in a.vlans.items()} == {"mine": 100077, "other": 100078, "red": 101000}
    assert {name: b.vlans[name].vni for name in ("mine", "red")} == {"mine": 100079, "red": 101000}
    assert network(NODE_VLANS.replace("nodes:", "vxlan.vlans: [ red ]\nnodes:")).nodes["a"].vlans["mine"].vni is None


def test_a_node_with_nothing_to_carry_does_not_run_vxlan():
    c = network(NODE_VLANS.replace("vlans: { red: ,", "vxlan.vlans: [ red ]\nvlans: { red: ,")).nodes["c"]
    assert c.vxlan is None
    assert "vxlan" not in c.modules
