"""The supervisor's event loop: control connections, children, progress of the start.

Owns: selectors, dispatch of requests, reaping. Must not: know how namespaces or links are made.
Single-threaded on purpose: the process moves between namespaces, which threads must not share.
"""

from __future__ import annotations

import contextlib
import functools
import os
import selectors
import signal
import socket
import time
import traceback
from collections.abc import Callable, Generator
from typing import Any

from ...errors import DaemonError, HostError, LabError, NetwrightError, nearest
from ...model import LabPlan
from .. import messages
from ..channel import Channel, ChannelClosedError, server_channel
from ..directory import LabDirectory, State
from ..host import names
from ..recording import Record
from .changing import Changing, Parts
from .failures import failure
from .filesystem import write_file
from .namespaces import Namespaces
from .processes import Spawner, environment, shell_status

POLL_S = 0.005
LOOK_S = 2.0
"""How often an idle supervisor looks whether its directory still exists."""
SEND_TIMEOUT_S = 5.0


class Connection:
    """One control connection and the program it runs, if any."""

    def __init__(self, channel: Channel[messages.Request]) -> None:
        self.channel = channel
        self.pid: int | None = None
        self.waiting = False
        """A reply will follow later."""


class Server:
    """Serves until the lab is stopped; never returns while it lives."""

    def __init__(
        self,
        plan: LabPlan,
        directory: LabDirectory,
        state: State,
        parts: Parts,
        spawner: Spawner,
    ) -> None:
        self._plan, self._directory, self._state = plan, directory, state
        self._parts, self._spawner = parts, spawner
        self._nodes, self._home = parts.nodes.spaces, parts.nodes.home
        self._network, self._daemons = parts.network, parts.daemons
        self._change: Generator[None, None, None] | None = None
        self._record = Record(directory)
        self._selector = selectors.DefaultSelector()
        self._programs: dict[int, Connection] = {}
        self._stopping = False
        self._starter: Connection | None = None
        self._deadline = float("inf")
        self._handlers: dict[type[Any], Callable[[Connection, Any], None]] = {
            messages.Spawn: self._spawn,
            messages.SendSignal: self._signal_program,
            messages.Status: self._status,
            messages.Stop: self._stop,
            messages.Commit: self._commit,
            messages.SetLink: self._set_link,
            messages.Impair: self._impair,
            messages.SignalDaemon: self._signal_daemon,
            messages.StartDaemon: self._start_daemon,
            messages.WriteFile: self._write_file,
            messages.Change: self._begin_change,
        }

    # -- loop ----------------------------------------------------------------------------------------------

    def serve(self, listener: socket.socket, starter: Channel[messages.Request], deadline: float) -> None:
        """Start the daemons, then answer until stopped or, before `Commit`, until the starter is gone."""
        reader, writer = socket.socketpair()
        for sock in (reader, writer, listener):
            sock.setblocking(False)
        signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGTERM, self._terminate)
        self._starter = Connection(starter)
        self._deadline = deadline
        self._selector.register(reader, selectors.EVENT_READ, lambda: self._drain(reader))
        self._selector.register(listener, selectors.EVENT_READ, lambda: self._accept(listener))
        self._watch(self._starter)
        self._tell_starter(messages.Stage("daemons", self._daemons.total))
        served, announced = 0, False
        while not self._stopping:
            self._daemons.tick()
            if not announced:
                if self._daemons.served > served:
                    self._tell_starter(messages.Advance("daemons", self._daemons.served - served))
                    served = self._daemons.served
                announced = self._announce()
            timeout = POLL_S if self._daemons.busy or self._change else LOOK_S if announced else 0.05
            for key, _events in self._selector.select(timeout):
                key.data()
            self._reap()
            self._go_on()
            self._record.catch_up()
            if announced and self._directory.is_deleted():
                self._stopping = True  # nobody can reach the lab any more

    def _announce(self) -> bool:
        """Tell the starter how the start ended, once it has."""
        if self._daemons.failure is not None:
            self._tell_starter(failure(self._daemons.failure))
            self._stopping = True
            return True
        if self._daemons.all_served:
            self._tell_starter(messages.Ready(self._state.notices))
            return True
        if time.monotonic() > self._deadline:
            late = self._daemons.unready()
            more = f" and {len(late) - 3} more" if len(late) > 3 else ""
            first = next(daemon for daemon in self._daemons if daemon.state in ("starting", "waiting"))
            error = DaemonError(
                f"{', '.join(late[:3])}{more} did not serve in time",
                argv=first.plan.argv,
                log=first.status().log,
            )
            self._tell_starter(failure(error))
            self._stopping = True
            return True
        return False

    def _tell_starter(self, message: messages.Reply) -> None:
        if self._starter is not None:
            try:
                self._starter.channel.send(message)
            except ChannelClosedError:
                self._stopping = True

    def _terminate(self, *_: object) -> None:
        self._stopping = True

    def _drain(self, reader: socket.socket) -> None:
        with contextlib.suppress(BlockingIOError):
            reader.recv(4096)

    def _accept(self, listener: socket.socket) -> None:
        with contextlib.suppress(BlockingIOError, ConnectionError):
            sock, _address = listener.accept()
            sock.settimeout(SEND_TIMEOUT_S)
            self._watch(Connection(server_channel(sock)))

    def _watch(self, connection: Connection) -> None:
        self._selector.register(connection.channel.socket, selectors.EVENT_READ, lambda: self._receive(connection))

    def _receive(self, connection: Connection) -> None:
        try:
            requests = connection.channel.receive_ready()
        except (ChannelClosedError, TimeoutError):
            if connection is self._starter:
                self._stopping = True
            self._close(connection)
            return
        for request in requests:
            try:
                self._handlers[type(request)](connection, request)
            except NetwrightError as error:
                self._reply(connection, failure(error))
            except OSError as error:
                what = f"{type(request).__name__} failed: {error.strerror} {error.filename or ''}"
                self._reply(connection, failure(LabError(what.rstrip())))
            except ChannelClosedError:
                self._close(connection)
                return

    def _reply(self, connection: Connection, message: messages.Reply, descriptors: tuple[int, ...] = ()) -> None:
        try:
            connection.channel.send(message, descriptors)
        except ChannelClosedError:
            self._close(connection)

    def _close(self, connection: Connection) -> None:
        """Forget a connection; its program, if it still runs, is ended."""
        if connection.channel.fileno() < 0:
            return
        self._selector.unregister(connection.channel.socket)
        connection.channel.close()
        if connection.pid is not None:
            self._programs.pop(connection.pid, None)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(connection.pid, signal.SIGKILL)
            connection.pid = None

    def _reap(self) -> None:
        """Collect every dead child: daemons, programs, and orphans a PID 1 inherits."""
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            if self._daemons.ended(pid, status) or self._parts.jobs.ended(pid, status):
                continue
            connection = self._programs.pop(pid, None)
            if connection is not None:
                connection.pid = None
                self._reply(connection, messages.Exited(shell_status(status)))

    def _node(self, name: str) -> Namespaces:
        """Raises LabError for an unknown node."""
        if name not in self._nodes:
            known = [node.name for node in self._plan.nodes]
            hint = nearest(name, known) or f"its nodes are {names(known)}"
            raise LabError(f"the lab has no node {name}", hint=hint)
        return self._nodes[name]

    # -- requests ------------------------------------------------------------------------------------------

    def _spawn(self, connection: Connection, request: messages.Spawn) -> None:
        stdio = connection.channel.take_descriptors()
        try:
            node = self._node(request.node)
            env = environment(request.node, request.environment)
            if request.terminal is not None:
                self._spawn_on_terminal(connection, node, request, env)
                return
            if len(stdio) != 3:
                raise LabError("a program needs three descriptors")
            pid = self._spawner.spawn(node, request.argv, env, (stdio[0], stdio[1], stdio[2]))
        except OSError as error:
            status = 127 if isinstance(error, FileNotFoundError) else 126
            if len(stdio) == 3:
                reason = "program not found" if status == 127 else error.strerror
                with contextlib.suppress(OSError):
                    os.write(stdio[2], f"{request.argv[0]}: {reason}\n".encode())
            self._reply(connection, messages.Exited(status))
            return
        finally:
            for fd in stdio:
                os.close(fd)
        connection.pid = pid
        self._programs[pid] = connection

    def _spawn_on_terminal(
        self, connection: Connection, node: Namespaces, request: messages.Spawn, env: dict[str, str]
    ) -> None:
        assert request.terminal is not None
        import fcntl
        import struct
        import termios

        with node.entered(self._home):
            master, slave = os.openpty()
            name = os.ttyname(slave)
        try:
            fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", *request.terminal, 0, 0))
            pid = self._spawner.spawn_on_terminal(node, request.argv, env, name)
            connection.pid = pid
            self._programs[pid] = connection
            self._reply(connection, messages.Terminal(), (master,))
        finally:
            os.close(slave)
            os.close(master)

    def _signal_program(self, connection: Connection, request: messages.SendSignal) -> None:
        if connection.pid is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(connection.pid, request.number)

    def _status(self, connection: Connection, request: messages.Status) -> None:
        wanted = set(self._nodes if request.nodes is None else request.nodes)
        nodes = tuple(
            messages.NodeStatus(
                name=node.name,
                device=node.device,
                daemons=self._daemons.of_node(node.name),
                links=self._network.links(node),
            )
            for node in self._plan.nodes
            if node.name in wanted and node.name in self._nodes
        )
        status = messages.LabStatus(
            directory=str(self._directory.path),
            name=self._plan.name,
            state="running" if self._state.committed else "starting",
            pid=self._state.pid,
            started_at=self._state.started_at,
            nodes=nodes,
            notices=self._state.notices,
        )
        self._reply(connection, status)

    def _stop(self, connection: Connection, _request: messages.Stop) -> None:
        self._stopping = True
        self._reply(connection, messages.Done())

    def _commit(self, connection: Connection, _request: messages.Commit) -> None:
        if connection is not self._starter:
            raise LabError("only the starter can commit a lab")
        state = self._state
        self._state = State(
            name=state.name,
            pid=state.pid,
            start_ticks=state.start_ticks,
            started_at=state.started_at,
            committed=True,
            notices=state.notices,
        )
        self._directory.write_state(self._state)
        self._starter = None
        self._reply(connection, messages.Done())

    def _set_link(self, connection: Connection, request: messages.SetLink) -> None:
        self._node(request.node)
        routes = (route for node in self._plan.nodes if node.name == request.node for route in node.routes)
        self._network.set_link(request.node, request.ifname, request.up, routes)
        self._reply(connection, messages.Done())

    def _impair(self, connection: Connection, request: messages.Impair) -> None:
        self._node(request.node)
        self._network.impair(request.node, request.ifname, request.impairment)
        self._reply(connection, messages.Done())

    def _signal_daemon(self, connection: Connection, request: messages.SignalDaemon) -> None:
        self._node(request.node)
        self._daemons.send_signal(request.node, request.daemon, request.number)
        self._reply(connection, messages.Done())

    def _start_daemon(self, connection: Connection, request: messages.StartDaemon) -> None:
        self._node(request.node)

        def finished(error: NetwrightError | None) -> None:
            self._reply(connection, messages.Done() if error is None else failure(error))

        self._daemons.start(request.node, request.daemon, finished)

    def _write_file(self, connection: Connection, request: messages.WriteFile) -> None:
        node = self._node(request.node)
        try:
            with node.entered(self._home):
                write_file(request.path, request.content, request.mode)
        except OSError as error:
            raise DaemonError(f"cannot write {request.path} in node {request.node}: {error.strerror}") from error
        self._reply(connection, messages.Done())

    # -- changes of the plan -------------------------------------------------------------------------------

    def _begin_change(self, connection: Connection, request: messages.Change) -> None:
        """Raises NetwrightError before anything is touched."""
        if self._change is not None:
            raise LabError("the lab is just being changed", hint="wait until that has ended")
        if not self._state.committed:
            raise LabError("the lab is just being started", hint="wait until that has ended")
        tell = functools.partial(self._reply, connection)
        changing = Changing(self._parts, self._plan, request, tell, self._become)
        changing.check()
        self._record.check_room(request.plan, request.files)
        self._change = self._carry_out(changing, connection, request)

    def _carry_out(
        self, changing: Changing, connection: Connection, request: messages.Change
    ) -> Generator[None, None, None]:
        """The whole change, whoever still listens."""
        broken = None
        try:
            for ready in changing.steps():
                while not ready():
                    yield
        except NetwrightError as error:
            broken = failure(error)
        except Exception as error:  # the lab outlives it
            traceback.print_exc()
            broken = failure(LabError(f"the change was broken off: {error!r}"))
        unwritten = self._become(changing.outcome.plan())
        if broken is None and unwritten is None:
            unwritten = self._record.write_files(request.files)
        if broken is None and unwritten is not None:
            broken = failure(unwritten)
        self._reply(connection, changing.result(broken))

    def _go_on(self) -> None:
        """The next step of a change, if there is one."""
        if self._change is not None:
            try:
                next(self._change)
            except StopIteration:
                self._change = None

    def _become(self, plan: LabPlan) -> HostError | None:
        """From now on the lab is this; why that could not be recorded yet."""
        self._plan = plan
        return self._record.write_plan(plan)
