"""The plugin `evpn.multihoming`: segments and their identifiers, what FRR and the kernel are told."""

from __future__ import annotations

import pytest

from netwright import devices
from netwright.devices import RenderContext, check_nodes
from netwright.devices.frr.conf import frr_conf
from netwright.errors import Problems
from netwright.model import Interface, InterfacePlan, Network
from netwright.render import node_inventory

from ..reading import codes, network, read

HEAD = """
plugin: [ evpn.multihoming ]
bgp.as: 65000
groups:
  _auto_create: True
  leaves: { members: [ s1, s2, s3 ], module: [ vlan, vxlan, ospf, bgp, evpn, lag ] }
  access: { members: [ x, y ], module: [ lag, vlan ], vlan.mode: bridge }
vlans: { red: { mode: bridge }, blue: { mode: irb } }
"""
LINKS = """
links:
- s1-s3
- s2-s3
- lag.members: [ { s1: { evpn.es: first }, x: }, { s2: { evpn.es: first }, x: } ]
  vlan.access: red
- lag.members: [ { s1: { evpn.es: second }, y: }, { s3: { evpn.es: second }, y: } ]
  vlan.access: blue
"""
LAG = """
links:
- lag.members: [ { s1: { evpn.es: one }, x: }, { s2: { evpn.es: one }, x: } ]
  vlan.access: red
"""
TWO_SYSTEMS = LAG.replace("{ s1: { ", "{ s1: { lag.lacp_system_id: 1, ").replace(
    "s2: {", "s2: { lag.lacp_system_id: 2,"
)


def mistakes(text: str) -> list[str]:
    return [code for code in codes(text) if code != "ospf-inactive"]


def bonds(designed: Network, node: str) -> list[Interface]:
    return [i for i in designed.nodes[node].interfaces if i.lag is not None]


def plans(node: str) -> dict[str, InterfacePlan]:
    plan = devices.plan_lab(network(HEAD + LINKS))
    return {i.name: i for n in plan.nodes if n.name == node for i in n.interfaces}


def found(text: str) -> list[tuple[str | None, str | None]]:
    """Identifier and system id of every bond of s1."""
    designed = network(text)
    return [(i.ethernet_segment and i.ethernet_segment.esi, i.lag and i.lag.system_mac) for i in bonds(designed, "s1")]


def test_segments_are_numbered() -> None:
    assert found(HEAD + LINKS) == [
        ("00:02:00:00:00:00:01:00:00:00", "02:00:00:00:00:01"),
        ("00:02:00:00:00:00:02:00:00:00", "02:00:00:00:00:02"),
    ]


def test_all_ends_of_a_segment_are_alike() -> None:
    designed = network(HEAD + LINKS)
    (own,) = bonds(designed, "s2")
    assert own.ethernet_segment == bonds(designed, "s1")[0].ethernet_segment
    assert own.lag == bonds(designed, "s1")[0].lag
    assert bonds(designed, "x")[0].ethernet_segment is None


@pytest.mark.parametrize(
    ("definition", "system", "expected"),
    [
        ("{ id: '00:11:22:33:44:55:66:77:88:99' }", "", ("00:11:22:33:44:55:66:77:88:99", "02:55:66:77:88:99")),
        ("{ id: '00:11:22:33:44:55:66:77:88:99' }", "258", ("00:11:22:33:44:55:66:77:88:99", "02:01:02:01:02:00")),
        ("{ auto: True }", "0200.0101.0102", ("00:02:00:01:01:01:02:00:00:00", "02:00:01:01:01:02")),
    ],
)
def test_identifiers(definition: str, system: str, expected: tuple[str, str]) -> None:
    more = f", lag.lacp_system_id: {system}" if system else ""
    links = LAG.replace("evpn.es: one", f"evpn.es: one{more}")
    assert found(f"{HEAD}evpn.ethernet_segments.one: {definition}\n{links}") == [expected]


def test_segments_whose_identifiers_are_alike_in_part() -> None:
    ids = "evpn.ethernet_segments: { first.id: '00:11:22:33:44:55:66:77:88:01', second.id: '%s' }\n"
    systems = [system for _, system in found(HEAD + LINKS + ids % "00:11:22:33:44:55:66:77:88:02")]
    assert systems == ["02:55:66:77:88:01", "02:55:66:77:88:02"]
    systems = [system for _, system in found(HEAD + LINKS + ids % "00:AA:22:33:44:55:66:77:88:01")]
    assert systems == ["02:55:66:77:88:01", "02:00:00:00:00:01"]


