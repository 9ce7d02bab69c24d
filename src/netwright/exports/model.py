"""What an export is: files with paths relative to a directory, and what to do with them.

Owns: the types. Must not: write anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from ..model import LabPlan, Network

FrrKind = Literal["linux", "frr"]


class ExportFile(msgspec.Struct, frozen=True):
    """One file."""

    path: str
    """Relative to the directory of the export."""
    content: str
    mode: int = 0o644


class Export(msgspec.Struct, frozen=True, kw_only=True):
    """Everything one format consists of; the first file is the one others are read from."""

    format: str
    files: tuple[ExportFile, ...]
    next_step: str = ""
    """A command that uses it, run in its directory."""


class Release(msgspec.Struct, frozen=True):
    """Where a node's daemons come from: a package of a Debian release."""

    suite: str
    package: str = ""
    """Empty = it has no daemons of the node's device."""
    version: str = ""
    """Release of the daemons, `10.3`."""
    in_place_of: frozenset[str] = frozenset()
    """Packages that bring the same daemons."""


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """What an export is made of."""

    network: Network
    plan: LabPlan
    """Custom configuration included, for the releases that run in the exported lab."""
    releases: Mapping[str, Release] = {}
    """By node: the release its `image` names."""
    usual: Mapping[str, Release] = {}
    """By device: the release of nodes that name none."""
    suite: str = ""
    """Debian release of images with other programs alone."""
    tools: tuple[str, ...] = ()
    """Packages of every image that is built."""
    frr_kind: FrrKind = "linux"
    """Kind of FRR nodes in containerlab."""
