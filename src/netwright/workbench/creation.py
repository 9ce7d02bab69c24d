"""Writing a designed network: its data, every node's files and scripts, and the topology's own files.

Owns: what lies where in the output directory. Must not: write anywhere else, start anything.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import msgspec

from ..errors import NOWHERE, HostError, InputError, Problem
from ..model import LabPlan, Network, NodePlan
from ..render import inventory
from .planning import plan

NETWORK = "network.json"
PLAN = "plan.json"
NODE_FILES = "nodes"
COLLECTED = "collected"
_SUFFIX = {"shell": "sh", "vtysh": "vtysh", "birdc": "birdc", "file": "conf"}


class CreatedLab(msgspec.Struct, frozen=True, kw_only=True):
    """What `create` wrote."""

    network: Network
    plan: LabPlan
    directory: Path
    files: tuple[Path, ...]


def create(network: Network, directory: str | os.PathLike[str]) -> CreatedLab:
    """Write the network and all device files into a directory. Raises InputError, HostError.

    `network.json` (the inventory), `plan.json` (what a lab would do), `nodes/<node>/<path in the node>`,
    `nodes/<node>/custom/<n>-<name>`, and the files of the topology's `files` section.
    """
    target = Path(directory).absolute()
    planned = plan(network, target)
    contents: dict[str, tuple[bytes, int]] = {
        NETWORK: (msgspec.json.format(msgspec.json.encode(inventory(network), enc_hook=str)) + b"\n", 0o644),
        PLAN: (msgspec.json.format(msgspec.json.encode(planned)) + b"\n", 0o644),
    }
    for node in planned.nodes:
        contents.update(_node_files(node))
    written = [write_inside(target, path, data, mode) for path, (data, mode) in contents.items()]
    written += write_files(network, target)
    return CreatedLab(network=network, plan=planned, directory=target, files=tuple(written))


def _node_files(node: NodePlan) -> dict[str, tuple[bytes, int]]:
    base = f"{NODE_FILES}/{node.name}"
    result = {f"{base}{file.path}": (file.content.encode(), file.mode) for file in node.files}
    for position, snippet in enumerate(node.snippets):
        safe = "".join(c if c.isalnum() or c in "-_." else "_" for c in snippet.name)
        path = f"{base}/custom/{position:02}-{safe}.{_SUFFIX[snippet.kind]}"
        result[path] = (snippet.text.encode(), 0o644)
    return result


def write_files(network: Network, directory: Path) -> list[Path]:
    """Write the `files` section into the lab directory. Raises InputError for a path that leaves it."""
    return [write_inside(directory, path, text.encode()) for path, text in network.files.items()]


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
    for name in (NETWORK, PLAN):
        (directory / name).unlink(missing_ok=True)
    for name in (NODE_FILES, COLLECTED):
        shutil.rmtree(directory / name, ignore_errors=True)


def write_inside(directory: Path, path: str, data: bytes, mode: int = 0o644) -> Path:
    """Write one file below a directory, links resolved. Raises InputError, HostError."""
    target = directory / path
    if not target.resolve().is_relative_to(directory.resolve()):
        raise InputError([Problem("path-outside-lab", f"`{path}` leaves the lab directory {directory}", NOWHERE)])
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        target.chmod(mode)
    except OSError as error:
        raise HostError(f"cannot write {target}: {error.strerror}") from error
    return target
