"""Printing: data on standard output, talk on standard error, tables and progress with rich."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, TaskID

    from ..check import CheckReport

UNWATCHED_COLUMNS = 400
"""Rows in files and pipes are not folded."""
STYLES = {"passed": "green", "failed": "red", "error": "red", "warning": "yellow", "skipped": "dim"}
MARKS = {"passed": "PASS", "failed": "FAIL", "error": "ERROR", "warning": "WARN", "skipped": "SKIP"}


def stdout() -> Console:
    from rich.console import Console

    watched = sys.stdout.isatty()
    return Console(soft_wrap=not watched, highlight=False, width=None if watched else UNWATCHED_COLUMNS)


def stderr() -> Console:
    from rich.console import Console

    return Console(stderr=True, highlight=False, soft_wrap=True)


def print_json(data: Any) -> None:
    """Indented JSON; what JSON does not know is printed as its text."""
    from ..render.documents import json_text

    print(json_text(data), end="")


def print_yaml(data: Any) -> None:
    """YAML that readers of YAML 1.1 and 1.2 understand alike."""
    from ..render.documents import yaml_text

    print(yaml_text(data), end="")


def print_table(columns: list[str], rows: list[list[str]], *, styles: list[str | None] | None = None) -> None:
    """A plain table: easy to read, and to cut with other programs."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for index, row in enumerate(rows):
        table.add_row(*(_safe(cell) for cell in row), style=styles[index] if styles else None)
    console = stdout()
    if console.is_terminal:
        console.print(table)
        return
    with console.capture() as printed:
        console.print(table)
    print("\n".join(line.rstrip() for line in printed.get().splitlines()))


def _safe(text: str) -> str:
    from rich.markup import escape

    return escape(text)


def print_report(report: CheckReport, *, only_errors: bool = False) -> None:
    """One row a test; nodes that did not pass get rows with the reason."""
    rows, styles = [], []
    for test in report.tests:
        bad = [node for node in test.nodes if node.status != "passed"]
        if only_errors and test.status in ("passed", "skipped"):
            continue
        nodes = ", ".join(node.node for node in test.nodes)
        rows.append([MARKS[test.status], test.name, nodes, test.description or "; ".join(test.messages)])
        styles.append(STYLES[test.status])
        for node in bad:
            rows.append(["", "", node.node, f"{MARKS[node.status]}: {'; '.join(node.messages)}"])
            styles.append(STYLES[node.status])
    if rows:
        print_table(["", "test", "nodes", "what"], rows, styles=list(styles))
    style = "green" if report.passed else "red"
    stdout().print(f"{report.verdict} in {report.duration_s:.1f} s", style=style)


class Talk:
    """The observer of commands: notices as lines, progress as a bar when somebody watches."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._quiet = quiet
        self._progress: Progress | None = None
        self._tasks: dict[str, TaskID] = {}
        self._lock = threading.Lock()

    def stage(self, name: str, total: int) -> None:
        if self._quiet or not stderr().is_terminal:
            return
        with self._lock:
            if self._progress is None:
                from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

                columns = (TextColumn("{task.description:>14}"), BarColumn(), MofNCompleteColumn())
                self._progress = Progress(*columns, console=stderr(), transient=True)
                self._progress.start()
            self._tasks[name] = self._progress.add_task(name, total=total)

    def advance(self, name: str, amount: int = 1) -> None:
        with self._lock:
            if self._progress is not None and name in self._tasks:
                self._progress.advance(self._tasks[name], amount)

    def say(self, text: str) -> None:
        if not self._quiet:
            stderr().print(text, markup=False)

    def __enter__(self) -> Talk:
        return self

    def __exit__(self, *_: object) -> None:
        if self._progress is not None:
            self._progress.stop()
            self._progress = None
