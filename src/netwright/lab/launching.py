"""The supervisor's process, started before it is known which lab it will hold.

Owns: launching `python -m netwright.lab.supervisor` and telling it what to do. Must not: follow the start (`starting`).
The program loads its modules while the caller still reads and designs; one that is never told anything ends with the
channel, and has touched nothing by then.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import IO, Self

from . import messages
from .channel import Channel, client_channel
from .discover import MARKER

PLACEHOLDER = "-" * os.pathconf("/", "PC_PATH_MAX")
"""Where the lab's directory will stand among the process's arguments: `discover` looks for it there."""


def program(module: str) -> list[str]:
    """How a module of this package runs as a program of its own; -S: `sys.path` is handed over as it is."""
    return [sys.executable, "-P", "-S", "-m", module]


def launch(argv: list[str], channel: socket.socket, output: int | IO[bytes], *keep: int) -> subprocess.Popen[bytes]:
    """Start a lab's process in a session of its own, with its end of the channel and other descriptors open in it."""
    return subprocess.Popen(
        argv,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        pass_fds=(channel.fileno(), *keep),
        start_new_session=True,
        env=dict(os.environ, PYTHONPATH=os.pathsep.join(path for path in sys.path if path)),
    )


class WaitingSupervisor:
    """A supervisor without a lab. `begin` gives it one; the end of the `with` block ends it when nobody did."""

    def __init__(self) -> None:
        self.said = ""
        """What it wrote before it knew its lab and a log: nothing, unless it could not run. Read at its end."""
        ours, theirs = socket.socketpair()
        with theirs, contextlib.ExitStack() as unless_started:
            unless_started.enter_context(ours)
            self._output = unless_started.enter_context(os.fdopen(os.memfd_create("supervisor"), "w+b"))
            argv = [*program(MARKER), PLACEHOLDER, "--channel", str(theirs.fileno())]
            self.process = launch(argv, theirs, self._output)
            unless_started.pop_all()
        self.channel: Channel[messages.Reply] = client_channel(ours)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.channel.close()
        self.process.wait()
        if not self._output.closed:
            with self._output:
                self._output.seek(0)
                self.said = self._output.read().decode(errors="replace")

    def begin(self, directory: Path, lock: int, log: IO[bytes], timeout_s: float) -> None:
        """Name the lab: its directory, the lock it holds, the file it speaks to. Raises ChannelClosedError."""
        order = messages.Begin(directory=str(directory), timeout_s=timeout_s)
        self.channel.send(order, (lock, log.fileno()))


def launch_early() -> contextlib.AbstractContextManager[WaitingSupervisor | None]:
    """A waiting supervisor, or None where no process can be started: the start itself will say why."""
    try:
        return WaitingSupervisor()
    except OSError:
        return contextlib.nullcontext()
