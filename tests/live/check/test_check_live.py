"""Checks against real BIRD daemons: a healthy network passes, a stopped daemon fails and is named."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from netwright.check import CheckReport, run_checks
from netwright.devices.base import BIRD_SOCKET, RenderContext
from netwright.devices.bird import DEVICE
from netwright.lab import Lab
from netwright.model import LabPlan, Map, Network, Segment

from ...unit.devices.bird.networks import ibgp, instance, loopback, network, port, router

pytestmark = pytest.mark.live


class _Clock:
    def now(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


class _Quiet:
    def stage(self, name: str, total: int) -> None: ...

    def advance(self, name: str, amount: int = 1) -> None: ...

    def say(self, text: str) -> None: ...


def _network() -> Network:
    """Two routers on one link with an IBGP session between link addresses."""
    a = router(
        "a",
        1,
        port(1, 1, "10.0.0.1/30", None),
        loopback=loopback(11, area=None),
        bgp=instance(ibgp("b", 2, 1), networks=("10.33.0.0/16",)),
    )
    b = router(
        "b",
        2,
        port(1, 1, "10.0.0.2/30", None),
        loopback=loopback(12, area=None),
        bgp=instance(ibgp("a", 1, 2)),
    )
    return network(a, b)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[tuple[Network, Lab]]:
    designed = _network()
    plan = LabPlan(
        name="check-live",
        nodes=tuple(DEVICE.plan_node(designed, n, RenderContext()) for n in designed.nodes.values()),
        segments=tuple(
            Segment(linkindex=link.linkindex, ends=tuple((e.node, e.ifname) for e in link.endpoints))
            for link in designed.links
        ),
        hosts="127.0.0.1 localhost\n10.0.0.2 b\n10.0.0.1 a\n",
        features=("veth",),
    )
    lab = Lab.start(plan, tmp_path)
    try:
        yield designed, lab
    finally:
        lab.stop(cleanup=True)


VALIDATE = {
    "session": {"nodes": ["a"], "plugin": "bgp_neighbor(node.bgp.neighbors,'b')", "wait": 30},
    "prefix": {"nodes": ["b"], "plugin": "bgp_prefix('10.33.0.0/16',peer='10.0.0.1')", "wait": 15},
    "none": {"nodes": ["b"], "plugin": "bgp_prefix('10.34.0.0/16',state='missing')"},
    "ping": {"nodes": ["a"], "plugin": "ping('b')", "wait": 5},
    "silence": {"nodes": ["a"], "plugin": "ping('203.0.113.1',expect='fail',count=1)"},
    "link": {
        "nodes": ["a"],
        "exec": "ip -br addr show dev {{ interfaces[0].ifname }}",
        "valid": "'UP' in stdout",
    },
}


def _check(designed: Network, lab: Lab) -> CheckReport:
    network = replace(designed, validate=Map(VALIDATE))
    return run_checks(network, lab, {"bird": DEVICE.driver}, clock=_Clock(), observer=_Quiet())


def test_a_stopped_daemon_fails_the_checks(running: tuple[Network, Lab]) -> None:
    designed, lab = running
    report = _check(designed, lab)
    assert report.passed, report
    lab.run("b", ("birdc", "-s", BIRD_SOCKET, "down"))
    fast = {name: {**test, "wait": 0} for name, test in VALIDATE.items()}
    network = replace(designed, validate=Map(fast))
    time.sleep(0.5)
    report = run_checks(network, lab, {"bird": DEVICE.driver}, clock=_Clock(), observer=_Quiet())
    status = {t.name: t.status for t in report.tests}
    assert not report.passed
    assert status["session"] == status["prefix"] == status["none"] == "failed"
    assert status["ping"] == status["link"] == "passed"
    messages = {t.name: "; ".join(t.nodes[0].messages) for t in report.tests}
    assert "BGP session with b (10.0.0.2) is in state" in messages["session"]
    assert "cannot read BGP routes" in messages["none"]
