"""Reports as comma-separated values. Source: RFC 4180.

Every line has the same fields: a report with several tables has a first field `table` and the fields of all of them.
Lists are joined by a semicolon, which no element contains; an element may be several words (`r1 eth1`).
"""

from __future__ import annotations

import csv
import io

from ..model import Cell, Report

LIST_SEPARATOR = ";"


def write_csv(report: Report) -> str:
    """A header line of column keys, then one line a row; lines end with CR LF."""
    several = len(report.tables) > 1
    keys = list(dict.fromkeys(column.key for table in report.tables for column in table.columns))
    written = io.StringIO()
    out = csv.writer(written, lineterminator="\r\n")
    out.writerow(["table", *keys] if several else keys)
    for table in report.tables:
        for record in table.records():
            row = [_field(record.get(key)) for key in keys]
            out.writerow([table.name, *row] if several else row)
    return written.getvalue()


def _field(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return LIST_SEPARATOR.join(cell) if isinstance(cell, tuple) else str(cell)
