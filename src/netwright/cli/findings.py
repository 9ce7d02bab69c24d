"""What commands that report findings share: options that choose rules, and printing.

Owns: the options' texts and the exit code. Must not: know rules.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from ..errors import Problem

Select = Annotated[
    list[str] | None, typer.Option("--select", metavar="CODES", help="Only these rules; commas or repeated.")
]
Ignore = Annotated[
    list[str] | None, typer.Option("--ignore", metavar="CODES", help="Not these rules; commas or repeated.")
]
Everything = Annotated[bool, typer.Option("--all", help="All rules: those too that question what may well be meant.")]


def codes(given: list[str] | None) -> list[str]:
    """Codes of an option that is repeated, has commas, or both."""
    return [code.strip() for text in given or () for code in text.split(",") if code.strip()]


def put_findings(found: Iterable[Problem], *, json: bool) -> int:
    """Print each once; the exit code says whether there is any."""
    from .errors import FINDINGS, shown
    from .output import print_json

    once = list(dict.fromkeys(found))
    if json:
        print_json([_data(problem) for problem in once])
    else:
        for problem in once:
            print(shown(problem))
    return FINDINGS if once else 0


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
