"""The guest's end of the serial line: conversations become connections to the supervisor beside it.

Owns: the line, the pipes and terminals of programs, the end of the guest. Must not: know labs. It is the
guest's PID 1; when the supervisor has ended, or the line has, so does the guest.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import struct
import termios
import tty
from collections import deque
from fcntl import ioctl

import msgspec

from .. import messages
from ..channel import (
    Channel,
    ChannelClosedError,
    Framer,
    client_channel,
    connect,
    encode,
    request_framer,
)
from . import frames
from .endpoint import Endpoint
from .frames import Frame, Kind, Stream
from .ring import Ring
from .streams import unread

STARTER = 0
"""The channel of the process that asked for the lab."""
_TICK_S = 0.5


class Conversation:
    """One channel: its connection to the supervisor and what waits to be sent there."""

    def __init__(self, channel: Channel[messages.Reply]) -> None:
        self.channel = channel
        self.requests: Framer[messages.Request] = request_framer()
        self.outputs = 0
        """Of the next program: 0 = no descriptors came along, 1 = both outputs are the same, 2 = they differ."""
        self.held: list[bytes] = []
        """Replies that wait until everything a program wrote has been sent."""
        self.queue: deque[tuple[memoryview, tuple[int, ...]]] = deque()
        channel.socket.setblocking(False)

    def write(self) -> bool:
        """Send what the supervisor takes; False when it is gone. Descriptors are closed once they are sent."""
        while self.queue:
            content, descriptors = self.queue[0]
            rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, struct.pack(f"{len(descriptors)}i", *descriptors))]
            try:
                sent = self.channel.socket.sendmsg([content], rights if descriptors else [], socket.MSG_NOSIGNAL)
            except BlockingIOError:
                return True
            except OSError:
                return False
            for fd in descriptors:
                os.close(fd)
            if sent == len(content):
                self.queue.popleft()
            else:
                self.queue[0] = (content[sent:], ())
        return True

    def close(self) -> None:
        for _content, descriptors in self.queue:
            for fd in descriptors:
                os.close(fd)
        self.channel.close()


class Agent(Endpoint):
    """Serves until nothing is left to serve."""

    def __init__(self, line: int, ring: Ring, control: str, starter: socket.socket) -> None:
        super().__init__()
        self._line, self._ring, self._control = line, ring, control
        self._decoder = frames.Decoder()
        self._conversations: dict[int, Conversation] = {}
        self._open = True
        self._add(STARTER, client_channel(starter))

    def serve(self) -> None:
        """Until every other process of the guest or the other end of the line is gone."""
        self.wake_for_signals(signal.SIGCHLD)
        self.watch(self._line, self._hear)
        self.send(Frame(Kind.HELLO, STARTER))
        while self._open and _reap():
            for key, _events in self.selector.select(_TICK_S):
                key.data()
            self._listen()
        for number in list(self._conversations):
            self._last_words(number)

    def send(self, frame: Frame) -> None:
        content = memoryview(frames.encode(frame))
        while content:
            content = content[os.write(self._line, content) :]

    def _hear(self) -> None:
        """The bell: something may be in the ring."""
        rung = os.read(self._line, 4096)
        if not rung:
            self._open = False  # the relay is gone
        self._ring.heard += len(rung)

    def _listen(self) -> None:
        while content := self._ring.read():
            for frame in self._decoder.feed(content):
                self._receive(frame)

    def _receive(self, frame: Frame) -> None:
        conversation = self._conversations.get(frame.channel)
        match frame.kind:
            case Kind.OPEN:
                self._connect(frame.channel)
            case Kind.CLOSE:
                self._close(frame.channel)
            case Kind.OUTPUTS if conversation is not None:
                conversation.outputs = frame.payload[0]
            case Kind.RESIZE if (sink := self.sinks.get((frame.channel, Stream.INPUT))) is not None:
                with contextlib.suppress(OSError):
                    ioctl(sink.fd, termios.TIOCSWINSZ, struct.pack("HHHH", *frames.size_of(frame), 0, 0))
            case Kind.DATA if frame.stream is Stream.CONTROL and conversation is not None:
                conversation.requests.feed(frame.payload)
                for request in conversation.requests.take():
                    self._pass_on(frame.channel, conversation, request)
            case _:
                self.receive_stream(frame)

    # -- conversations -------------------------------------------------------------------------------------

    def _connect(self, number: int) -> None:
        try:
            self._add(number, connect(self._control))
        except OSError:
            self.send(Frame(Kind.CLOSE, number))

    def _add(self, number: int, channel: Channel[messages.Reply]) -> None:
        self._conversations[number] = Conversation(channel)
        self._watch_fd(channel.fileno(), 1, lambda: self._attend(number))

    def _close(self, number: int) -> None:
        conversation = self._conversations.pop(number, None)
        if conversation is not None:
            self.selector.unregister(conversation.channel.socket)
            conversation.close()
            self.drop_streams(number)

    def _pass_on(self, number: int, conversation: Conversation, request: messages.Request) -> None:
        descriptors: tuple[int, ...] = ()
        if isinstance(request, messages.Spawn) and request.terminal is None and conversation.outputs:
            descriptors = self._pipes(number, conversation.outputs == 1)
        conversation.queue.append((memoryview(encode(request)), descriptors))
        self._attend(number, reading=False)

    def _pipes(self, number: int, same_output: bool) -> tuple[int, int, int]:
        """Descriptors for a program; our ends of its pipes become streams."""
        theirs, ours = os.pipe()
        os.set_blocking(ours, False)
        self.add_sink(number, Stream.INPUT, ours)
        outputs = []
        for stream in (Stream.OUTPUT,) if same_output else (Stream.OUTPUT, Stream.ERRORS):
            reader, writer = os.pipe()
            self.add_source(number, stream, reader)
            outputs.append(writer)
        return theirs, outputs[0], os.dup(outputs[0]) if same_output else outputs[1]

    def _attend(self, number: int, reading: bool = True) -> None:
        """Move what can be moved between a connection and the line."""
        conversation = self._conversations.get(number)
        if conversation is None:
            return
        alive = conversation.write()
        if alive and reading:
            alive = self._answer(number, conversation)
        if not alive:
            self.send(Frame(Kind.CLOSE, number))
            self._close(number)
            return
        events = 3 if conversation.queue else 1
        self._watch_fd(conversation.channel.fileno(), events, lambda: self._attend(number))

    def _answer(self, number: int, conversation: Conversation) -> bool:
        """Replies go to the line, the end of a program after its output; False when the supervisor is gone."""
        try:
            replies = conversation.channel.receive_ready()
        except BlockingIOError:
            return True
        except ChannelClosedError:
            return False
        for reply in replies:
            if isinstance(reply, messages.Terminal):
                self._add_terminal(number, conversation)
            if isinstance(reply, messages.Exited):
                for (owner, _stream), source in self.sources.items():
                    if owner == number:
                        source.due = unread(source.fd)
                conversation.held.append(encode(reply))
                self._let_go(number, conversation)
            else:
                self._say(number, reply)
        return True

    def _say(self, number: int, reply: msgspec.Struct) -> None:
        for frame in frames.data(number, Stream.CONTROL, encode(reply)):
            self.send(frame)

    def _add_terminal(self, number: int, conversation: Conversation) -> None:
        """A program's terminal: what its master says and hears are streams."""
        (master,) = conversation.channel.take_descriptors()
        os.set_blocking(master, False)
        self.add_sink(number, Stream.INPUT, os.dup(master))
        self.add_source(number, Stream.OUTPUT, master)

    def stirred(self, channel: int) -> None:
        conversation = self._conversations.get(channel)
        if conversation is not None and conversation.held:
            self._let_go(channel, conversation)

    def _let_go(self, number: int, conversation: Conversation) -> None:
        """Tell the end of a program once everything it wrote is on its way."""
        own = [source for (owner, _stream), source in self.sources.items() if owner == number]
        if all(source.settled for source in own):
            for content in conversation.held:
                for frame in frames.data(number, Stream.CONTROL, content):
                    self.send(frame)
            conversation.held.clear()

    def _last_words(self, number: int) -> None:
        """What the supervisor said before it ended."""
        conversation = self._conversations[number]
        while self._answer(number, conversation):
            if not select.select([conversation.channel.socket], [], [], 0)[0]:
                break
        self.send(Frame(Kind.CLOSE, number))


def open_line(path: str) -> int:
    """A serial line that carries bytes as they are."""
    line = os.open(path, os.O_RDWR | os.O_NOCTTY | os.O_CLOEXEC)
    tty.setraw(line)
    return line


def _reap() -> bool:
    """Collect the dead; False when no child is left."""
    while True:
        try:
            pid, _status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return False
        if pid == 0:
            return True
