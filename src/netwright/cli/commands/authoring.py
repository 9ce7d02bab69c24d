"""schema: help with writing topologies."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from . import add


def register(app: typer.Typer) -> None:
    add(app, schema)


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
