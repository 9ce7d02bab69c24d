"""Entry of the supervisor: enter the lab's namespaces, become their PID 1, build the lab, serve.

Owns: the order of a start and what happens when it fails. Must not: outlive its starter before `Commit`.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from ...errors import HostError, LabError, NetwrightError
from ...model import LabPlan
from .. import messages
from ..channel import Channel, ChannelClosedError, listen, order_channel, server_channel
from ..directory import CONTROL, RUNTIME, LabDirectory, State, host_error, start_ticks
from ..features import FEATURES, missing_feature, plan_features, plan_needs
from ..host import SEARCH_PATH, userns_error
from ..probe import probe_here
from ..syscalls import replace_argument, set_process_name
from .changing import Parts
from .daemons import Daemons
from .failures import failure
from .filesystem import LABFS, image_roots, prepare_lab
from .jobs import Jobs
from .namespaces import Namespaces, enter_lab_namespaces
from .network import LabNetwork
from .nodes import Nodes
from .processes import Spawner, check_open_files
from .server import Server

LEAST_JOBS = 6
"""Daemons that start side by side even on one processor: some of the time they wait."""
JOB_TIMEOUT_S = 120.0
"""How long nothing of the configuration that is applied may end."""


class Starter:
    """The channel to the process that asked for the lab."""

    def __init__(self, channel: Channel[messages.Request]) -> None:
        self.channel = channel
        self.on_loss: Callable[[], None] = lambda: None
        """Cleans up before the end."""

    def check(self) -> None:
        """End everything as soon as the starter is gone."""
        if select.select([self.channel.socket], [], [], 0)[0]:
            peek = self.channel.socket.recv(1, socket.MSG_PEEK)
            if not peek:
                self._lost()

    def tell(self, message: messages.Reply) -> None:
        try:
            self.channel.send(message)
        except ChannelClosedError:
            self._lost()

    def _lost(self) -> NoReturn:
        self.on_loss()
        os._exit(1)


class Supervisor:
    """Builds one lab. Every step may raise NetwrightError."""

    def __init__(self, directory: LabDirectory, starter: Starter, deadline: float) -> None:
        self._directory, self._starter, self._deadline = directory, starter, deadline
        self.single_id = False
        """Only root exists in the lab's user namespace."""
        self._notices: list[str] = []
        self._features: dict[str, bool] = {}

    def prepare(self) -> LabPlan:
        """Before namespaces: read the plan, make log directories, keep the runtime directory open."""
        plan = self._directory.read_plan()
        try:
            for node in plan.nodes:
                (self._directory.logs / node.name).mkdir(parents=True, exist_ok=True)
            flags = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
            runtime = os.open(self._directory.runtime, flags)
            self._parent = os.open(self._directory.path, flags)
        except OSError as error:
            raise host_error(error, "preparing the lab directory") from error
        self._directory.runtime = Path(f"/proc/self/fd/{runtime}")
        self._directory.beside = Path(f"/proc/self/fd/{self._parent}")
        self._starter.on_loss = self._leave
        self._runtime = runtime
        return plan

    def run(self, plan: LabPlan) -> None:
        """As PID 1: build the lab and serve it."""
        state = self._announce_birth(plan)
        check_open_files(len(plan.nodes))
        try:
            self._notices += prepare_lab(self._directory.logs, plan.nodes)
        except PermissionError as error:
            raise userns_error(error) from error
        except OSError as error:
            raise HostError(f"cannot prepare the lab's file system: {error.strerror} ({error.filename})") from error
        self._require_features(plan)
        home = Namespaces.current()
        spawner = Spawner(home)
        nodes = Nodes(home, image_roots(plan.nodes), single_id=self.single_id)
        self._create_nodes(plan, nodes)
        self._starter.tell(messages.Stage("network", len(plan.nodes)))
        network = LabNetwork(home, nodes.spaces, self._has, self._step_network)
        network.build(plan)
        self._notices += network.notices
        state = State(
            name=plan.name,
            pid=state.pid,
            start_ticks=state.start_ticks,
            started_at=state.started_at,
            notices=tuple(self._notices),
        )
        limit = max(LEAST_JOBS, 2 * (os.cpu_count() or 1))
        daemons = Daemons(plan, nodes.spaces, home, spawner, Path(LABFS) / "logs", limit)
        jobs = Jobs(nodes.spaces, spawner, limit, JOB_TIMEOUT_S)
        server = Server(plan, self._directory, state, Parts(nodes, network, daemons, jobs, self._has), spawner)
        try:
            listener = listen(self._runtime, CONTROL)
        except OSError as error:
            raise host_error(error, "creating the control socket") from error
        server.serve(listener, self._starter.channel, self._deadline)
        self._leave()

    def _announce_birth(self, plan: LabPlan) -> State:
        """Our process id on the host is still visible: /proc is the host's until the lab's is mounted."""
        pid = int(os.readlink("/proc/self"))
        ticks = start_ticks(pid)
        state = State(name=plan.name, pid=pid, start_ticks=ticks or 0, started_at=time.time())
        self._directory.write_state(state)
        self._starter.tell(messages.Born(pid))
        return state

    def _has(self, feature: str) -> bool:
        if feature not in self._features:
            self._features[feature] = probe_here(feature)
        return self._features[feature]

    def _require_features(self, plan: LabPlan) -> None:
        needs = plan_needs(plan)
        for feature in plan_features(plan):
            if not self._has(feature):
                raise missing_feature(feature, needs[feature])

    def _create_nodes(self, plan: LabPlan, nodes: Nodes) -> None:
        """Namespaces and file systems of all nodes."""
        self._starter.tell(messages.Stage("nodes", len(plan.nodes)))
        for node in plan.nodes:
            nodes.create(node, plan.hosts)
            self._starter.check()
            self._starter.tell(messages.Advance("nodes"))

    def _step_network(self) -> None:
        self._starter.check()
        self._starter.tell(messages.Advance("network"))

    def _leave(self) -> None:
        """An orderly end: the runtime files go; the lock last, whoever starts next makes a new one."""
        self._directory.remove_files()
        with contextlib.suppress(OSError):
            os.rmdir(RUNTIME, dir_fd=self._parent)


