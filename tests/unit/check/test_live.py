"""Designed sessions beside what nodes say: found by address or interface, unknown when nothing was said."""

from __future__ import annotations

import pytest

from netwright import load_topology
from netwright.check import live_sessions
from netwright.devices import get
from netwright.model import BgpSessionState, CommandResult, IsisNeighborState, OspfNeighborState

from .lab import FakeDriver

TOPOLOGY = """
defaults.device: frr
module: [ ospf, isis, bgp ]
bgp.as: 65000
nodes: [ a, b ]
links: [ a-b ]
"""


def told(store, lacks=()):
    """Sessions of node `a`, by protocol; `store` is what both nodes say to each command."""
    network = load_topology(text=TOPOLOGY)
    driver = FakeDriver(store, lacks)

    def run(asked):
        return [CommandResult(argv=tuple(v), status=0, stdout=" ".join(v[1:]), stderr="") for _, v in asked]

    found = live_sessions(network, {"frr": driver}, run)
    return {s.protocol: (s.neighbor, s.up, s.word) for s in found if s.node == "a"}


GOOD = {
    "bgp_sessions": (BgpSessionState(peer="10.0.0.2", remote_as=65000, state="Established"),),
    "ospf_neighbors ipv4": (OspfNeighborState(router_id="10.0.0.2", state="Full", ifname="eth1"),),
    "isis_neighbors": (IsisNeighborState(name="b", state="Up", levels="L2", ifname="eth1"),),
}


def test_what_is_up():
    assert told(GOOD) == {"bgp": ("b", True, "Established"), "ospf": ("b", True, "Full"), "isis": ("b", True, "Up")}


@pytest.mark.parametrize(
    ("key", "state", "expected"),
    [
        ("bgp_sessions", BgpSessionState(peer="10.0.0.2", remote_as=65000, state="Active"), ("b", False, "Active")),
        ("bgp_sessions", BgpSessionState(peer="10.0.0.9", remote_as=65000, state="Established"), ("b", False, "none")),
        ("ospf_neighbors ipv4", OspfNeighborState(router_id="10.0.0.2", state="Init"), ("b", False, "Init")),
        (
            "ospf_neighbors ipv4",
            OspfNeighborState(router_id="10.0.0.2", state="Full", ifname="eth7"),
            ("b", False, "none"),
        ),
        ("isis_neighbors", IsisNeighborState(name="b", state="Down", levels="L2"), ("b", False, "Down")),
        ("isis_neighbors", IsisNeighborState(name="b", state="Up", levels="L1"), ("b", False, "not up at level 2")),
        ("isis_neighbors", IsisNeighborState(name="c", state="Up", levels="L2"), ("b", False, "none")),
    ],
)
def test_what_is_not(key, state, expected):
    assert told({**GOOD, key: (state,)})[key.split("_")[0]] == expected


def test_ospf_may_name_the_address_with_the_interface():
    """FRR does."""
    state = OspfNeighborState(router_id="10.0.0.2", state="Full", ifname="eth1:10.1.0.1")
    assert told({**GOOD, "ospf_neighbors ipv4": (state,)})["ospf"] == ("b", True, "Full")


def test_what_is_not_said_is_not_known():
    assert set(told(GOOD, lacks=("bgp_sessions",)).values()) >= {("b", None, "not known")}


def test_no_command_is_run_twice():
    """BIRD answers for every VRF and both families at once."""
    text = """
defaults.device: bird
module: [ ospf, bgp, vrf ]
bgp.as: 65000
addressing: { loopback.ipv6: '2001:db8:1::/48', p2p.ipv6: '2001:db8:2::/48' }
vrfs: { red: , blue: }
nodes: { a: , b: , c: { bgp.as: 65001 } }
links: [ a-b, { a: , c: , vrf: red }, { a: , b: , vrf: blue } ]
"""
    asked = []

    def run(calls):
        asked.extend((node, " ".join(argv[3:])) for node, argv in calls)
        return [CommandResult(argv=tuple(argv), status=1, stdout="", stderr="") for _, argv in calls]

    found = live_sessions(load_topology(text=text), {"bird": get("bird").driver}, run)
    of_a = {(s.protocol, s.vrf) for s in found if s.node == "a"}
    assert of_a == {("bgp", None), ("bgp", "red"), ("ospf", None), ("ospf", "blue")}
    assert [word for node, word in asked if node == "a"] == ["show protocols all", "show ospf neighbors"]
