"""Every rule over clusters finds its planted smell: a folder per rule with a file per cluster, and `expected.txt`.

`NETWRIGHT_UPDATE_GOLDENS=1` writes the findings of today; read the difference before committing it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from netwright import lint_resources, lint_topology
from netwright.errors import Problem
from netwright.lint import CLUSTER_RULES, RULES

HERE = Path(__file__).parent / "clusters"
CLEAN = HERE / "clean"
CASES = sorted(path.parent for path in HERE.glob("*/expected.txt"))


def lint(case: Path, *select: str, everything: bool = False) -> tuple[Problem, ...]:
    """A topology where resources alone give no answer."""
    if (case / "topology.yml").exists():
        return lint_topology(case, select=select, everything=everything)
    clusters = {path.stem: [path] for path in sorted(case.glob("*.yml"))}
    return lint_resources(clusters, select=select, everything=everything)


def findings(case: Path) -> str:
    return "".join(f"{found}\n" for found in lint(case, case.name)).replace(f"{case}/", "")


def test_every_rule_has_a_planted_smell() -> None:
    assert {case.name for case in CASES} == {rule.code for rule in CLUSTER_RULES}
    assert len(CASES) >= 32
    assert not {rule.code for rule in RULES} & {rule.code for rule in CLUSTER_RULES}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_finds_the_planted_smell(case: Path) -> None:
    found = findings(case)
    expected = case / "expected.txt"
    if os.environ.get("NETWRIGHT_UPDATE_GOLDENS"):
        expected.write_text(found)
    assert found
    assert found == expected.read_text()
    assert all(f"[{case.name}]" in line and ".yml:" in line for line in found.splitlines() if "hint: " not in line)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_on_by_default(case: Path) -> None:
    rule = next(rule for rule in CLUSTER_RULES if rule.code == case.name)
    assert (case.name in {found.code for found in lint(case)}) == rule.standard


def test_nothing_on_the_walk_through_done_right() -> None:
    assert len(list(CLEAN.glob("*.yml"))) == 3
    assert [str(found) for found in lint(CLEAN, everything=True)] == []


def test_a_session_that_the_kernel_chooses_the_address_of_is_answered() -> None:
    """`sourceAddress: None` over a node's second link: peer `other`."""
    topology = Path(__file__).parents[1] / "live/cluster/topologies/policies.yml"
    assert "router-session-unanswered" not in {finding.code for finding in lint_topology(topology)}
