"""Runs tests in order, retries where they have not passed, and reports.

Owns: order, waiting, retrying, stopping, the verdict of a test. Must not: know what a test does.
Time comes from `clock`; a wait counts from the start of its test. Nodes of one test run side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from msgspec.structs import replace

from ..devices.base import Driver
from ..errors import Problems, nearest
from ..model import Clock, Network, NodeRunner, Observer
from ..render import MemoryFinder, TemplateFinder
from .attempt import Attempts, Outcome
from .design_checks import design_checks
from .report import CheckReport, NodeResult, Status, TestResult, joined, summary
from .spec import Test, read_tests

FIRST_INTERVAL_S = 0.3
LAST_INTERVAL_S = 1.0
GROWTH = 1.25


def run_checks(
    network: Network,
    runner: NodeRunner,
    drivers: Mapping[str, Driver],
    *,
    clock: Clock,
    observer: Observer,
    only: Iterable[str] | None = None,
    nodes: Iterable[str] | None = None,
    tests: Sequence[Test] | None = None,
    finder: TemplateFinder | None = None,
    skip_wait: bool = False,
    workers: int = 16,
) -> CheckReport:
    """Run the network's tests, or those of its own design when it has none.

    `drivers` by device name. `only` and `nodes` restrict to some tests and nodes. `tests` replaces the
    network's own. When all of these are for devices that others stand in for, the design is checked instead.
    Raises InputError for a mistake in a test, LabError when the lab is not running.
    """
    problems = Problems()
    attempts = Attempts(network, runner, drivers, finder or MemoryFinder())
    own = tests is None and bool(network.validate)
    if tests is None:
        tests = read_tests(network, problems) if own else design_checks(network, attempts.due)
    asked = _restricted(network, tests, only, nodes, problems)
    problems.raise_errors()
    report = _Run(network, attempts, clock, observer, skip_wait=skip_wait, workers=workers).all(asked)
    if not own or report.executed or only is not None or nodes is not None or not _for_others(network, report):
        return report
    observer.say("the tests are for devices that others stand in for: checking the design instead")
    more = _Run(network, attempts, clock, observer, skip_wait=skip_wait, workers=workers)
    return joined(report, more.all(design_checks(network, attempts.due)))


def _for_others(network: Network, report: CheckReport) -> bool:
    """Some test was left out on a node that runs in place of another device."""
    left_out = {n.node for test in report.tests for n in test.nodes if n.status == "skipped"}
    return any(network.nodes[name].device != network.nodes[name].requested_device for name in left_out)


def _restricted(
    network: Network,
    tests: Sequence[Test],
    only: Iterable[str] | None,
    nodes: Iterable[str] | None,
    problems: Problems,
) -> tuple[Test, ...]:
    names, wanted = [t.name for t in tests], None if only is None else list(only)
    for name in wanted or ():
        if name not in names:
            hint = nearest(name, names) or f"there are {', '.join(names)}"
            problems.error("unknown-test", f"there is no test `{name}`", hint=hint)
    some = None if nodes is None else list(nodes)
    for name in some or ():
        if name not in network.nodes:
            problems.error("unknown-node", f"there is no node `{name}`", hint=nearest(name, network.nodes))
    kept = [t for t in tests if wanted is None or t.name in wanted]
    if some is None:
        return tuple(kept)
    result = (replace(t, nodes=tuple(n for n in t.nodes if n in some)) for t in kept)
    return tuple(t for t in result if t.nodes or t.kind == "wait")


class _Run:
    """One run over all tests."""

    def __init__(
        self,
        network: Network,
        attempts: Attempts,
        clock: Clock,
        observer: Observer,
        *,
        skip_wait: bool,
        workers: int,
    ) -> None:
        self._network, self._attempts, self._clock, self._observer = network, attempts, clock, observer
        self._skip_wait, self._workers = skip_wait, workers
        self._results: list[TestResult] = []

    def all(self, tests: Sequence[Test]) -> CheckReport:
        start = self._clock.now()
        self._observer.stage("check", len(tests))
        stopped = ""
        for test in tests:
            result = _not_run(test, stopped) if stopped else self._test(test)
            self._results.append(result)
            self._observer.advance("check")
            if test.stop_on_error and result.status in ("failed", "error") and not stopped:
                stopped = test.name
        return CheckReport(
            lab=self._network.name,
            tests=tuple(self._results),
            notices=_notices(self._results),
            duration_s=self._clock.now() - start,
        )

    def _test(self, test: Test) -> TestResult:
        if test.kind == "wait":
            return self._barrier(test) if test.stop_on_error else self._wait(test)
        start = self._clock.now()
        found = self._retry(test, start)
        nodes = tuple(found[name] for name in test.nodes)
        status = summary([n.status for n in nodes], test.level) if nodes else "skipped"
        return TestResult(
            name=test.name,
            status=status,
            kind=test.kind,
            description=test.description,
            level=test.level,
            nodes=nodes,
            messages=() if nodes else ("the test has no nodes",),
            duration_s=self._clock.now() - start,
        )

    def _wait(self, test: Test) -> TestResult:
        seconds = 0.0 if self._skip_wait else test.wait_s
        if seconds:
            self._observer.say(test.wait_message or test.description or f"waiting {seconds:g} s")
            self._clock.sleep(seconds)
        text = f"waited {seconds:g} s" if seconds else "did not wait"
        return TestResult(
            name=test.name,
            status="passed",
            kind="wait",
            description=test.description,
            messages=(text,),
            duration_s=seconds,
        )

    def _barrier(self, test: Test) -> TestResult:
        """`wait` and `stop_on_error` alone: goes on, without waiting, only when all earlier tests passed."""
        failed = [r.name for r in self._results if r.status in ("failed", "error")]
        status: Status = "failed" if failed else "passed"
        text = f"failed before: {', '.join(failed)}" if failed else "all earlier tests passed"
        return TestResult(name=test.name, status=status, kind="wait", description=test.description, messages=(text,))

    def _retry(self, test: Test, start: float) -> dict[str, NodeResult]:
        """Attempts until every node has passed or the time is over; passed nodes are left alone."""
        found: dict[str, NodeResult] = {}
        pending = list(test.nodes)
        deadline = start + (0.0 if self._skip_wait else test.wait_s)
        interval, count, announced = FIRST_INTERVAL_S, 0, False
        self._attempts.prepare(pending)
        while pending:
            count += 1
            outcomes = self._together(test, pending)
            now = self._clock.now()
            for name, outcome in outcomes.items():
                found[name] = _node_result(test, name, outcome, now - start, count)
            pending = [n for n, o in outcomes.items() if o.status == "failed"]
            left = deadline - now
            if not pending or left <= 0:
                break
            if not announced:
                announced = True
                self._observer.say(test.wait_message or f"test {test.name}: waiting up to {test.wait_s:g} s")
            self._clock.sleep(min(interval, left))
            interval = min(interval * GROWTH, LAST_INTERVAL_S)
        return found

    def _together(self, test: Test, names: Sequence[str]) -> dict[str, Outcome]:
        if len(names) == 1 or self._workers <= 1:
            return {name: self._attempts(test, name) for name in names}
        with ThreadPoolExecutor(min(self._workers, len(names)), thread_name_prefix="check") as pool:
            return dict(zip(names, pool.map(lambda name: self._attempts(test, name), names), strict=True))


def _node_result(test: Test, name: str, outcome: Outcome, duration_s: float, attempts: int) -> NodeResult:
    status = outcome.status
    if test.level == "warning" and status in ("failed", "error"):
        status = "warning"
    return NodeResult(
        node=name,
        status=status,
        messages=tuple(m for m in outcome.messages if m),
        duration_s=duration_s,
        attempts=attempts,
    )


def _not_run(test: Test, stopped: str) -> TestResult:
    text = f"not run: test {stopped} failed"
    return TestResult(
        name=test.name,
        status="skipped",
        kind=test.kind,
        description=test.description,
        level=test.level,
        nodes=tuple(NodeResult(node=n, status="skipped", messages=(text,)) for n in test.nodes),
        messages=(text,),
    )


def _notices(results: Sequence[TestResult]) -> tuple[str, ...]:
    """One line for each reason a test was left out on some nodes."""
    lines: dict[str, None] = {}
    for test in results:
        reasons: dict[str, list[str]] = {}
        for node in test.nodes:
            if node.status == "skipped":
                reasons.setdefault("; ".join(node.messages), []).append(node.node)
        for reason, names in reasons.items():
            lines[f"test {test.name} skipped on {', '.join(names)}: {reason}"] = None
        if not test.nodes and test.kind != "wait":
            lines[f"test {test.name} skipped: {'; '.join(test.messages)}"] = None
    return tuple(lines)
