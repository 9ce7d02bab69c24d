"""The language between the relay and the guest's agent: many conversations on one byte stream.

Owns: frames and how they are told apart in a stream. Must not: read or write anything. A channel is one
control connection; its streams are the connection itself and what a program in a node reads and writes.
Every stream but the first has a window: a sender may be `WINDOW` bytes ahead of what the receiver reported.
"""

from __future__ import annotations

import enum
import struct
from collections.abc import Iterator
from typing import NamedTuple

HEADER = struct.Struct("=BBxxII")
"""Kind, stream, channel, length of the payload."""
MAX_PAYLOAD = 1 << 16
WINDOW = 1 << 18
"""Bytes of one stream that may be under way."""


class Kind(enum.IntEnum):
    """What a frame says."""

    OPEN = 1
    """A new channel."""
    OUTPUTS = 2
    """The next program of this channel has so many outputs (payload: one byte, 1 = both are the same)."""
    DATA = 3
    END = 4
    """The sender of a stream is at its end."""
    REFUSE = 5
    """The receiver of a stream takes no more: nobody reads it."""
    CREDIT = 6
    """The receiver has passed on so many bytes (payload: u32)."""
    CLOSE = 7
    """The channel is gone."""
    HELLO = 8
    """The guest's agent serves."""
    RESIZE = 9
    """The caller's terminal has a new size (payload: rows, columns)."""


class Stream(enum.IntEnum):
    """What a payload belongs to."""

    CONTROL = 0
    INPUT = 1
    OUTPUT = 2
    ERRORS = 3


class Frame(NamedTuple):
    kind: Kind
    channel: int
    stream: Stream = Stream.CONTROL
    payload: bytes = b""


class ProtocolError(Exception):
    """The other side does not speak this language."""


_CREDIT = struct.Struct("=I")
_SIZE = struct.Struct("=HH")


def encode(frame: Frame) -> bytes:
    return HEADER.pack(frame.kind, frame.stream, frame.channel, len(frame.payload)) + frame.payload


def data(channel: int, stream: Stream, content: bytes) -> Iterator[Frame]:
    """Content of any length as frames."""
    for start in range(0, len(content), MAX_PAYLOAD):
        yield Frame(Kind.DATA, channel, stream, content[start : start + MAX_PAYLOAD])


def credit(channel: int, stream: Stream, amount: int) -> Frame:
    return Frame(Kind.CREDIT, channel, stream, _CREDIT.pack(amount))


def credit_of(frame: Frame) -> int:
    """Raises ProtocolError."""
    return int(_unpack(_CREDIT, frame)[0])


def resize(channel: int, rows: int, columns: int) -> Frame:
    return Frame(Kind.RESIZE, channel, Stream.INPUT, _SIZE.pack(rows, columns))


def size_of(frame: Frame) -> tuple[int, int]:
    """Rows and columns. Raises ProtocolError."""
    rows, columns = _unpack(_SIZE, frame)
    return rows, columns


def _unpack(layout: struct.Struct, frame: Frame) -> tuple[int, ...]:
    try:
        return layout.unpack(frame.payload)
    except struct.error as error:
        raise ProtocolError(f"{frame.kind.name}: {error}") from error


class Decoder:
    """Bytes in any portions -> frames."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, portion: bytes) -> list[Frame]:
        """The frames that are complete now. Raises ProtocolError for bytes that cannot be frames."""
        self._buffer += portion
        found = []
        start, end = 0, len(self._buffer)
        while end - start >= HEADER.size:
            kind, stream, channel, length = HEADER.unpack_from(self._buffer, start)
            if length > MAX_PAYLOAD:
                raise ProtocolError(f"a payload of {length} bytes")
            if end - start < HEADER.size + length:
                break
            start += HEADER.size
            try:
                frame = Frame(Kind(kind), channel, Stream(stream), bytes(self._buffer[start : start + length]))
            except ValueError as error:
                raise ProtocolError(str(error)) from error
            found.append(frame)
            start += length
        del self._buffer[:start]
        return found
