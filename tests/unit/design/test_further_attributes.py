"""Roles, graceful restart, link ids, generic prefixes and modules left unconfigured."""

from __future__ import annotations

import pytest

from netwright.check import Expectations
from netwright.devices.bird.node import bird_conf
from netwright.devices.frr.conf import frr_conf, sections
from netwright.model import OspfRestart

from .reading import codes, network


def both(designed, name="a"):
    node = designed.nodes[name]
    return frr_conf(designed, node), bird_conf(designed, node)


def test_roles_of_interfaces_links_and_nodes():
    designed = network(
        "{module: [bgp], plugin: [bgp.policy], bgp.role.strict: True,"
        " nodes: {a: {bgp: {as: 1, role: customer}}, b: {bgp.as: 2}, c: {bgp.as: 3}, d: {bgp.as: 4}},"
        " links: [a-b, {a: , c: , bgp.role: peer}, {a: {bgp.role: rs-server}, d: }]}"
    )
    roles = {n.name: (n.options.role, n.options.role_strict) for n in designed.nodes["a"].bgp.neighbors}
    assert roles == {"b": ("customer", True), "c": ("peer", True), "d": ("rs-server", True)}
    frr, bird = both(designed)
    assert " local-role rs-server strict-mode\n" in frr
    assert "local role rs_server;\n  require roles yes;" in bird


def test_graceful_restart():
    designed = network(
        "{module: [bgp, ospf], plugin: [bgp.session], nodes: {a: {bgp: {as: 1, gr: {state: enable, restart_time: 33}},"
        " ospf.gr: {restart.grace_period: 44, helper: True}}, b: {bgp.as: 2, ospf.gr: True}, c: {bgp: {as: 1}}},"
        " links: [{a: {bgp.gr: helper}, b: }, a-c, b-c]}"
    )
    node = designed.nodes["a"]
    assert (node.bgp.graceful_restart, node.bgp.restart_time_s) == ("enable", 33)
    assert node.ospf.graceful_restart == OspfRestart(restart=True, grace_period_s=44, helper=True)
    frr, bird = both(designed)
    assert " bgp graceful-restart restart-time 33\n bgp graceful-restart\n" in frr
    assert " graceful-restart-helper\n" in frr
    assert " graceful-restart grace-period 44\n graceful-restart helper enable\n" in frr
    assert "graceful restart aware;\n  graceful restart time 33;" in bird
    assert "  graceful restart on;\n  graceful restart time 44;\n  ecmp" in bird


def test_session_attributes_for_every_type():
    designed = network(
        "{module: [bgp], plugin: [bgp.session], bgp: {as: 1, password: x, session.apply.ibgp: True},"
        " nodes: {a: , b: , c: {bgp.as: 2}}, links: [a-b, a-c]}"
    )
    assert {n.name: n.options.password for n in designed.nodes["a"].bgp.neighbors} == {"b": "x", "c": None}


def test_generic_prefixes():
    designed = network(
        "{module: [routing], addressing.foo.ipv4: 10.98.0.0/16, prefix.named.ipv4: 10.97.0.0/16, nodes: {a:"
        " {routing.prefix.p: [{prefix: [pool.foo, prefix.named, link.here, role.stub, 10.55.0.1, 10.56.0.0/16]}]},"
        " b: },"
        " links: [{a: , b: , linkid: here}, {a: , prefix.ipv4: 10.77.0.0/24}]}"
    )
    rules = designed.nodes["a"].routing.prefix_lists["p"].ipv4
    assert [str(rule.prefix) for rule in rules] == [
        "10.98.0.0/16",
        "10.97.0.0/16",
        "10.1.0.0/30",
        "10.77.0.0/24",
        "10.55.0.1/32",
        "10.56.0.0/16",
    ]


@pytest.mark.parametrize(("wanted", "code"), [("link.nope", "unknown-link"), ("role.nope", "unknown-role")])
def test_generic_prefixes_of_nothing(wanted, code):
    own = f"{{routing.prefix.p: [{{prefix: {wanted}}}]}}"
    assert code in codes(f"{{module: [routing], nodes: {{a: {own}, b: }}, links: [a-b]}}")


def test_static_routes_over_one_link_and_to_the_gateway():
    designed = network(
        "{module: [routing], nodes: {a: {routing.static: [{ipv4: 10.9.0.0/16, nexthop: {node: b, link: two}}]}, b: ,"
        " h: {role: host, module: [routing], routing.static: [{ipv4: 10.8.0.0/16, nexthop.gateway: True}]}},"
        " links: [a-b, {a: , b: , linkid: two}, a-h, b-h]}"
    )
    assert [r.ifname for r in designed.nodes["a"].static_routes] == ["eth2"]
    assert [r.ifname for r in designed.nodes["h"].static_routes] == ["eth1"], "a host has one gateway"
    text = "{module: [routing], nodes: {a: {routing.static: [{ipv4: 10.9.0.0/16, nexthop: {node: b, link: no}}]}, b: },"
    assert "unknown-link" in codes(text + " links: [a-b]}")


