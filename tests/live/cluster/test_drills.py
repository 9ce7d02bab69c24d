"""Failures: a BIRD that dies and returns, routes that are taken out. Nobody else notices, and nothing flaps."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from netwright.workbench import RunningLab

from . import labs

pytestmark = pytest.mark.live

POD, BLOCK = "10.123.0.1", "10.123.0.0/26"
NODES = ("w1", "w2", "red-1", "red-2", "blue-2")
PROMPTLY_S = 1.0


@pytest.fixture(scope="module", params=["frr", "bird"])
def lab(request: pytest.FixtureRequest) -> Iterator[RunningLab]:
    with labs.started("scenario", f"nodes.tor.device={request.param}") as running:
        wanted = {"172.16.8.11", "172.16.8.12"}
        labs.settled(lambda: {h for hops in labs.next_hops(running, "tor").values() for h in hops}, wanted)
        labs.settled(lambda: labs.pings(running, "tor", POD), True)
        yield running


def _lost(lab: RunningLab, source: str, drill: Callable[[], None]) -> int:
    """Packets to a pod that are lost, one every 20 ms, while something happens and a while after."""
    with ThreadPoolExecutor(1) as pool:
        pinging = pool.submit(lab.run, source, f"ping -q -i 0.02 {POD}", timeout_s=120)
        try:
            drill()
            lab.run(source, f"ping -q -i 0.02 -c 25 {POD}")
        finally:
            lab.run(source, "pkill -INT -x ping")
        shown = pinging.result().stdout
    found = re.search(r"(\d+) packets transmitted, (\d+) received", shown)
    assert found is not None, shown
    return int(found[1]) - int(found[2])


def _kill_and_return(lab: RunningLab, node: str, peer: str, session: str) -> None:
    """The daemon is gone for a second, in which its peer sees that, and is back when its sessions are."""
    all_its = labs.established(lab, node)
    lab.lab.kill_daemon(node, "bird")
    assert labs.settled(lambda: session in labs.established(lab, peer), False) is False
    lab.restart_daemon(node, "bird")
    assert labs.settled(lambda: labs.established(lab, node), all_its) == all_its


def test_a_machine_s_bird_dies_and_returns(lab: RunningLab) -> None:
    before = labs.uptimes(lab, NODES)
    session = f"Local_Workload_{labs.address(lab, 'red-1').replace('.', '_')}"
    assert _lost(lab, "tor", lambda: _kill_and_return(lab, "red-1", "w1", session)) == 0
    changed = {("w1", session), ("red-1", "Global_169_254_0_179")}
    assert labs.flapped(before, labs.uptimes(lab, NODES)) == changed


def test_a_host_s_bird_dies_and_returns(lab: RunningLab) -> None:
    """It leaves the kernel's routes as they are until its peers have told it theirs again.

    The rack may miss the block for a moment: BIRD ends its announcements to one peer before another has called.
    """
    before = labs.uptimes(lab, NODES)
    assert _lost(lab, "p1", lambda: _kill_and_return(lab, "w1", "red-1", "Global_169_254_0_179")) == 0
    changed = {key for key in before if key[0] == "w1" or key == ("red-1", "Global_169_254_0_179")}
    assert labs.flapped(before, labs.uptimes(lab, NODES)) == changed
    wanted = labs.KernelRoute(labs.address(lab, "red-1"), labs.cali(lab, "red-1"), labs.LEARNED)
    assert labs.kernel(lab, "w1").get(BLOCK) == wanted
    assert labs.settled(lambda: labs.pings(lab, "tor", POD), True)


def test_a_block_that_is_withdrawn_is_gone_at_once(lab: RunningLab) -> None:
    before = labs.uptimes(lab, NODES)
    assert BLOCK in labs.next_hops(lab, "tor")
    lab.run("red-1", "birdc disable static_v4")
    try:
        for node in ("w1", "tor"):
            gone = labs.settled(lambda n=node: BLOCK in labs.kernel(lab, n), False, PROMPTLY_S)
            assert gone is False, node
        assert labs.learned(lab, "tor").get(BLOCK) is None
        assert not labs.pings(lab, "tor", POD)
    finally:
        lab.run("red-1", "birdc enable static_v4")
    assert labs.settled(lambda: labs.next_hops(lab, "tor").get(BLOCK), ("172.16.8.11",), PROMPTLY_S) == ("172.16.8.11",)
    assert labs.settled(lambda: labs.pings(lab, "tor", POD), True, PROMPTLY_S)
    assert labs.flapped(before, labs.uptimes(lab, NODES)) == set()


def test_a_route_to_a_pod_that_is_taken_out(lab: RunningLab) -> None:
    """The block stays announced; the black hole behind it takes what has no workload any more."""
    before = labs.uptimes(lab, NODES)
    pod = labs.cali(lab, "r1")
    lab.run("red-1", f"ip route del {POD}/32 dev {pod}")
    try:
        assert not labs.pings(lab, "tor", POD)
        assert labs.next_hops(lab, "tor")[BLOCK] == ("172.16.8.11",)
        assert labs.kernel(lab, "red-1")[BLOCK].kind == "blackhole"
    finally:
        lab.run("red-1", f"ip route add {POD}/32 dev {pod} metric 1024")
    assert labs.settled(lambda: labs.pings(lab, "tor", POD), True, PROMPTLY_S)
    assert labs.flapped(before, labs.uptimes(lab, NODES)) == set()