def test_a_number_that_is_taken_is_left_out() -> None:
    links = LINKS.replace("evpn.es: second", "evpn.es: second, lag.lacp_system_id: '0200.0000.0001'")
    assert [system for _, system in found(HEAD + links)] == ["02:00:00:00:00:02", "02:00:00:00:00:01"]


def test_more_segments_than_an_octet_numbers() -> None:
    many = "".join(LAG.replace("links:\n", "").replace("one", f"e{number}") for number in range(1, 258))
    last = found(f"{HEAD}links:\n{many}")[-2:]
    assert last == [
        ("00:02:00:00:00:01:00:00:00:00", "02:00:00:00:01:00"),
        ("00:02:00:00:00:01:01:00:00:00", "02:00:00:00:01:01"),
    ]


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        (TWO_SYSTEMS, ["lacp-mismatch"]),
        (LAG.replace("s2: { evpn.es: one }", "s2: "), ["lag-not-supported", "lonely-segment"]),
        (LAG.replace("x: }, {", "y: }, {"), ["lag-not-supported"]),
        (LAG.replace("s2: { evpn.es: one }", "s2: { evpn.es: other }"), ["lag-not-supported", *["lonely-segment"] * 2]),
        (LINKS + "evpn.ethernet_segments: { first.id: '00:00:00:00:00:00:00:00:00:aA', second.id: "
         "'00:00:00:00:00:00:00:00:00:Aa' }\n", ["duplicate-esi"]),
        (LINKS + "evpn.ethernet_segments.second.id: '00:02:00:00:00:00:01:00:00:00'\n", ["duplicate-esi"]),
        (LAG + "evpn.ethernet_segments.one.id: '01:11:22:33:44:55:66:77:88:99'\n", ["wrong-type"]),
        (LAG.replace("- lag", "- evpn.es: one\n  lag"), ["wrong-place"]),
    ],
)  # fmt: skip
def test_mistakes(links: str, expected: list[str]) -> None:
    assert mistakes(HEAD + links) == expected


def test_it_takes_the_plugin() -> None:
    found = mistakes(HEAD.replace("plugin: [ evpn.multihoming ]", "") + LAG)
    assert found == ["plugin-needed", "plugin-needed", "lag-not-supported"]


def test_frr_knows_the_segments() -> None:
    designed = network(HEAD + LINKS)
    text = frr_conf(designed, designed.nodes["s1"])
    assert (
        "interface bond2\n description [Access VLAN blue] s1 -> [y,s3]\n evpn mh es-id 00:02:00:00:00:00:02:00:00:00\n"
        in text
    )
    assert "evpn mh startup-delay 0\nevpn mh redirect-off\n" in text
    assert "evpn mh" not in frr_conf(designed, designed.nodes["x"])


def test_frames_of_the_segments_other_switches_do_not_leave_to_it() -> None:
    own = plans("s1")
    marks = {str(mark.source): mark.mark for mark in own["eth1"].marks}
    assert set(marks) == {"10.0.0.2", "10.0.0.3"}
    assert own["bond1"].refused_marks == (marks["10.0.0.2"],)
    assert own["bond2"].refused_marks == (marks["10.0.0.3"],)
    assert (own["eth2"].marks, own["eth2"].refused_marks) == ((), ())
    assert own["bond1"].port is not None
    assert not own["bond1"].port.unicast_flood
    assert own["bond1"].bond is not None
    assert own["bond1"].bond.system_mac == "02:00:00:00:00:01"


def test_one_bridge_has_all_vlans() -> None:
    own = plans("s1")
    bridge = own["vlans"].bridge
    assert bridge is not None
    assert (bridge.vlan_filtering, bridge.vlans) == (True, (1000, 1001))
    assert (own["vlan1001"].kind, own["vlan1001"].parent, own["vlan1001"].vlan_id) == ("vlan", "vlans", 1001)
    assert own["vlan1001"].addresses
    ports = {name: plan.port.untagged for name, plan in own.items() if plan.master == "vlans" and plan.port is not None}
    assert ports == {"bond1": 1000, "bond2": 1001, "vxlan101000": 1000, "vxlan101001": 1001}
    names = list(own)
    assert names.index("vlans") < names.index("vlan1000") < names.index("bond1")


def test_a_segment_may_be_a_trunk() -> None:
    trunk = LAG.replace("vlan.access: red", "vlan.trunk: [ red, blue ]")
    plan = devices.plan_lab(network(HEAD + trunk + "- { s1: , s3: , vlan.trunk: [ red, blue ], vlan.native: red }\n"))
    own = {i.name: i for n in plan.nodes if n.name == "s1" for i in n.interfaces}
    bond, other = own["bond1"], own["eth1"]
    assert bond.port is not None
    assert (bond.master, bond.port.untagged, bond.port.tagged) == ("vlans", None, (1000, 1001))
    assert other.port is not None
    assert (other.master, other.port.untagged, other.port.tagged) == ("vlans", 1000, (1001,))
    assert not {"bond1.1000", "bond1.1001", "eth1.1001"} & own.keys()
    assert limits(HEAD + trunk) == []


