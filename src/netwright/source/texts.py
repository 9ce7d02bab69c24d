"""Reads a text of the user's. Owns: how large it may be, how it is decoded, what is said when it cannot be had."""

from __future__ import annotations

from ..errors import Problems, Span
from .files import FileReader

_MB = 1024 * 1024


def read_text(files: FileReader, path: str, limit: int, asked_at: Span, problems: Problems) -> str | None:
    """UTF-8 text of at most `limit` bytes, whole MB; a problem and None when it cannot be had.

    `asked_at`: where a file that cannot be read is named.
    """
    try:
        data = files.read(path, limit)
    except OSError as error:
        problems.error("unreadable-file", f"cannot read `{path}`: {error.strerror or error}", asked_at)
        return None
    if data is None:
        problems.error("missing-file", f"no such file: `{path}`", asked_at)
        return None
    if len(data) > limit:
        problems.error("file-too-large", f"larger than {limit // _MB} MB; this file is refused", Span(path))
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line_start = before.rfind(b"\n") + 1
        column = len(before[line_start:].decode("utf-8-sig" if line_start == 0 else "utf-8")) + 1
        problems.error(
            "not-utf8",
            f"not UTF-8 text: byte {error.start} is {data[error.start]:#04x}",
            Span(path, before.count(b"\n") + 1, column),
            "save the file as UTF-8",
        )
        return None
