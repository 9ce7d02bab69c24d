"""Reports as GitHub Flavored Markdown tables. Source: GFM specification, "Tables (extension)"."""

from __future__ import annotations

import re

from ..model import Report, Table
from .cells import filled, trimmed, words

_SPECIAL = re.compile(r"[\\`*\[\]<>|]|(?<!\w)_|_(?!\w)")


def write_markdown(report: Report) -> str:
    """A heading for the report, one for each of several tables."""
    tables = filled(report.tables)
    parts = [f"# {escaped(report.title)}: {escaped(report.network)}\n"]
    if not tables:
        parts.append(f"{report.empty}\n")
    for table in tables:
        title = f"## {escaped(table.title)}\n\n" if len(report.tables) > 1 else ""
        parts.append(title + _table(table))
    return "\n".join(parts)


def escaped(text: str) -> str:
    """Text that means itself in a cell."""
    return _SPECIAL.sub(lambda match: "\\" + match[0], " ".join(text.split()))


def _table(table: Table) -> str:
    columns, rows = trimmed(table)
    rule = ["---:" if column.kind == "number" else "---" for column in columns]
    lines = [[escaped(column.title) for column in columns], rule, *([escaped(words(c)) for c in row] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
