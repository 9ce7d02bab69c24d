"""Every example runs and passes its own checks; the challenge fails until its solution is applied."""

from __future__ import annotations

from pathlib import Path

import pytest

from netwright import up
from netwright.workbench.batch import run_topology

EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = sorted(path.parent.name for path in EXAMPLES.glob("*/topology.yml"))
CHALLENGES = [name for name in NAMES if (EXAMPLES / name / "solution").is_dir()]
pytestmark = pytest.mark.live


def test_there_are_examples() -> None:
    assert len(NAMES) >= 6
    assert all((EXAMPLES / name / "README.md").stat().st_size > 500 for name in NAMES)


@pytest.mark.parametrize("name", [name for name in NAMES if name not in CHALLENGES])
def test_example(name: str) -> None:
    result = run_topology(EXAMPLES / name)
    assert result.passed, result


def test_challenge(tmp_path: Path) -> None:
    with up(EXAMPLES / "bird-rr-challenge", directory=tmp_path / "lab") as lab:
        before = lab.validate(skip_wait=True)
        assert not before.passed
        assert {t.name for t in before.tests if t.status == "failed"} >= {"sessions", "reflector", "external"}
        lab.config("solution/bird.conf", "rr")
        after = lab.validate()
        assert after.passed, after
