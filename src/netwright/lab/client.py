"""`Lab`: one lab as programs see it. Starts it, attaches to it, runs commands in it, changes it, stops it.

Owns: the public verbs. Must not: build namespaces (the supervisor does) or know protocols.
"""

from __future__ import annotations

import contextlib
import os
import signal as signals
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec

from ..errors import DaemonError, LabError, nearest
from ..model import CommandResult, Impairment, LabPlan, NodePlan, Observer, Snippet
from . import messages, snippets
from .changes import RESTART
from .channel import Channel, ChannelClosedError, connect
from .commands import Command, Outcome, raise_failed, run_commands, stream
from .console import run_console
from .directory import LabDirectory, fingerprint, start_ticks
from .discover import supervisors
from .following import follow_change, raise_incomplete
from .host import find_program, missing_program, names, require_programs
from .kernels import AUTOMATIC, KernelSettings
from .launching import WaitingSupervisor
from .messages import LabStatus
from .starting import Start, check_names, wait_for_death

START_TIMEOUT_S = 300.0
STOP_TIMEOUT_S = 5.0
ANSWER_TIMEOUT_S = 120.0
SNIPPET_TIMEOUT_S = 120.0
Wanted = TypeVar("Wanted", bound=msgspec.Struct)


def parallel_commands() -> int:
    """How many commands run at once: they wait more than they compute."""
    return 4 * (os.cpu_count() or 1)


