"""The daemons of a lab: started in parallel within their order, watched, ended and restarted.

Owns: a small state machine per daemon. Must not: read sockets or sleep; the loop calls `tick` and `ended`.
"""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from ...errors import DaemonError, HostError, LabError, NetwrightError, nearest
from ...model import DaemonPlan, LabPlan
from ..host import missing_program
from ..messages import DaemonState, DaemonStatus
from .namespaces import Namespaces
from .processes import Spawner, environment, exit_status

LOG_LINES = 15
LOG_TAIL_BYTES = 8192
Finished = Callable[[NetwrightError | None], None]


def log_tail(path: Path, lines: int = LOG_LINES) -> str:
    """The last lines of a log file."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - LOG_TAIL_BYTES))
            text = file.read().decode(errors="replace")
    except OSError:
        return ""
    return "\n".join(text.splitlines()[-lines:])


class Daemon:
    """One daemon of one node."""

    def __init__(self, node: str, plan: DaemonPlan, log: Path) -> None:
        self.node, self.plan, self.log = node, plan, log
        self.state: DaemonState = "waiting"
        self.pid: int | None = None
        self.socket = ""
        self.directory: int | None = None
        """While it starts: where `socket` will appear."""
        self.restarts = 0
        self.exit_status: int | None = None
        self.signal: str | None = None
        self.missing: set[str] = set(plan.after)
        """Daemons of the node that must serve first."""
        self.told_to_stop = False
        self.on_ready: Finished | None = None
        """Called once when a requested start ends, with the error or None."""

    def __str__(self) -> str:
        return f"daemon {self.plan.name} of node {self.node}"

    @property
    def argv(self) -> tuple[str, ...]:
        """Of the start it is at."""
        return self.plan.argv + (self.plan.further_starts if self.restarts else ())

    def open_directory(self, path: Path) -> None:
        """Inside the node, before a start: remove an old socket, keep an eye on its directory."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        self.close_directory()
        self.directory = os.open(path.parent, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
        self.socket = path.name

    def close_directory(self) -> None:
        if self.directory is not None:
            os.close(self.directory)
            self.directory = None

    def status(self) -> DaemonStatus:
        return DaemonStatus(
            name=self.plan.name,
            state=self.state,
            pid=self.pid,
            restarts=self.restarts,
            exit_status=self.exit_status,
            signal=self.signal,
            log="" if self.state == "running" else log_tail(self.log),
        )

    def how_it_ended(self) -> str:
        return f"killed by {self.signal}" if self.signal else f"exit status {self.exit_status}"

    def death(self) -> DaemonError:
        how = f"killed by {self.signal}" if self.signal else "ended"
        return DaemonError(
            f"{self} {how} during its start",
            argv=self.argv,
            status=self.exit_status,
            log=log_tail(self.log),
        )


class Daemons:
    """All daemons of a lab."""

    def __init__(
        self,
        plan: LabPlan,
        nodes: Mapping[str, Namespaces],
        home: Namespaces,
        spawner: Spawner,
        logs: Path,
        jobs: int,
    ) -> None:
        self._nodes, self._home, self._spawner, self._jobs = nodes, home, spawner, jobs
        self._logs = logs
        self._by_node: dict[str, dict[str, Daemon]] = {
            node.name: {daemon.name: self._make(node.name, daemon) for daemon in node.daemons} for node in plan.nodes
        }
        self._by_pid: dict[int, Daemon] = {}
        self._queue: deque[Daemon] = deque()
        self._starting: list[Daemon] = []
        self.failure: NetwrightError | None = None
        """The first daemon that could not be started when the lab started."""
        self.served = 0
        for daemon in self:
            known = self._by_node[daemon.node]
            if not daemon.missing <= known.keys():
                raise LabError(f"{daemon} waits for {', '.join(daemon.missing - known.keys())}, not in the plan")
            if not daemon.missing:
                self._queue.append(daemon)

    def _make(self, node: str, plan: DaemonPlan) -> Daemon:
        return Daemon(node, plan, self._logs / node / f"{plan.name}.log")

    def __iter__(self) -> Iterator[Daemon]:
        for daemons in self._by_node.values():
            yield from daemons.values()

    @property
    def total(self) -> int:
        return sum(len(daemons) for daemons in self._by_node.values())

    @property
    def all_served(self) -> bool:
        """Every daemon has served once since the lab started."""
        return self.served >= self.total

    @property
    def busy(self) -> bool:
        """Whether `tick` has to be called again soon."""
        return bool(self._starting or self._queue)

    def of_node(self, node: str) -> tuple[DaemonStatus, ...]:
        return tuple(daemon.status() for daemon in self._by_node.get(node, {}).values())

    def unready(self) -> list[str]:
        return [str(daemon) for daemon in self if daemon.state in ("waiting", "starting")]

    def find(self, node: str, name: str) -> Daemon:
        """Raises LabError for an unknown daemon."""
        known = self._by_node.get(node, {})
        if name not in known:
            listed = ", ".join(known) or "none"
            raise LabError(f"node {node} has no daemon {name}", hint=nearest(name, known) or f"it has {listed}")
        return known[name]

    # -- the state machine ---------------------------------------------------------------------------------

    def tick(self) -> None:
        """Start what may start, notice what serves."""
        for daemon in list(self._starting):
            if self._serves(daemon):
                self._starting.remove(daemon)
                self._ready(daemon)
        while self._queue and len(self._starting) < self._jobs:
            daemon = self._queue.popleft()
            try:
                self._start(daemon)
            except NetwrightError as error:
                self._failed(daemon, error)

    def _serves(self, daemon: Daemon) -> bool:
        """Seen through the open directory: no need to enter the node for every look."""
        if daemon.directory is None:
            return True
        try:
            os.stat(daemon.socket, dir_fd=daemon.directory)
        except FileNotFoundError:
            return False
        daemon.close_directory()
        return True

    def _start(self, daemon: Daemon) -> None:
        node = self._nodes[daemon.node]
        null = os.open("/dev/null", os.O_RDONLY | os.O_CLOEXEC)
        log = -1
        try:
            if daemon.plan.ready_socket:
                with node.entered(self._home):
                    daemon.open_directory(Path(daemon.plan.ready_socket))
            fresh = 0 if daemon.restarts else os.O_TRUNC
            log = os.open(daemon.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | fresh, 0o644)
            env = environment(daemon.node, {})
            daemon.pid = self._spawner.spawn(node, daemon.argv, env, (null, log, log))
        except FileNotFoundError as error:
            raise missing_program(daemon.plan.argv[0], daemon.plan.package, str(daemon)) from error
        except OSError as error:
            raise HostError(f"{daemon} cannot be started: {error.strerror}") from error
        finally:
            os.close(null)
            if log >= 0:
                os.close(log)
        self._by_pid[daemon.pid] = daemon
        daemon.state, daemon.exit_status, daemon.signal = "starting", None, None
        daemon.told_to_stop = False
        self._starting.append(daemon)

    def _ready(self, daemon: Daemon) -> None:
        daemon.state = "running"
        if daemon.restarts == 0:
            self.served += 1
        for other in self._by_node[daemon.node].values():
            if other.state == "waiting" and daemon.plan.name in other.missing:
                other.missing.discard(daemon.plan.name)
                if not other.missing:
                    self._queue.append(other)
        self._tell(daemon, None)

    def _failed(self, daemon: Daemon, error: NetwrightError) -> None:
        daemon.state = "exited"
        daemon.close_directory()
        if daemon.on_ready is not None:
            self._tell(daemon, error)
        elif self.failure is None:
            self.failure = error

    def _tell(self, daemon: Daemon, error: NetwrightError | None) -> None:
        callback, daemon.on_ready = daemon.on_ready, None
        if callback is not None:
            callback(error)

    def ended(self, pid: int, wait_status: int) -> bool:
        """A child ended; whether it was a daemon."""
        daemon = self._by_pid.pop(pid, None)
        if daemon is None:
            return False
        daemon.exit_status, daemon.signal = exit_status(wait_status)
        daemon.pid = None
        was_starting = daemon.state == "starting"
        daemon.state = "stopped" if daemon.told_to_stop else "exited"
        stamp = time.strftime("%Y-%m-%d %H:%M:%S")
        with contextlib.suppress(OSError), daemon.log.open("a") as log:  # a full disk must not end the lab
            log.write(f"netwright: {stamp} {daemon.plan.name} ended: {daemon.how_it_ended()}\n")
        if was_starting:
            self._starting.remove(daemon)
            self._failed(daemon, daemon.death())
        elif daemon.on_ready is not None:
            self._again(daemon)
        return True

    # -- requests ------------------------------------------------------------------------------------------

    def send_signal(self, node: str, name: str, number: int) -> None:
        """Raises LabError when it does not run."""
        daemon = self.find(node, name)
        if daemon.pid is None:
            raise LabError(f"{daemon} is not running")
        if number in (signal.SIGTERM, signal.SIGKILL, signal.SIGINT, signal.SIGQUIT):
            daemon.told_to_stop = True
        os.kill(daemon.pid, number)

    def start(self, node: str, name: str, finished: Finished) -> None:
        """Start it again; a running one is ended first. `finished` is called when it serves or failed."""
        daemon = self.find(node, name)
        if daemon.on_ready is not None or daemon.state in ("waiting", "starting"):
            raise LabError(f"{daemon} is being started already")
        daemon.on_ready = finished
        if daemon.pid is None:
            self._again(daemon)
        else:
            daemon.told_to_stop = True
            os.kill(daemon.pid, signal.SIGKILL)

    def _again(self, daemon: Daemon) -> None:
        daemon.restarts += 1
        daemon.state = "waiting"
        self._queue.append(daemon)

    # -- changing the plan ---------------------------------------------------------------------------------

    def add(self, node: str, plan: DaemonPlan, finished: Finished) -> None:
        """A daemon more; it is started once those it comes after serve. `finished` is called as by `start`."""
        known = self._by_node.setdefault(node, {})
        daemon = known[plan.name] = self._make(node, plan)
        daemon.missing = {name for name in plan.after if name not in known or known[name].state != "running"}
        daemon.on_ready = finished
        if not daemon.missing:
            self._queue.append(daemon)

    def replace(self, node: str, plan: DaemonPlan) -> None:
        """Another plan for a daemon: what its next start does."""
        self.find(node, plan.name).plan = plan

    def running(self, node: str) -> list[str]:
        """Daemons of a node that have a process."""
        return [name for name, daemon in self._by_node.get(node, {}).items() if daemon.pid is not None]

    def is_running(self, node: str, name: str) -> bool:
        """Whether it has a process."""
        return self._by_node[node][name].pid is not None

    def forget(self, node: str, name: str | None = None) -> None:
        """Daemons of a node (or one of them) are no longer of the lab; whoever forgets them ends their processes."""
        daemons = self._by_node.get(node, {})
        for each in [daemon for daemon in daemons.values() if name in (None, daemon.plan.name)]:
            del daemons[each.plan.name]
            each.close_directory()
            for group in (self._queue, self._starting):
                if each in group:
                    group.remove(each)
            self._by_pid = {pid: other for pid, other in self._by_pid.items() if other is not each}
        if name is None:
            self._by_node.pop(node, None)
