"""Attributes of cloned nodes (plugin `node.clone`)."""

from __future__ import annotations

from .types import TEXT, A, Int, Table

PATTERN = "{name[:13]}-{id:02d}"
CLONE = Table(
    {
        "count": A(Int(1, 10000), "number of clones"),
        "start": A(Int(0), "number of the first clone; 1 unless given"),
        "step": A(Int(1), "difference between numbers of clones; 1 unless given"),
    }
)
NAMES = Table({"node_name_pattern": A(TEXT, f"names of clones, a format string; `{PATTERN}` unless given")})
