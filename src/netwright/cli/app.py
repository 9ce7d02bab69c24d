"""The typer application: which commands there are. Each module of `commands` adds its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from .commands import authoring, changes, checks, cluster, data, documents, graphs, images, labs, nodes, view

app = typer.Typer(
    name="netwright",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="A network workbench: one topology file, real routing daemons, in seconds.",
)
for module in (labs, checks, nodes, changes, graphs, view, images, documents, cluster, data, authoring):
    module.register(app)


@app.callback()
def options(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    if version:
        data.print_version()
        raise typer.Exit


def run(arguments: Sequence[str]) -> int:
    """Parse and run; the exit code. Mistakes of usage are told by typer and give 2."""
    try:
        app(args=list(arguments), prog_name="netwright")
    except SystemExit as finished:
        return finished.code if isinstance(finished.code, int) else 0
    return 0
