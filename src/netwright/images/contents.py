"""What is in a root file system: packages, size, digest.

Owns: reading. Must not: change anything below the root.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

STATUS = "var/lib/dpkg/status"
_UPSTREAM = re.compile(r"(?:\d+:)?(\d+(?:\.\d+)*)")


class Contents(NamedTuple):
    """Size and digest of a tree."""

    size_bytes: int
    digest: str


def packages(root: Path) -> dict[str, str]:
    """Installed packages and their versions. Raises OSError when the tree has no package database."""
    found, name = {}, ""
    for line in (root / STATUS).read_text(encoding="utf-8").splitlines():
        key, _, value = line.partition(": ")
        if key == "Package":
            name = value
        elif key == "Version":
            found[name] = value
    return dict(sorted(found.items()))


def upstream(version: str) -> str:
    """Release of a package: `1:10.3-2+deb13u1` -> `10.3`."""
    match = _UPSTREAM.match(version)
    return match[1] if match else version


def read_tree(root: Path) -> Contents:
    """Size and digest over names, kinds, modes and contents, in the order of names."""
    total = hashlib.sha256()
    size = 0
    for name, status in _entries(str(root), ""):
        total.update(f"{name}\0{status.st_mode:o}\0".encode(errors="surrogateescape"))
        place = os.path.join(root, name)
        if stat.S_ISLNK(status.st_mode):
            total.update(os.fsencode(os.readlink(place)))
        elif stat.S_ISREG(status.st_mode):
            size += status.st_size
            with open(place, "rb") as file:
                total.update(hashlib.file_digest(file, "sha256").digest())
    return Contents(size, total.hexdigest())


def _entries(directory: str, prefix: str) -> Iterator[tuple[str, os.stat_result]]:
    with os.scandir(directory) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        name = f"{prefix}{entry.name}"
        yield name, entry.stat(follow_symlinks=False)
        if entry.is_dir(follow_symlinks=False):
            yield from _entries(entry.path, f"{name}/")
