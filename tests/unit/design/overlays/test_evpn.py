"""EVPN: instances of VLANs and VRFs, transit VNIs, sessions; what FRR is told."""

from __future__ import annotations

from netwright.devices import check_nodes
from netwright.devices.frr.conf import frr_conf
from netwright.errors import Problems

from ..reading import codes, network

FABRIC = """
module: [ vlan, vrf, ospf, bgp, vxlan, evpn ]
bgp.as: 65000
bgp.rr_list: [ s1 ]
vrfs:
  tenant: { evpn.transit_vni: True }
  other: { evpn.transit_vni: 7000 }
  third: { evpn.transit_vni: tenant }
  plain:
vlans:
  red: { vrf: tenant }
  blue: { mode: bridge }
  green: { vrf: plain }
  own: { vrf: other, evpn.evi: 77, evpn.import: [ '65000:9' ] }
nodes: [ s1, s2, s3 ]
links:
- s1-s2
- s2-s3
- s1: { vlan.access: red }
- s3:
  s2:
  vlan.trunk: [ red, blue, green, own ]
- s3: { vrf: third }
"""


def test_instances_of_vlans():
    vlans = network(FABRIC).nodes["s2"].vlans
    red, own = vlans["red"].evpn, vlans["own"].evpn
    assert (red.evi, red.rd, red.import_targets, red.export_targets) == (
        1000,
        "10.0.0.2:1000",
        ("65000:1000",),
        ("65000:1000",),
    )
    assert (own.evi, own.rd, own.import_targets, own.export_targets) == (77, "10.0.0.2:77", ("65000:9",), ("65000:77",))


def test_transit_vnis():
    designed = network(FABRIC)
    second, third = designed.nodes["s2"], designed.nodes["s3"]
    assert (second.vrfs["tenant"].evpn.transit_vni, second.vrfs["tenant"].evpn.rd) == (200000, "10.0.0.2:5001")
    assert second.vrfs["other"].evpn.transit_vni == 7000
    assert third.vrfs["third"].evpn.transit_vni == 200000
    assert second.vrfs["plain"].evpn is None
    assert second.vxlan.vrfs == second.evpn.vrfs


def test_sessions_of_the_wanted_types():
    designed = network(FABRIC)
    assert [n.evpn for n in designed.nodes["s1"].bgp.neighbors] == ["ipv4", "ipv4"]
    none = network(FABRIC.replace("bgp.as: 65000", "bgp.as: 65000\nevpn.session: [ ebgp ]", 1))
    assert [n.evpn for n in none.nodes["s1"].bgp.neighbors] == [None, None]


def test_configuration_of_frr():
    designed = network(FABRIC)
    text = frr_conf(designed, designed.nodes["s2"])
    for lines in (
        "vrf tenant\n vni 200000\nexit-vrf\n",
        "  vni 101003\n   rd 10.0.0.2:77\n   route-target import 65000:9\n",
        "  rd 10.0.0.2:5001\n  route-target import 65000:1\n  route-target export 65000:1\n  advertise ipv4 unicast\n",
    ):
        assert lines in text
    assert "neighbor 10.0.0.2 route-reflector-client" in frr_conf(designed, designed.nodes["s1"]).split("l2vpn evpn")[1]


def test_mistakes():
    assert "unknown-vrf" in codes(FABRIC.replace("evpn.transit_vni: tenant", "evpn.transit_vni: tenants", 1))
    assert "evpn-without-bgp" in codes(
        "{module: [vlan, vxlan, evpn, ospf], vlans: {red: }, nodes: [a], links: [{a: {vlan.access: red}}]}"
    )
    assert "unknown-vlan" in codes(
        FABRIC.replace("nodes: [ s1, s2, s3 ]", "nodes: {s1: {evpn.vlans: [bleu]}, s2: , s3: }", 1)
    )


def test_borders_announce_loopbacks_of_their_as_outside_only():
    designed = network(
        "{module: [ospf, bgp], nodes: {a: {bgp.as: 1}, b: {bgp.as: 1}, x: {bgp.as: 2, module: [bgp]}},"
        " links: [a-b, b-x]}"
    )
    text = frr_conf(designed, designed.nodes["b"])
    assert "network 10.0.0.1/32" in text
    assert "ip prefix-list nw-members-ipv4 seq 5 deny 10.0.0.1/32" in text
    assert "neighbor 10.0.0.1 prefix-list nw-members-ipv4 out" in text
    assert "nw-members" not in frr_conf(designed, designed.nodes["a"])


def test_bundles_of_vlans_are_nothing_frr_can_do():
    text = FABRIC.replace("plain:\n", "plain: { evpn.bundle: vlan_aware }\n").replace(
        "vrf: plain", "vrf: plain, mode: bridge"
    )
    problems = Problems()
    check_nodes(network(text.replace("evpn.transit_vni: 7000", "evpn.bundle: vlan")), problems)
    found = {p.message.rpartition("this: ")[2] for p in problems}
    assert found == {"EVPN bundle `vlan_aware` of VRF plain", "EVPN bundle `vlan` of VRF other"}


def test_a_bundle_is_asked_for_by_a_vrf():
    assert codes(FABRIC.replace("blue: { mode: bridge }", "blue: { mode: bridge, evpn.bundle: vlan }")) == [
        "wrong-place"
    ]


def test_no_ebgp_between_nodes_that_share_a_vlan_by_evpn():
    designed = network(
        "module: [ vlan, bgp, vxlan, evpn ]\nbgp.as: 65000\nvlans: { red: , r: { mode: route } }\n"
        "nodes: { a: , b: { bgp.as: 65001 }, p: { module: [ bgp ], bgp.as: 65002 } }\n"
        "links: [ { a: , b: , p: , vlan.access: red }, { a: , b: , vlan.trunk: [ r ] } ]\n"
    )
    found = {
        node.name: [(n.name, str(n.ipv4)) for n in node.bgp.neighbors] for node in designed.nodes.values() if node.bgp
    }
    assert found == {
        "a": [("b", "10.1.0.2"), ("p", "172.16.0.3")],
        "b": [("a", "10.1.0.1"), ("p", "172.16.0.3")],
        "p": [("a", "172.16.0.1"), ("b", "172.16.0.2")],
    }


def test_a_vlan_evpn_lists_is_shared_even_without_a_vni():
    designed = network(
        "module: [ vlan, bgp, vxlan, evpn ]\nbgp.as: 65000\nvlans: { red: , blue: }\nvxlan.vlans: [ blue ]\n"
        "evpn.vlans: [ red ]\nnodes: { a: , b: { bgp.as: 65001 } }\n"
        "links: [ { a: , b: , vlan.access: red }, { a: , b: , vlan.access: blue } ]\n"
    )
    a = designed.nodes["a"]
    names = {i.ifindex: i.ifname for i in a.interfaces}
    assert [names[n.ifindex] for n in a.bgp.neighbors] == ["vlan1001"]
    assert a.evpn is not None
    assert a.evpn.vlans == ()
