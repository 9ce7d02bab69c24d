"""Lab directories: where a new lab lives.

A lab lives in `<directory of the topology>/.netwright/<name>`, or in `./.netwright/<name>` when that cannot be
written. Owns: this rule. Must not: look into a lab directory (see `finding`).
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from ..errors import LabError

BASE = ".netwright"
_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*")


def lab_directory(
    topology_directory: str | os.PathLike[str],
    name: str,
    *,
    chosen: str | os.PathLike[str] | None = None,
    instance: str | None = None,
) -> Path:
    """Where a new lab lives. `chosen` wins; `instance` takes the name's place."""
    if chosen is not None:
        return Path(chosen).absolute()
    last = instance or name
    if not _NAME.fullmatch(last):
        raise LabError(f"`{last}` cannot be the name of a lab", hint="use letters, digits, `-` and `_`")
    base = Path(topology_directory).absolute()
    if not _writable(base / BASE if (base / BASE).is_dir() else base):
        base = Path.cwd()
    return base / BASE / last


def _writable(path: Path) -> bool:
    return os.access(path, os.W_OK | os.X_OK)
