"""Documents against CRDs.

Owns: choosing the schema, and what is said when the library for it is missing. Must not: validate by itself.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any

from ...errors import HostError, Problems
from ...model import Map, Seq
from ..resources import Document
from .defaults import fill_defaults
from .definitions import Crds

REQUIREMENT = "cel-python>=0.5,<0.6"
"""What the extra `crds` of the project asks for; it brings google-re2."""


def check_crds(documents: Iterable[Document], crds: Crds, problems: Problems) -> None:
    """Add a problem for everything that a definition refuses in a resource it is for.

    A document with an error is left out: that mistake is known. Raises HostError without cel-python.
    """
    try:
        from .structure import check_structure
    except ImportError as error:
        raise HostError(
            f"the Python package `{error.name}` is missing",
            needed_by="the validation of resources by CRDs",
            remedy=f"run `{sys.executable} -m pip install '{REQUIREMENT}'`",
        ) from None
    known = {(problem.span.file, problem.span.line) for problem in problems.errors}
    for document in documents:
        schema = crds.schemas.get((document.version, document.kind))
        if schema is not None and not (known and _lines(document.tree) & known):
            check_structure(fill_defaults(document.tree, schema), schema, problems)


def _lines(tree: Map) -> set[tuple[str, int]]:
    """Lines that a document's values stand in."""
    found = {tree.span[:2]}
    pending: list[Any] = [tree]
    while pending:
        item = pending.pop()
        if isinstance(item, Map):
            found.update(span[:2] for span in (*item.keys_at.values(), *item.values_at.values()))
            pending += item.values()
        elif isinstance(item, Seq):
            found.update(span[:2] for span in item.items_at)
            pending += item
    return found
