"""A running lab with its designed network: the object every verb about running labs works on.

Owns: `up`, `attach`, `RunningLab`, and `<lab>/sources.json`, from which a later command designs the same
network again. Must not: know namespaces (`lab`) or protocols (`check`, `devices`).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import msgspec

from ..devices import DEVICES, Driver, get
from ..errors import HostError, InputError, LabError, Problem, Problems
from ..lab import Lab, LabStatus, WaitingSupervisor, launch_early
from ..model import Clock, CommandResult, Impairment, LabPlan, Network, Observer, Snippet
from ..render import custom_snippets
from .creation import remove_created, remove_files, write_files, write_inside
from .directories import lab_directory
from .finding import find_lab
from .kernel import UNSAID, KernelRequest, kernel_settings
from .loading import Sources, load, load_again, reload, topology_directory
from .nodes import match_nodes
from .observer import Quiet, SystemClock
from .planning import plan as plan_network
from .templates import DiskTemplates

if TYPE_CHECKING:
    from ..check import CheckReport

SOURCES = "sources.json"


class RunningLab:
    """A lab and the network it runs. Made by `up` and `attach`; a context manager that takes it down."""

    def __init__(
        self, lab: Lab, sources: Sources, network: Network | None = None, refused: tuple[str, ...] = ()
    ) -> None:
        self.refused = refused
        """Lines of configuration that daemons did not take at their start, a sentence each."""
        self.lab = lab
        self.sources = sources
        self._network = network

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.down()

    # -- looking -------------------------------------------------------------------------------------------

    @property
    def network(self) -> Network:
        """The designed network, made again from the recorded files when the lab was attached to."""
        if self._network is None:
            self._network = reload(self.sources)
        return self._network

    @property
    def name(self) -> str:
        return self.lab.name

    @property
    def directory(self) -> Path:
        return self.lab.directory

    def status(self) -> LabStatus:
        return self.lab.status()

    def driver(self, node: str) -> Driver:
        """How to talk to a node's daemons. Raises InputError for an unknown node."""
        return get(self.network.nodes[self.node(node)].device).driver

    def node(self, name: str) -> str:
        """One node's name. Raises InputError when the pattern does not mean exactly one."""
        found = match_nodes(self.network, name)
        if len(found) != 1:
            raise InputError([Problem("one-node", f"`{name}` means {', '.join(found)}; name one node")])
        return found[0]

    # -- commands ------------------------------------------------------------------------------------------

    def argv(self, node: str, command: str | Sequence[str]) -> tuple[str, ...]:
        """What runs for a command: text goes through the node's shell, a sequence runs as it is."""
        return self.driver(node).exec_argv(command) if isinstance(command, str) else tuple(command)

    def run(
        self, node: str, command: str | Sequence[str], *, stdin: str = "", timeout_s: float = 30.0
    ) -> CommandResult:
        """Run one command in a node and wait. Raises LabError, DaemonError on timeout."""
        return self.lab.run(self.node(node), self.argv(node, command), stdin=stdin, timeout_s=timeout_s)

    def exec(
        self, nodes: str | Iterable[str] | None, command: str | Sequence[str], *, timeout_s: float = 30.0
    ) -> dict[str, CommandResult]:
        """Run a command in every matching node in parallel; a timeout has status 124."""
        names = match_nodes(self.network, nodes)
        wanted = [(name, self.argv(name, command)) for name in names]
        return dict(zip(names, self.lab.run_many(wanted, timeout_s=timeout_s), strict=True))

    def show(self, nodes: str | Iterable[str] | None, words: str, *, json: bool = False) -> dict[str, CommandResult]:
        """The device's own show command, without the word `show`, in every matching node."""
        names = match_nodes(self.network, nodes)
        wanted = [(name, self.driver(name).show_argv(words, json=json)) for name in names]
        return dict(zip(names, self.lab.run_many(wanted), strict=True))

    def console(self, node: str, command: str | Sequence[str] | None = None) -> int:
        """The device's interactive console (or a command) on the caller's terminal; its exit status."""
        name = self.node(node)
        argv = self.driver(name).console_argv() if command is None else self.argv(name, command)
        return self.lab.console(name, argv)

    # -- checking ------------------------------------------------------------------------------------------

    def validate(
        self,
        tests: Iterable[str] | None = None,
        nodes: str | Iterable[str] | None = None,
        *,
        observer: Observer | None = None,
        skip_wait: bool = False,
        clock: Clock | None = None,
    ) -> CheckReport:
        """Run the topology's tests, or those of its own design when it has none. Raises InputError, LabError."""
        from ..check import run_checks  # a quarter of what there is to load, and `up` alone needs none of it

        network = self.network
        return run_checks(
            network,
            self.lab,
            {name: device.driver for name, device in DEVICES.items()},
            clock=clock or SystemClock(),
            observer=observer or Quiet(),
            only=None if tests is None else tuple(tests),
            nodes=None if nodes is None else match_nodes(network, nodes),
            finder=DiskTemplates(network, self.directory),
            skip_wait=skip_wait,
        )

    # -- configuration -------------------------------------------------------------------------------------

    def render(self, template: str, nodes: str | Iterable[str] | None = None) -> dict[str, Snippet]:
        """A custom configuration template for each matching node, rendered. Raises InputError."""
        network, problems = self.network, Problems()
        finder = DiskTemplates(network, self.directory)
        result = {}
        for name in match_nodes(network, nodes):
            for snippet in custom_snippets(network, network.nodes[name], finder, problems, names=[template]):
                result[name] = snippet
        problems.raise_errors()
        return result

    def config(self, template: str, nodes: str | Iterable[str] | None = None) -> dict[str, CommandResult]:
        """Apply a custom configuration template. Raises InputError, DaemonError when a node refuses it."""
        rendered = self.render(template, nodes)
        done = self.lab.apply_many(list(rendered.items()))
        return dict(zip(rendered, done, strict=True))

    def initial(self, nodes: str | Iterable[str] | None = None) -> tuple[str, ...]:
        """Give nodes their designed configuration again, custom configuration included; their names."""
        names = match_nodes(self.network, nodes)
        planned = {node.name: node for node in self.lab.plan.nodes}
        for name in names:
            for file in planned[name].files:
                self.lab.write_file(name, file.path, file.content, file.mode)
        reloads = [(name, argv) for name in names if (argv := self.driver(name).reload_argv()) is not None]
        for (name, argv), done in zip(reloads, self.lab.run_many(reloads, timeout_s=120), strict=True):
            if done.status:
                raise LabError(f"node {name} does not reload: {' '.join(argv)}: {done.stderr or done.stdout}")
        for name in names:
            for snippet in planned[name].snippets:
                self.lab.apply(name, snippet)
        return names

    def collect(
        self, nodes: str | Iterable[str] | None = None, directory: str | os.PathLike[str] | None = None
    ) -> dict[str, str]:
        """Running configuration of the matching nodes; written to `<directory>/<node>.cfg` when one is given."""
        names = match_nodes(self.network, nodes)
        wanted = [(name, self.driver(name).running_config_argv()) for name in names]
        result = {}
        for name, done in zip(names, self.lab.run_many(wanted), strict=True):
            if done.status:
                raise LabError(f"cannot read the configuration of node {name}: {done.stderr or done.stdout}")
            result[name] = done.stdout
        if directory is not None:
            for name, text in result.items():
                write_inside(Path(directory).absolute(), f"{name}.cfg", text.encode())
        return result

    # -- changing ------------------------------------------------------------------------------------------

    def set_link(self, node: str, ifname: str, up: bool) -> None:
        """Take an interface administratively up or down."""
        self.lab.set_link(self.node(node), self.interface(node, ifname), up)

    def impair(self, node: str, ifname: str, impairment: Impairment | None) -> None:
        """Delay, lose or slow what an interface sends; None ends it. Raises HostError without the kernel feature."""
        self.lab.impair(self.node(node), self.interface(node, ifname), impairment)

    def interface(self, node: str, ifname: str) -> str:
        """An interface's name; the name of a neighbour means the interface towards it. Raises InputError."""
        name = self.node(node)
        interfaces = self.network.nodes[name].interfaces
        if ifname == "lo" or any(i.ifname == ifname for i in interfaces):
            return ifname
        towards = [
            i.ifname
            for i in interfaces
            if i.linkindex and any(e.node == ifname != name for e in self.network.links[i.linkindex - 1].endpoints)
        ]
        if len(towards) == 1:
            return towards[0]
        listed = ", ".join(i.ifname for i in interfaces)
        what = f"several interfaces to {ifname}: {', '.join(towards)}" if towards else f"no interface {ifname}"
        raise InputError([Problem("unknown-interface", f"node {name} has {what}", hint=f"it has {listed}")])

    def kill_daemon(self, node: str, daemon: str) -> None:
        self.lab.kill_daemon(self.node(node), daemon)

    def restart_daemon(self, node: str, daemon: str) -> None:
        self.lab.restart_daemon(self.node(node), daemon)

    def capture(self, node: str, ifname: str, args: Sequence[str] = ()) -> int:
        """tcpdump on an interface until it ends or is interrupted; its exit status."""
        return self.lab.capture(self.node(node), self.interface(node, ifname), args)

    # -- life ----------------------------------------------------------------------------------------------

    def restart(
        self, *, observer: Observer | None = None, kernel: str | None = None, memory_mb: int | None = None
    ) -> None:
        """Read the topology as it is now, stop the lab and start it again, also after it was killed.

        Its kernel is the one `up` was asked for, unless another is. Raises InputError, HostError before anything is
        stopped.
        """
        network, sources = load_again(self.sources)
        request = KernelRequest(kernel, memory_mb).or_else(KernelRequest(sources.kernel, sources.memory_mb))
        planned = plan_network(network, self.directory, build=True, observer=observer)
        kernel_settings(network, request).choose(planned)
        take_down(self.directory, cleanup=False)
        again = start(network, sources, planned, self.directory, observer=observer, request=request)
        self.lab, self.sources, self._network = again.lab, again.sources, network

    def follow(self, sources: Sources, network: Network | None = None) -> None:
        """The lab was changed: from now on it is of these sources."""
        self.sources, self._network = sources, network

    def down(self, *, cleanup: bool = False) -> None:
        """End the lab. `cleanup` also removes its logs and the files of the topology's `files` section."""
        take_down(self.lab.directory, cleanup=cleanup)


