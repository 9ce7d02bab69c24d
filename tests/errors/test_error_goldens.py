"""What a wrong topology is answered with: one folder per case, `topology.yml` and `expected.txt`.

`NETWRIGHT_UPDATE_GOLDENS=1` writes the answers of today; read the difference before committing it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from netwright import devices
from netwright.design import design_network
from netwright.errors import Problems
from netwright.source import DiskFiles, ReadRequest, read_topology

HERE = Path(__file__).parent
CASES = sorted(path.parent for path in HERE.glob("*/topology.yml"))
PLACE = re.compile(r"^[\w.-]+:[1-9][0-9]*:[1-9][0-9]*: error: ")


def answer(case: Path) -> str:
    """Every problem of reading and designing a case, with paths relative to it."""
    problems = Problems()
    text = (case / "topology.yml").read_text()
    request = ReadRequest(path="topology.yml", text=text, working_directory=str(case), system_defaults=None)
    topology = read_topology(request, DiskFiles(), problems)
    if topology is not None:
        design_network(topology, devices.catalog(), problems)
    return "".join(f"{problem}\n" for problem in problems).replace(f"{case}/", "")


def test_enough_cases() -> None:
    assert len(CASES) >= 60


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_problems(case: Path) -> None:
    found = answer(case)
    expected = case / "expected.txt"
    if os.environ.get("NETWRIGHT_UPDATE_GOLDENS"):
        expected.write_text(found)
    assert found
    assert found == expected.read_text()


def test_ten_mistakes_are_ten_problems_with_places_and_hints() -> None:
    lines = answer(HERE / "ten-mistakes").splitlines()
    found = [line for line in lines if not line.startswith("  hint: ")]
    assert len(found) == 10
    assert all(PLACE.match(line) for line in found)
    assert len([line for line in lines if "did you mean" in line]) >= 4
