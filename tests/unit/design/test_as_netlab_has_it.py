"""Rules the differential test taught: what netlab does where its documentation is silent."""

from __future__ import annotations

import pytest

from .reading import codes, network


def test_created_nodes_come_before_those_of_components():
    designed = network(
        "nodes: { a: {}, s: { include: c } }\n"
        "components: { c: { nodes: [ n ] } }\n"
        "groups: { g: { members: [ b ], _auto_create: True } }\n"
    )
    assert {node.name: node.id for node in designed.nodes.values()} == {"a": 1, "b": 2, "s_n": 3}


def test_cluster_id_is_the_lowest_of_reflectors_without_their_own():
    designed = network(
        "module: [ bgp ]\nbgp.as: 65000\n"
        "nodes: { a: { bgp: { rr: True, rr_cluster_id: 9.9.9.9 } }, b: { bgp.rr: True }, c: { bgp.rr: True } }\n"
        "links: [ a-b-c ]\n"
    )
    assert [node.bgp.cluster_id for node in designed.nodes.values() if node.bgp] == ["9.9.9.9", "10.0.0.2", "10.0.0.2"]


def test_communities_a_node_leaves_out_have_the_defaults():
    designed = network(
        "module: [ bgp ]\nbgp: { as: 65000, community: [ large ] }\n"
        "nodes: { a: { bgp.community: { ebgp: [] } }, b: {} }\nlinks: [ a-b ]\n"
    )
    bgp = designed.nodes["a"].bgp
    assert bgp is not None
    assert bgp.neighbors[0].send_community == ("standard", "large", "extended")


def test_ospf_without_a_family_does_not_run():
    designed = network("module: [ ospf ]\nnodes: { a: { ospf.af: { ipv6: False } }, b: {} }\nlinks: [ a-b ]\n")
    assert designed.nodes["a"].ospf is None
    assert designed.nodes["b"].ospf is not None


def test_hosts_need_no_route_to_an_unnumbered_pool():
    designed = network("addressing.p2p.unnumbered: True\nnodes: { r: {}, h: { device: linux } }\nlinks: [ r-h ]\n")
    assert "10.1.0.0/16" not in {str(route.prefix) for route in designed.nodes["h"].static_routes}


def test_an_empty_list_of_advertised_roles_says_nothing():
    designed = network("module: [ bgp ]\nbgp: { as: 65000, advertise_roles: [] }\nnodes: [ a ]\nlinks: [ a ]\n")
    bgp = designed.nodes["a"].bgp
    assert bgp is not None
    assert "172.16.0.0/24" in {str(n.prefix) for n in bgp.networks}


def test_a_named_prefix_of_an_unnumbered_pool_is_unnumbered():
    designed = network(
        "addressing.p2p.unnumbered: True\nprefix.x.pool: p2p\nnodes: [ a, b ]\nlinks: [ { a: , b: , prefix: x } ]\n"
    )
    assert [interface.ipv4 for interface in designed.nodes["a"].interfaces] == [True]


def test_priority_of_a_node_is_that_of_its_interfaces():
    designed = network(
        "module: [ ospf ]\nnodes: { a: { ospf.priority: 0 }, b: {}, c: {} }\n"
        "links: [ a-b-c, { a: { ospf.priority: 7 }, b: , c:  } ]\n"
    )
    assert [i.ospf.priority for i in designed.nodes["a"].interfaces if i.ospf] == [0, 7]


def test_policies_do_not_mix_with_single_attributes():
    assert "mixed-bgp-policy" in codes(
        "module: [ bgp, routing ]\nplugin: [ bgp.policy ]\nrouting.policy.p: { locpref: 1 }\n"
        "nodes: { a: { bgp.as: 1 }, b: { bgp.as: 2 } }\nlinks: [ { a: { bgp: { policy.out: p, med: 5 } }, b:  } ]\n"
    )


def test_ospf_leaves_out_interfaces_without_its_family():
    designed = network(
        "module: [ ospf ]\naddressing.p2p: { ipv4: False, ipv6: 2001:db8:2::/48 }\nospf.af.ipv4: True\n"
        "nodes: [ a, b ]\nlinks: [ a-b, { a: , b: , pool: lan } ]\n"
    )
    assert [interface.ospf is not None for interface in designed.nodes["a"].interfaces] == [False, True]


def test_multihop_sessions_obey_activate():
    designed = network(
        "module: [ bgp ]\nplugin: [ ebgp.multihop ]\nbgp.multihop.sessions: [ a-b ]\n"
        "nodes: { a: { bgp: { as: 1, activate.ipv4: [ ibgp ] } }, b: { bgp.as: 2 } }\n"
    )
    active = {node.name: node.bgp.neighbors[0].activate_ipv4 for node in designed.nodes.values() if node.bgp}
    assert active == {"a": False, "b": True}


