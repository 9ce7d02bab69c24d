"""What a wrong section `clusters` is answered with: one folder per case, `clusters.yml` and `expected.txt`.

`NETWRIGHT_UPDATE_GOLDENS=1` writes the answers of today; read the difference before committing it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from netwright.errors import InputError, Problems
from netwright.source import DiskFiles, ReadRequest
from netwright.workbench.loading import read_and_design

HERE = Path(__file__).parent
CASES = sorted(path.parent for path in HERE.glob("cluster-*/clusters.yml"))
PLACE = re.compile(r"^(clusters|calico).yml:[1-9][0-9]*:[1-9][0-9]*: error: ")


def answer(case: Path) -> str:
    text = (case / "clusters.yml").read_text()
    request = ReadRequest(path="clusters.yml", text=text, working_directory=str(case), system_defaults=None)
    problems = Problems()
    with pytest.raises(InputError):
        read_and_design(request, DiskFiles(), problems)
    return "".join(f"{problem}\n" for problem in problems).replace(f"{case}/", "")


def test_enough_cases() -> None:
    assert len(CASES) >= 25


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_one_clear_error(case: Path) -> None:
    found = answer(case)
    expected = case / "expected.txt"
    if os.environ.get("NETWRIGHT_UPDATE_GOLDENS"):
        expected.write_text(found)
    assert found == expected.read_text()
    lines = [line for line in found.splitlines() if not line.startswith("  hint: ")]
    assert len(lines) == 1, "one mistake is one error"
    assert PLACE.match(lines[0])
