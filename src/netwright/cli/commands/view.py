"""view: a running lab in the browser."""

from __future__ import annotations

from typing import Annotated

import typer

from .. import options as o
from . import add


def register(app: typer.Typer) -> None:
    add(app, view)


def view(
    name: o.LabName = None,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port to listen on; 0 is any.")] = 0,
    quiet: o.Quiet = False,
) -> int:
    """Show a running lab in the browser: states as they change, links to take down. Ends with the lab, or by Ctrl-C."""
    from ...workbench import attach
    from ...workbench.viewing import serve
    from ..output import Talk, stderr

    def ready(url: str) -> None:
        print(url, flush=True)
        if not quiet:
            stderr().print(f"open it in a browser of this machine; Ctrl-C ends it (lab {lab.name})", markup=False)

    lab = attach(name)
    with Talk(quiet=quiet) as talk:
        why = serve(lab, port=port, ready=ready, observer=talk)
    if not quiet:
        stderr().print(why, markup=False)
    return 0
