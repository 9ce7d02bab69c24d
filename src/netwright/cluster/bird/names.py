"""Names in BIRD's configuration that Calico's resources give or imply.

Owns: naming. Must not: know statements.
"""

from __future__ import annotations

import hashlib
from typing import Literal

from ...addr import Family

Dialect = Literal["bird1", "bird2"]
"""`bird1`: BIRD 1.6, a daemon and a file per family, as Calico runs it. `bird2`: BIRD 2, one of each."""
Direction = Literal["import", "export"]

MAX_SYMBOL_CHARACTERS = 64
_HASH_CHARACTERS = 16


def filter_function(name: str, direction: Direction, family: Family) -> str:
    """`'bgp_NAME_importFilterV4'`: quoted, as names of resources have dots and dashes; long names end in a hash."""
    before, after = "bgp_", f"_{direction}Filter{'V4' if family == 4 else 'V6'}"
    room = MAX_SYMBOL_CHARACTERS - len(before) - len(after)
    if len(name) > room:
        digest = hashlib.sha256(name.encode()).hexdigest()[:_HASH_CHARACTERS]
        name = f"{name[: room - _HASH_CHARACTERS - 1]}_{digest}"
    return f"'{before}{name}{after}'"


def pattern(text: str) -> str:
    """A pattern for names of interfaces, in quotes; what cannot stand in them is matched by `?`, any character."""
    return '"' + "".join("?" if c == '"' or not c.isprintable() else c for c in text) + '"'


def of_family(name: str, family: Family, dialect: Dialect) -> str:
    """A name that every family has its own of: they share a file in BIRD 2."""
    return name if dialect == "bird1" else f"{name}_v{family}"
