"""What a design promises, and `design()` against running networks that keep or break the promise."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from netwright.addr import Address, parse_interface, parse_prefix
from netwright.check import Expectations, design_checks
from netwright.check.named.design import covers
from netwright.model import (
    AddressState,
    AggregateState,
    BgpNeighborPolicy,
    BgpNetwork,
    BgpSessionState,
    BridgeState,
    DhcpClient,
    DhcpPool,
    DhcpServer,
    Interface,
    Lag,
    OspfNeighborState,
    Route,
    SpanningTree,
    Vlan,
    VlanPort,
)

from .lab import network
from .test_engine import Bench


def healthy(bench):
    def up(*peers):
        return tuple(BgpSessionState(peer=p, remote_as=None, state="Established") for p in peers)

    def full(router_id):
        return (OspfNeighborState(router_id=router_id, state="Full", ifname="eth1"),)

    def routes(*prefixes):
        return tuple(Route(prefix=p, protocol="bgp") for p in prefixes)

    bench.store |= {
        "r1/bgp_sessions": up("10.0.0.2"),
        "r2/bgp_sessions": up("10.0.0.1", "10.1.0.6"),
        "x/bgp_sessions": up("10.1.0.5"),
        "r1/ospf_neighbors/ipv4": full("10.0.0.2"),
        "r2/ospf_neighbors/ipv4": full("10.0.0.1"),
        "r1/routes/ipv4": routes("10.0.0.2/32", "10.0.0.3/32"),
        "r2/routes/ipv4": routes("10.0.0.1/32", "10.0.0.3/32"),
        "x/routes/ipv4": routes("10.0.0.1/32", "10.0.0.2/32"),
    }
    return bench


def test_expectations():
    due = Expectations(network())
    assert [(s.name, s.address) for s in due.sessions("r2")] == [("r1", "10.0.0.1"), ("x", "10.1.0.6")]
    assert [(a.name, a.router_id, a.ifname) for a in due.adjacencies("r1", 2)] == [("r2", "10.0.0.2", "eth1")]
    assert due.adjacencies("r1", 3) == []
    assert due.adjacencies("x", 2) == []
    assert [n for n, _ in due.loopbacks("r1", "ipv4")] == ["r2", "x"]
    assert [n for n, _ in due.loopbacks("x", "ipv4")] == ["r2"], "10.0.0.1/32 with next hop 10.0.0.1 is not passed on"
    assert due.loopbacks("h", "ipv4") == []
    assert due.loopbacks("x", "ipv6") == []


def changed(name, **changes):
    nodes = dict(network().nodes)
    nodes[name] = replace(nodes[name], **changes)
    return nodes


def test_nothing_is_promised_where_a_policy_decides():
    r2 = network().nodes["r2"]
    first, second = r2.bgp.neighbors
    policed = replace(second, policy=BgpNeighborPolicy(outbound="out"))
    bgp = replace(r2.bgp, neighbors=(first, policed))
    assert Expectations(network(nodes=changed("r2", bgp=bgp))).loopbacks("x", "ipv4") == []


def test_nothing_is_promised_without_next_hop_self():
    r2 = network().nodes["r2"]
    first, second = r2.bgp.neighbors
    bgp = replace(r2.bgp, neighbors=(replace(first, next_hop_self=None), second))
    due = Expectations(network(nodes=changed("r2", bgp=bgp)))
    assert [n for n, _ in due.loopbacks("r1", "ipv4")] == ["r2"]


def test_an_ibgp_route_is_not_passed_to_ibgp_neighbors_but_a_reflector_does():
    r1, r2, x = (network().nodes[name] for name in ("r1", "r2", "x"))
    first, second = r2.bgp.neighbors
    wide = replace(r1.loopback, ipv4=parse_interface("10.0.1.1/24"))
    origin = replace(r1.bgp, networks=(BgpNetwork(prefix=parse_prefix("10.0.1.0/24"), origin="loopback"),))
    r1 = replace(r1, loopback=wide, bgp=origin)
    inside = replace(second, asn=65000, type="ibgp")
    back = replace(x.bgp.neighbors[0], type="ibgp")
    x = replace(x, bgp=replace(x.bgp, asn=65000, neighbors=(back,)))

    def due(*neighbors):
        nodes = {**changed("r2", bgp=replace(r2.bgp, neighbors=neighbors)), "x": x, "r1": r1}
        return [n for n, _ in Expectations(network(nodes=nodes)).loopbacks("x", "ipv4")]

    assert due(first, inside) == []
    assert due(first, replace(inside, rr_client=True)) == ["r1"]


def test_a_link_that_is_shut_down_promises_nothing():
    x = network().nodes["x"]
    nodes = changed("x", interfaces=(replace(x.interfaces[0], shutdown=True),))
    due = Expectations(network(nodes=nodes))
    assert [s.name for s in due.sessions("r2")] == ["r1"]
    assert due.sessions("x") == []


def test_nodes_without_configuration_promise_nothing():
    due = Expectations(network(nodes=changed("r2", skip_config=True)))
    assert due.sessions("r1") == []
    assert due.adjacencies("r1", 2) == []
    assert due.loopbacks("r1", "ipv4") == []


def test_a_topology_without_tests_is_checked_against_its_design():
    bench = healthy(Bench())
    report = bench.run()
    assert report.passed, report
    assert [(t.name, len(t.nodes)) for t in report.tests] == [
        ("bgp_sessions", 3),
        ("ospf_adjacencies", 2),
        ("reachability", 3),
    ]
    assert len(bench.runner.calls) == 8, "one command per node and protocol"


@pytest.mark.parametrize(
    ("key", "value", "test", "node", "words"),
    [
        (
            "x/bgp_sessions",
            (),
            "bgp_sessions",
            "x",
            "1 of 1 BGP sessions are not up: r2 (10.1.0.5) is not configured",
        ),
        (
            "r1/bgp_sessions",
            (BgpSessionState(peer="10.0.0.2", remote_as=1, state="Active"),),
            "bgp_sessions",
            "r1",
            "r2 (10.0.0.2) is Active",
        ),
        ("r1/ospf_neighbors/ipv4", (), "ospf_adjacencies", "r1", "OSPF r2 (10.0.0.2) on eth1 is not there"),
        (
            "r2/ospf_neighbors/ipv4",
            (OspfNeighborState(router_id="10.0.0.1", state="ExStart", ifname="eth1"),),
            "ospf_adjacencies",
            "r2",
            "r1 (10.0.0.1) on eth1 is ExStart",
        ),
        ("x/routes/ipv4", (), "reachability", "x", "1 of 1 ipv4 loopbacks have no route: r2 (10.0.0.2/32)"),
    ],
)
def test_a_broken_promise_fails(key, value, test, node, words):
    bench = healthy(Bench())
    bench.store[key] = value
    report = bench.run()
    assert not report.passed
    found = {(t.name, n.node): n for t in report.tests for n in t.nodes}
    assert found[test, node].status == "failed"
    assert words in found[test, node].messages[0]
    assert [k for k, n in found.items() if n.status == "failed"] == [(test, node)]
    assert bench.clock.time > 150, "it was waited for"


def test_design_as_a_named_check():
    bench = healthy(Bench({"t": {"nodes": ["r1", "r2", "x"], "plugin": "design()"}}))
    report = bench.run()
    assert report.passed
    assert report.tests[0].nodes[0].messages == (
        "1 BGP session Established; 1 OSPF adjacency up; 2 ipv4 loopbacks reached",
    )
    bench.store["r1/bgp_sessions"] = ()
    assert not bench.run().passed


def test_design_of_a_host_is_no_pass():
    report = Bench({"t": {"nodes": ["h"], "plugin": "design()"}}).run()
    assert report.tests[0].status == "skipped"
    assert not report.passed


def test_a_topology_that_promises_nothing_has_no_tests_and_does_not_pass():
    hosts = {"h": network().nodes["h"]}
    bench = Bench(nodes=hosts, links=())
    assert design_checks(bench.network) == ()
    report = bench.run()
    assert not report.passed
    assert report.verdict == "no tests"


def test_covering_routes():
    wanted = parse_prefix("10.0.0.2/32")

    def route(prefix, **more):
        return Route(prefix=prefix, protocol="static", **more)

    assert covers([route("10.0.0.2/32")], wanted)
    assert covers([route("0.0.0.0/0")], wanted)
    assert covers([route("10.0.0.0/24")], wanted)
    assert not covers([route("10.0.0.0/24"), route("10.0.0.0/30", discard=True)], wanted)
    assert not covers([route("10.0.0.2/32", discard=True)], wanted)
    assert not covers([route("10.0.0.2/32", selected=False)], wanted)
    assert not covers([route("10.0.1.0/24")], wanted)
    assert not covers([], wanted)


def bonded(**links):
    """r1 with a bond of its two interfaces."""
    r1 = network().nodes["r1"]
    bond = Interface(ifindex=30000, ifname="bond1", type="lag", lag=Lag(index=1), virtual=True)
    members = tuple(replace(i, lag_member_of="bond1", **links.get(i.ifname, {})) for i in r1.interfaces)
    return network(nodes={**network().nodes, "r1": replace(r1, interfaces=(bond, *members))})


def test_every_member_of_a_bond_is_in_use():
    net = bonded()
    members = Expectations(net).links.bonds("r1")["bond1"]
    assert members[0] == "eth1"
    bench = Bench({"t": {"nodes": ["r1"], "plugin": "design_links()"}}, nodes=net.nodes)
    bench.store["r1/aggregates"] = (AggregateState(ifname="bond1", members=members, in_use=members[1:]),)
    report = bench.run()
    assert report.tests[0].nodes[0].messages == ("not in use: eth1 of bond1",)
    bench.store["r1/aggregates"] = (AggregateState(ifname="bond1", members=members, in_use=members),)
    assert bench.run().passed


def test_a_member_that_is_shut_down_is_not_missed():
    assert "eth1" not in Expectations(bonded(eth1={"shutdown": True})).links.bonds("r1")["bond1"]


def test_tests_for_a_device_that_another_stands_in_for_give_way_to_the_design():
    validate = {"t": {"nodes": ["x"], "devices": ["eos"], "exec": "show version"}}
    nodes = changed("x", requested_device="eos")
    bench = healthy(Bench(validate, nodes=nodes))
    report = bench.run()
    assert [t.status for t in report.tests][:1] == ["skipped"]
    assert "bgp_sessions" in [t.name for t in report.tests]
    assert report.passed
    assert not healthy(Bench(validate)).run().executed


def leased():
    """x gets its address from a server on r2."""
    net, prefix = network(), parse_prefix("192.0.2.0/24")
    x = net.nodes["x"]
    first, *others = x.interfaces
    client = replace(first, ipv4=None, dhcp_client=DhcpClient(ipv4=True))
    server = DhcpServer(pools=(DhcpPool(name="lan", ipv4=prefix),))
    nodes = {**net.nodes, "x": replace(x, interfaces=(client, *others)), "r2": replace(net.nodes["r2"], dhcp=server)}
    links = tuple(replace(k, ipv4=prefix) if k.linkindex == client.linkindex else k for k in net.links)
    return replace(network(nodes=nodes), links=links), client.ifname, prefix


def test_a_client_has_an_address_of_its_subnet():
    net, ifname, prefix = leased()
    assert Expectations(net).links.leases("x") == [(ifname, prefix)]
    bench = Bench({"t": {"nodes": ["x"], "plugin": "design_dhcp()"}})
    bench.network = replace(net, validate=bench.network.validate)
    address = str(Address(4, prefix.network + 9))
    for dynamic in (False, True):
        bench.store["x/addresses"] = (AddressState(ifname=ifname, address=address, dynamic=dynamic),)
        assert bench.run().passed is dynamic
    assert "dhcp_leases" in [t.name for t in design_checks(net)]


def switched():
    """r1 and r2 bridge VLAN red, r2 with the lower priority."""
    net = network()
    nodes = dict(net.nodes)
    for name, priority in (("r1", 8192), ("r2", 4096)):
        tree = Vlan(name="red", id=5, mode="bridge", bridge_group=1, spanning_tree=SpanningTree(priority=priority))
        bridge = Interface(ifindex=40000, ifname="vlan5", type="svi", vlan=VlanPort(name="red"))
        ports = tuple(replace(i, vlan=VlanPort(access="red")) for i in nodes[name].interfaces)
        nodes[name] = replace(nodes[name], vlans={"red": tree}, interfaces=(*ports, bridge))
    return replace(net, nodes=nodes)


@pytest.mark.parametrize(
    ("root", "port", "message"),
    [
        (4096, "forwarding", None),
        (8192, "forwarding", "VLAN red has a root of priority 8192 in place of 4096"),
        (4096, "learning", "VLAN red: eth1 not settled"),
        (None, "", "VLAN red has none"),
    ],
)
def test_spanning_trees(root, port, message):
    bench = Bench({"t": {"nodes": ["r1"], "plugin": "design_stp()"}})
    bench.network = replace(switched(), validate=bench.network.validate)
    state = BridgeState(
        ifname="vlan5",
        spanning_tree=root is not None,
        priority=8192,
        root_priority=root or 0,
        is_root=False,
        ports={"eth1": port},
    )
    bench.store["r1/bridges"] = (state,)
    report = bench.run()
    assert report.passed is (message is None)
    assert message is None or message in report.tests[0].nodes[0].messages[0]
