"""Every rule finds the smell planted for it: one folder per rule, `topology.yml` and `expected.txt`.

`NETWRIGHT_UPDATE_GOLDENS=1` writes the findings of today; read the difference before committing it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from netwright import lint_topology
from netwright.lint import RULES

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CASES = sorted(path.parent for path in HERE.glob("*/topology.yml"))
EXAMPLES = sorted((ROOT / "examples").glob("*/topology.yml"))


def findings(case: Path) -> str:
    return "".join(f"{found}\n" for found in lint_topology(case, select=[case.name])).replace(f"{case}/", "")


def test_every_rule_has_a_planted_smell() -> None:
    assert [case.name for case in CASES] == sorted(rule.code for rule in RULES)
    assert len(CASES) >= 35


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_finds_the_planted_smell(case: Path) -> None:
    found = findings(case)
    expected = case / "expected.txt"
    if os.environ.get("NETWRIGHT_UPDATE_GOLDENS"):
        expected.write_text(found)
    assert found
    assert found == expected.read_text()
    assert all(f"[{case.name}]" in line and ":0:0:" not in line for line in found.splitlines() if "hint: " not in line)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_on_by_default(case: Path) -> None:
    rule = next(rule for rule in RULES if rule.code == case.name)
    assert (case.name in {found.code for found in lint_topology(case)}) == rule.standard


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_nothing_on_the_examples(path: Path) -> None:
    assert [str(found) for found in lint_topology(path)] == []
