"""The benchmark of large clusters runs."""

from __future__ import annotations

import runpy
from pathlib import Path

BENCHMARK = Path(__file__).parents[3] / "benchmarks" / "calico.py"


def test_a_small_cluster() -> None:
    measure = runpy.run_path(str(BENCHMARK))["measure"]
    found = measure(40, 100, "bird2")
    assert found["problems"] == 0
    to_routers = 2 * (40 - 4)
    with_reflectors = 4 * 3 + 2 * 4 * (40 - 4)  # with each other, and with all others from both ends
    single = 100 - 1 - 2 * 2
    assert found["sessions"] == to_routers + 2 * with_reflectors + single  # reflectors peer in both families
