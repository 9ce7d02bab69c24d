"""Reports: tables of a designed network, and their texts in five formats.

A report is typed rows under named columns, computed from a `Network` (one file per report, the table in `catalog`);
writers print them. Pure: nothing here reads files or asks a lab.
"""

from __future__ import annotations

from .catalog import REPORTS, choose_tables, find_report, unknown_report
from .custom import FOLDER, UserTemplate, as_page, find_user_template, render_user_template
from .model import Cell, Column, Report, ReportSpec, Row, Selection, Table, TableSpec, make
from .writers import SUFFIXES, WRITERS
from .writers.json import document

__all__ = [
    "FOLDER",
    "REPORTS",
    "SUFFIXES",
    "WRITERS",
    "Cell",
    "Column",
    "Report",
    "ReportSpec",
    "Row",
    "Selection",
    "Table",
    "TableSpec",
    "UserTemplate",
    "as_page",
    "choose_tables",
    "document",
    "find_report",
    "find_user_template",
    "make",
    "render_user_template",
    "unknown_report",
]
