"""Files that are written on request. Owns: saying what hinders it. Must not: know what is in them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import HostError


@contextmanager
def writing(path: str | os.PathLike[str]) -> Iterator[None]:
    """Around whatever writes a file: an OSError becomes a HostError that names it."""
    try:
        yield
    except OSError as error:
        raise HostError(f"cannot write {path}: {error.strerror or error}") from error


def write_text(path: str | os.PathLike[str], text: str) -> None:
    """Write a text as UTF-8, its line ends as they are. Raises HostError."""
    with writing(path):
        Path(path).write_text(text, encoding="utf-8", newline="")
