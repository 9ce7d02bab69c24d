"""Everything that has to hold: style, types, rooms, tests, documentation. Run by `./netwright selftest`.

    ./netwright selftest [--quick] [STEP...]        `--quick` leaves out live tests and the documentation

In continuous integration (CI=true) a skipped live test is a failure: nothing may be green by not having run.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as xml

ROOT = Path(__file__).resolve().parent.parent
OPTIONAL = "no corpus beside the project"
"""The one reason for which a live test may be left out: topologies that are not part of the project."""
STRICT = os.environ.get("CI", "").lower() in ("1", "true", "yes")


class Step(NamedTuple):
    name: str
    argv: tuple[str, ...]
    quick: bool = True
    live: bool = False


def module(name: str, *arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", name, *arguments)


TOPOLOGIES = tuple(f"tests/live/{folder}" for folder in ("bird", "devices", "frr", "switching", "vlan"))
"""Live tests that only start, check and end labs of their own, and mostly wait: two at once get along."""
IMPORT_RULES = "import sys; from importlinter.cli import lint_imports_command as run; sys.exit(run())"
STEPS = (
    Step("ruff", module("ruff", "check", "--no-cache", ".")),
    Step("format", module("ruff", "format", "--no-cache", "--check", ".")),
    Step("types", module("mypy")),
    Step("rooms", (sys.executable, "-c", IMPORT_RULES)),
    Step("tests", module("pytest", "-q", "-n", "2", "-m", "not live")),
    Step("labs", module("pytest", "-q", "-m", "live", "-n", "2", *TOPOLOGIES), quick=False, live=True),
    Step("live", module("pytest", "-q", "-m", "live", *(f"--ignore={t}" for t in TOPOLOGIES)), quick=False, live=True),
    Step("docs", module("sphinx", "-q", "-W", "--keep-going", "-b", "html", "docs", "docs/_build"), quick=False),
)


def skipped(report: Path) -> list[str]:
    """Names and reasons of skipped tests in a JUnit report."""
    return [
        f"{case.get('classname')}::{case.get('name')}: {skip.get('message')}"
        for case in xml.parse(report).iter("testcase")
        for skip in case.iter("skipped")
    ]


def run(step: Step) -> tuple[bool, str]:
    """(passed, remark)."""
    if not step.live:
        return subprocess.run(step.argv, cwd=ROOT, check=False).returncode == 0, ""
    with tempfile.TemporaryDirectory() as scratch:
        report = Path(scratch) / "live.xml"
        status = subprocess.run([*step.argv, f"--junit-xml={report}"], cwd=ROOT, check=False).returncode
        left_out = skipped(report) if report.exists() else ["no report was written"]
    for line in left_out:
        print(f"skipped: {line}")
    remark = f"{len(left_out)} skipped" if left_out else ""
    return status == 0 and not (STRICT and left_out), remark


def main(runner: Callable[[Step], tuple[bool, str]] = run) -> int:
    parser = argparse.ArgumentParser(prog="netwright selftest", description="Run every check of the project.")
    parser.add_argument("--quick", action="store_true", help="leave out live tests and documentation")
    parser.add_argument("steps", nargs="*", metavar="STEP", help=", ".join(step.name for step in STEPS))
    options = parser.parse_args()
    known = [step.name for step in STEPS]
    for name in options.steps:
        if name not in known:
            parser.error(f"no step {name}; there are {', '.join(known)}")
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background, and its children, ignore it
    rows, good = [], True
    for step in STEPS:
        if (options.steps and step.name not in options.steps) or (options.quick and not step.quick):
            continue
        print(f"== {step.name}: {' '.join(step.argv[1:])}", flush=True)
        since = time.monotonic()
        passed, remark = runner(step)
        good = good and passed
        rows.append(f"{'PASS' if passed else 'FAIL'}  {step.name:7} {time.monotonic() - since:6.1f} s  {remark}")
    print("\n== summary", *rows, sep="\n")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
