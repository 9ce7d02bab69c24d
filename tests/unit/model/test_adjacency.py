"""Who becomes a neighbour of whom, by design."""

from __future__ import annotations

import pytest

from netwright import load_topology
from netwright.model import Network
from netwright.model.adjacency import (
    End,
    bgp_instances,
    common_levels,
    is_live,
    isis_instances,
    isis_levels,
    ospf_instances,
    ospf_of,
    shared_levels,
    speaks_ospf,
)


def network(text: str) -> Network:
    return load_topology("-", text=text)


def ends(text: str) -> list[End]:
    """The first interface of each node."""
    return [End(node, node.interfaces[0]) for node in network(text).nodes.values()]


ISIS = "module: [ isis ]\nnodes:\n  a: { %s }\n  b: { %s }\nlinks:\n- a: { %s }\n  b: { %s }\n"


@pytest.mark.parametrize(
    ("a", "b", "at_a", "at_b", "common", "shared"),
    [
        ("", "", "", "", {2}, {2}),
        ("isis.type: level-1-2", "isis.type: level-1-2", "", "", {1, 2}, {1, 2}),
        ("isis.type: level-1-2", "isis.type: level-1-2, isis.area: '49.0002'", "", "", {2}, {2}),
        ("isis.type: level-1", "isis.type: level-1, isis.area: '49.0002'", "", "", set(), set()),
        ("isis.type: level-1-2", "isis.type: level-1-2", "isis.type: level-1", "", {1}, {1}),
        ("isis.type: level-1", "", "", "", set(), set()),
        ("", "", "isis.network_type: False", "isis.network_type: point-to-point", {2}, set()),
        ("isis.af: [ ipv4 ]", "isis.af: [ ipv6 ]", "", "", {2}, set()),
        ("", "", "isis.passive: True", "", set(), set()),
        ("", "skip_config: True", "", "", set(), set()),
        ("", "skip_config: [ isis ]", "", "", set(), set()),
        ("", "", "shutdown: True", "", set(), set()),
    ],
)
def test_levels(a: str, b: str, at_a: str, at_b: str, common: set[int], shared: set[int]) -> None:
    here, there = ends("addressing.p2p: { ipv4: 10.1.0.0/16, ipv6: '2001:db8::/48' }\n" + ISIS % (a, b, at_a, at_b))
    assert common_levels(here, there) == common_levels(there, here) == common
    assert shared_levels(here, there) == shared_levels(there, here) == shared


def test_levels_of_an_interface() -> None:
    here, there = ends(ISIS % ("isis.type: level-1-2", "", "isis.type: level-1", "isis.passive: True"))
    assert (isis_levels(here), isis_levels(there)) == ({1}, frozenset())


@pytest.mark.parametrize(
    ("node", "end", "four", "six"),
    [
        ("", "", True, True),
        ("ospf.af: [ ipv4 ]", "", True, False),
        ("", "ipv6: False", True, False),
        ("", "ospf.passive: True", False, False),
        ("", "ospf: False", False, False),
        ("", "shutdown: True", False, False),
        ("skip_config: True", "", False, False),
        ("skip_config: [ ospf ]", "", False, False),
    ],
)
def test_who_speaks_ospf(node: str, end: str, four: bool, six: bool) -> None:
    here, _ = ends(
        "module: [ ospf ]\naddressing.p2p: { ipv4: 10.1.0.0/16, ipv6: '2001:db8::/48' }\n"
        "addressing.loopback: { ipv4: 10.0.0.0/24, ipv6: '2001:db8:1::/48' }\n"
        f"nodes:\n  a: {{ {node} }}\n  b:\nlinks:\n- a: {{ {end} }}\n  b:\n"
    )
    assert (speaks_ospf(here, "ipv4"), speaks_ospf(here, "ipv6")) == (four, six)


def test_levels_in_a_vrf() -> None:
    text = "module: [ isis, vrf ]\nvrfs.red:\nnodes: [ a, b ]\nlinks:\n- { a: , b: , vrf: red }\n"
    here, there = ends(text)
    assert here.interface.vrf == "red"
    assert shared_levels(here, there) == {2}
    assert [vrf for vrf, _ in isis_instances(here.node)] == ["red"]


def test_hosts_speak_nothing_and_vrfs_do() -> None:
    made = network(
        "module: [ ospf, vrf, bgp ]\nbgp.as: 65000\nvrfs.red:\nnodes:\n  a:\n  b:\n  h: { role: host, device: linux }\n"
        "links:\n- { a: , h: , vrf: red }\n- { a: , b: , vrf: red }\n"
    )
    a, _, h = made.nodes.values()
    assert ospf_of(a, "red", "ipv4") is a.vrfs["red"].ospf is not None
    assert not any(speaks_ospf(End(h, i), "ipv4") for i in h.interfaces)
    assert [vrf for vrf, _ in bgp_instances(a)] == [None, "red"]
    assert list(ospf_instances(a)) == [("red", a.vrfs["red"].ospf)]
    assert list(bgp_instances(h)) == []


def test_live() -> None:
    here, there = ends("nodes: [ a, b ]\nlinks:\n- a: { shutdown: True }\n  b:\n")
    assert (is_live(here), is_live(there)) == (False, True)