def supervise(directory: str, channel_fd: int, timeout_s: float) -> None:
    """Stage one: leave the host's namespaces and hand over to PID 1."""
    os.set_inheritable(channel_fd, False)
    starter = Starter(server_channel(socket.socket(fileno=channel_fd)))
    supervisor = Supervisor(LabDirectory(directory), starter, time.monotonic() + timeout_s)
    os.environ["PATH"] = SEARCH_PATH
    os.chdir("/")
    try:
        plan = supervisor.prepare()
        supervisor.single_id = enter_lab_namespaces()
        if os.fork():
            os._exit(0)
        set_process_name("netwright-lab")
        signal.signal(signal.SIGTERM, lambda *_: os._exit(1))
        supervisor.run(plan)
    except NetwrightError as error:
        starter.tell(failure(error))
        os._exit(1)
    except BaseException as error:
        traceback.print_exc()
        starter.tell(messages.Failed(kind="lab", message=f"the supervisor failed: {error!r}"))
        os._exit(1)
    os._exit(0)


def wait_for_orders(placeholder: str, channel_fd: int) -> None:
    """Loaded and ready before it is known for which lab (`launching`); the end of the channel is the end."""
    sock = socket.socket(fileno=channel_fd)
    orders = order_channel(sock)
    try:
        order = orders.receive()
    except ChannelClosedError:
        return
    _lock, log = orders.take_descriptors()  # the lock is held until our end
    for output in (1, 2):
        os.dup2(log, output)
    os.close(log)
    try:
        replace_argument(placeholder, order.directory)
    except OSError as error:
        server_channel(sock).send(failure(HostError(f"/proc does not let a process name itself: {error.strerror}")))
        return
    supervise(order.directory, sock.detach(), order.timeout_s)


def print_features() -> None:
    """Probe in fresh namespaces and print the features found as JSON."""
    try:
        enter_lab_namespaces()
    except HostError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(1) from error
    sys.stdout.write(json.dumps([name for name in FEATURES if probe_here(name)]))


def main(argv: list[str]) -> None:
    match argv:
        case ["--probe"]:
            print_features()
        case [placeholder, "--channel", channel]:
            wait_for_orders(placeholder, int(channel))
        case _:
            raise LabError("usage: python -m netwright.lab.supervisor PLACEHOLDER --channel FD")


if __name__ == "__main__":
    main(sys.argv[1:])