ROUTED_NATIVE = HEAD.replace("blue: { mode: irb }", "blue: { mode: irb }, nat: { mode: route }").replace(
    "evpn, lag ]", "evpn, lag, vrf ]"
)


@pytest.mark.parametrize(("head", "master"), [("", None), ("vrfs.t:\nvlans.nat.vrf: t\n", "t")])
def test_a_trunk_that_routes_its_native_vlan_is_no_port(head: str, master: str | None) -> None:
    trunk = "- { s1: , s3: , vlan.trunk: [ red, blue, nat ], vlan.native: nat }\n"
    plan = devices.plan_lab(network(ROUTED_NATIVE + head + LAG + trunk))
    own = {i.name: i for n in plan.nodes if n.name == "s1" for i in n.interfaces}
    assert (own["eth1"].master, own["eth1"].port) == (master, None)
    assert own["eth1"].addresses
    for name, vlan in (("eth1.1000", 1000), ("eth1.1001", 1001)):
        member = own[name]
        assert (member.kind, member.parent, member.vlan_id, member.master) == ("vlan", "eth1", vlan, "vlans")
        assert member.port is not None
        assert (member.port.untagged, member.port.tagged) == (vlan, ())


def test_others_are_as_they_were() -> None:
    own = plans("y")
    assert own["vlan1001"].bridge is not None
    assert not own["vlan1001"].bridge.vlan_filtering
    assert not any(plan.marks or plan.refused_marks for plan in own.values())


def test_features() -> None:
    plan = devices.plan_lab(network(HEAD + LINKS))
    assert {"split_horizon", "vlan_filtering", "bond"} <= set(plan.features)


def limits(text: str) -> list[str]:
    designed = network(text)
    problems = Problems()
    check_nodes(designed, problems)
    return [p.message.rpartition("this: ")[2] for p in problems if p.severity == "error"]


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        ("links: [ { s1: { evpn.es: a }, x: , vlan.access: red }, { s2: { evpn.es: a }, x: , vlan.access: red } ]\n",
         "on interface eth1, which is no LAG"),
        (LAG.replace("vlan.access: red", "vlan.access: red\nevpn.vlans: [ blue ]"), "which carries no VLAN of EVPN"),
        (LAG.replace("vlan.access: red", "prefix: 10.9.0.0/24"), "which carries no VLAN of EVPN"),
        (LAG.replace("access: red", "trunk: [ red, nat ]\n  vlan.native: nat")
         + "vlans.nat.mode: route\nnodes.x.vlans.nat.mode: route\n", "which routes its native VLAN"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_segment(links: str, expected: str) -> None:
    answers = limits(HEAD + links)
    assert len(answers) == 2
    assert all(expected in answer for answer in answers)


def test_a_warning_says_who_gets_frames_twice() -> None:
    problems = Problems()
    check_nodes(network(HEAD + LAG), problems)
    assert {p.code for p in problems} == {"frr-limit"}
    assert not read(HEAD + LAG)[1].errors


CASES = [("8.4.4", "red", 0), ("8.4.4", "blue", 2), ("10.3", "blue", 0)]


@pytest.mark.parametrize(("release", "vlan", "told"), CASES)
def test_an_old_release_is_told_of_where_segments_are_routed_to(release: str, vlan: str, told: int) -> None:
    routed = HEAD.replace("evpn, lag ]", "evpn, lag, vrf ]").replace("{ mode: irb }", "{ mode: irb, vrf: t }")
    routed += "vrfs.t: { evpn.transit_vni: True }\n" + LAG.replace("vlan.access: red", f"vlan.access: {vlan}")
    problems = Problems()
    check_nodes(network(routed), problems, context=RenderContext(versions={"frr": release}))
    assert [p.code for p in problems].count("frr-version") == told
    assert not problems.errors


def test_inventory() -> None:
    bond = next(i for i in node_inventory(network(HEAD + LAG), "s1")["interfaces"] if i["ifname"] == "bond1")
    assert bond["evpn"] == {"es": "one", "_esi": {"id": "00:02:00:00:00:00:01:00:00:00"}}
    assert bond["lag"]["lacp_system_id"] == "02:00:00:00:00:01"
