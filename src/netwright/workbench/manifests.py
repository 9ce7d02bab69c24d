"""The verb `cluster_manifests`: what to apply to real clusters, as data or in a directory.

Owns: writing the directory: all files or none, and no file that somebody else wrote or changed.
Must not: print, apply anything.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from ..cluster.manifests import ManifestFile, Manifests, make_manifests
from ..errors import InputError, Problem, Span
from .loading import TOPOLOGY, load_clusters
from .writing import writing

RECORD = ".netwright-manifests"
"""Digests of the files that were written, by path: what differs is not ours to replace."""
_MOST_NAMED = 3


class WrittenManifests(msgspec.Struct, frozen=True, kw_only=True):
    """What `cluster_manifests` made."""

    manifests: Manifests
    written: tuple[Path, ...] = ()
    notices: tuple[str, ...] = ()
    """Of the network's design."""
    problems: tuple[Problem, ...] = ()
    """Warnings and notices of what was read."""


def cluster_manifests(
    topology: str | os.PathLike[str] = TOPOLOGY,
    target: str | os.PathLike[str] | None = None,
    *,
    settings: Iterable[str] = (),
    plugins: Iterable[str] = (),
) -> WrittenManifests:
    """What to apply to the clusters of a topology; in the directory `target`, or, without it, as data alone.

    Files of a former run are replaced, those that the design no longer has are removed. Raises InputError when the
    topology has mistakes or no clusters, or when a file is in the way that was not written here or was changed since;
    HostError when writing fails.
    """
    loaded = load_clusters(topology, settings=settings, plugins=plugins)
    if not loaded.clusters:
        hint = "a section `clusters` describes them"
        raise InputError([Problem("no-clusters", "the topology has no clusters", Span(str(topology)), hint)])
    made = make_manifests(loaded.clusters)
    written = write_manifests(made, target) if target is not None else ()
    return WrittenManifests(manifests=made, written=written, notices=loaded.network.notices, problems=loaded.problems)


def write_manifests(made: Manifests, target: str | os.PathLike[str]) -> tuple[Path, ...]:
    """Write a directory. Raises InputError when a file of somebody else is in the way, HostError."""
    place = Path(target).absolute()
    with writing(place):
        if os.path.lexists(place):
            _replace(place, made.files)
        else:
            _create(place, made.files)
    return tuple(place / file.path for file in made.files)


def _create(place: Path, files: Iterable[ManifestFile]) -> None:
    """A directory appears with all its files."""
    place.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix=f".{place.name}-", dir=place.parent))
    try:
        _fill(new, files)
        new.chmod(0o777 & ~_umask())
        new.rename(place)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise


def _replace(place: Path, files: Iterable[ManifestFile]) -> None:
    """Files are written beside the old ones, and take their places when all are there."""
    files = tuple(files)
    recorded = _read_record(place)
    _refuse_others(place, files, recorded)
    new = Path(tempfile.mkdtemp(prefix=".netwright-new-", dir=place))
    try:
        _fill(new, files)
        for name in (*(file.path for file in files), RECORD):
            (place / name).parent.mkdir(exist_ok=True)
            os.replace(new / name, place / name)
        for name in set(recorded) - {file.path for file in files}:
            _remove(place, name, recorded[name])
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _fill(directory: Path, files: Iterable[ManifestFile]) -> None:
    for file in files:
        _write(directory / file.path, file.content.encode(), file.mode)
    digests = {file.path: _digest(file.content.encode()) for file in files}
    _write(directory / RECORD, msgspec.json.encode(digests), 0o600)


def _write(path: Path, data: bytes, mode: int) -> None:
    path.parent.mkdir(exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
    with open(descriptor, "wb") as stream:
        stream.write(data)


def _refuse_others(place: Path, files: Iterable[ManifestFile], recorded: Mapping[str, str]) -> None:
    """Raises InputError when a file would be lost that is not what was written here."""
    digests = {file.path: _digest(file.content.encode()) for file in files}
    found = [name for name, digest in digests.items() if not _is_ours(place, name, (digest, recorded.get(name)))]
    if not place.is_dir():
        found = [place.name]
    if found:
        named = ", ".join(f"`{name}`" for name in found[:_MOST_NAMED])
        more = f" and {len(found) - _MOST_NAMED} more" if len(found) > _MOST_NAMED else ""
        message = f"{named}{more} in {place} would be lost: they were not written by `manifests`, or changed since"
        raise InputError([Problem("foreign-file", message, hint="choose another directory, or remove them")])


def _is_ours(place: Path, name: str, digests: Iterable[str | None]) -> bool:
    """Whether nothing is there, or what we wrote; nothing on the way is a link or a file."""
    path = place / name
    if path.parent != place and os.path.lexists(path.parent) and (path.parent.is_symlink() or not path.parent.is_dir()):
        return False
    if not os.path.lexists(path):
        return True
    return path.is_file() and not path.is_symlink() and _digest(path.read_bytes()) in digests


def _remove(place: Path, name: str, digest: str) -> None:
    """A file of a former run, unless somebody changed it, and its directory when nothing else is in it."""
    path = place / name
    if path.is_file() and _is_ours(place, name, (digest,)):
        path.unlink()
        if path.parent != place and not any(path.parent.iterdir()):
            path.parent.rmdir()


def _read_record(place: Path) -> dict[str, str]:
    """Of a former run; empty without one. Paths that lead elsewhere are not ours."""
    path = place / RECORD
    if path.is_symlink() or not path.is_file():
        return {}
    try:
        found = msgspec.json.decode(path.read_bytes(), type=dict[str, str])
    except msgspec.DecodeError:
        return {}
    return {name: digest for name, digest in found.items() if not os.path.isabs(name) and ".." not in Path(name).parts}


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _umask() -> int:
    """Of this process; reading it means setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
