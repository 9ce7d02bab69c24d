"""What relay and agent have in common: descriptors copied to and from frames, each within its window.

Owns: which descriptors are watched, and the frames about streams. Must not: know what the channels say.
"""

from __future__ import annotations

import selectors
import signal
import socket
from abc import ABC, abstractmethod
from collections.abc import Callable

from . import frames
from .frames import WINDOW, Frame, Kind, Stream
from .streams import Sink, Source

Key = tuple[int, Stream]
_READ, _WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE


class Endpoint(ABC):
    """Sources and sinks of all channels. Subclasses say how a frame is sent."""

    def __init__(self) -> None:
        self.selector = selectors.DefaultSelector()
        self.sources: dict[Key, Source] = {}
        self.sinks: dict[Key, Sink] = {}
        self.owed: dict[Key, int] = {}
        """Bytes passed on and not yet reported."""

    @abstractmethod
    def send(self, frame: Frame) -> None: ...

    @abstractmethod
    def stirred(self, channel: int) -> None:
        """Something about a channel's streams changed."""

    # -- what is watched -----------------------------------------------------------------------------------

    def watch(self, target: int | socket.socket, action: Callable[[], None]) -> None:
        self.selector.register(target, _READ, action)

    def wake_for_signals(self, *numbers: int) -> None:
        """These signals end a wait; they do nothing else."""
        reader, writer = socket.socketpair()
        for sock in (reader, writer):
            sock.setblocking(False)
        signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
        for number in numbers:
            signal.signal(number, lambda *_: None)
        self._wakeup = writer
        self.watch(reader, lambda: _drain(reader))

    def _watch_fd(self, fd: int, events: int, action: Callable[[], None]) -> None:
        """Exactly these events of a descriptor are waited for."""
        known = fd in self.selector.get_map()
        if events and known:
            self.selector.modify(fd, events, action)
        elif events:
            self.selector.register(fd, events, action)
        elif known:
            self.selector.unregister(fd)

    # -- sources -------------------------------------------------------------------------------------------

    def add_source(self, channel: int, stream: Stream, fd: int) -> None:
        """Begin to send what can be read from a descriptor; it belongs to the endpoint now."""
        source = Source(fd)
        self.sources[channel, stream] = source
        self._update_source((channel, stream), source)

    def _update_source(self, key: Key, source: Source) -> None:
        if source.watched:
            self._watch_fd(source.fd, _READ if source.wants else 0, lambda: self.pump(key))
            return
        while source.wants:
            self._read(key, source)

    def pump(self, key: Key) -> None:
        """Send what a source has."""
        source = self.sources.get(key)
        if source is not None and source.wants:
            self._read(key, source)
            self._update_source(key, source)
            self.stirred(key[0])

    def _read(self, key: Key, source: Source) -> None:
        content = source.read()
        if content:
            for frame in frames.data(*key, content):
                self.send(frame)
        elif source.ended:
            self.send(Frame(Kind.END, *key))

    def drop_source(self, key: Key) -> None:
        source = self.sources.pop(key, None)
        if source is not None:
            self._watch_fd(source.fd, 0, _nothing)
            source.close()

    # -- sinks ---------------------------------------------------------------------------------------------

    def add_sink(self, channel: int, stream: Stream, fd: int) -> None:
        """Write what arrives for a stream to a descriptor; it belongs to the endpoint now."""
        self.sinks[channel, stream] = Sink(fd)

    def flush(self, key: Key) -> None:
        """Write what a sink takes, report it, end it when that was all."""
        sink = self.sinks.get(key)
        if sink is None:
            return
        written = sink.write()
        if written:
            self._report(key, written)
        if sink.broken:
            self.drop_sink(key)
            self.send(Frame(Kind.REFUSE, *key))
        elif sink.ending and not sink.waiting:
            self.drop_sink(key)
        elif sink.watched:
            self._watch_fd(sink.fd, _WRITE if sink.waiting else 0, lambda: self.flush(key))
        self.stirred(key[0])

    def _report(self, key: Key, written: int) -> None:
        """Credit is given back in few, large portions."""
        owed = self.owed.get(key, 0) + written
        if owed >= WINDOW // 4:
            self.send(frames.credit(*key, owed))
            owed = 0
        self.owed[key] = owed

    def drop_sink(self, key: Key) -> None:
        sink = self.sinks.pop(key, None)
        self.owed.pop(key, None)
        if sink is not None:
            self._watch_fd(sink.fd, 0, _nothing)
            sink.close()

    def idle_sinks(self, channel: int) -> bool:
        """Whether everything that arrived for a channel has been written."""
        return not any(sink.waiting for (owner, _stream), sink in self.sinks.items() if owner == channel)

    # -- frames --------------------------------------------------------------------------------------------

    def receive_stream(self, frame: Frame) -> None:
        """A frame about a stream other than the control one; late ones for what is gone are ignored."""
        key = (frame.channel, frame.stream)
        sink, source = self.sinks.get(key), self.sources.get(key)
        match frame.kind:
            case Kind.DATA if sink is not None:
                sink.push(frame.payload)
                self.flush(key)
            case Kind.END if sink is not None:
                sink.ending = True
                self.flush(key)
            case Kind.REFUSE if source is not None:
                self.drop_source(key)
                self.stirred(frame.channel)
            case Kind.CREDIT if source is not None:
                source.room += frames.credit_of(frame)
                self._update_source(key, source)
                self.stirred(frame.channel)

    def drop_streams(self, channel: int) -> None:
        """Everything of a channel, whatever is still in it."""
        for stream in Stream:
            self.drop_source((channel, stream))
            self.drop_sink((channel, stream))


def _nothing() -> None:
    pass


def _drain(reader: socket.socket) -> None:
    try:
        reader.recv(4096)
    except BlockingIOError:
        return
