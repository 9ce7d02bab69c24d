"""Writing a designed network: its data, every node's files and scripts, and the topology's own files.

Owns: what lies where in the output directory. Must not: write anywhere else, start anything.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from ..errors import NOWHERE, InputError, Problem
from ..model import LabPlan, Network, NodePlan
from ..model.snippets import kept_files, snippet_mode, snippet_path
from ..render import inventory
from ..render.documents import json_text
from .memory import collector_paused
from .planning import plan
from .writing import writing

NETWORK = "network.json"
NODE_FILES = "nodes"
COLLECTED = "collected"


class CreatedLab(msgspec.Struct, frozen=True, kw_only=True):
    """What `create` wrote."""

    network: Network
    plan: LabPlan
    directory: Path
    files: tuple[Path, ...]


def create(network: Network, directory: str | os.PathLike[str]) -> CreatedLab:
    """Write the network and all device files into a directory. Raises InputError, HostError.

    `network.json` (the inventory), `nodes/<node>/<path in the node>`, `nodes/<node>/custom/<n>-<name>`, and the
    files of the topology's `files` section. What daemons read from volatile directories is left out: it repeats
    parts of their configuration.
    """
    target = Path(directory).absolute()
    with collector_paused():
        planned = plan(network, target)
        with Tree(target) as tree:
            _write(tree, network, planned)
    return CreatedLab(network=network, plan=planned, directory=target, files=tuple(tree.written))


def _write(tree: Tree, network: Network, planned: LabPlan) -> None:
    tree.write(NETWORK, json_text(inventory(network)).encode())
    for node in planned.nodes:
        for path, data, mode in _node_files(node):
            tree.write(path, data, mode)
    for path, text in network.files.items():
        tree.write(path, text.encode())


def _node_files(node: NodePlan) -> Iterator[tuple[str, bytes, int]]:
    base = f"{NODE_FILES}/{node.name}"
    for file in kept_files(node):
        yield f"{base}{file.path}", file.content.encode(), file.mode
    for position, snippet in enumerate(node.snippets):
        yield f"{base}/{snippet_path(position, snippet)}", snippet.text.encode(), snippet_mode(snippet)


def write_files(network: Network, directory: Path) -> list[Path]:
    """Write the `files` section into the lab directory. Raises InputError for a path that leaves it."""
    with Tree(directory) as tree:
        for path, text in network.files.items():
            tree.write(path, text.encode())
    return tree.written


def remove_files(paths: list[str], directory: Path) -> None:
    """Remove what `write_files` wrote, and directories that became empty."""
    for name in paths:
        path = directory / name
        if not path.resolve().is_relative_to(directory.resolve()):
            continue
        path.unlink(missing_ok=True)
        for parent in path.parents:
            if parent == directory or not parent.is_relative_to(directory):
                break
            try:
                parent.rmdir()
            except OSError:
                break


def remove_created(directory: Path) -> None:
    """Remove what `create` and `collect` wrote into a lab directory."""
    (directory / NETWORK).unlink(missing_ok=True)
    for name in (NODE_FILES, COLLECTED):
        shutil.rmtree(directory / name, ignore_errors=True)


class Tree:
    """Writes files below one directory and never outside it, links resolved; a block that fails leaves none of them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.written: list[Path] = []
        self._new: list[Path] = []
        self._made: list[Path] = []
        self._directories: set[str] = set()
        """Where files were written: directories that are inside, links resolved."""
        self._below = os.path.join(root, "")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind is not None:
            self.undo()

    def write(self, path: str, data: bytes, mode: int = 0o644) -> None:
        """Raises InputError for a path that leaves the directory, HostError when it cannot be written."""
        target = os.path.join(self.root, path)
        parent = os.path.dirname(target)
        with writing(target):
            self._enter(parent, path)
            if os.path.islink(target):
                self._inside(target, path)
            if os.path.exists(target):
                _replace(target, data, mode)
            else:
                self._new.append(Path(target))
                _put(target, data, mode)
            self.written.append(Path(target))

    def undo(self) -> None:
        """Remove the files and directories that were not there before."""
        for path in self._new:
            path.unlink(missing_ok=True)
        for path in reversed(self._made):
            with contextlib.suppress(OSError):
                path.rmdir()
        self.written.clear()

    def _enter(self, directory: str, path: str) -> None:
        """Make a directory and those above it, from the root down."""
        if directory in self._directories:
            return
        above = [directory]
        while above[-1].startswith(self._below):
            above.append(os.path.dirname(above[-1]))
        for place in reversed(above):
            if place not in self._directories:
                self._make(place, path)
                self._directories.add(place)

    def _make(self, directory: str, path: str) -> None:
        """What is new below a directory that is inside is inside, without a look."""
        if directory.startswith(self._below) and _is_new(directory):
            self._made.append(Path(directory))
            return
        self._inside(directory, path)
        if not os.path.isdir(directory):
            above = (Path(directory), *Path(directory).parents)
            self._made += reversed([*takewhile(lambda place: not place.exists(), above)])
            os.makedirs(directory, exist_ok=True)

    def _inside(self, target: str, path: str) -> None:
        root = os.path.realpath(self.root)
        real = os.path.realpath(target)
        if real != root and not real.startswith(root + os.sep):
            raise InputError([Problem("path-outside-lab", f"`{path}` leaves the lab directory {self.root}", NOWHERE)])


def _is_new(directory: str) -> bool:
    """Make a directory; False when there is something of its name."""
    try:
        os.mkdir(directory)
    except FileExistsError:
        return False
    return True


def _put(target: str, data: bytes, mode: int) -> None:
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, mode)
    with open(descriptor, "wb") as stream:
        stream.write(data)


def _replace(target: str, data: bytes, mode: int) -> None:
    """What was there stays when the new content does not fit on the disk."""
    real = os.path.realpath(target)
    new = f"{real}.netwright-new"
    try:
        _put(new, data, mode)
        os.replace(new, real)
    finally:
        if os.path.lexists(new):
            os.unlink(new)


def write_inside(directory: Path, path: str, data: bytes, mode: int = 0o644) -> Path:
    """Write one file below a directory, links resolved. Raises InputError, HostError."""
    with Tree(directory) as tree:
        tree.write(path, data, mode)
    return tree.written[0]
