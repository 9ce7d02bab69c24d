"""Settings of sessions and filters between real BIRD and FRR: what the rack gets, what nodes make of what it says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from netwright.model import BgpRoute
from netwright.workbench import RunningLab

from . import labs

pytestmark = pytest.mark.live

W1, W3 = "172.16.8.11", "172.16.8.13"
BLOCK_1, BLOCK_3 = "192.168.0.0/26", "192.168.0.128/26"
UP = {
    "Global_172_16_8_1",
    "Node_172_16_8_2",
    "Node_172_16_8_4",
    "Node_172_16_9_1",
    "Node_172_16_8_12_port_1790",
}
DOWN = {
    "Node_172_16_8_3": "another password",
    "Node_172_16_8_5": "packets with a TTL of 1",
    "Node_172_16_8_13": "no session at the other end",
    "Node_10_255_0_1": "nobody has the address",
}


@pytest.fixture(scope="module")
def lab() -> Iterator[RunningLab]:
    with labs.started("policies") as running:
        labs.settled(lambda: labs.established(running, "w1"), UP)
        yield running


def _at(lab: RunningLab, router: str, block: str, peer: str) -> BgpRoute | None:
    """How a router of the rack has a block from a node."""
    return next((r for r in labs.learned(lab, router, prefix=block).get(block, ()) if r.peer == peer), None)


def _neighbor(lab: RunningLab, router: str, peer: str) -> dict[str, Any]:
    shown: dict[str, Any] = json.loads(lab.run(router, f"vtysh -c 'show bgp neighbors {peer} json'").stdout)
    found: dict[str, Any] = shown[peer]
    return found


def test_sessions_that_fit_are_up_and_no_others(lab: RunningLab) -> None:
    """Passwords (RFC 2385), TTL security (RFC 5082), a port of its own, an AS of its own."""
    assert labs.established(lab, "w1") == UP
    assert labs.sessions(lab, "w1").keys() == UP | DOWN.keys()


def test_passwords_guard_both_ends(lab: RunningLab) -> None:
    assert _neighbor(lab, "secret", W1)["bgpState"] == "Established"
    assert _neighbor(lab, "wrong", W1)["bgpState"] != "Established"
    counted = lab.run("wrong", "nstat -asz TcpExtTCPMD5Failure").stdout.split()
    assert int(counted[counted.index("TcpExtTCPMD5Failure") + 1]) > 0


def test_reverse_peering(lab: RunningLab) -> None:
    """Of BGPPeers with a `peerSelector`: the other end has the session too, unless that is its own affair."""
    assert labs.established(lab, "w2") == {"Global_172_16_8_1", "Node_172_16_8_11"}
    assert labs.sessions(lab, "w3").keys() == {"Global_172_16_8_1"}


def test_timers_reach_the_rack(lab: RunningLab) -> None:
    neighbor = _neighbor(lab, "plain", W1)
    assert neighbor["gracefulRestartInfo"]["timers"]["receivedRestartTimer"] == 33
    shown = labs.session_options(lab, "w1", "Global_172_16_8_1")
    assert "/180\n" in shown.partition("Hold timer:")[2], shown
    kept = shown.partition("Keepalive timer:")[2].splitlines()[0]
    assert kept.endswith("/5"), "7 s of 240 s, as 5 s are of the 180 s agreed on"


def test_operations_of_filters_are_seen_at_the_rack(lab: RunningLab) -> None:
    """What no rule accepts gets communities of Calico's own rules and no more."""
    assert labs.settled(lambda: _at(lab, "plain", BLOCK_1, W1) is not None, True)
    marked, plain = _at(lab, "plain", BLOCK_1, W1), _at(lab, "near", BLOCK_1, W1)
    assert marked is not None
    assert (marked.communities, marked.large_communities) == (("64512:77",), ())
    assert marked.as_path == ("64512", "64500", "64501")
    assert plain is not None
    assert (plain.communities, plain.large_communities) == (("64512:100",), ("64512:1:2",))
    assert plain.as_path == ("64512",)


def test_a_local_as_takes_the_place_of_the_nodes(lab: RunningLab) -> None:
    other = _at(lab, "other", BLOCK_1, "172.16.9.11")
    assert other is not None
    assert (other.as_path, other.next_hops) == (("64999",), ("172.16.9.11",))
    assert _neighbor(lab, "other", "172.16.9.11")["remoteAs"] == 64999


def test_import_filters_choose_by_length_and_path_and_set_metrics(lab: RunningLab) -> None:
    for node in ("w1", "w2", "w3"):
        wanted = {"10.99.1.0/24": labs.KernelRoute("172.16.8.1", "eth1", 300)}
        assert labs.settled(lambda n=node: _of_the_rack(lab, n), wanted) == wanted


def _of_the_rack(lab: RunningLab, node: str) -> dict[str, labs.KernelRoute]:
    return {prefix: route for prefix, route in labs.kernel(lab, node).items() if prefix.startswith("10.99.")}


def test_routes_through_the_own_as_where_that_is_allowed(lab: RunningLab) -> None:
    """`numAllowedLocalASNumbers`: nodes hear of each other by way of the rack."""
    wanted = labs.KernelRoute(W3, "eth1", labs.LEARNED)
    for node in ("w1", "w2"):
        assert labs.settled(lambda n=node: labs.kernel(lab, n).get(BLOCK_3), wanted) == wanted


def test_priorities_are_preferences_between_nodes(lab: RunningLab) -> None:
    """`setPriority: 512` says that the block is elevated: preferred over all else, and with that metric."""
    wanted = labs.KernelRoute(W1, "eth1", 512)
    assert labs.settled(lambda: labs.kernel(lab, "w2").get(BLOCK_1), wanted) == wanted
    best = next(p for p in labs.bird_paths(lab, "w2") if p.prefix == BLOCK_1 and p.best)
    assert (best.protocol, best.preference) == ("Node_172_16_8_11", 200)
    assert best.attributes["BGP.local_pref"] == str(2147483647 - 512)


def test_nodes_listen_where_they_are_told(lab: RunningLab) -> None:
    for node, wanted in (("w1", "0.0.0.0:179"), ("w2", "0.0.0.0:1790"), ("w3", "172.16.8.13:179")):
        lines = lab.run(node, "ss -Hltn").stdout.splitlines()
        assert [line.split()[3] for line in lines] == [wanted], node


def test_a_peer_behind_a_gateway_has_a_route(lab: RunningLab) -> None:
    assert labs.kernel(lab, "w1")["10.255.0.1/32"] == labs.KernelRoute("172.16.8.1", "eth1")
    assert "10.255.0.1/32" not in labs.kernel(lab, "w2")


def test_secrets_are_in_files_of_their_owner_alone(lab: RunningLab) -> None:
    assert lab.run("w1", "stat -c %a /etc/bird/bird.conf").stdout == "600\n"
