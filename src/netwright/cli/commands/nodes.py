"""connect, exec, capture, collect: working with nodes of a running lab."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import Annotated

import typer

from .. import options as o
from . import add

PASS_ON = {"allow_extra_args": True, "ignore_unknown_options": True, "allow_interspersed_args": False}
Words = Annotated[list[str] | None, typer.Argument(metavar="[COMMAND]...", help="Command and its arguments.")]


def register(app: typer.Typer) -> None:
    add(app, connect, context_settings=PASS_ON)
    add(app, exec_, "exec", context_settings=PASS_ON)
    add(app, capture, context_settings=PASS_ON)
    add(app, collect)


def connect(
    node: Annotated[str, typer.Argument(help="Node to connect to.")],
    command: Words = None,
    show: Annotated[bool, typer.Option("-s", "--show", help="The words are a show command.")] = False,
    json: Annotated[bool, typer.Option("--json", help="With --show: ask the device for JSON.")] = False,
    shell: Annotated[bool, typer.Option("--shell", help="A shell instead of the device's console.")] = False,
    name: o.LabName = None,
    quiet: o.Quiet = False,
) -> int:
    """Open the console of a node (vtysh, birdc, a shell), or run one command in it."""
    from ...workbench import attach
    from ..output import stderr

    lab = attach(name)
    words = _words(command)
    while words and words[0] in ("-s", "--show", "--json", "-q", "--quiet", "--shell"):
        option = words.pop(0)  # options are known after the node as well
        show, json = show or option in ("-s", "--show"), json or option == "--json"
        quiet, shell = quiet or option in ("-q", "--quiet"), shell or option == "--shell"
    if show:
        done = next(iter(lab.show(lab.node(node), " ".join(words), json=json).values()))
        sys.stdout.write(done.stdout)
        sys.stderr.write(done.stderr)
        return done.status
    if words:
        return lab.lab.stream(lab.node(node), lab.argv(node, _text(words)))
    if not quiet:
        stderr().print(f"connecting to {node}; leave with Ctrl-D or `exit`", markup=False)
    if not sys.stdin.isatty():
        argv = lab.argv(node, "sh") if shell else lab.driver(node).console_argv()
        return lab.lab.stream(lab.node(node), argv)
    return lab.console(node, ("bash", "-i") if shell else None)


def _words(command: list[str] | None) -> list[str]:
    words = list(command or [])
    return words[1:] if words[:1] == ["--"] else words


def _text(words: list[str]) -> str:
    """One word is a line for the shell as the user wrote it; several are arguments."""
    return words[0] if len(words) == 1 else shlex.join(words)


def exec_(
    nodes: Annotated[str, typer.Argument(help="Nodes: names, groups, wildcards, comma lists, ~regex.")],
    command: Words = None,
    name: o.LabName = None,
    timeout: Annotated[float, typer.Option("--timeout", help="Seconds a command may take.")] = 30.0,
    json: o.Json = False,
    quiet: o.Quiet = False,
) -> int:
    """Run a command in one or many nodes side by side; exit 1 when it failed anywhere."""
    from ...errors import InputError, Problem
    from ...workbench import attach
    from ..output import print_json

    words = _words(command)
    if not words:
        raise InputError([Problem("no-command", "exec needs a command", hint="netwright exec r1 ip route")])
    if words[0].startswith("-"):
        what = f"`{words[0]}` stands where the command should"
        hint = "options of exec come before the nodes: netwright exec -i lab r1 ip route"
        raise InputError([Problem("no-command", what, hint=hint)])
    results = attach(name).exec(nodes, _text(words), timeout_s=timeout)
    if json:
        print_json(results)
    else:
        for node, done in results.items():
            if not quiet and len(results) > 1:
                print(f"== {node}" + (f" (exit status {done.status})" if done.status else ""))
            sys.stdout.write(done.stdout)
            sys.stdout.flush()
            sys.stderr.write(done.stderr)
    return 1 if any(done.status for done in results.values()) else 0


def capture(
    node: Annotated[str, typer.Argument(help="Node.")],
    interface: Annotated[str, typer.Argument(help="Interface, or the neighbour behind it.")],
    filters: Annotated[list[str] | None, typer.Argument(metavar="[TCPDUMP]...", help="Options of tcpdump.")] = None,
    name: o.LabName = None,
) -> int:
    """Capture packets with tcpdump on an interface of a node."""
    from ...workbench import attach

    return attach(name).capture(node, interface, _words(filters))


def collect(
    nodes: Annotated[str | None, typer.Argument(help="Nodes; all when left out.")] = None,
    name: o.LabName = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Directory; else the lab's.")] = None,
    json: o.Json = False,
    quiet: o.Quiet = False,
) -> int:
    """Collect running configurations into files."""
    from ...workbench import attach
    from ..output import print_json

    lab = attach(name)
    if json:
        print_json(lab.collect(nodes))
        return 0
    target = output or lab.directory / "collected"
    found = lab.collect(nodes, target)
    if not quiet:
        for node in found:
            print(target / f"{node}.cfg")
    return 0
