"""report, export: what is written about a network for people and other tools."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from .. import options as o
from . import add

TopologyOption = Annotated[
    str | None, typer.Option("-t", "--topology", help="The topology, for those who name it with an option.")
]


def register(app: typer.Typer) -> None:
    add(app, report)
    add(app, export)


def report(
    report: Annotated[
        str | None,
        typer.Argument(metavar="[REPORT]", help="A report, `addressing.html` for a format, or a Jinja2 template."),
    ] = None,
    topology: o.TopologyOrLab = None,
    format: Annotated[
        str | None,
        typer.Option("-f", "--format", metavar="[text|html|markdown|csv|json]", help="Format; text by default."),
    ] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="File; its name may say the format.")] = None,
    list_reports: Annotated[bool, typer.Option("--list", help="List the reports.")] = False,
    nodes: o.Nodes = None,
    tables: Annotated[
        list[str] | None, typer.Option("--table", metavar="NAME", help="Only this table of the report; repeatable.")
    ] = None,
    device: o.Device = None,
    provider: o.Provider = None,
    settings: o.Settings = None,
    plugins: o.Plugins = None,
    name: o.LabName = None,
    json: o.Json = False,
    named: TopologyOption = None,
) -> int:
    """Report on the designed network of a topology or a lab: addressing, sessions, areas, VLANs, wiring, ..."""
    from ...errors import InputError, Problem
    from ...workbench import report as write
    from ...workbench.choosing import network_of

    if list_reports:
        return _list(json=json)
    if report is None:
        hint = "netwright report addressing topology.yml; `--list` lists the reports"
        raise InputError([Problem("no-report", "say which report", hint=hint)])
    how: dict[str, Any] = {"device": device, "provider": provider, "settings": settings or (), "plugins": plugins or ()}
    network = network_of(_one_of(topology, named), name, **how)
    chosen = "json" if json else format or _of_file(output)
    text = write(network, report, chosen, nodes=nodes, tables=tables or ())
    _put(text, output)
    return 0


def export(
    format: Annotated[
        str | None,
        typer.Argument(metavar="[containerlab|ansible|ansible-ini|json|yaml|hosts]", help="Format."),
    ] = None,
    topology: o.TopologyOrLab = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Directory, or the file of a format that is one file.")
    ] = None,
    list_formats: Annotated[bool, typer.Option("--list", help="List the formats.")] = False,
    frr_kind: Annotated[
        Literal["linux", "frr"], typer.Option("--frr-kind", help="Kind of FRR nodes in containerlab.")
    ] = "linux",
    device: o.Device = None,
    provider: o.Provider = None,
    settings: o.Settings = None,
    plugins: o.Plugins = None,
    name: o.LabName = None,
    json: o.Json = False,
    quiet: o.Quiet = False,
    named: TopologyOption = None,
) -> int:
    """Write the designed network for another tool: containerlab, Ansible, JSON, YAML, /etc/hosts."""
    from ...errors import InputError, Problem
    from ...exports import find_format
    from ...workbench import export as write
    from ...workbench.choosing import network_of
    from ..output import print_json

    if list_formats:
        return _list_formats(json=json)
    if format is None:
        hint = "netwright export containerlab topology.yml; `--list` lists the formats"
        raise InputError([Problem("no-export", "say which format", hint=hint)])
    chosen = find_format(format)
    how: dict[str, Any] = {"device": device, "provider": provider, "settings": settings or (), "plugins": plugins or ()}
    network = network_of(_one_of(topology, named), name, **how)
    if chosen.single and output is None:
        _put(write(network, chosen.name).text, None)
        return 0
    target = output or Path(chosen.name)
    done = write(network, chosen.name, target, frr_kind=frr_kind)
    if json:
        print_json({"format": chosen.name, "files": [str(path) for path in done.written]})
    elif not quiet:
        step = f"; next: {done.export.next_step}" if done.export.next_step else ""
        file = target / done.export.files[0].path if target.is_dir() else target
        print(f"{len(done.written)} files in {target}{step}" if not chosen.single else file)
    return 0


def _one_of(topology: str | None, named: str | None) -> str | None:
    """A topology may be named in either way. Raises InputError when both name one, and not the same."""
    if topology is not None and named is not None and topology != named:
        from ...errors import InputError, Problem

        message = f"two topologies are named: `{topology}`, and `{named}` with `--topology`"
        raise InputError([Problem("two-topologies", message, hint="leave one of them out")])
    return topology or named


def _list_formats(*, json: bool) -> int:
    from ...exports import FORMATS
    from ..output import print_json, print_table

    if json:
        print_json([{"format": f.name, "description": f.meaning, "aliases": f.aliases} for f in FORMATS.values()])
    else:
        rows = [[each.name, each.meaning, ", ".join(each.aliases)] for each in FORMATS.values()]
        print_table(["format", "what", "also known as"], rows)
    return 0


def _list(*, json: bool) -> int:
    from ...reports import REPORTS
    from ..output import print_json, print_table

    if json:
        print_json(
            [
                {
                    "report": spec.name,
                    "description": spec.meaning,
                    "aliases": spec.aliases,
                    "tables": {table.name: [column.key for column in table.columns] for table in spec.tables},
                }
                for spec in REPORTS.values()
            ]
        )
    else:
        rows = [[spec.name, spec.meaning, ", ".join(spec.aliases)] for spec in REPORTS.values()]
        print_table(["report", "what", "also known as"], rows)
    return 0


def _of_file(output: Path | None) -> str | None:
    from ...reports import SUFFIXES

    return SUFFIXES.get(output.suffix.lstrip(".").lower()) if output is not None else None


def _put(text: str, output: Path | None) -> None:
    """Lines end as the text has them, on every stream."""
    from ...workbench.writing import write_text

    if output is not None:
        write_text(output, text)
    else:
        sys.stdout.write(text)
