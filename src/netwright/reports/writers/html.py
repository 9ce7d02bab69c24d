"""Reports as one self-contained, accessible page: no script, no other file, light and dark.

Owns: the view of the page; the template prints it.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from jinja2 import PackageLoader, Template
from markupsafe import Markup

from ...render import environment
from ..model import Report, Table
from .cells import filled, trimmed, words


class Heading(NamedTuple):
    title: str
    meaning: str
    number: bool


class TableView(NamedTuple):
    name: str
    title: str
    headings: list[Heading]
    rows: list[list[str]]
    numbers: list[bool]


def write_html(report: Report) -> str:
    """The whole page."""
    tables = [_view(table) for table in filled(report.tables)]
    title = f"{report.title}: {report.network}"
    return _template("page").render(title=title, tables=tables, empty=report.empty, body=None)


def page(title: str, body: str) -> str:
    """A page around markup somebody else made."""
    return _template("page").render(title=title, tables=[], empty="", body=Markup(body))


def _view(table: Table) -> TableView:
    columns, rows = trimmed(table)
    headings = [Heading(c.title, c.meaning.replace("`", ""), c.kind == "number") for c in columns]
    return TableView(
        table.name, table.title, headings, [[words(cell) for cell in row] for row in rows], [h.number for h in headings]
    )


@cache
def _template(name: str) -> Template:
    pages = environment(PackageLoader("netwright.reports", "templates")).overlay(autoescape=True)
    return pages.get_template(f"{name}.html.j2")