def up(
    path: str | os.PathLike[str] = "topology.yml",
    *,
    device: str | None = None,
    provider: str | None = None,
    settings: Iterable[str] = (),
    plugins: Iterable[str] = (),
    substitute: bool = True,
    text: str | None = None,
    directory: str | os.PathLike[str] | None = None,
    instance: str | None = None,
    observer: Observer | None = None,
    timeout_s: float = 300.0,
    kernel: str | None = None,
    memory_mb: int | None = None,
) -> RunningLab:
    """Read, design and start a topology. Arguments are those of `load_topology`, and where the lab lives.

    `kernel` is `auto` (the host's when it can, else a User-mode Linux guest), `host` or `uml`, by default what the
    topology's `defaults.kernel` says; `memory_mb` is the guest's memory, by default what the lab needs.
    Raises InputError, HostError, DaemonError, LabError (already running); nothing is left behind then.
    """
    with launch_early() as waiting:
        network, sources = load(
            path,
            device=device,
            provider=provider,
            settings=settings,
            plugins=plugins,
            substitute=substitute,
            text=text,
        )
        place = lab_directory(topology_directory(path), network.name, chosen=directory, instance=instance)
        planned = plan_network(network, place, build=True, observer=observer)
        request = KernelRequest(kernel, memory_mb)
        return start(
            network, sources, planned, place, observer=observer, timeout_s=timeout_s, request=request, waiting=waiting
        )


