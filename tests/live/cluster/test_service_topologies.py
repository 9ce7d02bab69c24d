"""Services of whole topologies: advertised by Calico's BGP, shared by a router, in a cluster within a cluster."""

from __future__ import annotations

from pathlib import Path

import pytest

from netwright.workbench.batch import run_topology

pytestmark = pytest.mark.live

TOPOLOGIES = Path(__file__).parent / "topologies"


@pytest.mark.parametrize("name", ["services", "nested-services"])
def test_topology(name: str) -> None:
    result = run_topology(TOPOLOGIES / f"{name}.yml")
    assert result.outcome == "passed", (result.message, result.report)
