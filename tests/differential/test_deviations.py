"""A deviation allows a difference only where its reason is in the two networks."""

from __future__ import annotations

import pytest

from .deviations import deliberate, explained
from .normal_form import Difference

ENDS = [["r", "eth1", None, None], ["h", "eth1", None, None]]
PASSIVE = ("nodes", "r", "ospf", "interfaces", "eth1", "passive")


def form(kind: str = "host", ipv6: object = None) -> dict[str, object]:
    """A router on a link with another node."""
    port = {"ifindex": 1, "ipv4": "10.0.0.1/24", "ipv6": ipv6, "vlan": {}, "vrf": None}
    router = {
        "role": "router",
        "loopback": ["10.9.9.1/32", None],
        "interfaces": {"eth1": port},
        "bgp": None,
        "vrfs": {},
    }
    return {"nodes": {"r": router, "h": {**router, "role": kind}}, "links": [{"ends": ENDS}], "vlans": {}}


@pytest.mark.parametrize(("kind", "allowed"), [("host", True), ("router", False)])
def test_passive_depends_on_who_is_on_the_link(kind, allowed):
    assert (deliberate(Difference(PASSIVE, True, False), form(kind), form(kind), {}) is not None) is allowed
    assert deliberate(Difference(PASSIVE, False, True), form(kind), form(kind), {}) is None


@pytest.mark.parametrize(("ours", "theirs"), [(True, False), (False, True)])
@pytest.mark.parametrize("family", ["0", "1"])
def test_families_differ_for_a_reason(family, ours, theirs):
    difference = Difference(("nodes", "r", "families", family), ours, theirs)
    assert deliberate(difference, form(ipv6=True), form(ipv6=True), {}) is None


@pytest.mark.parametrize(("family", "allowed"), [("0", False), ("1", True)])
def test_families_of_multihop_sessions_are_those_the_loopback_lacks(family, allowed):
    end = {"node": "r", "ipv4": "10.9.9.1/32", "ipv6": "2001:db8::1/127"}
    answer = {"bgp": {"multihop": {"sessions": [{"interfaces": [end]}]}}}
    difference = Difference(("nodes", "r", "families", family), False, True)
    assert (deliberate(difference, form(), form(), answer) is not None) is allowed


@pytest.mark.parametrize("part", ["as", "rr_client", "next_hop_self"])
def test_a_multihop_session_differs_in_addresses_alone(part):
    path = ("nodes", "r", "bgp", "neighbors", "h/ebgp/20000", part)
    assert deliberate(Difference(path, None, True), form(), form(), {}) is None


def test_every_error_of_a_refusal_needs_a_reason():
    listed = "IncorrectValue in vlan: Duplicate address 10.0.0.1/24 found\n... a hint\n"
    assert all(explained(f"Warning in links: something\n{listed}Fatal error in netlab: exiting").values())
    assert not all(explained(f"{listed}MissingValue in bgp: Something else\n").values())
    assert not all(explained("something without a form").values())
