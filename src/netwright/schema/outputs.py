"""The settings of outputs that are checked (`defaults.outputs`): those of diagrams, and templates of reports.

Owns: the table. Must not: hold values. Source: the format's "Creating Reports with Custom Output Formats".
"""

from __future__ import annotations

from collections.abc import Mapping

from . import graph
from .types import TEXT, A, MapOf, Type

REPORT = A(TEXT, "a Jinja2 template: the report of this name in text")
OUTPUTS: Mapping[str, Type] = {**graph.OUTPUTS, "report": MapOf(REPORT.type, "a mapping of names to templates")}