def start(
    network: Network,
    sources: Sources,
    planned: LabPlan,
    place: Path,
    *,
    observer: Observer | None = None,
    timeout_s: float = 300.0,
    request: KernelRequest = UNSAID,
    waiting: WaitingSupervisor | None = None,
) -> RunningLab:
    """Start a plan in a lab directory and remember what it was made from."""
    for notice in network.notices if observer is not None else ():
        assert observer is not None
        observer.say(notice)
    settings = kernel_settings(network, request)
    sources = msgspec.structs.replace(sources, kernel=request.kernel, memory_mb=request.memory_mb)
    lab = Lab.start(planned, place, observer=observer, timeout_s=timeout_s, settings=settings, waiting=waiting)
    try:
        write_files(network, place)
        write_inside(place, SOURCES, msgspec.json.encode(sources))
    except BaseException:
        lab.stop()
        raise
    refused = tuple(refused_lines(lab, planned))
    for sentence in refused if observer is not None else ():
        assert observer is not None
        observer.say(sentence)
    return RunningLab(lab, sources, network, refused)


def refused_lines(lab: Lab, planned: LabPlan) -> Iterator[str]:
    """What daemons say of lines in their configuration they do not know."""
    for node in planned.nodes:
        for daemon in node.daemons:
            if not daemon.refusal:
                continue
            try:
                text = lab.log_path(node.name, daemon.name).read_text(errors="replace")
            except OSError:
                continue
            for line in text.splitlines():
                _, found, rest = line.partition(daemon.refusal)
                if found:
                    yield f"warning: node {node.name}: {daemon.name} refuses `{rest.partition(':')[2].strip()}`"


