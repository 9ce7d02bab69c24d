"""Programs the supervisor runs in nodes for itself, many side by side: what applies configuration.

Owns: their output, their deadlines. Must not: wait; whoever runs them yields conditions to the loop.
"""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Generator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from ...model import CommandResult
from .namespaces import Namespaces
from .processes import Spawner, environment, shell_status

Wait = Callable[[], bool]
"""What has to be true before something goes on."""
OUTPUT_BYTES = 1 << 16
TIMED_OUT = 124


class Job(NamedTuple):
    node: str
    argv: tuple[str, ...]


class _Running:
    def __init__(self, number: int, job: Job, pid: int, output: int) -> None:
        self.number, self.job, self.pid, self.output = number, job, pid, output


class Jobs:
    """Starts programs; `ended` tells it of children."""

    def __init__(self, nodes: Mapping[str, Namespaces], spawner: Spawner, limit: int, timeout_s: float) -> None:
        self._nodes, self._spawner = nodes, spawner
        self._limit, self._timeout_s = limit, timeout_s
        self._running: dict[int, _Running] = {}
        self._results: dict[int, CommandResult] = {}

    def run(self, jobs: Sequence[Job]) -> Generator[Wait, None, list[CommandResult]]:
        """Results in the order of the jobs; both outputs are `stdout`."""
        waiting = deque(enumerate(jobs))
        self._results = {}
        while waiting or self._running:
            while waiting and len(self._running) < self._limit:
                self._start(*waiting.popleft())
            known, deadline = len(self._results), time.monotonic() + self._timeout_s
            yield partial(self._goes_on, known, deadline)
            if len(self._results) == known:
                self._give_up()
        return [self._results[number] for number in range(len(jobs))]

    def _goes_on(self, known: int, deadline: float) -> bool:
        """There is a further result, or there will be none."""
        return len(self._results) > known or time.monotonic() > deadline

    def _start(self, number: int, job: Job) -> None:
        output = os.memfd_create("output", os.MFD_CLOEXEC)
        null = os.open("/dev/null", os.O_RDONLY | os.O_CLOEXEC)
        try:
            pid = self._spawner.spawn(
                self._nodes[job.node], job.argv, environment(job.node, {}), (null, output, output)
            )
        except OSError as error:
            os.close(output)
            text = f"{job.argv[0]}: {error.strerror}\n"
            self._results[number] = CommandResult(argv=job.argv, status=127, stdout=text, stderr="")
        else:
            self._running[pid] = _Running(number, job, pid, output)
        finally:
            os.close(null)

    def ended(self, pid: int, wait_status: int) -> bool:
        """A child ended; whether it was one of these."""
        running = self._running.pop(pid, None)
        if running is None:
            return False
        self._finish(running, shell_status(wait_status))
        return True

    def _give_up(self) -> None:
        """Nothing ended for too long."""
        for pid, running in list(self._running.items()):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)
            del self._running[pid]
            self._finish(running, TIMED_OUT)

    def _finish(self, running: _Running, status: int) -> None:
        size = os.fstat(running.output).st_size
        text = os.pread(running.output, OUTPUT_BYTES, max(0, size - OUTPUT_BYTES)).decode(errors="replace")
        os.close(running.output)
        self._results[running.number] = CommandResult(argv=running.job.argv, status=status, stdout=text, stderr="")
