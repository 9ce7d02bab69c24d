"""The JSON Schema document of the topology format.

Owns: the outermost level. Must not: know keys of elements.
"""

from __future__ import annotations

from typing import Any

from .declared import declares
from .elements import elements
from .emit import Emitter

DIALECT = "https://json-schema.org/draft/2020-12/schema"
DESCRIPTION = "A topology file of the netlab format, as Netwright reads it"


def json_schema() -> dict[str, Any]:
    """The format as a JSON Schema (2020-12).

    A topology that declares attributes of its own is checked by a second variant in which elements and modules
    may have any further attribute.
    """
    known = elements()
    definitions: dict[str, Any] = {}
    closed = Emitter(known, definitions).element("topology")
    extended = Emitter(known, definitions, extended=True).element("topology")
    return {
        "$schema": DIALECT,
        "description": DESCRIPTION,
        "type": "object",
        "if": declares(),
        "then": extended,
        "else": closed,
        "$defs": dict(sorted(definitions.items())),
    }
