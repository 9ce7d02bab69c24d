"""Running programs in nodes from outside: captured, many at once, or with the caller's own descriptors.

Owns: pipes, timeouts, multiplexing. Must not: know labs beyond their control socket.
"""

from __future__ import annotations

import os
import selectors
import signal
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from ..errors import DaemonError, HostError, LabError, NetwrightError
from ..model import CommandResult
from . import messages
from .channel import Channel, ChannelClosedError

Connect = Callable[[], Channel[messages.Reply]]
TIMED_OUT = 124
"""Status of a command that `run_many` had to end, as timeout(1) says it."""


class Command(NamedTuple):
    """One program to run in one node."""

    node: str
    argv: tuple[str, ...]
    stdin: str = ""
    timeout_s: float = 30.0


class Outcome(NamedTuple):
    result: CommandResult
    timed_out: bool
    error: NetwrightError | None


def raise_failed(reply: messages.Failed) -> None:
    """A failure reported by the supervisor as the exception it was."""
    raise as_error(reply)


def as_error(reply: messages.Failed) -> NetwrightError:
    if reply.kind == "host":
        return HostError(reply.message, needed_by=reply.needed_by, remedy=reply.remedy)
    if reply.kind == "daemon":
        return DaemonError(reply.message, argv=reply.argv, status=reply.status, log=reply.log)
    return LabError(reply.message, hint=reply.remedy)


class _Running:
    """A program in flight: its connection and the read ends of its output."""

    def __init__(self, number: int, command: Command, connect: Connect) -> None:
        self.number, self.command = number, command
        self.deadline = time.monotonic() + command.timeout_s
        self.status: int | None = None
        self.error: NetwrightError | None = None
        self.timed_out = False
        self.output: dict[int, bytearray] = {}
        stdin = _stdin(command.stdin)
        out_read, out_write = os.pipe()
        err_read, err_write = os.pipe()
        self.stdout, self.stderr = out_read, err_read
        self.output = {out_read: bytearray(), err_read: bytearray()}
        try:
            self.channel = connect()
            try:
                request = messages.Spawn(node=command.node, argv=command.argv)
                self.channel.send(request, (stdin, out_write, err_write))
            except ChannelClosedError as error:
                self.channel.close()
                raise LabError("the lab ended") from error
        except BaseException:
            os.close(out_read)
            os.close(err_read)
            raise
        finally:
            for fd in (stdin, out_write, err_write):
                os.close(fd)
        os.set_blocking(out_read, False)
        os.set_blocking(err_read, False)

    def read(self, fd: int) -> bool:
        """Read what is there; False at the end."""
        while True:
            try:
                data = os.read(fd, 1 << 16)
            except BlockingIOError:
                return True
            if not data:
                return False
            self.output[fd] += data

    def receive(self) -> bool:
        """Take replies; True once the program's end is known."""
        try:
            replies = self.channel.receive_ready()
        except ChannelClosedError:
            self.error = LabError("the lab ended while a command ran")
            return True
        for reply in replies:
            if isinstance(reply, messages.Exited):
                self.status = reply.status
            elif isinstance(reply, messages.Failed):
                self.error = as_error(reply)
        return self.status is not None or self.error is not None

    def finish(self) -> Outcome:
        """What is still in the pipes counts; what background children write later does not."""
        self.channel.close()
        for fd in (self.stdout, self.stderr):
            self.read(fd)
            os.close(fd)
        stderr = self.output[self.stderr].decode(errors="replace")
        if self.timed_out:
            stderr += f"timed out after {self.command.timeout_s:g} s\n"
        result = CommandResult(
            argv=self.command.argv,
            status=TIMED_OUT if self.status is None else self.status,
            stdout=self.output[self.stdout].decode(errors="replace"),
            stderr=stderr,
        )
        return Outcome(result, self.timed_out, self.error)


def _stdin(text: str) -> int:
    """A descriptor to read a text from."""
    if not text:
        return os.open("/dev/null", os.O_RDONLY | os.O_CLOEXEC)
    fd = os.memfd_create("stdin", os.MFD_CLOEXEC)
    with open(fd, "wb", closefd=False) as file:
        file.write(text.encode())
    os.lseek(fd, 0, os.SEEK_SET)
    return fd


def run_commands(connect: Connect, commands: Sequence[Command], limit: int) -> list[Outcome]:
    """Run commands, at most `limit` at a time; outcomes in their order. Raises LabError without a lab."""
    outcomes: dict[int, Outcome] = {}
    queue = deque(enumerate(commands))
    running: set[_Running] = set()
    with selectors.DefaultSelector() as selector:
        try:
            while queue or running:
                while queue and len(running) < limit:
                    number, command = queue.popleft()
                    program = _Running(number, command, connect)
                    running.add(program)
                    for source in (program.channel.socket, program.stdout, program.stderr):
                        selector.register(source, selectors.EVENT_READ, program)
                for program in _step(selector, running):
                    running.discard(program)
                    for source in (program.channel.socket, program.stdout, program.stderr):
                        if source in selector.get_map():
                            selector.unregister(source)
                    outcomes[program.number] = program.finish()
        finally:
            for program in running:
                program.finish()
    return [outcomes[number] for number in range(len(commands))]


def _step(selector: selectors.BaseSelector, running: set[_Running]) -> list[_Running]:
    """Wait for something to happen; the programs that ended."""
    now = time.monotonic()
    timeout = max(0.0, min(program.deadline for program in running) - now)
    ended = []
    for key, _events in selector.select(timeout):
        program: _Running = key.data
        if key.fileobj is program.channel.socket:
            if program.receive():
                ended.append(program)
        elif isinstance(key.fileobj, int) and not program.read(key.fileobj):
            selector.unregister(key.fileobj)
    now = time.monotonic()
    for program in running:
        if now >= program.deadline and program not in ended:
            program.timed_out = True
            ended.append(program)
    return ended


def stream(
    connect: Connect,
    node: str,
    argv: Sequence[str],
    stdio: tuple[int, int, int],
    environment: Mapping[str, str],
) -> int:
    """Run a program on the caller's own descriptors; Ctrl-C is passed on, a second one ends it hard."""
    channel = connect()
    interrupted = False
    try:
        channel.send(messages.Spawn(node=node, argv=tuple(argv), environment=dict(environment)), stdio)
        while True:
            try:
                reply = channel.receive()
            except KeyboardInterrupt:
                if interrupted:
                    raise
                interrupted = True
                channel.send(messages.SendSignal(signal.SIGINT))
                continue
            if isinstance(reply, messages.Exited):
                return reply.status
            if isinstance(reply, messages.Failed):
                raise_failed(reply)
    except ChannelClosedError as error:
        raise LabError("the lab ended while a command ran") from error
    finally:
        channel.close()
