"""What a wrong resource is answered with: one folder per case, `resources.yml` and `expected.txt`; one error each.

`NETWRIGHT_UPDATE_GOLDENS=1` writes the answers of today; read the difference before committing it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from netwright.cluster.resources import read_documents, read_resources
from netwright.errors import Problems

HERE = Path(__file__).parent
CASES = sorted(path.parent for path in HERE.glob("resource-*/resources.yml"))
PLACE = re.compile(r"^resources.yml:[1-9][0-9]*:[1-9][0-9]*: error: ")
SECRETS = ("hunter2", "correct-horse")
"""Passwords in the cases."""


def answer(case: Path) -> str:
    problems = Problems()
    documents = read_documents((case / "resources.yml").read_text(), "resources.yml", problems)
    read_resources(documents, problems)
    return "".join(f"{problem}\n" for problem in problems)


def test_enough_cases() -> None:
    assert len(CASES) >= 60


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_one_clear_error(case: Path) -> None:
    found = answer(case)
    expected = case / "expected.txt"
    if os.environ.get("NETWRIGHT_UPDATE_GOLDENS"):
        expected.write_text(found)
    assert found == expected.read_text()
    lines = [line for line in found.splitlines() if not line.startswith("  hint: ")]
    assert len(lines) == 1
    assert PLACE.match(lines[0])
    assert not any(secret in found for secret in SECRETS)
