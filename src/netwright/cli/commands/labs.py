"""up, create, down, restart, status: the life of a lab."""

from __future__ import annotations

import os
import shlex
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .. import options as o
from . import add

if TYPE_CHECKING:
    from ...check import CheckReport
    from ...lab import LabStatus
    from ...workbench import RunningLab


def register(app: typer.Typer) -> None:
    for command in (up, create, down, restart, status):
        add(app, command)


def up(
    topology: o.Topology = "topology.yml",
    check: Annotated[bool, typer.Option("--check", help="Wait, run the checks, print a table.")] = False,
    device: o.Device = None,
    provider: o.Provider = None,
    settings: o.Settings = None,
    plugins: o.Plugins = None,
    no_substitute: o.NoSubstitute = False,
    instance: o.Instance = None,
    lab_dir: o.LabDir = None,
    kernel: o.Kernel = None,
    memory: o.Memory = None,
    quiet: o.Quiet = False,
    verbose: o.Verbose = False,
) -> int:
    """Design a topology, start its lab, and check it if asked."""
    from ...workbench import up as start
    from ..output import Talk, print_report, stderr

    since = time.monotonic()
    with Talk(quiet=quiet) as talk:
        lab = start(
            topology,
            device=device,
            provider=provider,
            settings=settings or (),
            plugins=plugins or (),
            substitute=not no_substitute,
            directory=lab_dir,
            instance=instance,
            observer=talk,
            kernel=kernel,
            memory_mb=memory,
        )
    if not quiet:
        count = len(lab.network.nodes)
        stderr().print(f"lab {lab.name}: {count} nodes run after {time.monotonic() - since:.1f} s")
    passed = True
    if check:
        report = _checked(lab, quiet=quiet)
        print_report(report)
        passed = report.passed
    if lab.network.message and not quiet:
        stderr().print(lab.network.message, markup=False)
    if not quiet:
        _next_commands(lab, check=check, verbose=verbose)
    return 0 if passed else 1


def _checked(lab: RunningLab, *, quiet: bool) -> CheckReport:
    """Ctrl-C ends the checks; the lab was up before them and stays."""
    from ..output import Talk, stderr

    try:
        with Talk(quiet=quiet) as talk:
            return lab.validate(observer=talk)
    except KeyboardInterrupt:
        program, which = _program(), _which(lab)
        stderr().print(
            f"lab {lab.name} keeps running; `{program} validate{which}` checks it, `{program} down{which}` ends it",
            markup=False,
        )
        raise


def _next_commands(lab: RunningLab, *, check: bool, verbose: bool) -> None:
    from ..output import stderr

    network = lab.network
    node = next((n for n in network.nodes.values() if n.role == "router"), None)
    if node is None:
        node = next(iter(network.nodes.values()))
    shown = "protocols" if node.device == "bird" else "ip route"
    which = _which(lab)
    program = _program()
    lines = [f"connect{which} {node.name}"]
    if node.device != "linux":
        lines.append(f"connect{which} {node.name} --show {shown}")
    lines.append(f"exec{which} '*' ip route")
    lines += [f"{word}{which}" for word in ("status" if check else "validate", "down")]
    stderr().print("next:")
    for line in lines:
        stderr().print(f"  {program} {line}", markup=False)
    if verbose:
        stderr().print(f"lab directory: {lab.directory}", markup=False)


def _program() -> str:
    return os.environ.get("NETWRIGHT_PROGRAM", "netwright")  # set by the script of a clone


def _which(lab: RunningLab) -> str:
    """The option that names the lab, when commands would not find it by themselves."""
    from ...workbench.finding import shortest_name

    name = shortest_name(lab.directory)
    return "" if name is None else f" --lab {shlex.quote(name)}"


def create(
    topology: o.Topology = "topology.yml",
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Directory to write to.")] = None,
    device: o.Device = None,
    provider: o.Provider = None,
    settings: o.Settings = None,
    plugins: o.Plugins = None,
    no_substitute: o.NoSubstitute = False,
    instance: o.Instance = None,
    lab_dir: o.LabDir = None,
    json: o.Json = False,
    quiet: o.Quiet = False,
    verbose: o.Verbose = False,
) -> int:
    """Design a topology and write the network and all device files, without starting anything."""
    from ...workbench import create as write
    from ...workbench import load_topology
    from ...workbench.directories import lab_directory
    from ...workbench.loading import topology_directory
    from ..output import Talk, print_json

    network = load_topology(
        topology,
        device=device,
        provider=provider,
        settings=settings or (),
        plugins=plugins or (),
        substitute=not no_substitute,
    )
    with Talk(quiet=quiet) as talk:
        for notice in network.notices:
            talk.say(notice)
    chosen = output or lab_dir
    place = lab_directory(topology_directory(topology), network.name, chosen=chosen, instance=instance)
    made = write(network, place)
    if json:
        print_json({"directory": str(made.directory), "files": [str(path) for path in made.files]})
    elif verbose:
        for path in made.files:
            print(path)
    elif not quiet:
        print(f"{network.name}: {len(network.nodes)} nodes, {len(made.files)} files in {made.directory}")
    return 0


