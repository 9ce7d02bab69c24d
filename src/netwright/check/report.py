"""What a run of checks found: frozen data, per test and per node.

Owns: statuses and the verdict. Must not: print, run anything.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Status = Literal["passed", "failed", "warning", "skipped", "error"]
"""`warning` = failed, but the test is `level: warning`; `error` = the check itself could not be evaluated."""
Kind = Literal["check", "action", "wait"]
"""`check` decides something; `action` changes something; `wait` lets time pass."""


class NodeResult(msgspec.Struct, frozen=True, kw_only=True):
    """One test on one node."""

    node: str
    status: Status
    messages: tuple[str, ...] = ()
    duration_s: float = 0.0
    """From the start of the test to this node's last attempt."""
    attempts: int = 0


class TestResult(msgspec.Struct, frozen=True, kw_only=True):
    """One test."""

    __test__ = False  # not a test of pytest's

    name: str
    status: Status
    kind: Kind = "check"
    description: str = ""
    level: Literal["error", "warning"] = "error"
    nodes: tuple[NodeResult, ...] = ()
    messages: tuple[str, ...] = ()
    duration_s: float = 0.0

    @property
    def executed(self) -> bool:
        """Some node was really checked."""
        return self.kind == "check" and any(n.status != "skipped" for n in self.nodes)


class CheckReport(msgspec.Struct, frozen=True, kw_only=True):
    """A whole run."""

    lab: str
    tests: tuple[TestResult, ...]
    notices: tuple[str, ...] = ()
    duration_s: float = 0.0

    @property
    def executed(self) -> bool:
        """At least one check was really made on at least one node."""
        return any(t.executed for t in self.tests)

    @property
    def passed(self) -> bool:
        """Every test that is not `level: warning` passed or was skipped, and something was checked."""
        return self.executed and not any(t.status in ("failed", "error") for t in self.tests)

    @property
    def verdict(self) -> str:
        """One line."""
        if not self.tests:
            return "no tests"
        counted = ", ".join(f"{n} {word}" for word, n in self.counts.items() if n)
        if not self.executed:
            return f"nothing was checked ({counted})"
        return f"{'passed' if self.passed else 'failed'}: {counted}"

    @property
    def counts(self) -> dict[Status, int]:
        """Tests by status."""
        result: dict[Status, int] = {"passed": 0, "failed": 0, "error": 0, "warning": 0, "skipped": 0}
        for test in self.tests:
            result[test.status] += 1
        return result


def summary(statuses: list[Status], level: Literal["error", "warning"]) -> Status:
    """The status of a test from those of its nodes."""
    for status in ("error", "failed"):
        if status in statuses:
            return "warning" if level == "warning" else status
    if "warning" in statuses:
        return "warning"
    return "passed" if "passed" in statuses or not statuses else "skipped"


def joined(first: CheckReport, second: CheckReport) -> CheckReport:
    """Both runs as one."""
    return CheckReport(
        lab=first.lab,
        tests=(*first.tests, *second.tests),
        notices=(*first.notices, *second.notices),
        duration_s=first.duration_s + second.duration_s,
    )
