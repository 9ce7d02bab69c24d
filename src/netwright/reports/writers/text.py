"""Reports as aligned text, for terminals and for other programs that cut columns.

Must not: colour or measure the terminal.
"""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Sequence

from ..model import Cell, Report, Table
from .cells import filled, trimmed, words

LIST_WIDTH = 48
"""Longer lists are continued on further lines."""
GAP = "  "


def write_text(report: Report) -> str:
    """Titles, then tables; a report without rows says why."""
    tables = filled(report.tables)
    if not tables:
        return f"{report.title}: {report.network}\n\n{report.empty}\n"
    parts = [f"{report.title}: {report.network}\n"]
    for table in tables:
        title = [f"{table.title}\n{'-' * width(table.title)}\n"] if len(report.tables) > 1 else []
        parts.append("".join([*title, *(f"{line}\n" for line in lines(table))]))
    return "\n".join(parts)


def width(text: str) -> int:
    """Cells of a terminal a text takes."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(1 for character in text if unicodedata.combining(character))


def lines(table: Table) -> list[str]:
    """Header, rule and rows."""
    columns, rows = trimmed(table)
    cells = [[_wrapped(cell) for cell in row] for row in rows]
    head = [column.title for column in columns]
    sizes = [
        max(width(head[i]), *(width(line) for row in cells for line in row[i])) if cells else width(head[i])
        for i in range(len(columns))
    ]
    right = [column.kind == "number" for column in columns]
    result = [_line(head, sizes, right), _line(["-" * size for size in sizes], sizes, right)]
    for row in cells:
        for depth in range(max(len(cell) for cell in row)):
            texts = [cell[depth] if depth < len(cell) else "" for cell in row]
            result.append(_line(texts, sizes, right))
    return result


def _wrapped(cell: Cell) -> list[str]:
    text = " ".join(words(cell).split())
    if isinstance(cell, tuple) and len(text) > LIST_WIDTH:
        return textwrap.wrap(text, LIST_WIDTH, break_long_words=False, break_on_hyphens=False)
    return [text]


def _line(texts: Sequence[str], sizes: Sequence[int], right: Sequence[bool]) -> str:
    padded = (
        " " * (size - width(text)) + text if aligned else text + " " * (size - width(text))
        for text, size, aligned in zip(texts, sizes, right, strict=True)
    )
    return GAP.join(padded).rstrip()
