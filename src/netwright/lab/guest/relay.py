"""The host's end of the serial line: the lab's control socket, and what callers' descriptors carry.

Owns: connections of callers, replies that only the host can give (process ids, state, terminals), the runtime
files of a lab in a guest. Must not: start the guest. To a caller it is the lab's supervisor.
"""

from __future__ import annotations

import contextlib
import os
import socket
import tty
from collections import deque
from collections.abc import Callable

import msgspec

from ...errors import HostError
from .. import messages
from ..channel import Channel, ChannelClosedError, Framer, encode, reply_framer, server_channel
from ..directory import LabDirectory, State
from ..recording import Record
from ..supervisor.failures import failure
from . import frames
from .endpoint import Endpoint
from .frames import Frame, Kind, Stream
from .ring import Ring

STARTER = 0
LOOK_S = 2.0
"""How often the relay looks whether its directory still exists."""
BUSY_S = 0.005
"""How often, while the ring is full, whether it still is."""
SIZE_S = 0.2
"""How often, while a terminal is open, whether its size has changed: a pty does not tell."""
SEND_TIMEOUT_S = 5.0
MOST_RINGS = 1000
"""Of the bell, unheard: a serial line loses its voice when thousands of bytes wait in it."""
LINE_BYTES = 1 << 18


class Caller:
    """One control connection and what hangs on it."""

    def __init__(self, channel: Channel[messages.Request]) -> None:
        self.channel = channel
        self.replies: Framer[messages.Reply] = reply_framer()
        self.held: list[messages.Reply] = []
        """Replies that wait until everything a program wrote has been passed on."""
        self.terminal: int | None = None
        """Our end of the caller's pty, to ask for its size."""
        self.size = (0, 0)
        self.change: messages.Change | None = None
        """What it asked for; the answer is waited for even when the caller is gone."""
        self.gone = False