def down(
    lab: Annotated[str | None, typer.Argument(metavar="[LAB]", help="Which lab: its name or directory.")] = None,
    name: o.LabName = None,
    cleanup: Annotated[bool, typer.Option("--cleanup", help="Remove logs and files of the lab, too.")] = False,
    quiet: o.Quiet = False,
) -> int:
    """End a lab, in whatever state it is; nothing of it is left."""
    from ...workbench import down as stop
    from ..output import stderr

    place = stop(lab or name, cleanup=cleanup)
    if not quiet:
        stderr().print(f"lab {place.name} is down", markup=False)
    return 0


def restart(name: o.LabName = None, kernel: o.Kernel = None, memory: o.Memory = None, quiet: o.Quiet = False) -> int:
    """Stop a lab and start its topology as it is now, also after the lab was killed."""
    from ...workbench import attach
    from ..output import Talk, stderr

    with Talk(quiet=quiet) as talk:
        lab = attach(name)
        lab.restart(observer=talk, kernel=kernel, memory_mb=memory)
    if not quiet:
        stderr().print(f"lab {lab.name} runs again", markup=False)
    return 0


def status(
    lab: Annotated[str | None, typer.Argument(metavar="[LAB]", help="Which lab: its name or directory.")] = None,
    name: o.LabName = None,
    all_labs: Annotated[bool, typer.Option("-a", "--all", help="Every lab, one line each.")] = False,
    json: o.Json = False,
    verbose: o.Verbose = False,
) -> int:
    """State of a lab with its nodes and daemons, or a line for each of several; exit 1 when something does not run."""
    from ...workbench import status as state_of
    from ...workbench.finding import all_labs as every
    from ..output import print_json

    labs = every() if all_labs or (lab or name) is None else ()
    if all_labs or len(labs) > 1:
        if json:
            print_json(labs)
        else:
            _print_labs(labs)
        return 0 if all(found.healthy for found in labs) else 1
    found = labs[0] if labs else state_of(lab or name)
    if json:
        print_json(found)
    else:
        _print_status(found, verbose=verbose)
    return 0 if found.healthy else 1


def _print_labs(labs: Sequence[LabStatus]) -> None:
    from ..output import print_table

    rows, styles = [], []
    for found in labs:
        failed = ", ".join(node.name for node in found.nodes if not node.healthy)
        rows.append([found.name, found.state, str(len(found.nodes)), failed or "-", found.directory])
        styles.append(None if found.healthy else "red")
    print_table(["lab", "state", "nodes", "failed", "directory"], rows, styles=styles)


def _print_status(found: LabStatus, *, verbose: bool) -> None:
    from ..output import print_table, stdout

    guest = " (User-mode Linux guest)" if found.kernel == "uml" else ""
    print(f"lab {found.name}: {found.state}, in {found.directory}{guest}")
    for notice in found.notices:
        print(notice)
    if found.state == "killed":
        print("its supervisor was killed; `netwright down` removes what is left, `netwright restart` starts it again")
    rows, styles = [], []
    for node in found.nodes:
        daemons = ", ".join(d.name if d.state == "running" else f"{d.name} {d.state}" for d in node.daemons)
        links = ", ".join(f"{link.ifname} {'up' if link.up and link.carrier else 'down'}" for link in node.links)
        rows.append([node.name, node.device, "ok" if node.healthy else "failed", daemons or "-", links])
        styles.append(None if node.healthy else "red")
    if rows:
        print_table(["node", "device", "state", "daemons", "links"], rows, styles=styles)
    for node in found.nodes:
        for daemon in node.daemons:
            if daemon.state != "running":
                why = daemon.signal or f"status {daemon.exit_status}"
                stdout().print(f"{node.name}: {daemon.name} {daemon.state} ({why})", markup=False)
                for line in daemon.log.splitlines()[-12:]:
                    stdout().print(f"  | {line}", markup=False)
            elif verbose:
                print(f"{node.name}: {daemon.name} pid {daemon.pid}, restarts {daemon.restarts}")
