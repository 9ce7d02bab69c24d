"""`python -m netwright.lab.guest`: the process that holds a lab in a guest kernel; when it dies, all of it does.

Owns: starting and ending the guest's process, and the order of a start. Must not: serve (see `relay`). Where
it may, it is PID 1 of a PID namespace with the guest in it, so the kernel ends the guest with it. Elsewhere
the guest has a death signal, and a watchdog ends the helpers User-mode Linux has started.
"""

from __future__ import annotations

import contextlib
import json
import mmap
import os
import select
import signal
import socket
import subprocess
import sys
import time
import traceback
from pathlib import Path

from ...errors import HostError, LabError, NetwrightError
from .. import messages
from ..channel import Channel, ChannelClosedError, listen, server_channel
from ..directory import CONTROL, RUNTIME, LabDirectory, State, host_error, start_ticks
from ..discover import WATCHED
from ..supervisor.failures import failure
from ..supervisor.namespaces import enter_user_namespace
from ..syscalls import CLONE_NEWPID, die_with_parent, set_process_name, unshare
from . import uml
from .relay import Relay
from .ring import PARAMETERS_OFFSET, SIZE, Ring

END_S = 3.0
"""How long a guest may take to power off."""
CONSOLE_LINES = 5


def enter_pid_namespace() -> bool:
    """Whether the next child is PID 1 of a namespace of its own."""
    if os.geteuid() == 0:
        with contextlib.suppress(OSError):
            unshare(CLONE_NEWPID)
            return True
    try:
        enter_user_namespace()
        unshare(CLONE_NEWPID)
    except OSError:
        return False
    return True


def quietest_processor() -> int:
    """The processor with the fewest processes of guests.

    The processes of a guest take turns: the kernel's runs or one of its programs'. On one processor the turn passes
    two to three times faster than between two.
    """
    busy = dict.fromkeys(sorted(os.sched_getaffinity(0)), 0)
    for entry in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError):
            if Path(f"/proc/{entry}/comm").read_text().strip() == uml.PROGRAM:
                for processor in os.sched_getaffinity(int(entry)) & busy.keys():
                    busy[processor] += 1
    return min(busy, key=lambda processor: busy[processor])


class Guest:
    """The process of the guest and what belongs to it."""

    def __init__(self, kernel: str, directory: LabDirectory, runtime: int, memory: int, timeout_s: float) -> None:
        self._memory_fd = os.memfd_create("netwright-ring", os.MFD_CLOEXEC)
        os.ftruncate(self._memory_fd, SIZE)
        self.ring = Ring(memoryview(mmap.mmap(self._memory_fd, SIZE)))
        path = [entry for entry in sys.path if entry]
        parameters = {"path": path, "directory": str(directory.path), "timeout_s": timeout_s}
        self.ring.parameters = json.dumps(parameters).encode()
        hear, self.bell = os.pipe()
        self.line, say = os.pipe()
        os.set_blocking(self.line, False)
        os.set_blocking(self.bell, False)
        devices = uml.Devices(hear, say, self._memory_fd, runtime)
        processor = {quietest_processor()}

        def prepare() -> None:
            die_with_parent()
            os.sched_setaffinity(0, processor)

        place = uml.memory_directory(memory, uml.memory_candidates(directory.path))
        command = uml.command_line(kernel, memory, devices, uml.init_command(SIZE, PARAMETERS_OFFSET))
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            pass_fds=devices,
            process_group=0,
            preexec_fn=prepare,
            env={"PATH": os.environ.get("PATH", ""), "TMPDIR": place, "HOME": "/"},
        )
        os.close(hear)
        os.close(say)
        self.pidfd = os.pidfd_open(self._process.pid)

    @property
    def group(self) -> int:
        return self._process.pid

    def end(self, wait_s: float) -> None:
        """Wait for the power-off, then end whatever is left."""
        select.select([self.pidfd], [], [], wait_s)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.group, signal.SIGKILL)
        self._process.wait()


def watch_over(group: int) -> None:
    """A process that ends a process group when we are gone, however we went."""
    reader, writer = os.pipe()
    os.set_inheritable(writer, False)
    script = f"read -r word; kill -9 -{group}"
    subprocess.Popen(["/bin/sh", "-c", script], stdin=reader, start_new_session=True, close_fds=True)
    os.close(reader)


