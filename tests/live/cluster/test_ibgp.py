"""A top of the rack in its nodes' own AS: of no use without `nextHopMode: Self`, when machines are not announced."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from netwright.workbench import RunningLab

from . import labs

pytestmark = pytest.mark.live

BLOCK = "10.123.0.0/26"


@pytest.fixture(scope="module", params=["frr", "bird"])
def lab(request: pytest.FixtureRequest) -> Iterator[RunningLab]:
    devices = [f"nodes.{tor}.device={request.param}" for tor in ("tor-auto", "tor-self")]
    with labs.started("ibgp", *devices) as running:
        labs.settled(lambda: all(BLOCK in labs.learned(running, tor) for tor in ("tor-auto", "tor-self")), True)
        yield running


def test_without_self_the_block_is_unreachable(lab: RunningLab) -> None:
    (route,) = labs.learned(lab, "tor-auto")[BLOCK]
    assert route.as_path == ("65401",)
    assert labs.kernel(lab, "tor-auto").get(BLOCK, labs.KernelRoute(kind="none")).kind in ("none", "unreachable")
    if lab.network.nodes["tor-auto"].device == "frr":
        assert (route.valid, route.next_hops) == (False, (labs.address(lab, "red-1"),))
    assert not labs.pings(lab, "tor-auto", "10.123.0.1")


def test_with_self_it_is_reachable(lab: RunningLab) -> None:
    wanted = labs.KernelRoute("172.16.8.11", "eth1")
    assert labs.settled(lambda: labs.kernel(lab, "tor-self")[BLOCK]._replace(metric=0), wanted) == wanted
    assert labs.settled(lambda: labs.pings(lab, "tor-self", "10.123.0.1"), True)
