"""What manifests are: files with paths relative to a directory, and what each of them holds.

Owns: the types. Must not: write anything.
"""

from __future__ import annotations

from typing import Any

import msgspec

Tree = dict[str, Any]
"""A resource as plain data."""
PRIVATE, PUBLIC = 0o600, 0o644


class ManifestFile(msgspec.Struct, frozen=True, kw_only=True):
    """One file; its content is no part of what it prints, since it may hold passwords."""

    path: str
    """Relative to the directory."""
    content: str
    mode: int = PUBLIC
    resources: tuple[str, ...] = ()
    """What it holds, in order: `BGPPeer tor`, `Secret calico-system/bgp`."""

    def __repr__(self) -> str:
        return f"ManifestFile({self.path!r})"


class Manifests(msgspec.Struct, frozen=True, kw_only=True):
    """Files in the order in which they are applied; the README is the first."""

    files: tuple[ManifestFile, ...]

    @property
    def texts(self) -> dict[str, str]:
        """Contents by path."""
        return {file.path: file.content for file in self.files}
