"""An interactive program in a node: relays between the caller's terminal and a pty of the lab.

Owns: raw mode, window size. Must not: choose programs. Source: pty(7), termios(3).
"""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import termios
import tty
from collections.abc import Iterator, Sequence

from ..errors import LabError
from . import messages
from .channel import Channel, ChannelClosedError
from .commands import Connect, raise_failed


def window_size(fd: int) -> tuple[int, int]:
    """Rows and columns of a terminal."""
    try:
        size = os.get_terminal_size(fd)
    except OSError:
        return 24, 80
    return size.lines, size.columns


@contextlib.contextmanager
def _raw(fd: int) -> Iterator[None]:
    """The caller's terminal passes every key through; restored whatever happens."""
    if not os.isatty(fd):
        yield
        return
    before = termios.tcgetattr(fd)
    try:
        tty.setraw(fd)
        yield
    finally:
        termios.tcsetattr(fd, termios.TCSADRAIN, before)


@contextlib.contextmanager
def _following_size(source: int, master: int) -> Iterator[None]:
    """The pty's window follows the caller's."""

    def resize(*_: object) -> None:
        with contextlib.suppress(OSError):
            termios.tcsetwinsize(master, window_size(source))

    try:
        before = signal.signal(signal.SIGWINCH, resize)
    except ValueError:  # not the main thread: no signals here
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGWINCH, before)


def run_console(connect: Connect, node: str, argv: Sequence[str], stdin: int = 0, stdout: int = 1) -> int:
    """Run a program on a new terminal until it ends; its exit status. Raises LabError when the lab ends."""
    channel = connect()
    master = -1
    try:
        environment = {name: os.environ[name] for name in ("TERM", "LANG", "COLORTERM") if name in os.environ}
        request = messages.Spawn(node=node, argv=tuple(argv), environment=environment, terminal=window_size(stdin))
        channel.send(request)
        reply = channel.receive()
        if isinstance(reply, messages.Failed):
            raise_failed(reply)
        if isinstance(reply, messages.Exited):
            os.write(stdout, f"{argv[0]}: cannot be run in node {node}\n".encode())
            return reply.status
        (master,) = channel.take_descriptors()
        with _raw(stdin), _following_size(stdin, master):
            return _relay(channel, master, stdin, stdout)
    except ChannelClosedError as error:
        raise LabError("the lab ended while a console was open") from error
    finally:
        if master >= 0:
            os.close(master)
        channel.close()


def _relay(channel: Channel[messages.Reply], master: int, stdin: int, stdout: int) -> int:
    """Copy both ways until the program's end is reported."""
    with selectors.DefaultSelector() as selector:
        selector.register(channel.socket, selectors.EVENT_READ)
        selector.register(master, selectors.EVENT_READ)
        with contextlib.suppress(PermissionError):  # a regular file as input is always ready
            selector.register(stdin, selectors.EVENT_READ)
        while True:
            for key, _events in selector.select():
                if key.fd == master:
                    if not _copy(master, stdout):
                        selector.unregister(master)
                elif key.fd == stdin:
                    if not _copy(stdin, master):
                        selector.unregister(stdin)
                        os.write(master, b"\x04")
                else:
                    for reply in channel.receive_ready():
                        if isinstance(reply, messages.Exited):
                            os.set_blocking(master, False)
                            while _copy(master, stdout):
                                continue
                            return reply.status


def _copy(source: int, target: int) -> bool:
    """Copy once; False at the end."""
    try:
        data = os.read(source, 1 << 14)
    except OSError:  # EIO: the last user of the pty is gone
        return False
    while data:
        data = data[os.write(target, data) :]
        if not data:
            return True
    return False