def test_modules_left_unconfigured():
    designed = network(
        "{module: [bgp, ospf], bgp.as: 1, nodes: {a: {skip_config: [bgp]}, b: , c: {bgp.as: 2}}, links: [a-b, a-c]}"
    )
    assert designed.nodes["a"].bgp is not None, "the design is the same"
    due = Expectations(designed)
    assert due.sessions("a") == []
    assert due.sessions("c") == []
    assert [a.name for a in due.adjacencies("a", 2)] == ["b"]


def test_access_lists_are_refused_once_a_node():
    text = "{module: [routing], routing.acl.x: [{protocol: icmp}], nodes: {a: {routing.acl.x: }, b: },"
    assert codes(text + " links: [{a: {routing.acl.in: x}, b: }]}") == ["acl-not-supported"]


def test_settings_of_frr_daemons():
    designed = network(
        "{module: [ospf], frr.debug: [bgp updates], nodes: {a: {frr: {debug: 'ospf nsm', daemons: [pimd, bgpd, nope],"
        " logfile: /tmp/x}}, b: }, links: [a-b]}"
    )
    parts = sections(designed, designed.nodes["a"])
    assert parts.daemons == ("ospfd", "pimd", "bgpd")
    assert "debug ospf nsm\n" in parts.of("ospfd")
    assert "debug ospf" not in parts.of("bgpd")
    assert "log file /tmp/x\n" in parts.integrated()
    assert "debug bgp updates\n" in frr_conf(designed, designed.nodes["b"])


def test_community_lists_in_short():
    designed = network(
        "{module: [routing], nodes: {a: {routing.community: {r: '_65000:10[1-2]_', v: [65000:1, no-export],"
        " e: {type: extended, value: [{list: ['rt 65001:5', 'soo 10.0.0.1:7']}]}}}, b: }, links: [a-b]}"
    )
    lists = designed.nodes["a"].routing.community_lists
    assert [r.regexp for r in lists["r"].rules] == ["_65000:10[1-2]_"]
    assert [r.values for r in lists["v"].rules] == [("65000:1",), ("no-export",)]
    assert lists["e"].rules[0].values == ("rt 65001:5", "soo 10.0.0.1:7")


def test_older_spellings_of_deleting_communities():
    designed = network(
        "{module: [routing], routing.community.cs: 65000:100, nodes: {a: {routing.policy.p: ["
        "{set.community: {standard: 65000:1, delete: True}}, {set.community: {standard: 65000:2, delete_list: cs}}]},"
        " b: }, links: [a-b]}"
    )
    first, second = (e.set for e in designed.nodes["a"].routing.policies["p"].entries)
    assert first.community is None
    assert first.delete_community.standard == ("65000:1",)
    assert second.community.standard == ("65000:2",)
    assert second.delete_community.lists == {"standard": "cs"}


def test_nodes_named_like_attributes_of_links():
    designed = network(
        "{nodes: [d2, graph, x], links: [{d2: , x: }, {graph: {ipv4: 5}, x: , prefix.ipv4: 10.9.0.0/24}]}"
    )
    assert [[e.node for e in link.endpoints] for link in designed.links] == [["d2", "x"], ["graph", "x"]]


def test_policies_of_dual_stack_routers_are_written_per_family():
    designed = network(
        "{module: [ospf, bgp, routing], bgp.as: 1, addressing: {p2p.ipv6: '2001:db8:1::/48'},"
        " routing: {prefix.pf: [{ipv4: 10.0.0.0/8}, {ipv6: '2001:db8::/32'}], "
        " policy.imp: [{match.prefix: pf, set.med: 3}]},"
        " nodes: {a: {ospf.import: {bgp: {policy: imp}}}, b: }, links: [a-b]}"
    )
    parts = sections(designed, designed.nodes["a"])
    assert "route-map imp-ipv4 permit 10\n match ip address prefix-list pf-ipv4\n set metric 3\n" in parts.of("ospfd")
    assert "match ipv6" not in parts.of("ospfd"), "ospfd would permit everything"
    assert "match ip address" not in parts.of("ospf6d")
    assert " redistribute bgp route-map imp-ipv6\n" in parts.of("ospf6d")
    bird = bird_conf(designed, designed.nodes["a"])
    assert "ospf_metric2 = 3;" in bird


def test_a_stub_area_of_bird_has_summaries_unless_told_otherwise():
    designed = network(
        "{module: [ospf], plugin: [ospf.areas],"
        " ospf.areas: [{area: 1, kind: stub}, {area: 2, kind: nssa, inter_area: False}],"
        " nodes: [a, b, c], links: [{a: , b: , ospf.area: 1}, {a: , c: , ospf.area: 2}]}"
    )
    text = bird_conf(designed, designed.nodes["a"])
    assert "stub;\n    summary yes;" in text
    assert "nssa;\n    summary no;" in text


def test_attributes_of_a_module_a_host_does_not_run_are_told():
    text = "{module: [ospf], nodes: {a: , b: , h: {device: linux, ospf.area: 5}}, links: [a-b, a-h]}"
    assert codes(text) == ["module-not-used"]
