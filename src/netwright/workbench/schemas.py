"""The topology format as a JSON Schema, for editors.

Owns: the verb. Must not: know the format (the schema room generates it).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import msgspec

from ..schema.export import json_schema
from .writing import writing


def topology_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of topology files.

    It checks what stands in one file; references between values (nodes, VLANs, policies) are found by `lint` and
    by reading.
    """
    return json_schema()


def write_schema(path: str | os.PathLike[str]) -> None:
    """Write the schema to a file. Raises HostError."""
    with writing(path):
        Path(path).write_bytes(schema_text())


def schema_text() -> bytes:
    """The schema as compact JSON with a final line end: a megabyte that programs read, not people."""
    return msgspec.json.encode(topology_schema()) + b"\n"
