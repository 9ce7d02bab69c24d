"""`new`: a commented topology to start from.

Owns: writing it, and never over something else. Must not: ask anybody.
"""

from __future__ import annotations

import os
from pathlib import Path

from ..errors import InputError, Problem, Span
from ..starters import starter_text
from .writing import writing


def new_topology(
    kind: str, path: str | os.PathLike[str] | None = None, *, force: bool = False, **parameters: object
) -> str:
    """The text of a topology of a kind (`leaf-spine`, `isp`, `enterprise`, `route-server`), written to a file if asked.

    `parameters` are those of the kind (`netwright.starters.KINDS`); what is not given is the default. An existing
    file is replaced with `force` only. Raises InputError, HostError.
    """
    text = starter_text(kind, parameters)
    if path is not None:
        _write(Path(path), text, force=force)
    return text


def _write(path: Path, text: str, *, force: bool) -> None:
    with writing(path):
        try:
            with path.open("w" if force else "x", encoding="utf-8") as stream:
                stream.write(text)
        except FileExistsError:
            hint = "`--force` replaces it, `-o FILE` writes another"
            raise InputError([Problem("file-exists", "the file exists and is kept", Span(str(path)), hint)]) from None
