"""Bonds, spanning trees and DHCP on real kernels: the host's where it serves, else a guest."""

from __future__ import annotations

from pathlib import Path

import pytest

from netwright.workbench.batch import run_topology

pytestmark = pytest.mark.live

TOPOLOGIES = Path(__file__).parent / "topologies"


@pytest.mark.parametrize("path", sorted(TOPOLOGIES.glob("*.yml")), ids=lambda path: path.stem)
def test_topology(path: Path) -> None:
    result = run_topology(path)
    assert result.outcome == "passed", (result.message, result.report)


def test_there_are_topologies() -> None:
    assert len(list(TOPOLOGIES.glob("*.yml"))) >= 3
