"""What client and supervisor say to each other, and the status of a lab.

Owns: the control protocol as types. Must not: move bytes. One connection carries one request; replies follow
until the server closes. In a guest kernel the same messages travel between the relay and the supervisor (`guest`).
"""

from __future__ import annotations

from typing import Literal

import msgspec

from ..model import Impairment, LabPlan, Snippet

LabState = Literal["running", "starting", "killed", "not started"]
Kernel = Literal["host", "uml"]
DaemonState = Literal["waiting", "starting", "running", "exited", "stopped"]


def encode_plan(plan: LabPlan) -> bytes:
    return msgspec.json.encode(plan)


def decode_plan(data: bytes) -> LabPlan:
    """Raises msgspec.MsgspecError."""
    return msgspec.json.decode(data, type=LabPlan)


class DaemonStatus(msgspec.Struct, frozen=True, kw_only=True):
    """One daemon of a node."""

    name: str
    state: DaemonState
    """`exited` = ended by itself or by a foreign signal; `stopped` = by `kill_daemon`."""
    pid: int | None = None
    """Process id inside the lab's PID namespace."""
    restarts: int = 0
    exit_status: int | None = None
    signal: str | None = None
    """Name of the signal that ended it (`SIGKILL`)."""
    log: str = ""
    """Last lines of its log, when it is not running."""


class LinkStatus(msgspec.Struct, frozen=True, kw_only=True):
    """One interface of a node."""

    ifname: str
    up: bool
    """Administratively up."""
    carrier: bool


class NodeStatus(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    device: str
    daemons: tuple[DaemonStatus, ...] = ()
    links: tuple[LinkStatus, ...] = ()

    @property
    def healthy(self) -> bool:
        """Every daemon runs."""
        return all(daemon.state == "running" for daemon in self.daemons)


class LabStatus(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """One lab."""

    directory: str
    name: str
    state: LabState
    pid: int | None = None
    """The supervisor's process id on the host."""
    started_at: float | None = None
    """Seconds since the epoch."""
    kernel: Kernel = "host"
    """Whose kernel runs it: the host's, or a User-mode Linux guest's."""
    nodes: tuple[NodeStatus, ...] = ()
    notices: tuple[str, ...] = ()
    """What the host could not give exactly (`no real dummy interfaces: veth used`)."""

    @property
    def healthy(self) -> bool:
        """It runs and so does every daemon."""
        return self.state == "running" and all(node.healthy for node in self.nodes)


class Spawn(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Run a program in a node with the three descriptors that come along, or on a new terminal."""

    node: str
    argv: tuple[str, ...]
    environment: dict[str, str] = {}
    terminal: tuple[int, int] | None = None
    """Rows and columns: allocate a pty and send its master back."""


class SendSignal(msgspec.Struct, frozen=True, tag=True):
    """On a `Spawn` connection: signal the program's process group."""

    number: int


class Status(msgspec.Struct, frozen=True, tag=True):
    nodes: tuple[str, ...] | None = None
    """Only these nodes; None = all."""


class Stop(msgspec.Struct, frozen=True, tag=True):
    """End the lab."""


class Begin(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """The one order a waiting supervisor gets: hold this lab. Descriptors: its lock, its log."""

    directory: str
    timeout_s: float


class Commit(msgspec.Struct, frozen=True, tag=True):
    """On the start channel: the client is content, the lab outlives it."""


class SetLink(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    node: str
    ifname: str
    up: bool


class Impair(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    node: str
    ifname: str
    impairment: Impairment | None


class SignalDaemon(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    node: str
    daemon: str
    number: int


class StartDaemon(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """End the daemon when it runs, start it, wait until it serves."""

    node: str
    daemon: str


class WriteFile(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    node: str
    path: str
    content: str
    mode: int = 0o644


class Change(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Become another plan, with everything that is in both left alone. Progress follows, then `Changed` or `Failed`."""

    before: str
    """Fingerprint of the plan the rest was made from."""
    plan: bytes
    """As JSON (`encode_plan`): MessagePack has no integers of 128 bits."""
    reloads: dict[str, Snippet] = {}
    """By node that stays: how its daemons take the files that changed."""
    files: dict[str, bytes] = {}
    """Of the lab directory, written once the lab is what the plan says."""
    timeout_s: float


Request = (
    Spawn | SendSignal | Status | Stop | Commit | SetLink | Impair | SignalDaemon | StartDaemon | WriteFile | Change
)


class Done(msgspec.Struct, frozen=True, tag=True):
    """The request succeeded and has no other answer."""


class Exited(msgspec.Struct, frozen=True, tag=True):
    """The program ended: its exit status, or 128 + signal number."""

    status: int


class Terminal(msgspec.Struct, frozen=True, tag=True):
    """The pty's master comes along with this message."""


class Failed(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """The request failed; the client raises the matching exception."""

    kind: Literal["host", "lab", "daemon"]
    message: str
    needed_by: str = ""
    remedy: str = ""
    argv: tuple[str, ...] = ()
    status: int | None = None
    log: str = ""


class Born(msgspec.Struct, frozen=True, tag=True):
    """On the start channel: the supervisor's process id on the host."""

    pid: int


class Stage(msgspec.Struct, frozen=True, tag=True):
    """Progress: a stage of `total` steps begins."""

    name: str
    total: int


class Advance(msgspec.Struct, frozen=True, tag=True):
    name: str
    amount: int = 1


class Ready(msgspec.Struct, frozen=True, tag=True):
    """On the start channel: every daemon serves; waiting for `Commit`."""

    notices: tuple[str, ...] = ()


class Changed(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """A `Change` has ended; `plan` is what the lab is now, and what its directory records."""

    plan: bytes
    done: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    failures: tuple[Failed, ...] = ()
    """What was refused; everything else was done unless `left` says otherwise."""
    left: tuple[str, ...] = ()
    """What was not done."""
    files: bool = True
    """Whether the files of the request were written, too."""


Reply = Done | Exited | Terminal | Failed | LabStatus | Born | Stage | Advance | Ready | Changed
