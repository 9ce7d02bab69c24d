"""schema, lint, new: help with writing topologies."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .. import findings as f
from .. import options as o
from . import add

if TYPE_CHECKING:
    from ...errors import Problem
    from ...starters import Kind


def register(app: typer.Typer) -> None:
    for command in (schema, lint, new):
        add(app, command)


def schema(
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write it to a file.")] = None,
) -> int:
    """Print the JSON Schema of topology files, for completion and checking in editors."""
    from ...workbench.schemas import schema_text, write_schema

    if output is not None:
        write_schema(output)
    else:
        sys.stdout.write(schema_text().decode())
    return 0


def lint(
    topologies: Annotated[list[str], typer.Argument(metavar="TOPOLOGY...", help="Topologies to look at.")],
    device: o.Device = None,
    settings: o.Settings = None,
    select: f.Select = None,
    ignore: f.Ignore = None,
    everything: f.Everything = False,
    json: o.Json = False,
) -> int:
    """Report what runs but smells. Exit: 0 nothing found, 1 findings, 2 a topology is wrong."""
    from ...errors import InputError
    from ...workbench import lint_topology
    from ..errors import tell

    found: list[Problem] = []
    wrong = False
    for path in topologies:
        try:
            found += lint_topology(
                path,
                device=device,
                settings=settings or (),
                select=f.codes(select),
                ignore=f.codes(ignore),
                everything=everything,
            )
        except InputError as error:
            wrong = True
            tell(error)
    status = f.put_findings(found, json=json)
    return 2 if wrong else status


def new(
    kind: Annotated[str | None, typer.Argument(help="leaf-spine, isp, enterprise or route-server.")] = None,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="File to write; - prints it.")] = Path(
        "topology.yml"
    ),
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")] = False,
    yes: Annotated[bool, typer.Option("-y", "--yes", help="Ask nothing: defaults for what is not given.")] = False,
    device: Annotated[str | None, typer.Option("-d", "--device", help="Routing daemon: frr or bird.")] = None,
    spines: Annotated[str | None, typer.Option("--spines", help="leaf-spine: how many spines.")] = None,
    leafs: Annotated[str | None, typer.Option("--leafs", help="leaf-spine: how many leafs.")] = None,
    hosts: Annotated[str | None, typer.Option("--hosts", help="leaf-spine: hosts on each leaf.")] = None,
    routing: Annotated[str | None, typer.Option("--routing", help="leaf-spine: ebgp, ospf or evpn.")] = None,
    cores: Annotated[str | None, typer.Option("--cores", help="isp: how many core routers.")] = None,
    edges: Annotated[str | None, typer.Option("--edges", help="isp: how many edge routers.")] = None,
    customers: Annotated[str | None, typer.Option("--customers", help="isp: how many customers.")] = None,
    branches: Annotated[str | None, typer.Option("--branches", help="enterprise: how many branches.")] = None,
    servers: Annotated[
        str | None, typer.Option("--servers", help="enterprise: servers; route-server: route servers.")
    ] = None,
    members: Annotated[str | None, typer.Option("--members", help="route-server: how many members.")] = None,
    server_device: Annotated[
        str | None, typer.Option("--server-device", help="route-server: daemon of the route servers.")
    ] = None,
) -> int:
    """Write a commented topology to start from; asks for what is not given."""
    given = {
        "device": device,
        "spines": spines,
        "leafs": leafs,
        "hosts": hosts,
        "routing": routing,
        "cores": cores,
        "edges": edges,
        "customers": customers,
        "branches": branches,
        "servers": servers,
        "members": members,
        "server_device": server_device,
    }
    return _new(kind, {key: value for key, value in given.items() if value is not None}, output, force=force, yes=yes)


def _new(kind: str | None, given: dict[str, str], output: Path, *, force: bool, yes: bool) -> int:
    from ...errors import InputError, Problem
    from ...starters import KINDS
    from ...workbench import new_topology

    asking = not yes and sys.stdin is not None and sys.stdin.isatty()
    if kind is None and not asking:
        message = "which kind of topology? " + ", ".join(f"`{name}` ({k.description})" for name, k in KINDS.items())
        raise InputError([Problem("missing-value", message, hint="netwright new leaf-spine")])
    name = kind if kind is not None else _asked_kind(KINDS)
    if name in KINDS:
        given = _rest(KINDS[name], given, asking=asking)
    parameters: dict[str, Any] = dict(given)
    if str(output) == "-":
        print(new_topology(name, **parameters), end="")
        return 0
    new_topology(name, output, force=force, **parameters)
    print(f"wrote {output}; start it with `netwright up --check {output}`", file=sys.stderr)
    return 0


def _asked_kind(kinds: Mapping[str, Kind]) -> str:
    for number, (name, kind) in enumerate(kinds.items(), 1):
        print(f"{number}  {name}: {kind.description}", file=sys.stderr)
    names = list(kinds)
    while True:
        answer = _ask("Kind", names[0])
        answer = names[int(answer) - 1] if answer.isdigit() and 0 < int(answer) <= len(names) else answer
        if answer in kinds:
            return answer


def _ask(question: str, default: str) -> str:
    """An answer; the end of input is an interrupt."""
    try:
        return str(typer.prompt(question, default=default, err=True))
    except typer.Abort:
        raise KeyboardInterrupt from None


def _rest(kind: Kind, given: dict[str, str], *, asking: bool) -> dict[str, str]:
    """What was given, and answers to questions for the rest; without a terminal the defaults, which are named."""
    from ...errors import InputError
    from ...starters import read_value

    missing = {key: parameter for key, parameter in kind.parameters.items() if key not in given}
    if not asking:
        if missing:
            said = ", ".join(f"{key.replace('_', '-')} {parameter.default}" for key, parameter in missing.items())
            print(f"defaults: {said}", file=sys.stderr)
        return given
    for key, parameter in missing.items():
        choices = f" ({', '.join(parameter.words)})" if parameter.words else f" ({parameter.low} to {parameter.high})"
        while key not in given:
            answer = _ask(parameter.question + choices, str(parameter.default))
            try:
                given[key] = str(read_value(key, parameter, answer))
            except InputError as error:
                print(error.problems[0].message, file=sys.stderr)
    return given
