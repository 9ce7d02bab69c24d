"""Ctrl-C: a batch of tests takes its labs down; `up --check` leaves a lab that already ran, and says so."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from netwright import attach
from netwright.lab import discover

pytestmark = pytest.mark.live
NEVER = """
defaults.device: frr
nodes: [ r1, r2 ]
links: [ r1-r2 ]
validate:
  never:
    nodes: [ r1 ]
    exec: "false"
    valid: "stdout == 'x'"
    wait: 100
"""


def begin(place: Path, *words: str) -> subprocess.Popen[str]:
    argv = [sys.executable, "-m", "netwright", *words]
    environment = {**os.environ, "TMPDIR": str(place)}
    pipe = subprocess.PIPE
    return subprocess.Popen(argv, cwd=place, env=environment, stdout=pipe, stderr=pipe, text=True)


def labs(place: Path) -> list[str]:
    return [s.directory for s in discover() if s.directory.startswith(str(place)) and s.state == "running"]


def wait_for_labs(place: Path, count: int) -> None:
    until = time.monotonic() + 60
    while len(labs(place)) != count:
        assert time.monotonic() < until, labs(place)
        time.sleep(0.1)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_batch_leaves_nothing(tmp_path, number):
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.yml").write_text(f"name: {name}\n{NEVER}")
    with begin(tmp_path, "test", "-j", "2", "a.yml", "b.yml", "c.yml") as process:
        wait_for_labs(tmp_path, 2)
        process.send_signal(number)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert errors.strip().endswith("interrupted")
    assert labs(tmp_path) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.yml", "b.yml", "c.yml"]


def test_interrupted_checks_leave_the_lab(tmp_path):
    (tmp_path / "topology.yml").write_text(f"name: stays\n{NEVER}")
    with begin(tmp_path, "up", "--check") as process:
        assert process.stderr is not None
        for line in process.stderr:
            if "waiting" in line:
                break
        process.send_signal(signal.SIGINT)
        errors = process.stderr.read()
        process.wait(timeout=60)
    assert process.returncode == 130
    assert "lab stays keeps running" in errors
    lab = attach(tmp_path)
    try:
        assert lab.status().healthy
    finally:
        lab.down()


def test_an_interrupted_start_leaves_nothing(tmp_path):
    (tmp_path / "topology.yml").write_text(f"name: gone\n{NEVER}")
    with begin(tmp_path, "up", "--check") as process:
        until = time.monotonic() + 60
        while not any(s.directory.startswith(str(tmp_path)) for s in discover()):
            assert time.monotonic() < until
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    assert process.returncode == 130
    kept = labs(tmp_path)  # empty, unless the signal came after the lab ran
    for place in kept:
        attach(place).down()
    assert labs(tmp_path) == []
