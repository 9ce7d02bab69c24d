"""Routing policies, lists and static routes of designed networks."""

from __future__ import annotations

import pytest

from ..reading import codes, network

PAIR = "nodes: {a: %s, b: }, links: [a-b]"


def node(own: str, top: str = ""):
    return network("{module: [routing], " + PAIR % own + top + "}").nodes["a"]


def test_global_objects_come_with_what_refers_to_them():
    top = ", routing: {prefix: {lb: [{pool: loopback}], unused: [{pool: lan}]}, policy: {p: {locpref: 7, prefix: lb}}}"
    tables = node("{routing.policy.p: }", top).routing
    assert list(tables.policies) == ["p"]
    assert list(tables.prefix_lists) == ["lb"]
    entry = tables.policies["p"].entries[0]
    assert (entry.sequence, entry.set.local_pref, entry.match.prefix) == (10, 7, "lb")


def test_entries_merge_by_sequence():
    own = "{routing.policy.p: [{locpref: 200}, {sequence: 15, prepend.path: '65000'}]}"
    entries = node(own, ", routing.policy.p: [{locpref: 100}, {med: 200}]").routing.policies["p"].entries
    assert [(e.sequence, e.set.local_pref, e.set.med) for e in entries] == [
        (10, 200, None),
        (15, None, None),
        (20, None, 200),
    ]


def test_as_path_shorthands():
    top = ", routing.aspath: {x: 65000, y: [{action: deny, path: [65000, 65001]}, '6510.'], z: [{action: permit}]}"
    lists = node("{routing.aspath: {x: , y: , z: }}", top).routing.as_path_lists
    assert [[r.regexp for r in lists[n].rules] for n in "xyz"] == [["65000"], ["65000 65001", "6510."], [".*"]]
    assert [lists[n].number for n in "xyz"] == [1, 2, 3]


@pytest.mark.parametrize(
    ("route", "expected"),
    [
        ("{ipv4: 10.9.0.0/16, nexthop.node: b}", ["10.9.0.0/16 10.1.0.2 eth1"]),
        ("{ipv4: 10.9.0.0/16, nexthop.ipv4: 10.1.0.2}", ["10.9.0.0/16 10.1.0.2 eth1"]),
        ("{ipv4: 10.9.0.0/16, nexthop.ipv4: 192.0.2.1}", ["10.9.0.0/16 192.0.2.1 None"]),
        ("{ipv4: 10.9.0.0/16, nexthop.discard: true}", ["10.9.0.0/16 None None"]),
        ("{ipv4: 10.9.0.0/16, nexthop.gateway: true}", ["10.9.0.0/16 10.1.0.2 eth1"]),
        ("{node: b, nexthop.node: b}", ["10.0.0.2/32 10.1.0.2 eth1"]),
        ("{pool: [lan, p2p], nexthop.node: b}", ["172.16.0.0/16 10.1.0.2 eth1", "10.1.0.0/16 10.1.0.2 eth1"]),
    ],
)
def test_static_routes(route, expected):
    routes = node(f"{{routing.static: [{route}]}}").static_routes
    assert [f"{r.prefix} {r.next_hop} {r.ifname}" for r in routes] == expected


@pytest.mark.parametrize(
    ("own", "code"),
    [
        ("{routing.policy.p: {match.prefix: nope}}", "unknown-prefix-list"),
        ("{routing.policy.nope: }", "unknown-routing-policy"),
        ("{routing.static: [{ipv4: 10.0.0.0/8}]}", "static-route-without-nexthop"),
        ("{routing.static: [{ipv4: 10.0.0.0/8, nexthop.node: zz}]}", "unknown-node"),
        ("{routing.static: [{ipv6: '2001:db8::/32', nexthop.node: b}]}", "no-next-hop"),
        ("{routing.static: [{include: x}]}", "unknown-static-list"),
        ("{routing.prefix.x: [{ipv4: 10.0.0.0/16, max: 8}]}", "wrong-prefix-length"),
        ("{routing.policy.p: [{sequence: 5, med: 1}, {sequence: 5, med: 2}]}", "duplicate-sequence"),
    ],
)
def test_mistakes(own, code):
    assert code in codes("{module: [routing], " + PAIR % own + "}")
