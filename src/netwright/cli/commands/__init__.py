"""One module per kind of command; `register` adds them to the application.

Commands import the rooms they need when they run, so that `netwright --help` stays fast.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import typer

from ..errors import guarded

Command = Callable[..., int | None]


def add(app: typer.Typer, function: Command, name: str | None = None, **settings: Any) -> None:
    """Register a command; its exceptions become exit codes, its result the exit code."""

    @functools.wraps(function)
    def wrapped(*args: Any, **kwargs: Any) -> None:
        code = guarded(lambda: function(*args, **kwargs) or 0)
        if code:
            raise typer.Exit(code)

    app.command(name or function.__name__.rstrip("_"), **settings)(wrapped)
