"""Files as an argument: reading never opens a file by itself.

Owns: the `FileReader` and `DirectoryReader` protocols, the disk, and a dictionary for tests.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol


class FileReader(Protocol):
    """What reading needs of a file system."""

    def read(self, path: str, limit: int) -> bytes | None:
        """Content, at most `limit` + 1 bytes; None when there is no such file. Raises OSError."""
        ...

    def is_file(self, path: str) -> bool: ...


class DirectoryReader(FileReader, Protocol):
    """A reader that knows what is in a directory, too."""

    def names(self, path: str) -> list[str] | None:
        """Names of the files of a directory, sorted; None when it is no directory. Raises OSError."""
        ...


class DiskFiles:
    """The real file system."""

    def read(self, path: str, limit: int) -> bytes | None:
        try:
            with Path(path).open("rb") as stream:
                return stream.read(limit + 1)
        except (FileNotFoundError, NotADirectoryError):
            return None

    def is_file(self, path: str) -> bool:
        return os.path.isfile(path)

    def names(self, path: str) -> list[str] | None:
        if not os.path.isdir(path):
            return None
        return sorted(entry.name for entry in os.scandir(path) if entry.is_file())


class MemoryFiles:
    """Files in a dictionary, for tests: absolute path -> text."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self._files = dict(files)

    def read(self, path: str, limit: int) -> bytes | None:
        text = self._files.get(os.path.normpath(path))
        return None if text is None else text.encode()[: limit + 1]

    def is_file(self, path: str) -> bool:
        return os.path.normpath(path) in self._files

    def names(self, path: str) -> list[str] | None:
        directory = os.path.join(os.path.normpath(path), "")
        found = sorted(name[len(directory) :] for name in self._files if name.startswith(directory))
        return [name for name in found if os.sep not in name] if found else None
