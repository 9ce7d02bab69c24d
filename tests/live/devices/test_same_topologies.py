"""The same topologies with FRR and with BIRD as the router under test; the routers around it are FRR."""

from __future__ import annotations

from pathlib import Path

import pytest

from netwright.workbench.batch import run_topology

pytestmark = pytest.mark.live

TOPOLOGIES = Path(__file__).parent / "topologies"


@pytest.mark.parametrize("device", ["frr", "bird"])
@pytest.mark.parametrize("path", sorted(TOPOLOGIES.glob("*.yml")), ids=lambda path: path.stem)
def test_topology(path: Path, device: str) -> None:
    result = run_topology(path, device=device)
    assert result.outcome == "passed", (result.message, result.report)
    assert not [notice for notice in result.notices if "refuses" in notice]


def test_there_are_topologies() -> None:
    assert len(list(TOPOLOGIES.glob("*.yml"))) >= 6