class Holder:
    """One lab in a guest, from its start to its end."""

    def __init__(self, directory: LabDirectory, channel: int, timeout_s: float, memory: int) -> None:
        self._directory, self._timeout_s, self._memory = directory, timeout_s, memory
        self._starter: Channel[messages.Request] = server_channel(socket.socket(fileno=channel))
        flags = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
        try:
            self._runtime = os.open(directory.runtime, flags)
            self._parent = os.open(directory.path, flags)
        except OSError as error:
            raise host_error(error, "preparing the lab directory") from error

    def run(self, isolated: bool) -> None:
        """Start the guest and serve until it has ended."""
        kernel = uml.find_kernel()
        if kernel is None:
            raise HostError("User-mode Linux is not installed", needed_by="--kernel uml", remedy=uml.REMEDY)
        pid = int(os.readlink("/proc/self"))
        plan = self._directory.read_plan()
        memory = self._memory or uml.memory_mb(plan)
        state = State(
            name=plan.name,
            pid=pid,
            start_ticks=start_ticks(pid) or 0,
            started_at=time.time(),
            kernel="uml",
        )
        self._directory.write_state(state)
        self._starter.send(messages.Born(pid))
        guest = Guest(kernel, self._directory, self._runtime, memory, self._timeout_s)
        if not isolated:
            watch_over(guest.group)
        self._directory.runtime = Path(f"/proc/self/fd/{self._runtime}")
        self._directory.beside = Path(f"/proc/self/fd/{self._parent}")
        relay = Relay(self._directory, state, self._starter, guest.ring, guest.bell, guest.line)
        signal.signal(signal.SIGTERM, lambda *_: self._terminate(guest))
        self._starter.socket.settimeout(5.0)
        relay.serve(self._listen, guest.pidfd)
        guest.end(END_S if relay.orderly and relay.answered else 0)
        if not relay.answered and not relay.orderly:
            self._report(relay.greeted)
            self.leave()
        elif relay.orderly:
            self.leave()
        relay.close()

    def _listen(self) -> socket.socket:
        try:
            return listen(self._runtime, CONTROL)
        except OSError as error:
            raise host_error(error, "creating the control socket") from error

    def _terminate(self, guest: Guest) -> None:
        guest.end(0)
        self.leave()
        os._exit(1)

    def _report(self, greeted: bool) -> None:
        """The guest ended before the lab was up, and nobody has said why."""
        console = self._directory.supervisor_log().strip().splitlines()
        last = "; ".join(line.strip() for line in console[-CONSOLE_LINES:]) or "it said nothing"
        when = "while the lab was being started" if greeted else "during its boot"
        with contextlib.suppress(ChannelClosedError):
            self._starter.send(messages.Failed(kind="host", message=f"the guest kernel ended {when}: {last}"))

    def fail(self, error: NetwrightError) -> None:
        with contextlib.suppress(ChannelClosedError):
            self._starter.send(failure(error))

    def leave(self) -> None:
        """An orderly end: the runtime files go; the lock last, whoever starts next makes a new one."""
        self._directory.remove_files()
        with contextlib.suppress(OSError):
            os.rmdir(RUNTIME, dir_fd=self._parent)


def hold(directory: str, channel: int, timeout_s: float, memory: int) -> None:
    """Stage one: become PID 1 of a namespace where that is allowed, a child that is watched elsewhere."""
    os.set_inheritable(channel, False)
    holder = Holder(LabDirectory(directory), channel, timeout_s, memory)
    os.chdir("/")
    isolated = enter_pid_namespace()
    if os.fork():
        os._exit(0)
    set_process_name(WATCHED)
    try:
        holder.run(isolated)
    except NetwrightError as error:
        holder.fail(error)
        os._exit(1)
    except BaseException as error:
        traceback.print_exc()
        holder.fail(LabError(f"the relay of the guest failed: {error!r}"))
        os._exit(1)
    os._exit(0)


def main(argv: list[str]) -> None:
    match argv:
        case [directory, "--channel", channel, "--lock", lock, "--timeout", timeout, "--memory", memory]:
            os.set_inheritable(int(lock), False)
            hold(directory, int(channel), float(timeout), int(memory))
        case _:
            raise LabError(
                "usage: python -m netwright.lab.guest DIRECTORY --channel FD --lock FD --timeout S --memory MB"
            )


if __name__ == "__main__":
    main(sys.argv[1:])
