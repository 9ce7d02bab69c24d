"""`test`: topologies one by one or side by side - up in a temporary directory, check, down - and what came out.

Owns: running many topologies and the verdict of each. Must not: print. Nothing is left of a lab, however
its test ends.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Literal

import msgspec

from ..check import CheckReport
from ..errors import DaemonError, HostError, InputError, LabError, NetwrightError
from ..model import Observer
from .loading import load
from .planning import plan as plan_network
from .running import start

Outcome = Literal["passed", "failed", "input", "host"]
"""`input`: the topology is wrong; `host`: this machine lacks something or a daemon did not start."""
EXIT_STATUS: dict[Outcome, int] = {"passed": 0, "failed": 1, "input": 2, "host": 3}


class TopologyResult(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one topology."""

    path: str
    outcome: Outcome
    report: CheckReport | None = None
    message: str = ""
    """Why there is no report."""
    notices: tuple[str, ...] = ()
    duration_s: float = 0.0
    logs: str | None = None
    """Directory with the daemons' logs, kept when something failed."""

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
    observer: Observer | None = None,
    finished: Callable[[TopologyResult], None] | None = None,
) -> tuple[TopologyResult, ...]:
    """Test topologies, `jobs` at a time; results in the order of `paths`. `finished` hears of each at once."""
    chosen = tuple(settings)

    def one(path: str | os.PathLike[str]) -> TopologyResult:
        result = run_topology(
            path,
            device=device,
            provider=provider,
            settings=chosen,
            substitute=substitute,
            observer=observer,
        )
        if finished is not None:
            finished(result)
        return result

    if jobs <= 1 or len(paths) == 1:
        return tuple(one(path) for path in paths)
    with ThreadPoolExecutor(jobs, thread_name_prefix="test") as pool:
        return tuple(pool.map(one, paths))


test.__test__ = False  # type: ignore[attr-defined]  # pytest must not collect it where it is imported


def run_topology(
    path: str | os.PathLike[str],
    *,
    device: str | None = None,
    provider: str | None = None,
    settings: Iterable[str] = (),
    substitute: bool = True,
    observer: Observer | None = None,
) -> TopologyResult:
    """One topology, in a temporary lab directory."""
    since = time.monotonic()

    def result(outcome: Outcome, message: str = "", report: CheckReport | None = None) -> TopologyResult:
        return TopologyResult(
            path=str(path),
            outcome=outcome,
            message=message,
            report=report,
            notices=notices,
            duration_s=time.monotonic() - since,
        )

    notices: tuple[str, ...] = ()
    try:
        network, sources = load(path, device=device, provider=provider, settings=settings, substitute=substitute)
        notices = network.notices
        with tempfile.TemporaryDirectory(prefix="netwright-") as scratch:
            place = Path(scratch) / network.name
            planned = plan_network(network, place)
            with start(network, sources, planned, place, observer=observer) as lab:
                report = lab.validate(observer=observer)
                dead = _dead(lab.status().nodes) if not report.passed else ""
    except (HostError, DaemonError) as error:
        return result("host", str(error))
    except (InputError, LabError) as error:
        return result("input", str(error))
    except NetwrightError as error:
        return result("host", str(error))
    return result("passed" if report.passed else "failed", dead, report)


def _dead(nodes: Iterable[object]) -> str:
    """Daemons that do not run, with their last words."""
    lines = []
    for node in nodes:
        for daemon in getattr(node, "daemons", ()):
            if daemon.state != "running":
                last = "".join(f"\n  | {line}" for line in daemon.log.splitlines()[-8:])
                lines.append(f"{getattr(node, 'name', '')}: daemon {daemon.name} {daemon.state}{last}")
    return "\n".join(lines)


def exit_status(results: Iterable[TopologyResult]) -> int:
    """0 all passed, 1 a check failed, 2 a topology is wrong, 3 this host cannot; the highest wins."""
    return max((EXIT_STATUS[result.outcome] for result in results), default=0)
