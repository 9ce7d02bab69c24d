"""Run a program and say what it cost: CPU seconds, wall seconds and peak memory, from wait4(2)."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple


class Cost(NamedTuple):
    status: int
    cpu_s: float
    wall_s: float
    peak_mib: float


def cost_of(argv: Sequence[str], *, cwd: Path, log: Path) -> Cost:
    """Cost of one process and its waited-for children."""
    start = time.perf_counter()
    with log.open("wb") as out:
        process = subprocess.Popen(argv, cwd=cwd, stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return Cost(
        process.returncode,
        usage.ru_utime + usage.ru_stime,
        time.perf_counter() - start,
        usage.ru_maxrss / 1024,
    )
