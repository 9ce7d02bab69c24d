"""Rules the differential test taught: what netlab does where its documentation is silent."""

from __future__ import annotations

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
