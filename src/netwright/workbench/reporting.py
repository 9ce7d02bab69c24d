"""The verb `report`: a built-in report or a user's template, as text.

Owns: which of both a name means, reading templates from the disk. Must not: print.
"""

from __future__ import annotations

import os
from collections.abc import Iterable

from ..errors import InputError, Problem
from ..model import Network
from ..reports import (
    SUFFIXES,
    WRITERS,
    Report,
    Selection,
    UserTemplate,
    as_page,
    choose_tables,
    find_report,
    find_user_template,
    make,
    render_user_template,
    unknown_report,
)
from .nodes import match_nodes
from .templates import DiskTemplates

FORMATS = tuple(WRITERS)


def report(
    network: Network,
    name: str,
    format: str | None = None,
    *,
    nodes: str | Iterable[str] | None = None,
    tables: str | Iterable[str] = (),
) -> str:
    """A report of a network in a format: `text`, `html`, `markdown`, `csv` or `json`.

    `name` is a report, an alias, or a Jinja2 template: its path, or a name that is searched. It may end with a format,
    `addressing.html`. `nodes` and `tables` leave out the others. Raises InputError.
    """
    base, chosen = _format(name, format)
    selection = Selection(network, match_nodes(network, nodes))
    template, finder = _template(network, base, chosen)
    if template is not None:
        text = render_user_template(template, base, selection, finder)
        return as_page(text, f"{base}: {network.name}") if chosen == "html" else text
    return WRITERS[chosen](_made(base, selection, tables))


def report_data(
    network: Network,
    name: str,
    *,
    nodes: str | Iterable[str] | None = None,
    tables: str | Iterable[str] = (),
) -> Report:
    """A built-in report as typed tables. Raises InputError."""
    return _made(name, Selection(network, match_nodes(network, nodes)), tables)


def _made(name: str, selection: Selection, tables: str | Iterable[str]) -> Report:
    spec = find_report(name)
    if spec is None:
        raise InputError([unknown_report(name)])
    wanted = [tables] if isinstance(tables, str) else list(tables)
    chosen = choose_tables(spec, tuple(word for item in wanted for word in item.split(",") if word))
    return make(chosen, selection)


def _format(name: str, format: str | None) -> tuple[str, str]:
    """The name without the format it ends with, and the format."""
    if format is not None and format not in WRITERS:
        known = ", ".join(WRITERS)
        raise InputError(
            [Problem("unknown-format", f"there is no report format `{format}`", hint=f"there are {known}")]
        )
    base, dot, end = name.rpartition(".")
    if dot and base and end.lower() in SUFFIXES and "/" not in name:
        return base, format or SUFFIXES[end.lower()]
    if name.endswith(".j2"):
        end = name.removesuffix(".j2").rpartition(".")[2].lower()
        return name, format or SUFFIXES.get(end, "text")
    return name, format or "text"


def _template(network: Network, name: str, format: str) -> tuple[UserTemplate | None, DiskTemplates]:
    """What the user named, or a template of that name; with where it finds what it includes."""
    if not name.endswith(".j2") and "/" not in name:
        finder = DiskTemplates(network)
        return find_user_template(network, name, format, finder), finder
    folder, last = os.path.split(name)
    finder = DiskTemplates(network, folder or ".")
    for directory in (folder or ".", os.path.join(network.directory, folder)):
        source = DiskTemplates(network, directory).read(directory, last)
        if source is not None:
            where = last if directory == "." else os.path.join(directory, last)
            return UserTemplate(where, source), finder
    problem = Problem("unknown-report", f"there is no report template `{name}`", hint="name an existing `.j2` file")
    raise InputError([problem])
