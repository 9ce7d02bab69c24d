"""The command line: parses, calls `workbench`, prints, chooses the exit code. Nothing another program could want."""

from __future__ import annotations

import sys

__all__ = ["main"]


def main() -> None:
    """The program `netwright`."""
    if sys.argv[1:] in (["--version"], ["version"]):
        from .. import __version__

        print(f"netwright {__version__}")
        return
    from .app import run

    sys.exit(run(sys.argv[1:]))
