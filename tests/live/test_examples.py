"""Every command of the examples' READMEs does what the text says; the challenge fails until it is solved."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from netwright import down, up
from netwright.cli.app import run

EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = sorted(path.parent.name for path in EXAMPLES.glob("*/topology.yml"))
CHALLENGES = [name for name in NAMES if (EXAMPLES / name / "solution").is_dir()]
pytestmark = pytest.mark.live


def test_there_are_examples() -> None:
    assert len(NAMES) >= 6
    assert all((EXAMPLES / name / "README.md").stat().st_size > 500 for name in NAMES)


FAILING = {
    ("bird-rr", "validate sessions"): 1,  # the reflector was just killed
    ("bird-rr-challenge", "validate --skip-wait"): 1,  # nothing is configured yet
}
OF_A_LAB = re.compile(r"(?:^|(?<=`))netwright ([^`\n#]+)", re.M)


def of_lab(words: list[str], directory: Path) -> list[str]:
    """The command for the example's lab; those that name a topology or resources need none."""
    if any(word.startswith("examples/") for word in words):
        return words
    if words[0] in ("inspect", "cluster"):
        return [*words, "--lab", str(directory)]
    return [words[0], "--lab", str(directory), *words[1:]]


@pytest.mark.parametrize("name", NAMES)
def test_every_command_of_the_readme(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(EXAMPLES, tmp_path / "examples", ignore=shutil.ignore_patterns(".netwright"))
    monkeypatch.chdir(tmp_path)
    here = Path("examples", name)
    if name in CHALLENGES:
        shutil.copy(here / "solution/bird.conf.j2", here / "bird.conf.j2")  # the learner's answer
    lines = [line.strip() for line in OF_A_LAB.findall((here / "README.md").read_text())]
    lines.sort(key=lambda line: not line.startswith("up "))  # the text may mention a command before
    assert lines[0].startswith("up ")
    try:
        for line in lines:
            assert run(of_lab(shlex.split(line), here)) == FAILING.get((name, line), 0), line
    finally:
        down(here)


def test_challenge(tmp_path: Path) -> None:
    with up(EXAMPLES / "bird-rr-challenge", directory=tmp_path / "lab") as lab:
        before = lab.validate(skip_wait=True)
        assert not before.passed
        assert {t.name for t in before.tests if t.status == "failed"} >= {"sessions", "reflector", "external"}
        lab.config("solution/bird.conf", "rr")
        after = lab.validate()
        assert after.passed, after
