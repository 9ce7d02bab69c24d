"""Watch daemons from outside, the same way whoever started them: /proc only, no command in any namespace."""

from __future__ import annotations

import os
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple


class Seen(NamedTuple):
    running_s: float
    """All daemons of all nodes serve their sockets."""
    converged_s: float
    """Every node has a kernel route to every other node's loopback."""


def processes(names: set[str]) -> dict[int, str]:
    """Process ids of programs with these names."""
    found: dict[int, str] = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                name = Path(f"/proc/{entry}/comm").read_text().strip()
            except OSError:
                continue
            if name in names:
                found[int(entry)] = name
    return found


def host_routes(pid: int) -> int:
    """Number of /32 routes in the network namespace of a process."""
    try:
        lines = Path(f"/proc/{pid}/net/route").read_text().splitlines()[1:]
    except OSError:
        return 0
    return len({line.split()[1] for line in lines if line.split()[7] == "FFFFFFFF"})


def poll(ready: Callable[[], bool], since: float, timeout_s: float, every_s: float) -> float:
    while not ready():
        if time.perf_counter() - since > timeout_s:
            return float("nan")
        time.sleep(every_s)
    return time.perf_counter() - since


def observe(expected: dict[str, str], nodes: int, since: float, *, before: set[int], timeout_s: float) -> Seen:
    """Wait for `nodes` network namespaces that each run every daemon of `expected` (name -> socket path)."""
    leaders: dict[int, int] = {}
    served: set[int] = set()

    def running() -> bool:
        here: dict[int, set[str]] = defaultdict(set)
        for pid, name in processes(set(expected)).items():
            if pid in before:
                continue
            try:
                namespace = os.stat(f"/proc/{pid}/ns/net").st_ino
            except OSError:
                continue
            if pid in served or os.path.exists(f"/proc/{pid}/root{expected[name]}"):
                served.add(pid)
                here[namespace].add(name)
                leaders[namespace] = pid
        return sum(names == set(expected) for names in here.values()) >= nodes

    pending: set[int] = set()

    def converged() -> bool:
        for namespace in list(pending):
            if host_routes(leaders[namespace]) < nodes - 1:
                return False
            pending.discard(namespace)
        return True

    up = poll(running, since, timeout_s, 0.03)
    pending.update(leaders)
    return Seen(up, poll(converged, since, timeout_s, 0.1) if up == up else float("nan"))
