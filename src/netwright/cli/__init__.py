"""The command line: parses, calls `workbench`, prints, chooses the exit code. Nothing another program could want."""

from __future__ import annotations

import io
import sys

__all__ = ["main"]


def main() -> None:
    """The program `netwright`. Standard output that fails, even at the last moment, is told in one line."""
    status = 0
    try:
        status = _run(sys.argv[1:])
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError as error:
        from .errors import failed_file, mute

        status = status or failed_file(error)
        mute()
    if status:
        sys.exit(status)


def _run(arguments: list[str]) -> int:
    if arguments in (["--version"], ["version"]):
        from .. import __version__

        print(f"netwright {__version__}")
        return 0
    from .app import run

    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a locale that lacks a character of a user's file
    return run(arguments)
