"""Reports of a user's own: Jinja2 templates over the inventory, in the sandbox.

Owns: where a template of a name is searched, what it sees. Must not: touch the disk (files come through
`TemplateFinder`). Source: the format's "Creating Reports with Custom Output Formats".

Search order: `defaults.outputs.report.<name>` of the topology; then, in each directory of the finder,
`reports/<name>.<suffix>.j2`, `reports/<name>.j2`; a name that is no report's may also be a file beside the topology.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from jinja2 import TemplateRuntimeError

from ..errors import InputError, Problem
from ..model import Network
from ..render import FailedTemplateError, NodeInventory, TemplateFinder, inventory, leaves, loader, rendered
from .catalog import REPORTS, find_report, unknown_report
from .model import Selection, make
from .writers.html import page
from .writers.json import document

FOLDER = "reports"
_ENDS: Mapping[str, tuple[str, ...]] = {
    "text": (".j2", ".txt.j2"),
    "html": (".html.j2",),
    "markdown": (".md.j2",),
    "csv": (".csv.j2",),
    "json": (".json.j2",),
}


class UserTemplate(NamedTuple):
    """A template that was found."""

    where: str
    """File name, or the name of the setting that holds it."""
    source: str


def find_user_template(network: Network, name: str, format: str, finder: TemplateFinder) -> UserTemplate | None:
    """The template for a report in a format; one of a built-in report's name takes its place in that format."""
    inline = network.defaults.get("outputs", {}).get("report", {}).get(name)
    if isinstance(inline, str) and format == "text":
        return UserTemplate(f"defaults.outputs.report.{name}", inline)
    if leaves(name):
        return None
    for directory in finder.directories:
        for path in _candidates(name, format):
            source = finder.read(directory, path)
            if source is not None:
                return UserTemplate(f"{directory}/{path}" if directory != "." else path, source)
    return None


def _candidates(name: str, format: str) -> Iterator[str]:
    """A built-in report is not replaced by a file that merely has its name, nor in formats it is not written for."""
    own = find_report(name) is None
    ends = (*_ENDS[format], ".j2") if own else _ENDS[format]
    for folder in (f"{FOLDER}/", "") if own else (f"{FOLDER}/",):
        yield from (f"{folder}{name}{end}" for end in dict.fromkeys(ends))


class Reports(Mapping[str, Mapping[str, Any]]):
    """`reports` of a template: tables of every built-in report, each computed when first asked for."""

    def __init__(self, selection: Selection) -> None:
        self._selection = selection
        self._made: dict[str, Mapping[str, Any]] = {}

    def __getitem__(self, name: str) -> Mapping[str, Any]:
        spec = find_report(name)
        if spec is None:
            unknown = unknown_report(name)
            raise TemplateRuntimeError(f"{unknown.message}; {unknown.hint}")
        if spec.name not in self._made:
            self._made[spec.name] = document(make(spec, self._selection))["tables"]
        return self._made[spec.name]

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and find_report(name) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(REPORTS)

    def __len__(self) -> int:
        return len(REPORTS)


def render_user_template(template: UserTemplate, name: str, selection: Selection, finder: TemplateFinder) -> str:
    """The text a template makes. Raises InputError with the place in the template."""
    network = selection.network
    data = inventory(network)
    data["nodes"] = {node: values for node, values in data["nodes"].items() if node in selection.names}
    data["hostvars"] = NodeInventory(network)
    data["reports"] = Reports(selection)
    data["report"] = name
    load = loader(network, template.where, template.source, finder)
    try:
        return rendered(template.where, template.source, data, load, {})
    except FailedTemplateError as error:
        message = f"template of report `{name}` fails: {error.message}"
        raise InputError([Problem("report-template-error", message, error.span)]) from None


def as_page(text: str, title: str) -> str:
    """A whole page of what a template for HTML makes; a page it already is stays."""
    return text if "<html" in text[:2000].lower() else page(title, text)
