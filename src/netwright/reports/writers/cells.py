"""What formats for readers have in common: words for cells, and which columns are worth printing."""

from __future__ import annotations

from ..model import Cell, Column, Row, Table


def words(cell: Cell) -> str:
    """A cell as a reader sees it."""
    if cell is None or cell is False:
        return ""
    if cell is True:
        return "yes"
    return ", ".join(cell) if isinstance(cell, tuple) else str(cell)


def trimmed(table: Table) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
    """Columns and rows without columns that are empty in every row."""
    used = [i for i in range(len(table.columns)) if i == 0 or any(words(row[i]) for row in table.rows)]
    rows = tuple(tuple(row[i] for i in used) for row in table.rows)
    return tuple(table.columns[i] for i in used), rows


def filled(tables: tuple[Table, ...]) -> tuple[Table, ...]:
    """Tables with rows."""
    return tuple(table for table in tables if table.rows)
