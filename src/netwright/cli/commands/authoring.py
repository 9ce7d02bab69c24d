"""schema, lint: help with writing topologies."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .. import options as o
from . import add

if TYPE_CHECKING:
    from ...errors import Problem


def register(app: typer.Typer) -> None:
    for command in (schema, lint):
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
    select: Annotated[
        list[str] | None, typer.Option("--select", metavar="CODES", help="Only these rules; commas or repeated.")
    ] = None,
    ignore: Annotated[
        list[str] | None, typer.Option("--ignore", metavar="CODES", help="Not these rules; commas or repeated.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="All rules: those too that question what may well be meant.")
    ] = False,
    json: o.Json = False,
) -> int:
    """Report what runs but smells. Exit: 0 nothing found, 1 findings, 2 a topology is wrong."""
    from ...errors import InputError
    from ...workbench import lint_topology
    from ..errors import FINDINGS, shown, tell
    from ..output import print_json

    found: list[Problem] = []
    wrong = False
    for path in topologies:
        try:
            found += lint_topology(
                path,
                device=device,
                settings=settings or (),
                select=_codes(select),
                ignore=_codes(ignore),
                everything=everything,
            )
        except InputError as error:
            wrong = True
            tell(error)
    if json:
        print_json([_data(problem) for problem in found])
    else:
        for problem in found:
            print(shown(problem))
    return 2 if wrong else FINDINGS if found else 0


def _codes(given: list[str] | None) -> list[str]:
    return [code.strip() for text in given or () for code in text.split(",") if code.strip()]


def _data(problem: Problem) -> dict[str, Any]:
    return {
        "code": problem.code,
        "severity": problem.severity,
        "message": problem.message,
        "file": problem.span.file,
        "line": problem.span.line,
        "column": problem.span.column,
        "hint": problem.hint,
    }