def attach(which: str | os.PathLike[str] | None = None) -> RunningLab:
    """A lab started before: by name, directory, or the only one there is. Raises LabError."""
    place = find_lab(which)
    return RunningLab(Lab.attach(place), read_sources(place))


def read_sources(place: Path) -> Sources:
    """Raises LabError when the lab was not started by `up` to the end."""
    try:
        return msgspec.json.decode((place / SOURCES).read_bytes(), type=Sources)
    except FileNotFoundError:
        hint = "take it down with `netwright down` and start it again"
        raise LabError(f"the start of the lab in {place} was interrupted", hint=hint) from None
    except (OSError, msgspec.MsgspecError) as error:
        raise HostError(f"cannot read {place / SOURCES}: {error}") from error


def status(which: str | os.PathLike[str] | None = None) -> LabStatus:
    """State of a lab, also of one that was killed. Raises LabError when there is none."""
    return Lab.attach(find_lab(which)).status()


def validate(
    which: str | os.PathLike[str] | None = None,
    tests: Iterable[str] | None = None,
    nodes: str | Iterable[str] | None = None,
    *,
    observer: Observer | None = None,
) -> CheckReport:
    """Check a running lab."""
    return attach(which).validate(tests, nodes, observer=observer)


def down(which: str | os.PathLike[str] | None = None, *, cleanup: bool = False) -> Path:
    """End a lab in whatever state it is; its directory. Raises LabError when there is none."""
    place = find_lab(which)
    take_down(place, cleanup=cleanup)
    return place


def take_down(place: Path, *, cleanup: bool) -> None:
    """Stop and remove what the lab left in its directory."""
    files: list[str] = []
    if cleanup:
        try:
            files = list(reload(read_sources(place)).files)
        except (LabError, InputError, HostError):
            files = []  # its own record is unreadable: there is nothing to tell what it wrote
    Lab.attach(place).stop(cleanup=cleanup)
    (place / SOURCES).unlink(missing_ok=True)
    remove_files(files, place)
    if cleanup:
        remove_created(place)
    for empty in (place, place.parent):
        if empty.name == ".netwright" or empty == place:
            try:
                empty.rmdir()
            except OSError:
                break
