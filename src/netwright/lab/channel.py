"""Messages over a stream socket: length-prefixed frames with optional file descriptors.

Owns: framing, descriptor passing, reaching a socket below a long path. Must not: know what messages mean.
`Channel` is all the rest of the room sees of the transport; `Framer` is the part of it that knows no socket.
"""

from __future__ import annotations

import array
import os
import socket
import struct
from collections.abc import Sequence
from types import TracebackType
from typing import Generic, TypeVar

import msgspec

from . import messages

_LENGTH = struct.Struct("=I")
_MAX_FRAME = 64 << 20
_MAX_DESCRIPTORS = 8
Incoming = TypeVar("Incoming")

_encoder = msgspec.msgpack.Encoder()
_requests: msgspec.msgpack.Decoder[messages.Request] = msgspec.msgpack.Decoder(messages.Request)
_orders: msgspec.msgpack.Decoder[messages.Begin] = msgspec.msgpack.Decoder(messages.Begin)
_replies: msgspec.msgpack.Decoder[messages.Reply] = msgspec.msgpack.Decoder(messages.Reply)


class ChannelClosedError(Exception):
    """The other side is gone."""


def encode(message: msgspec.Struct) -> bytes:
    """One message as it travels."""
    data = _encoder.encode(message)
    return _LENGTH.pack(len(data)) + data


class Framer(Generic[Incoming]):
    """Bytes in any portions -> whole messages."""

    def __init__(self, decoder: msgspec.msgpack.Decoder[Incoming]) -> None:
        self._decoder = decoder
        self._buffer = bytearray()

    def feed(self, data: bytes) -> None:
        self._buffer += data

    def next(self) -> Incoming | None:
        """The next message that is complete. Raises ChannelClosedError for nonsense."""
        if len(self._buffer) < 4:
            return None
        (length,) = _LENGTH.unpack_from(self._buffer)
        if length > _MAX_FRAME:
            raise ChannelClosedError("oversized frame")
        if len(self._buffer) < 4 + length:
            return None
        data = bytes(self._buffer[4 : 4 + length])
        del self._buffer[: 4 + length]
        try:
            return self._decoder.decode(data)
        except msgspec.DecodeError as error:
            raise ChannelClosedError(f"not understood: {error}") from error

    def take(self) -> list[Incoming]:
        """Every message that is complete."""
        found = []
        while (message := self.next()) is not None:
            found.append(message)
        return found


class Channel(Generic[Incoming]):
    """One side of a conversation. Blocking unless `receive_ready` is used on a readable socket."""

    def __init__(self, sock: socket.socket, decoder: msgspec.msgpack.Decoder[Incoming]) -> None:
        self.socket = sock
        self._framer = Framer(decoder)
        self.descriptors: list[int] = []
        """Received and not yet taken; the receiver closes them."""

    def __enter__(self) -> Channel[Incoming]:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: object, trace: TracebackType | None) -> None:
        self.close()

    def fileno(self) -> int:
        return self.socket.fileno()

    def send(self, message: msgspec.Struct, descriptors: Sequence[int] = ()) -> None:
        """Raises ChannelClosedError when nobody listens any more."""
        frame = encode(message)
        try:
            sent = 0
            if descriptors:
                rights = array.array("i", descriptors)
                sent = self.socket.sendmsg(
                    [frame], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, rights)], socket.MSG_NOSIGNAL
                )
            self.socket.sendall(frame[sent:], socket.MSG_NOSIGNAL)
        except (BrokenPipeError, ConnectionResetError, TimeoutError, OSError) as error:
            raise ChannelClosedError(str(error)) from error

    def receive(self) -> Incoming:
        """Wait for the next message. Raises ChannelClosedError at the end, TimeoutError by socket timeout."""
        while True:
            found = self._framer.next()
            if found is not None:
                return found
            self._fill()

    def receive_ready(self) -> list[Incoming]:
        """After the socket became readable: read once, return whole messages. Raises ChannelClosedError."""
        self._fill()
        return self._framer.take()

    def _fill(self) -> None:
        room = socket.CMSG_LEN(_MAX_DESCRIPTORS * 4)
        try:
            data, ancillary, _flags, _address = self.socket.recvmsg(1 << 16, room, socket.MSG_CMSG_CLOEXEC)
        except ConnectionResetError as error:
            raise ChannelClosedError(str(error)) from error
        for level, kind, payload in ancillary:
            if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
                rights = array.array("i")
                rights.frombytes(payload[: len(payload) - len(payload) % rights.itemsize])
                self.descriptors.extend(rights)
        if not data:
            raise ChannelClosedError("closed")
        self._framer.feed(data)

    def take_descriptors(self) -> list[int]:
        taken, self.descriptors = self.descriptors, []
        return taken

    def close(self) -> None:
        for descriptor in self.take_descriptors():
            os.close(descriptor)
        self.socket.close()


def client_channel(sock: socket.socket) -> Channel[messages.Reply]:
    return Channel(sock, _replies)


def server_channel(sock: socket.socket) -> Channel[messages.Request]:
    return Channel(sock, _requests)


def order_channel(sock: socket.socket) -> Channel[messages.Begin]:
    return Channel(sock, _orders)


def request_framer() -> Framer[messages.Request]:
    return Framer(_requests)


def reply_framer() -> Framer[messages.Reply]:
    return Framer(_replies)


def connect(path: str, timeout_s: float = 10.0, answer_s: float | None = None) -> Channel[messages.Reply]:
    """Reach a control socket; through its open directory, so that the 108 bytes of sun_path suffice."""
    directory = os.open(os.path.dirname(path), os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        sock.settimeout(timeout_s)
        sock.connect(f"/proc/self/fd/{directory}/{os.path.basename(path)}")
        sock.settimeout(answer_s)
    except OSError:
        sock.close()
        raise
    finally:
        os.close(directory)
    return client_channel(sock)


def listen(directory: int, name: str) -> socket.socket:
    """A control socket in an open directory; only its owner may connect."""
    sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    mask = os.umask(0o177)
    try:
        sock.bind(f"/proc/self/fd/{directory}/{name}")
    finally:
        os.umask(mask)
    sock.listen(128)
    return sock
