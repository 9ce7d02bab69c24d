"""The client's half of a start: launch the supervisor, follow its progress, clean up when it fails.

Owns: the start channel until `Commit`. Must not: build anything itself.
"""

from __future__ import annotations

import contextlib
import os
import re
import select
import socket
from collections.abc import Callable, Iterator
from typing import IO

from ..errors import DaemonError, LabError
from ..model import LabPlan, Observer
from . import messages
from .channel import Channel, ChannelClosedError, client_channel
from .commands import raise_failed
from .directory import LabDirectory, host_error, start_ticks
from .discover import GUEST_MARKER
from .host import require_programs
from .kernels import AUTOMATIC, KernelSettings
from .launching import WaitingSupervisor, launch, program

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,62}")
_IFNAME_BYTES = 15
DEATH_TIMEOUT_S = 30.0


def check_names(plan: LabPlan) -> None:
    """Names become file names and interface names. Raises LabError."""
    seen: set[str] = set()
    for node in plan.nodes:
        if not _NAME.fullmatch(node.name):
            raise LabError(f"node name {node.name!r} cannot be used as a host name")
        if node.name in seen:
            raise LabError(f"two nodes are called {node.name}")
        seen.add(node.name)
        for daemon in node.daemons:
            if not _NAME.fullmatch(daemon.name):
                raise LabError(f"daemon name {daemon.name!r} of node {node.name} cannot be a file name")
        for interface in node.interfaces:
            name = interface.name
            if not name or len(name.encode()) > _IFNAME_BYTES or re.search(r"[\s/:]", name) or name in (".", ".."):
                raise LabError(f"interface name {name!r} of node {node.name} is not one Linux accepts")


def wait_for_death(pid: int, ticks: int, timeout_s: float = DEATH_TIMEOUT_S) -> bool:
    """Wait until a supervisor and with it everything in its lab is gone; False when it is still there.

    The kernel ends every process of a PID namespace before its PID 1 is reported dead.
    """
    if start_ticks(pid) != ticks:
        return True
    try:
        fd = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        if start_ticks(pid) != ticks:
            return True
        return bool(select.select([fd], [], [], timeout_s)[0])
    finally:
        os.close(fd)


class Start:
    """One start. Use `run`; whatever goes wrong, nothing is left of it."""

    def __init__(
        self,
        plan: LabPlan,
        directory: LabDirectory,
        observer: Observer | None,
        timeout_s: float,
        settings: KernelSettings = AUTOMATIC,
        waiting: WaitingSupervisor | None = None,
    ) -> None:
        self._waiting = waiting
        self._plan, self._directory, self._observer = plan, directory, observer
        self._timeout_s, self._settings = timeout_s, settings
        self._born: tuple[int, int] | None = None
        self._created = not directory.path.exists()
        self._had_logs = directory.logs.exists()

    def run(self, configure: Callable[[], None]) -> None:
        """Start, let `configure` apply snippets, commit. Raises HostError, DaemonError, LabError."""
        check_names(self._plan)
        require_programs(self._plan)
        self._choice = self._settings.choose(self._plan)
        if self._choice.reason and self._observer is not None:
            self._observer.say(self._choice.reason)
        lock = self._directory.lock()
        if lock is None:
            raise _taken(self._directory)
        try:
            if self._directory.has_runtime():
                self._directory.remove_runtime()
                os.close(lock)
                lock = self._directory.lock()
                if lock is None:
                    raise _taken(self._directory)
            self._run_locked(lock, configure)
        finally:
            if lock is not None:
                os.close(lock)

    def _run_locked(self, lock: int, configure: Callable[[], None]) -> None:
        try:
            if not self._had_logs:
                self._directory.logs.mkdir(exist_ok=True)
            self._directory.write_plan(self._plan)
            with self._launch(lock) as channel:
                self._follow(channel)
                configure()
                channel.send(messages.Commit())
                reply = channel.receive()
                if isinstance(reply, messages.Failed):
                    raise_failed(reply)
        except (ChannelClosedError, TimeoutError) as error:
            failure = self._lost(error)
            self._clean_up(keep_logs=False)
            raise failure from error
        except BaseException as error:
            self._clean_up(keep_logs=isinstance(error, DaemonError))
            if isinstance(error, OSError):
                raise host_error(error, "starting the lab") from error
            raise

    @contextlib.contextmanager
    def _launch(self, lock: int) -> Iterator[Channel[messages.Reply]]:
        """The lab's process; its end of the channel closes when it dies, ours when we do."""
        with contextlib.ExitStack() as stack:
            log = stack.enter_context((self._directory.runtime / "supervisor.log").open("wb"))
            if self._choice.kernel == "uml":
                channel = stack.enter_context(self._guest(lock, log))
            else:
                waiting = self._waiting = stack.enter_context(self._waiting or WaitingSupervisor())
                waiting.begin(self._directory.path, lock, log, self._timeout_s)
                channel = waiting.channel
            channel.socket.settimeout(self._timeout_s + 10)
            log.close()
            yield channel

    @contextlib.contextmanager
    def _guest(self, lock: int, log: IO[bytes]) -> Iterator[Channel[messages.Reply]]:
        ours, theirs = socket.socketpair()
        with theirs:
            command = [*program(GUEST_MARKER), str(self._directory.path), "--channel", str(theirs.fileno())]
            command += ["--lock", str(lock), "--timeout", str(self._timeout_s)]
            command += ["--memory", str(self._settings.memory_mb or 0)]
            process = launch(command, theirs, log, lock)
        channel = client_channel(ours)
        try:
            yield channel
        finally:
            channel.close()
            process.wait()

    def _follow(self, channel: Channel[messages.Reply]) -> None:
        """Until `Ready`."""
        while True:
            reply = channel.receive()
            match reply:
                case messages.Born(pid):
                    self._born = (pid, start_ticks(pid) or 0)
                case messages.Stage(name, total) if self._observer:
                    self._observer.stage(name, total)
                case messages.Advance(name, amount) if self._observer:
                    self._observer.advance(name, amount)
                case messages.Failed():
                    raise_failed(reply)
                case messages.Ready(notices):
                    for notice in notices if self._observer else ():
                        assert self._observer is not None
                        self._observer.say(notice)
                    return

    def _lost(self, error: Exception) -> LabError:
        """The supervisor is gone without a word."""
        early = self._waiting.said if self._waiting is not None else ""
        log = (self._directory.supervisor_log().strip() or early.strip()).splitlines()
        last = f": {log[-1]}" if log else ""
        what = "did not answer" if isinstance(error, TimeoutError) else "ended"
        return LabError(f"the supervisor of the lab in {self._directory.path} {what} during the start{last}")

    def _clean_up(self, keep_logs: bool) -> None:
        """After a failed start: wait until the supervisor is dead, remove what the start created."""
        if self._born is not None:
            wait_for_death(*self._born)
        self._directory.remove_runtime()
        if not keep_logs and not self._had_logs:
            self._directory.remove_logs()
        if self._created:
            self._directory.remove_if_empty()


def _taken(directory: LabDirectory) -> LabError:
    state = directory.read_state()
    if state is not None and state.committed:
        return LabError(f"a lab is already running in {directory.path}", hint="take it down first, or restart it")
    return LabError(f"a lab is just being started in {directory.path}")
