"""Exports: a designed network as files of other tools.

Pure: a `Source` (network and plan) comes in, files come out as data. Nothing here writes or runs anything.
"""

from __future__ import annotations

from .catalog import FORMATS, Format, find_format
from .clab_check import violations
from .model import Export, ExportFile, FrrKind, Release, Source

__all__ = [
    "FORMATS",
    "Export",
    "ExportFile",
    "Format",
    "FrrKind",
    "Release",
    "Source",
    "find_format",
    "violations",
]