def test_static_route_to_a_pool_without_prefixes_is_a_mistake():
    assert "static-route-without-prefix" in codes(
        "module: [ routing ]\naddressing.p2p.unnumbered: True\n"
        "nodes: { a: { routing.static: [ { pool: p2p, nexthop.discard: True } ] } }\n"
    )


def test_links_left_out_may_speak_of_modules_nobody_runs():
    found = codes(
        "module: [ ospf ]\nnodes: { a: { module: [] }, b: {} }\n"
        "links: [ { a: { ospf.cost: 3 }, b: , disable: True }, a-b ]\n"
    )
    assert "module-not-used" not in found


IGPS = ("ospf", "isis", "ripv2")


@pytest.mark.parametrize("igp", IGPS)
def test_families_of_a_node_hold_in_its_vrfs(igp):
    designed = network(
        f"module: [ vrf, {igp} ]\naddressing.p2p.ipv6: '2001:db8::/48'\nvrfs: {{ x: , y: , z: }}\n"
        f"nodes: {{ a: , b: {{ {igp}.af.ipv6: False }}, c: {{ {igp}.af: [ ipv6 ], vrfs.z.{igp}.af.ipv4: True }} }}\n"
        "links: [ { a: , b: , vrf: x }, { a: , c: , vrf: y }, { a: , c: , vrf: z, prefix.ipv4: 192.168.9.0/24 } ]\n"
    )
    a, b, c = ({name: getattr(vrf, igp) for name, vrf in node.vrfs.items()} for node in designed.nodes.values())
    assert (a["x"].ipv4, a["x"].ipv6) == (True, True)
    assert b["x"] is None
    assert (c["y"].ipv4, c["y"].ipv6) == (False, True)
    assert (c["z"].ipv4, c["z"].ipv6) == (True, False), "the VRF adds IPv4, and has no IPv6"


@pytest.mark.parametrize("igp", IGPS)
def test_a_neighbour_decided_earlier_not_to_run_an_igp_does_not_count(igp):
    text = (
        f"module: [ vrf, {igp} ]\nvrfs: {{ x: }}\nnodes: {{ a: , b: {{ {igp}.af.ipv6: False }} }}\n"
        "links: [ { a: , b: , vrf: x } ]\n"
    )
    assert getattr(network(text).nodes["a"].vrfs["x"], igp) is not None
    turned = text.replace(f"{{ a: , b: {{ {igp}.af.ipv6: False }} }}", f"{{ b: {{ {igp}.af.ipv6: False }}, a: }}")
    assert getattr(network(turned).nodes["a"].vrfs["x"], igp) is None


@pytest.mark.parametrize("igp", IGPS)
@pytest.mark.parametrize(
    ("role", "neighbour", "passive"),
    [("stub", True, False), ("stub", False, True), ("backbone", False, False), ("passive", True, True)],
)
def test_a_link_of_role_stub_is_passive_unless_a_neighbour_is_there(igp, role, neighbour, passive):
    designed = network(
        f"module: [ {igp} ]\nnodes: {{ b: {{ module: [ {igp if neighbour else 'bfd'} ] }}, a: , c: }}\n"
        f"links: [ {{ a: , b: , role: {role} }}, a-c ]\n"
    )
    found = getattr(designed.nodes["a"].interfaces[0], igp)
    assert found is not None
    assert found.passive is passive


def test_loopbacks_of_vrfs_follow_the_node():
    """The loopback of a VRF is in OSPF when it has a family of it, and passive when all of the node is."""
    designed = network(
        "module: [ vrf, ospf ]\nvrf.loopback: True\nvrfs: { x: , y: }\naddressing.p2p.ipv6: '2001:db8::/48'\n"
        "nodes: { a: { ospf.passive: True }, b: { ospf.af.ipv6: True } }\n"
        "links: [ { a: , b: , vrf: x } ]\n"
    )
    a, b = designed.nodes.values()
    assert a.interfaces[-1].ospf is not None
    assert a.interfaces[-1].ospf.passive
    assert (b.interfaces[-1].type, b.interfaces[-1].ospf) == ("loopback", None)


def test_names_of_vrfs_in_targets_are_global_ones_first():
    designed = network(
        "module: [ vrf ]\nvrf.loopback: True\nvrfs: { red: , blue: }\n"
        "nodes: { a: { vrfs: { red: { rd: '65200:9', import: [ red, own ] }, own: { import: [ red ] } } } }\n"
    )
    vrfs = designed.nodes["a"].vrfs
    assert vrfs["red"].rd == "65200:9"
    assert vrfs["own"].import_targets == ("65000:1",)
    assert vrfs["red"].import_targets == ("65000:1", vrfs["own"].rd)


