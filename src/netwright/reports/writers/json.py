"""Reports as JSON with stable keys: tables by name, rows as objects, every key in every row."""

from __future__ import annotations

from typing import Any

from ...render.documents import json_text
from ..model import Report


def document(report: Report) -> dict[str, Any]:
    """The report as plain data."""
    tables = {table.name: table.records() for table in report.tables}
    return {"report": report.name, "network": report.network, "tables": tables}


def write_json(report: Report) -> str:
    return json_text(document(report))
