"""Which links and sessions an edge of a picture stands for, and the one state made of theirs."""

from __future__ import annotations

import pytest

from netwright import load_topology
from netwright.draw import DrawOptions, edge_states, make_picture, with_states
from netwright.errors import Problems
from netwright.model import LiveLink, LiveNetwork, LiveSession

TOPOLOGY = """
defaults.device: frr
module: [ ospf, bgp ]
nodes:
  r1: { bgp.as: 65000 }
  r2: { bgp.as: 65000 }
  x: { bgp.as: 65100, module: [ bgp ] }
links: [ r1-r2, r1-x, r1-x, { r1: {} } ]
"""
LAN = """
defaults.device: frr
module: [ ospf ]
nodes: [ r1, r2, r3 ]
links: [ r1-r2-r3 ]
"""
WORKS, SHUT, DEAD = LiveLink(True, True), LiveLink(False, False), LiveLink(True, False)


@pytest.fixture(scope="module")
def network():
    return load_topology(text=TOPOLOGY)


def picture(network, type):
    problems = Problems()
    made = make_picture(network, type, DrawOptions(), problems)
    problems.raise_errors()
    return made


def live(links=None, *sessions):
    return LiveNetwork(links=links or {}, nodes={}, sessions=sessions)


def bgp(node, neighbor, address, up, word):
    return LiveSession(protocol="bgp", node=node, neighbor=neighbor, up=up, word=word, address=address)


def ospf(node, neighbor, ifname, up, word):
    return LiveSession(protocol="ospf", node=node, neighbor=neighbor, up=up, word=word, ifname=ifname)


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        ((WORKS, WORKS), ("up", "up")),
        ((WORKS, SHUT), ("down", "r2 eth1 taken down")),
        ((SHUT, SHUT), ("down", "r1 eth1, r2 eth1 taken down")),
        ((WORKS, DEAD), ("down", "no carrier at r2 eth1")),
        ((DEAD, SHUT), ("down", "r2 eth1 taken down")),
    ],
)
def test_a_link_is_what_its_ends_are(network, ends, expected):
    links = {("r1", "eth1"): ends[0], ("r2", "eth1"): ends[1]}
    found = edge_states(picture(network, "topology"), live(links))
    assert found == {"link:1": expected}


def test_the_end_of_a_stub_counts_alone(network):
    found = edge_states(picture(network, "topology"), live({("r1", "eth4"): DEAD}))
    assert found == {"link:4:r1": ("down", "no carrier at r1 eth4")}


def test_parallel_sessions_are_told_apart_by_address(network):
    made = picture(network, "bgp")
    one, other = sorted(e.id for e in made.edges if "x" in (e.source.node, e.target.node))
    addresses = {e.id: (e.source.node, e.target.node, *e.addresses) for e in made.edges}
    state = live(None, bgp(*addresses[one], True, "Established"), bgp(*addresses[other], False, "Active"))
    found = edge_states(made, state)
    assert found[one] == ("up", "Established")
    assert found[other] == ("down", "Active")


@pytest.mark.parametrize(
    ("ups", "words", "expected"),
    [
        ((True, True), ("Full", "Full"), ("up", "Full")),
        ((True, False), ("Full", "Init"), ("down", "Full, Init")),
        ((None, None), ("not known", "not known"), ("unknown", "not known")),
        ((True, None), ("Full", "not known"), ("up", "Full, not known")),
    ],
)
def test_an_adjacency_needs_both_ends(network, ups, words, expected):
    sessions = (ospf("r1", "r2", "eth1", ups[0], words[0]), ospf("r2", "r1", "eth1", ups[1], words[1]))
    found = edge_states(picture(network, "ospf"), live(None, *sessions))
    assert found["link:1"] == expected
    assert not any(id.startswith("link:4") for id in found)


@pytest.mark.parametrize(
    ("ups", "expected"),
    [
        ((True, True), "up"),
        ((True, False), "partial"),
        ((False, False), "down"),
        ((True, None), "up"),
        ((False, None), "down"),
    ],
)
def test_an_end_at_a_subnet_has_an_adjacency_with_each_neighbour(ups, expected):
    sessions = [ospf("r1", name, "eth1", up, "word") for name, up in zip(("r2", "r3"), ups, strict=True)]
    found = edge_states(picture(load_topology(text=LAN), "ospf"), live(None, *sessions))
    assert found == {"link:1:r1": (expected, "word")}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((True, True), (True, True), "up"),
        ((True, False), (True, False), "partial"),
        ((True, True), (True, False), "partial"),
        ((True, True), (False, False), "down"),
    ],
)
def test_two_families_are_two_adjacencies(network, one, other, expected):
    sessions = [ospf("r1", "r2", "eth1", up, "v") for up in one] + [ospf("r2", "r1", "eth1", up, "v") for up in other]
    assert edge_states(picture(network, "ospf"), live(None, *sessions))["link:1"] == (expected, "v")


def test_pictures_say_it_in_a_word(network):
    made = with_states(picture(network, "topology"), live({("r1", "eth1"): WORKS, ("r2", "eth1"): SHUT}))
    first = next(edge for edge in made.edges if edge.id == "link:1")
    assert (first.state, first.word) == ("down", "r2 eth1 taken down")
    assert {edge.state for edge in made.edges if edge.id != "link:1"} == {None}