class Relay(Endpoint):
    """Serves until the guest has ended; `orderly` says whether somebody wanted that."""

    def __init__(
        self,
        directory: LabDirectory,
        state: State,
        starter: Channel[messages.Request],
        ring: Ring,
        bell: int,
        line: int,
    ) -> None:
        super().__init__()
        self._directory, self._state, self._ring = directory, state, ring
        self._record = Record(directory)
        self._bell, self._line = bell, line
        self._rung = 0
        self._queue: deque[memoryview] = deque()
        self._decoder = frames.Decoder()
        self._callers: dict[int, Caller] = {}
        self._next = STARTER
        self._listener: socket.socket | None = None
        self._add(starter)
        self.orderly = False
        self.greeted = False
        """Whether the guest's agent serves."""
        self.answered = False
        """Whether the starter knows how its start ended."""
        self.stopping = False

    # -- loop ----------------------------------------------------------------------------------------------

    def serve(self, listen: Callable[[], socket.socket], guest: int) -> None:
        """Until the guest's process (a pidfd) has ended or nobody can reach the lab any more.

        `listen` makes the control socket; it is called once the lab can answer.
        """
        self._listen = listen
        self.watch(self._line, self._hear)
        self.watch(guest, lambda: self._end(guest))
        while not self.stopping:
            for key, _events in self.selector.select(self._timeout()):
                key.data()
            self._fill_ring()
            self._look_at_sizes()
            self._record.catch_up()
            if self._directory.is_deleted():
                self.orderly = self.stopping = True

    def _timeout(self) -> float:
        if self._queue:
            return BUSY_S
        return SIZE_S if any(caller.terminal is not None for caller in self._callers.values()) else LOOK_S

    def _end(self, guest: int) -> None:
        """The guest is gone; what it said last is still in the line."""
        self.selector.unregister(guest)
        self._hear()
        self.stopping = True

    def _open(self) -> None:
        self._listener = self._listen()
        self._listener.setblocking(False)
        self.watch(self._listener, self._accept)

    def close(self) -> None:
        """Let every caller go."""
        for number in list(self._callers):
            self._close(number)
        if self._listener is not None:
            self._listener.close()
        self.selector.close()

    def _accept(self) -> None:
        assert self._listener is not None
        with contextlib.suppress(BlockingIOError, ConnectionError):
            sock, _address = self._listener.accept()
            sock.settimeout(SEND_TIMEOUT_S)
            self._add(server_channel(sock))

    def _add(self, channel: Channel[messages.Request]) -> None:
        number, self._next = self._next, self._next + 1
        self._callers[number] = Caller(channel)
        self.watch(channel.socket, lambda: self._receive(number))
        if number != STARTER:
            self.send(Frame(Kind.OPEN, number))

    # -- the way into the guest ----------------------------------------------------------------------------

    def send(self, frame: Frame) -> None:
        self._queue.append(memoryview(frames.encode(frame)))

    def _fill_ring(self) -> None:
        written = 0
        while self._queue:
            portion = self._queue[0]
            amount = self._ring.write(portion)
            written += amount
            if amount < len(portion):
                self._queue[0] = portion[amount:]
                break
            self._queue.popleft()
        if written and self._rung - self._ring.heard < MOST_RINGS:
            with contextlib.suppress(OSError):
                os.write(self._bell, b"!")
                self._rung += 1

    # -- callers -------------------------------------------------------------------------------------------

    def _receive(self, number: int) -> None:
        caller = self._callers[number]
        try:
            requests = caller.channel.receive_ready()
        except (ChannelClosedError, TimeoutError):
            self._lost(number)
            return
        for request in requests:
            if isinstance(request, messages.Change):
                try:
                    self._record.check_room(request.plan, request.files)
                except HostError as error:
                    self._tell(number, caller, failure(error))
                    continue
            stdin = self._prepare(number, caller, request)
            for frame in frames.data(number, Stream.CONTROL, encode(request)):
                self.send(frame)
            if stdin is not None:
                self.add_source(number, Stream.INPUT, stdin)

    def _lost(self, number: int) -> None:
        caller = self._callers.get(number)
        if caller is not None and caller.change is not None:
            if not caller.gone:
                caller.gone = True
                self.selector.unregister(caller.channel.socket)
            return
        if number == STARTER and not self._state.committed:
            self.orderly = self.stopping = True
        self.send(Frame(Kind.CLOSE, number))
        self._close(number)

    def _close(self, number: int) -> None:
        caller = self._callers.pop(number, None)
        if caller is not None:
            if not caller.gone:
                self.selector.unregister(caller.channel.socket)
            caller.channel.close()
            self.drop_streams(number)

    def _prepare(self, number: int, caller: Caller, request: messages.Request) -> int | None:
        """The part of a request that happens on the host; a program's input, to be read once it is asked for."""
        descriptors = caller.channel.take_descriptors()
        if isinstance(request, messages.Stop):
            self.orderly = True
        if isinstance(request, messages.Change):
            caller.change = request
        if not isinstance(request, messages.Spawn) or request.terminal is not None or len(descriptors) != 3:
            for fd in descriptors:
                os.close(fd)
            return None
        stdin, stdout, stderr = descriptors
        same = os.path.samestat(os.fstat(stdout), os.fstat(stderr))
        self.send(Frame(Kind.OUTPUTS, number, payload=bytes([1 if same else 2])))
        self.add_sink(number, Stream.OUTPUT, stdout)
        if same:
            os.close(stderr)
        else:
            self.add_sink(number, Stream.ERRORS, stderr)
        return stdin

    # -- the way out of the guest --------------------------------------------------------------------------

    def _hear(self) -> None:
        while True:
            try:
                content = os.read(self._line, LINE_BYTES)
            except BlockingIOError:
                return
            if not content:
                with contextlib.suppress(KeyError):
                    self.selector.unregister(self._line)
                return
            for frame in self._decoder.feed(content):
                self._hear_frame(frame)
            if len(content) < LINE_BYTES:
                return

    def _hear_frame(self, frame: Frame) -> None:
        caller = self._callers.get(frame.channel)
        match frame.kind:
            case Kind.HELLO:
                self.greeted = True
            case Kind.CLOSE:
                self._close(frame.channel)
            case Kind.DATA if frame.stream is Stream.CONTROL:
                if caller is not None:
                    caller.replies.feed(frame.payload)
                    for reply in caller.replies.take():
                        self._reply(frame.channel, caller, reply)
            case _:
                self.receive_stream(frame)

    def _reply(self, number: int, caller: Caller, reply: messages.Reply) -> None:
        """Pass a reply on, with what only the host knows."""
        match reply:
            case messages.Born():
                return  # of a process the host does not know
            case messages.LabStatus():
                state = self._state
                reply = msgspec.structs.replace(reply, pid=state.pid, started_at=state.started_at, kernel=state.kernel)
            case messages.Ready(notices):
                self.answered = True
                self._update_state(notices=notices)
                self._open()
            case messages.Changed() | messages.Failed() if caller.change is not None:
                reply = self._end_change(caller, reply)
                if caller.gone:
                    self._lost(number)
                    return
            case messages.Failed() if number == STARTER and not self._state.committed:
                self.answered = self.orderly = True
            case messages.Done() if number == STARTER:
                self._update_state(committed=True)
            case messages.Terminal():
                self._give_terminal(number, caller)
                return
            case messages.Exited():
                caller.held.append(reply)
                self.stirred(number)
                return
        self._tell(number, caller, reply)

    def _end_change(self, caller: Caller, reply: messages.Changed | messages.Failed) -> messages.Reply:
        """The lab's directory of the host records what the lab is now; the reply, with what could not be recorded."""
        request, caller.change = caller.change, None
        if isinstance(reply, messages.Failed) or request is None:
            return reply
        unwritten = self._record.write_plan(reply.plan)
        if unwritten is None and reply.files:
            unwritten = self._record.write_files(request.files)
        if unwritten is None:
            return reply
        return msgspec.structs.replace(reply, failures=(*reply.failures, failure(unwritten)), files=False)

    def _update_state(self, **changes: object) -> None:
        self._state = msgspec.structs.replace(self._state, **changes)
        self._directory.write_state(self._state)

    def _tell(self, number: int, caller: Caller, reply: messages.Reply, descriptors: tuple[int, ...] = ()) -> None:
        try:
            caller.channel.send(reply, descriptors)
        except ChannelClosedError:
            self._lost(number)

    def stirred(self, channel: int) -> None:
        """The end of a program is told once everything it wrote has reached its caller."""
        caller = self._callers.get(channel)
        if caller is not None and caller.held and self.idle_sinks(channel):
            held, caller.held = caller.held, []
            for reply in held:
                self._tell(channel, caller, reply)

    # -- terminals -----------------------------------------------------------------------------------------

    def _give_terminal(self, number: int, caller: Caller) -> None:
        """The caller gets the master of a pty whose other side is the program's terminal in the guest."""
        master, slave = os.openpty()
        try:
            tty.setraw(slave)
            os.set_blocking(slave, False)
            caller.terminal = slave
            self.add_sink(number, Stream.OUTPUT, os.dup(slave))
            self.add_source(number, Stream.INPUT, slave)
            self._tell(number, caller, messages.Terminal(), (master,))
        finally:
            os.close(master)

    def _look_at_sizes(self) -> None:
        for number, caller in self._callers.items():
            if caller.terminal is None:
                continue
            try:
                columns, rows = os.get_terminal_size(caller.terminal)
            except OSError:
                caller.terminal = None
                continue
            if (rows, columns) != caller.size and rows and columns:
                caller.size = (rows, columns)
                self.send(frames.resize(number, rows, columns))
                self._fill_ring()
