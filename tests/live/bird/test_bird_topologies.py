"""Topologies with BIRD in them pass on real daemons, and so does BIRD after a restart."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from netwright import workbench
from netwright.workbench.batch import run_topology

pytestmark = pytest.mark.live

TOPOLOGIES = Path(__file__).parent / "topologies"


@pytest.mark.parametrize("path", sorted(TOPOLOGIES.glob("*.yml")), ids=lambda path: path.stem)
def test_topology(path: Path) -> None:
    result = run_topology(path)
    assert result.outcome == "passed", (result.message, result.report)


def test_there_are_topologies() -> None:
    assert len(list(TOPOLOGIES.glob("*.yml"))) >= 5


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL], ids=["terminated", "killed"])
def test_a_restarted_bird_converges_again(tmp_path: Path, number: int) -> None:
    with workbench.up(TOPOLOGIES / "route-server.yml", directory=tmp_path) as running:
        assert running.validate().passed
        running.lab.kill_daemon("m3", "bird", number)
        assert _eventually(lambda: not _answers(running)), "BIRD still answers"
        report = running.validate(["bird_member"], skip_wait=True)
        assert not report.passed
        running.restart_daemon("m3", "bird")
        assert running.validate().passed
        routes = running.run("m3", "ip route show proto bird").stdout
        assert routes.count("192.0.2.0/24") == 1


def _answers(running: workbench.RunningLab) -> bool:
    return running.run("m3", "birdc show status").status == 0


def _eventually(condition: Callable[[], bool], seconds: float = 5) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.2)
    return True
