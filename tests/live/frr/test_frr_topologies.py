"""Topologies of FRR alone pass on real daemons, and so does bgpd after a restart."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from netwright import workbench
from netwright.workbench.batch import run_topology

pytestmark = pytest.mark.live

TOPOLOGIES = Path(__file__).parent / "topologies"

FORGETFUL = {"multihoming": ("routed", "once_routed", "trunk_routed", "routed_again", "trunk_routed_again")}
"""Tests that need a zebra that keeps the router MAC address of a VTEP: 8.4 loses it now and then (a `frr-version`
warning says so), 10 does not: `images/test_nodes_on_images.py` runs all of them on it."""


@pytest.mark.parametrize("path", sorted(TOPOLOGIES.glob("*.yml")), ids=lambda path: path.stem)
def test_topology(path: Path) -> None:
    settings = [f"validate.{name}.level=warning" for name in FORGETFUL.get(path.stem, ())]
    result = run_topology(path, settings=settings)
    assert result.outcome == "passed", (result.message, result.report)


def test_there_are_topologies() -> None:
    assert len(list(TOPOLOGIES.glob("*.yml"))) >= 4


def test_a_restarted_bgpd_converges_again(tmp_path: Path) -> None:
    with workbench.up(TOPOLOGIES / "options.yml", directory=tmp_path) as running:
        assert running.validate().passed
        running.lab.kill_daemon("dut", "bgpd", signal.SIGTERM)
        running.restart_daemon("dut", "bgpd")
        assert running.validate().passed