class Lab:
    """A lab in a directory. Make one with `Lab.start` or `Lab.attach`."""

    def __init__(self, directory: LabDirectory, plan: LabPlan | None = None) -> None:
        self._directory = directory
        self._plan = plan

    # -- life ----------------------------------------------------------------------------------------------

    @classmethod
    def start(
        cls,
        plan: LabPlan,
        directory: str | os.PathLike[str],
        *,
        observer: Observer | None = None,
        timeout_s: float = START_TIMEOUT_S,
        settings: KernelSettings = AUTOMATIC,
        waiting: WaitingSupervisor | None = None,
    ) -> Lab:
        """Build the lab, start its daemons, apply its snippets. Raises HostError, DaemonError, LabError.

        `waiting` is a supervisor from `launch_early`. If this process dies before the end, or anything fails, nothing
        of the lab is left.
        """
        lab = cls(LabDirectory(directory), plan)
        Start(plan, lab._directory, observer, timeout_s, settings, waiting).run(lambda: lab._configure(plan, observer))
        return lab

    @classmethod
    def attach(cls, directory: str | os.PathLike[str]) -> Lab:
        """A lab started before (it may have been killed since). Raises LabError when there is none."""
        lab = cls(LabDirectory(directory))
        if not lab._directory.has_traces():
            raise LabError(f"no lab has been started in {lab.directory}", hint="start it with `netwright up`")
        return lab

    def stop(self, *, cleanup: bool = False) -> None:
        """End the lab and remove its runtime files; `cleanup` removes its logs too. No lab: nothing to do."""
        processes = self._supervisors()
        with (
            contextlib.suppress(OSError, ChannelClosedError),
            connect(self._directory.control, answer_s=STOP_TIMEOUT_S) as channel,
        ):
            channel.send(messages.Stop())
            channel.receive()
        for pid, ticks in processes.items():
            if not wait_for_death(pid, ticks, STOP_TIMEOUT_S):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signals.SIGKILL)
                if not wait_for_death(pid, ticks):
                    raise LabError(f"the lab in {self.directory} does not end (process {pid})")
        if self._directory.runtime.exists():
            self._remove_runtime()
        if cleanup:
            self._directory.remove_logs()
            self._directory.remove_if_empty()

    def _supervisors(self) -> dict[int, int]:
        """Processes that run this lab, with their start times: from its state, else looked for."""
        state = self._directory.read_state()
        if state is not None:
            return {state.pid: state.start_ticks}
        found = [pid for pid, path in supervisors().items() if path == str(self.directory)]
        return {pid: ticks for pid in found if (ticks := start_ticks(pid)) is not None}

    def _remove_runtime(self) -> None:
        lock = self._directory.lock()
        if lock is None:
            raise LabError(f"a lab is just being started in {self.directory}")
        try:
            self._directory.remove_runtime()
        finally:
            os.close(lock)

    def restart(
        self,
        *,
        observer: Observer | None = None,
        timeout_s: float = START_TIMEOUT_S,
        settings: KernelSettings = AUTOMATIC,
    ) -> None:
        """Stop the lab and start the same plan again, also after it was killed."""
        plan = self.plan
        self.stop()
        Start(plan, self._directory, observer, timeout_s, settings).run(lambda: self._configure(plan, observer))

    # -- looking -------------------------------------------------------------------------------------------

    @property
    def directory(self) -> Path:
        return self._directory.path

    @property
    def name(self) -> str:
        return self.plan.name

    @property
    def plan(self) -> LabPlan:
        """What was started. Raises LabError when nothing was."""
        if self._plan is None:
            self._plan = self._directory.read_plan()
        return self._plan

    @property
    def nodes(self) -> tuple[str, ...]:
        return tuple(node.name for node in self.plan.nodes)

    @property
    def pid(self) -> int | None:
        """The supervisor's process id on the host; None when the lab does not run."""
        state = self._directory.read_state()
        return state.pid if state is not None and self._directory.is_held() else None

    @property
    def recorded_at(self) -> int | None:
        """When the plan was recorded (nanoseconds): it is another one once the lab was changed. None: no lab."""
        return self._directory.recorded_at()

    def log_path(self, node: str, daemon: str) -> Path:
        """The log file of a daemon (it stays after the lab's end)."""
        return self._directory.log(node, daemon)

    def status(self, nodes: Iterable[str] | None = None) -> LabStatus:
        """State of the lab, of every daemon and every link (or only of some nodes')."""
        wanted = None if nodes is None else tuple(nodes)
        if self._directory.is_held():
            with (
                contextlib.suppress(OSError, ChannelClosedError),
                connect(self._directory.control, answer_s=ANSWER_TIMEOUT_S) as channel,
            ):
                channel.send(messages.Status(wanted))
                reply = channel.receive()
                if isinstance(reply, LabStatus):
                    return msgspec.structs.replace(reply, directory=str(self.directory))
        return self._status_without_supervisor()

    def _status_without_supervisor(self) -> LabStatus:
        state = self._directory.read_state()
        if self._directory.is_held():
            now: messages.LabState = "starting"
        elif self._directory.has_traces():
            now = "killed"
        else:
            now = "not started"
        name = state.name if state is not None else self.directory.name
        started_at = state.started_at if state is not None else None
        kernel = state.kernel if state is not None else "host"
        return LabStatus(directory=str(self.directory), name=name, state=now, started_at=started_at, kernel=kernel)

    # -- running -------------------------------------------------------------------------------------------

    def run(self, node: str, argv: Sequence[str], *, stdin: str = "", timeout_s: float = 30.0) -> CommandResult:
        """Run one command in a node and wait. Raises LabError when the lab is not up, DaemonError on timeout.

        A program that does not exist gives status 127, like in a shell.
        """
        outcome = self._run([Command(node, tuple(argv), stdin, timeout_s)])[0]
        if outcome.error is not None:
            raise outcome.error
        if outcome.timed_out:
            log = outcome.result.stdout + outcome.result.stderr
            raise DaemonError(f"`{' '.join(argv)}` in node {node} timed out after {timeout_s:g} s", argv=argv, log=log)
        return outcome.result

    def run_many(
        self,
        commands: Sequence[tuple[str, Sequence[str]]],
        *,
        timeout_s: float = 30.0,
        limit: int | None = None,
    ) -> tuple[CommandResult, ...]:
        """Run (node, argv) pairs in parallel, results in their order. A timeout gives status 124."""
        asked = [Command(node, tuple(argv), "", timeout_s) for node, argv in commands]
        outcomes = self._run(asked, limit)
        for outcome in outcomes:
            if outcome.error is not None:
                raise outcome.error
        return tuple(outcome.result for outcome in outcomes)

    def _run(self, commands: Sequence[Command], limit: int | None = None) -> list[Outcome]:
        return run_commands(self._connect, commands, limit or parallel_commands())

    def stream(
        self,
        node: str,
        argv: Sequence[str],
        *,
        stdin: int = 0,
        stdout: int = 1,
        stderr: int = 2,
        environment: Mapping[str, str] | None = None,
    ) -> int:
        """Run a command on the caller's own descriptors; its exit status. Ctrl-C reaches it."""
        return stream(self._connect, node, argv, (stdin, stdout, stderr), environment or {})

    def console(self, node: str, argv: Sequence[str], *, stdin: int = 0, stdout: int = 1) -> int:
        """Run an interactive program on a terminal of its own; its exit status."""
        return run_console(self._connect, node, argv, stdin, stdout)

    def capture(self, node: str, ifname: str, args: Sequence[str] = (), *, stdout: int = 1, stderr: int = 2) -> int:
        """Run tcpdump on an interface until it ends; `-w FILE` writes a file of the caller's."""
        root = self._check_interface(node, ifname).root
        program = find_program("tcpdump", root)
        if program is None:
            raise missing_program("tcpdump", "tcpdump", "capturing packets")
        arguments = list(args)
        with contextlib.ExitStack() as stack:
            if "-w" in arguments[:-1] and arguments[arguments.index("-w") + 1] != "-":
                place = arguments.index("-w") + 1
                try:
                    stdout = stack.enter_context(open(arguments[place], "wb")).fileno()
                except OSError as error:
                    raise LabError(f"cannot write {arguments[place]}: {error.strerror}") from error
                arguments[place] = "-"
            null = os.open("/dev/null", os.O_RDONLY | os.O_CLOEXEC)
            stack.callback(os.close, null)
            argv = [program, "-Z", "root", "-l", "-U", "-i", ifname, *arguments]
            return self.stream(node, argv, stdin=null, stdout=stdout, stderr=stderr)

    def _check_interface(self, node: str, ifname: str) -> NodePlan:
        """The plan of the node. Raises LabError when there is no such interface."""
        found = next((item for item in self.plan.nodes if item.name == node), None)
        if found is None:
            raise LabError(
                f"the lab has no node {node}",
                hint=nearest(node, self.nodes) or f"its nodes are {names(self.nodes)}",
            )
        known = ["lo", *(interface.name for interface in found.interfaces)]
        if ifname not in known and ifname != "any":
            raise LabError(f"node {node} has no interface {ifname}", hint=f"it has {', '.join(known)}")
        return found

    # -- changing ------------------------------------------------------------------------------------------

    def apply(self, node: str, snippet: Snippet) -> CommandResult:
        """Put configuration into a running node. Raises DaemonError with the output when it is not taken."""
        return self.apply_many([(node, snippet)])[0]

    def apply_many(self, asked: Sequence[tuple[str, Snippet]]) -> tuple[CommandResult, ...]:
        """Apply (node, snippet) pairs in parallel; results in order. DaemonError for the first failure."""
        results = [CommandResult(argv=(), status=0, stdout="", stderr="") for _ in asked]
        places, commands = [], []
        for place, (node, snippet) in enumerate(asked):
            todo = snippets.steps(snippet)
            if todo.path is not None:
                self.write_file(node, todo.path, todo.content, todo.mode)
            if todo.argv:
                places.append(place)
                commands.append(Command(node, todo.argv, "", SNIPPET_TIMEOUT_S))
        outcomes = self._run(commands)
        for _ in range(snippets.BUSY_TRIES):
            again = [n for n, o in enumerate(outcomes) if snippets.busy(asked[places[n]][1], o.result)]
            if not again:
                break
            time.sleep(snippets.BUSY_WAIT_S)
            for n, outcome in zip(again, self._run([commands[n] for n in again]), strict=True):
                outcomes[n] = outcome
        for place, outcome in zip(places, outcomes, strict=True):
            results[place] = self._taken(*asked[place], outcome)
        return tuple(results)

    @staticmethod
    def _taken(node: str, snippet: Snippet, outcome: Outcome) -> CommandResult:
        if outcome.error is not None:
            raise outcome.error
        result = outcome.result
        failed = outcome.timed_out or snippets.failed(snippet, result)
        if failed and snippet.written_for is None:
            raise DaemonError(
                f"configuration {snippet.name} was not taken by node {node}",
                argv=result.argv,
                status=result.status or None,
                log=result.stdout + result.stderr,
            )
        return result

    def _configure(self, plan: LabPlan, observer: Observer | None) -> None:
        """Apply every node's snippets in their order; nodes in parallel, one round per snippet."""
        total = sum(len(node.snippets) for node in plan.nodes)
        if not total:
            return
        if observer is not None:
            observer.stage("configuration", total)
        for position in range(max(len(node.snippets) for node in plan.nodes)):
            nodes = [node for node in plan.nodes if position < len(node.snippets)]
            done = self.apply_many([(node.name, node.snippets[position]) for node in nodes])
            for node, result in zip(nodes, done, strict=True):
                self._tell_refusal(node.name, node.snippets[position], result, observer)
            if observer is not None:
                observer.advance("configuration", len(nodes))

    @staticmethod
    def _tell_refusal(node: str, snippet: Snippet, result: CommandResult, observer: Observer | None) -> None:
        """Configuration written for the device a node stands in for may be refused."""
        if snippet.written_for is None or observer is None or not snippets.failed(snippet, result):
            return
        lines = (result.stdout + result.stderr).strip().splitlines() or ["no reason was given"]
        observer.say(
            f"node {node} did not take all of configuration {snippet.name}, which is written for "
            f"{snippet.written_for}: {lines[0].strip()}"
        )

    def change(
        self,
        plan: LabPlan,
        *,
        reloads: Mapping[str, Snippet] | None = None,
        files: Mapping[str, bytes] | None = None,
        observer: Observer | None = None,
        timeout_s: float = START_TIMEOUT_S,
    ) -> tuple[str, ...]:
        """Become another plan with everything that is in both left alone; notices of what could not be undone.

        `reloads` make daemons of a node read their files again; `files` of the lab directory are written when it is
        done. Raises LabError before anything is touched for what only a restart can change; HostError, DaemonError or
        LabError that says what was done and what was not. It goes on to its end when the caller is gone.
        """
        check_names(plan)
        require_programs(plan)
        request = messages.Change(
            before=fingerprint(self._directory.read_plan()),
            plan=messages.encode_plan(plan),
            reloads=dict(reloads or {}),
            files=dict(files or {}),
            timeout_s=timeout_s,
        )
        with self._connect() as channel:
            channel.socket.settimeout(timeout_s + ANSWER_TIMEOUT_S)
            try:
                channel.send(request)
                changed = follow_change(channel, observer)
            except ChannelClosedError as error:
                raise self._hung_up() from error
            except TimeoutError as error:
                raise LabError(f"the lab in {self.directory} does not answer") from error
        self._plan = messages.decode_plan(changed.plan)
        raise_incomplete(changed)
        return changed.notices

    def _hung_up(self) -> LabError:
        """Why a change got no answer: an older supervisor lets go of whoever asks what it does not know."""
        if self.status().state == "running":
            text = f"the lab in {self.directory} was started by another version, which cannot change a running lab"
            return LabError(text, hint=RESTART)
        return LabError(f"the lab in {self.directory} ended")

    def write_file(self, node: str, path: str, content: str, mode: int = 0o644) -> None:
        """Write a file as the node sees it. Raises DaemonError where the node may not write."""
        self._ask(messages.WriteFile(node=node, path=path, content=content, mode=mode), messages.Done)

    def set_link(self, node: str, ifname: str, up: bool) -> None:
        """Take an interface administratively up or down."""
        self._ask(messages.SetLink(node=node, ifname=ifname, up=up), messages.Done)

    def impair(self, node: str, ifname: str, impairment: Impairment | None) -> None:
        """Delay, lose or slow what an interface sends; None = stop it. Raises HostError without netem."""
        self._ask(messages.Impair(node=node, ifname=ifname, impairment=impairment), messages.Done)

    def kill_daemon(self, node: str, name: str, signal: int = signals.SIGKILL) -> None:
        """Send a signal to a daemon. Raises LabError when it does not run."""
        self._ask(messages.SignalDaemon(node=node, daemon=name, number=int(signal)), messages.Done)

    def restart_daemon(self, node: str, name: str) -> None:
        """Start a daemon again, ending it first when it runs; wait until it serves. Raises DaemonError."""
        self._ask(messages.StartDaemon(node=node, daemon=name), messages.Done)

    # -- talking -------------------------------------------------------------------------------------------

    def _connect(self) -> Channel[messages.Reply]:
        """Raises LabError that says why there is nobody to talk to."""
        try:
            return connect(self._directory.control)
        except OSError as error:
            state = self._status_without_supervisor().state
            reason = {
                "killed": "was killed",
                "not started": "is not running",
                "starting": "is still being started",
                "running": "does not answer",
            }[state]
            hint = "take it down or restart it" if state == "killed" else ""
            raise LabError(f"the lab in {self.directory} {reason}", hint=hint) from error

    def _ask(self, request: msgspec.Struct, expected: type[Wanted]) -> Wanted:
        with self._connect() as channel:
            channel.socket.settimeout(ANSWER_TIMEOUT_S)
            try:
                channel.send(request)
                reply = channel.receive()
            except ChannelClosedError as error:
                raise LabError(f"the lab in {self.directory} ended") from error
            except TimeoutError as error:
                raise LabError(f"the lab in {self.directory} does not answer") from error
        if isinstance(reply, messages.Failed):
            raise_failed(reply)
        if not isinstance(reply, expected):
            raise LabError(f"the lab in {self.directory} gave an unexpected answer")
        return reply


def discover() -> tuple[LabStatus, ...]:
    """Status of every running lab of this user, by directory."""
    return tuple(Lab(LabDirectory(path)).status() for path in sorted(set(supervisors().values())))
