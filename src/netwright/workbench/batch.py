"""`test`: topologies one by one or side by side - up in a temporary directory, check, down - and what came out.

Owns: running many topologies and the verdict of each. Must not: print. Nothing is left of a lab, however
its test ends.
"""

from __future__ import annotations

import os
import tempfile
import time
import traceback
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from ..check import CheckReport, check_tests, junit_xml
from ..check.report import NodeResult, TestResult
from ..errors import InputError, LabError, NetwrightError, Problems
from ..lab import NodeStatus
from ..model import Observer
from .kernel import UNSAID, KernelRequest
from .loading import load
from .observer import StoppedError, Stopper
from .planning import plan as plan_network
from .running import RunningLab, start
from .templates import DiskTemplates

Outcome = Literal["passed", "failed", "input", "host"]
"""`input`: the topology is wrong; `host`: this machine lacks something, a daemon did not start, or a defect."""
EXIT_STATUS: dict[Outcome, int] = {"passed": 0, "failed": 1, "input": 2, "host": 3}
LOG_LINES = 20


class TopologyResult(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one topology."""

    path: str
    outcome: Outcome
    report: CheckReport | None = None
    message: str = ""
    """Why there is no report."""
    notices: tuple[str, ...] = ()
    duration_s: float = 0.0
    logs: dict[str, str] = {}
    """When checks failed: last lines of every daemon's log, by `node/daemon`; the lab itself is gone."""

    @property
    def passed(self) -> bool:
        return self.outcome == "passed"


def test(
    paths: Sequence[str | os.PathLike[str]],
    *,
    jobs: int = 1,
    device: str | None = None,
    provider: str | None = None,
    settings: Iterable[str] = (),
    substitute: bool = True,
    kernel: str | None = None,
    memory_mb: int | None = None,
    observer: Observer | None = None,
    finished: Callable[[TopologyResult], None] | None = None,
) -> tuple[TopologyResult, ...]:
    """Test topologies, `jobs` at a time; results in the order of `paths`. `finished` hears of each at once."""
    stopper = Stopper()
    options = _Options(
        device=device,
        provider=provider,
        settings=tuple(settings),
        substitute=substitute,
        request=KernelRequest(kernel, memory_mb),
        observer=observer,
    )

    def one(path: str | os.PathLike[str]) -> TopologyResult:
        result = _run(path, options, stopper)
        if finished is not None:
            finished(result)
        return result

    if jobs <= 1 or len(paths) == 1:
        return tuple(one(path) for path in paths)
    with ThreadPoolExecutor(jobs, thread_name_prefix="test") as pool:
        try:
            return tuple(pool.map(one, paths))
        except BaseException:
            stopper.stop()  # running labs end, the pool waits for that
            pool.shutdown(cancel_futures=True)
            raise


test.__test__ = False  # type: ignore[attr-defined]  # pytest must not collect it where it is imported


class _Options(NamedTuple):
    """How every topology of a batch is read."""

    device: str | None = None
    provider: str | None = None
    settings: tuple[str, ...] = ()
    substitute: bool = True
    request: KernelRequest = UNSAID
    observer: Observer | None = None


def run_topology(
    path: str | os.PathLike[str],
    *,
    device: str | None = None,
    provider: str | None = None,
    settings: Iterable[str] = (),
    substitute: bool = True,
    observer: Observer | None = None,
) -> TopologyResult:
    """One topology, in a temporary lab directory; whatever goes wrong is in the result."""
    options = _Options(
        device=device, provider=provider, settings=tuple(settings), substitute=substitute, observer=observer
    )
    return _run(path, options, Stopper())


def _run(path: str | os.PathLike[str], options: _Options, stopper: Stopper) -> TopologyResult:
    since = time.monotonic()
    try:
        result = _lab(path, options, stopper)
    except (InputError, LabError) as error:
        result = TopologyResult(path=str(path), outcome="input", message=str(error))
    except NetwrightError as error:
        result = TopologyResult(path=str(path), outcome="host", message=str(error))
    except StoppedError:
        raise
    except Exception as error:  # a defect in one topology must not end the others' tests
        if os.environ.get("NETWRIGHT_DEBUG"):
            raise
        where = traceback.extract_tb(error.__traceback__)[-1]
        text = f"internal error: {error!r} in {Path(where.filename).name}:{where.lineno}"
        result = TopologyResult(path=str(path), outcome="host", message=text)
    return msgspec.structs.replace(result, duration_s=time.monotonic() - since)


def _lab(path: str | os.PathLike[str], options: _Options, stopper: Stopper) -> TopologyResult:
    """Up, check, down. Raises NetwrightError when it does not come as far as checks, StoppedError."""
    stopper.check()
    observer = stopper.watching(options.observer)
    network, sources = load(
        path,
        device=options.device,
        provider=options.provider,
        settings=options.settings,
        substitute=options.substitute,
    )
    with tempfile.TemporaryDirectory(prefix="netwright-") as scratch:
        place = Path(scratch) / network.name
        planned = plan_network(network, place, build=True, observer=observer)
        problems = Problems()
        check_tests(network, DiskTemplates(network, place), problems)
        problems.raise_errors()
        with start(network, sources, planned, place, observer=observer, request=options.request) as lab:
            report = lab.validate(observer=observer, clock=stopper)
            dead = "" if report.passed else _dead(lab.status().nodes)
            logs = {} if report.passed else _logs(lab)
            refused = lab.refused
    return TopologyResult(
        path=str(path),
        outcome="passed" if report.passed else "failed",
        message=dead,
        report=report,
        notices=(*network.notices, *refused),
        logs=logs,
    )


def _logs(lab: RunningLab) -> dict[str, str]:
    """The last lines every daemon wrote."""
    found = {}
    for node in lab.status().nodes:
        for daemon in node.daemons:
            try:
                text = lab.lab.log_path(node.name, daemon.name).read_text(errors="replace")
            except OSError:
                continue  # a daemon that never wrote has no log
            if text.strip():
                found[f"{node.name}/{daemon.name}"] = "\n".join(text.splitlines()[-LOG_LINES:])
    return found


def _dead(nodes: Iterable[NodeStatus]) -> str:
    """Daemons that do not run, with their last words."""
    lines = []
    for node in nodes:
        for daemon in node.daemons:
            if daemon.state != "running":
                last = "".join(f"\n  | {line}" for line in daemon.log.splitlines()[-8:])
                lines.append(f"{node.name}: daemon {daemon.name} {daemon.state}{last}")
    return "\n".join(lines)


def exit_status(results: Iterable[TopologyResult]) -> int:
    """0 all passed, 1 a check failed, 2 a topology is wrong, 3 this host cannot; the highest wins."""
    return max((EXIT_STATUS[result.outcome] for result in results), default=0)


def junit(results: Iterable[TopologyResult]) -> str:
    """JUnit XML: a suite per topology; one that never came to its checks has one error."""
    return junit_xml(_as_report(result) for result in results)


def _as_report(result: TopologyResult) -> CheckReport:
    if result.report is not None:
        return msgspec.structs.replace(result.report, lab=result.path)
    node = NodeResult(node="", status="error", messages=(result.message,), duration_s=result.duration_s)
    test = TestResult(name=result.outcome, status="error", nodes=(node,))
    return CheckReport(lab=result.path, tests=(test,), duration_s=result.duration_s)