@pytest.mark.parametrize(("across", "external"), [("access: v", False), ("trunk: [ v ]", True)])
def test_a_routed_vlan_is_external_everywhere_by_a_trunk_only(across, external):
    designed = network(
        "module: [ vlan, bgp ]\nbgp.as: 65000\nvlans: { v: { mode: route } }\n"
        "nodes: { a: , b: , c: { bgp.as: 65001 } }\n"
        f"links: [ {{ a: , b: , vlan.access: v }}, {{ a: , c: , vlan: {{ {across} }} }} ]\n"
    )
    within = designed.nodes["b"].interfaces[0]
    assert (within.role == "external") is external


def test_sessions_in_a_vlan_are_on_the_first_port():
    designed = network(
        "vlans: { v: }\n"
        "nodes: { x: { module: [ bgp, vlan ], bgp.as: 1 }, y.module: [ vlan ], r: { module: [ bgp ], bgp.as: 2 } }\n"
        "links: [ { y: , r: , vlan.access: v }, { x: , r: , vlan.access: v }, { x: , y: , vlan.access: v } ]\n"
    )
    bgp = designed.nodes["r"].bgp
    assert bgp is not None
    assert [(n.name, n.ifindex) for n in bgp.neighbors] == [("x", 1)]


def test_a_routed_port_beside_a_subinterface_of_the_vlan_is_no_neighbour():
    designed = network(
        "module: [ vlan ]\nnodes: { s: , t: , r: { vlan.mode: route } }\nvlans: { v: }\n"
        "links: [ { r: , s: , t: , vlan.access: v }, { r: , t: , vlan.trunk: [ v ] } ]\n"
    )
    assert designed.nodes["s"].interfaces[-1].name == "VLAN v (1000) -> [t,r]"


def test_vlan_interfaces_are_no_lans_to_advertise():
    designed = network(
        "module: [ vlan, bgp ]\nbgp: { as: 65000, advertise_roles: [ lan ] }\nvlans: { v: }\nnodes: [ a, b, c ]\n"
        "links: [ { a: , b: , vlan.access: v }, a-b-c ]\n"
    )
    bgp = designed.nodes["a"].bgp
    assert bgp is not None
    assert [str(n.prefix) for n in bgp.networks] == ["10.0.0.1/32", "172.16.1.0/24"]


def test_bridging_nodes_have_a_place_in_sequential_addresses():
    designed = network(
        "addressing.lan.allocation: sequential\nvlans: { v: { mode: bridge } }\n"
        "nodes: { a: { module: [ vlan ] }, b: { module: [ vlan ] }, r: , h: { device: linux } }\n"
        "links: [ { a: , r: , h: , vlan.access: v }, { a: , b: , vlan.access: v } ]\n"
    )
    assert [str(designed.nodes[name].interfaces[0].ipv4) for name in ("r", "h")] == ["172.16.0.2/24", "172.16.0.3/24"]


@pytest.mark.parametrize("mode", ["irb", "bridge"])
def test_trunks_come_last_in_sequential_addresses(mode):
    designed = network(
        "module: [ vlan ]\naddressing.lan.allocation: sequential\nvlans: { v: , w: }\n"
        f"nodes: {{ x: {{ vlan.mode: {mode} }}, core: , a: }}\n"
        "links: [ { x: , core: , vlan.trunk: [ v, w ] }, { core: , a: , vlan.access: v } ]\n"
    )
    found = [next(i.ipv4 for i in designed.nodes[name].interfaces if i.ifname == "vlan1000") for name in ("core", "a")]
    assert [str(address) for address in found] == ["172.16.0.1/24", "172.16.0.2/24"]


def test_the_role_external_names_no_pool_for_vlans_of_trunks():
    designed = network(
        "module: [ vlan, bgp ]\nbgp.as: 65000\naddressing.external: { ipv4: 10.84.0.0/16, prefix: 28 }\n"
        "nodes: { a: , b: { bgp.as: 65001 } }\nvlans: { v: { mode: route } }\n"
        "links: [ { a: , b: , vlan.trunk: [ v ] }, { a: , b: , vlan.access: v } ]\n"
    )
    assert [str(i.ipv4) for i in designed.nodes["a"].interfaces if i.ipv4 is not None] == [
        "10.84.0.1/28",
        "10.1.0.1/30",
    ]


def test_bfd_asked_for_on_a_link_holds_where_the_node_has_it_off():
    designed = network(
        "module: [ isis, bfd ]\nisis.bfd: True\nnodes: [ a, b ]\n"
        "links: [ { a: { bfd: False }, b: , isis.bfd.ipv4: True }, { a: { bfd: False }, b: } ]\n"
    )
    assert [bool(i.isis and i.isis.bfd.ipv4) for i in designed.nodes["a"].interfaces] == [True, False]
