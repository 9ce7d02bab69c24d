"""Descriptors whose bytes travel in frames: sources are read, sinks are written, neither ever blocks.

Owns: windows, and what kinds of files ask of a reader or writer. Must not: know frames or wait.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import select
import socket
import stat
import struct
import termios
from collections import deque

from .frames import MAX_PAYLOAD, WINDOW

_SAFE_WRITE = select.PIPE_BUF
"""A writable pipe takes so much without blocking."""
_PTMX_MAJOR = 5
"""A pty's master opened again would be another pty."""


def unread(fd: int) -> int:
    """Bytes that wait in a pipe or terminal."""
    try:
        answer = fcntl.ioctl(fd, termios.FIONREAD, b"\0\0\0\0")
    except OSError:
        return 0
    return int(struct.unpack("=i", answer)[0])


def _ready(fd: int, event: int) -> bool:
    poll = select.poll()
    poll.register(fd, event)
    return bool(poll.poll(0))


def can_be_watched(fd: int) -> bool:
    """Whether epoll takes it; it refuses regular files, which are always ready."""
    mode = os.fstat(fd).st_mode
    if stat.S_ISCHR(mode):
        return os.isatty(fd)
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode) and not stat.S_ISBLK(mode)


class Source:
    """What is read from a descriptor, which it owns, as long as the other side has room."""

    def __init__(self, fd: int) -> None:
        self.fd = fd
        self.watched = can_be_watched(fd)
        self.room = WINDOW
        self.ended = False
        self.due: int | None = None
        """Bytes still to be read before the end of the program may be told."""

    @property
    def wants(self) -> bool:
        """Whether it may be read now."""
        return self.room > 0 and not self.ended

    @property
    def settled(self) -> bool:
        """Whether everything a program wrote before its end has been read."""
        return self.ended or not self.due or self.due <= 0

    def read(self) -> bytes:
        """What is there, at the most what fits in a frame; nothing when there is nothing or `ended`."""
        try:
            if self.watched and not _ready(self.fd, select.POLLIN):
                return b""
            content = os.read(self.fd, min(self.room, MAX_PAYLOAD))
        except BlockingIOError:
            return b""
        except OSError:  # EIO: the last user of a pty is gone
            content = b""
        if not content:
            self.ended = True
        self.room -= len(content)
        if self.due is not None:
            self.due -= len(content)
        return content

    def close(self) -> None:
        os.close(self.fd)


class Sink:
    """What is written to a descriptor, which it owns, as fast as its reader takes it."""

    def __init__(self, fd: int) -> None:
        self.fd = _own_description(fd)
        self.watched = can_be_watched(self.fd)
        self.broken = False
        self.ending = False
        """No more is coming."""
        self._queue: deque[memoryview] = deque()
        self._is_socket = stat.S_ISSOCK(os.fstat(self.fd).st_mode)
        self._may_block = os.get_blocking(self.fd) and self.watched

    @property
    def waiting(self) -> bool:
        """Whether something is still to be written."""
        return bool(self._queue)

    def push(self, content: bytes) -> None:
        if not self.broken:
            self._queue.append(memoryview(content))

    def write(self) -> int:
        """Write what the descriptor takes; how many bytes. `broken` when nobody reads it any more."""
        total = 0
        try:
            while self._queue:
                portion = self._queue[0]
                sent = self._write(portion)
                total += sent
                if sent < len(portion):
                    self._queue[0] = portion[sent:]
                    if not sent:
                        break
                else:
                    self._queue.popleft()
        except BlockingIOError:
            pass
        except OSError:
            self.broken = True
            self._queue.clear()
        return total

    def _write(self, portion: memoryview) -> int:
        if self._is_socket:
            with socket.socket(fileno=os.dup(self.fd)) as sock:
                return sock.send(portion, socket.MSG_DONTWAIT | socket.MSG_NOSIGNAL)
        if self._may_block:
            if not _ready(self.fd, select.POLLOUT):
                return 0
            portion = portion[:_SAFE_WRITE]
        return os.write(self.fd, portion)

    def close(self) -> None:
        os.close(self.fd)


def _own_description(fd: int) -> int:
    """The same pipe or terminal opened again, so that not blocking is our affair and not the caller's."""
    found = os.fstat(fd)
    terminal = stat.S_ISCHR(found.st_mode) and os.isatty(fd) and os.major(found.st_rdev) != _PTMX_MAJOR
    if not os.get_blocking(fd) or not (stat.S_ISFIFO(found.st_mode) or terminal):
        return fd
    with contextlib.suppress(OSError):
        flags = os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
        again = os.open(f"/proc/self/fd/{fd}", flags)
        os.close(fd)
        return again
    return fd
