"""VLANs on real kernels: bridging, routing, BGP and OSPF over them, hosts with tagged interfaces."""

from __future__ import annotations

from pathlib import Path

import pytest

from netwright.workbench.batch import run_topology

pytestmark = pytest.mark.live

TOPOLOGIES = sorted((Path(__file__).parent / "topologies").glob("*.yml"))


@pytest.mark.parametrize("path", TOPOLOGIES, ids=lambda path: path.stem)
def test_topology(path: Path) -> None:
    result = run_topology(path)
    assert result.outcome == "passed", (result.message, result.report)


def test_there_are_topologies() -> None:
    assert len(TOPOLOGIES) >= 5
