"""apply, config, initial, tc, link, daemon: changing a running lab."""

from __future__ import annotations

import sys
from typing import Annotated, Literal

import typer

from .. import options as o
from . import add

Node = Annotated[str, typer.Argument(help="Node.")]
Interface = Annotated[str, typer.Argument(help="Interface, or the neighbour behind it.")]


def register(app: typer.Typer) -> None:
    for command in (apply, config, initial, tc, link, daemon):
        add(app, command)


def apply(
    topology: o.TopologyOrLab = None,
    name: o.LabName = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print what would change, and change nothing.")] = False,
    json: o.Json = False,
    quiet: o.Quiet = False,
) -> int:
    """Change a running lab to what its topology says now; what is the same is left alone."""
    from ...workbench import apply as change
    from ..output import Talk, print_json, stderr

    with Talk(quiet=quiet) as talk:
        report = change(name, topology=topology, observer=talk, dry_run=dry_run)
    for notice in report.notices if not quiet else ():
        stderr().print(notice, markup=False)
    if json:
        print_json(report.data())
    else:
        for sentence in report.sentences:
            print(sentence)
    if not quiet and not dry_run:
        what = "is what the topology says" if report.applied else "was like this already"
        stderr().print(f"lab {report.lab} {what}", markup=False)
    return 0


def config(
    template: Annotated[str, typer.Argument(help="Name of a custom configuration template.")],
    name: o.LabName = None,
    limit: o.Nodes = None,
    show: Annotated[bool, typer.Option("--show", help="Print what would be applied.")] = False,
    quiet: o.Quiet = False,
) -> int:
    """Apply a custom configuration template to a running lab."""
    from ...workbench import attach

    lab = attach(name)
    if show:
        for node, snippet in lab.render(template, limit).items():
            print(f"== {node} ({snippet.kind})\n{snippet.text.rstrip()}")
        return 0
    for node, done in lab.config(template, limit).items():
        if not quiet:
            print(f"{node}: applied {template}")
            sys.stdout.write(done.stdout)
    return 0


def initial(
    name: o.LabName = None,
    limit: o.Nodes = None,
    quiet: o.Quiet = False,
) -> int:
    """Give nodes their designed configuration again."""
    from ...workbench import attach

    names = attach(name).initial(limit)
    if not quiet:
        print(f"configured {', '.join(names)}")
    return 0


def tc(
    node: Node,
    interface: Interface,
    delay: Annotated[float | None, typer.Option("--delay", help="Milliseconds.")] = None,
    jitter: Annotated[float | None, typer.Option("--jitter", help="Milliseconds.")] = None,
    loss: Annotated[float | None, typer.Option("--loss", help="Per cent.")] = None,
    corrupt: Annotated[float | None, typer.Option("--corrupt", help="Per cent.")] = None,
    duplicate: Annotated[float | None, typer.Option("--duplicate", help="Per cent.")] = None,
    reorder: Annotated[float | None, typer.Option("--reorder", help="Per cent.")] = None,
    rate: Annotated[float | None, typer.Option("--rate", help="Kilobits per second.")] = None,
    clear: Annotated[bool, typer.Option("--clear", help="Take every impairment away.")] = False,
    name: o.LabName = None,
) -> int:
    """Delay, lose or slow what an interface sends, where the kernel can."""
    from ...errors import InputError, Problem
    from ...model import Impairment
    from ...workbench import attach

    values = (delay, jitter, loss, corrupt, duplicate, reorder, rate)
    if clear == any(value is not None for value in values):
        hint = "netwright tc r1 eth1 --rate 1000, or --clear"
        raise InputError([Problem("tc-arguments", "tc needs impairments or --clear, one of both", hint=hint)])
    impairment = Impairment(
        delay_ms=delay,
        jitter_ms=jitter,
        loss_percent=loss,
        corrupt_percent=corrupt,
        duplicate_percent=duplicate,
        reorder_percent=reorder,
        rate_kbps=rate,
    )
    attach(name).impair(node, interface, None if clear else impairment)
    return 0


def link(
    state: Annotated[Literal["up", "down"], typer.Argument(help="up or down.")],
    node: Node,
    interface: Interface,
    name: o.LabName = None,
) -> int:
    """Take an interface of a node up or down."""
    from ...workbench import attach

    attach(name).set_link(node, interface, state == "up")
    return 0


def daemon(
    action: Annotated[Literal["kill", "restart"], typer.Argument(help="kill or restart.")],
    node: Node,
    daemon: Annotated[str, typer.Argument(help="Daemon: bgpd, ospfd, zebra, bird, ...")],
    name: o.LabName = None,
) -> int:
    """Kill or restart a daemon of a node."""
    from ...workbench import attach

    lab = attach(name)
    lab.kill_daemon(node, daemon) if action == "kill" else lab.restart_daemon(node, daemon)
    return 0
