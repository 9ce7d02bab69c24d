"""What a wrong topology is answered with: one folder per case, `topology.yml` and `expected.txt`."""

from __future__ import annotations

from pathlib import Path

import pytest

from netwright.errors import Problems
from netwright.source import DiskFiles, ReadRequest, read_topology

HERE = Path(__file__).parent
CASES = sorted(path.parent for path in HERE.glob("*/topology.yml"))


def answer(case: Path) -> str:
    """Every problem of a case, with paths relative to it."""
    problems = Problems()
    text = (case / "topology.yml").read_text()
    request = ReadRequest(path="topology.yml", text=text, working_directory=str(case), system_defaults=None)
    read_topology(request, DiskFiles(), problems)
    return "".join(f"{problem}\n" for problem in problems).replace(f"{case}/", "")


def test_enough_cases() -> None:
    assert len(CASES) >= 40


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_problems(case: Path) -> None:
    assert answer(case) == (case / "expected.txt").read_text()
