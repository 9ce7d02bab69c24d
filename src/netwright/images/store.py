"""Built images on disk: one directory an image, below the user's cache directory.

Owns: the layout, listing, removing, the lock of builders. Must not: build.

    <cache>/images/frr-10/manifest.json     what it was made from and what is in it
    <cache>/images/frr-10/root/             the root file system
    <cache>/images/.new-frr-10/             a build in progress, or what a killed one left
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import msgspec

from ..errors import HostError
from .recipes import Recipe, find

CACHE_VARIABLE = "NETWRIGHT_CACHE"
MANIFEST = "manifest.json"
ROOT = "root"
NEW = ".new-"
OLD = ".old-"


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What an image was made from and what is in it."""

    name: str
    recipe: str
    """Hash of the recipe it was made from."""
    suite: str
    architecture: str
    mirror: str
    """Empty = mmdebstrap's default."""
    built_at: float
    """Seconds since the epoch."""
    packages: dict[str, str]
    """Version of every package."""
    versions: dict[str, str]
    """Version of each daemon suite: {"frr": "10.3"}."""
    size_bytes: int
    digest: str
    """SHA-256 over names, kinds, modes and contents of all files: equal images have equal digests."""


class Image(msgspec.Struct, frozen=True, kw_only=True):
    """A built image."""

    manifest: Manifest
    directory: Path

    @property
    def name(self) -> str:
        return self.manifest.name

    @property
    def root(self) -> Path:
        return self.directory / ROOT

    @property
    def current(self) -> bool:
        """Whether the recipe is still the one it was made from."""
        recipe = find(self.name)
        return recipe is not None and recipe.hash == self.manifest.recipe


def cache_directory(environment: Mapping[str, str]) -> Path:
    """$NETWRIGHT_CACHE, else netwright below $XDG_CACHE_HOME or ~/.cache (XDG base directories)."""
    chosen = environment.get(CACHE_VARIABLE)
    if chosen:
        return Path(chosen).absolute()
    base = environment.get("XDG_CACHE_HOME", "")
    return Path(base if os.path.isabs(base) else os.path.expanduser("~/.cache")) / "netwright"


def file_error(error: OSError, doing: str) -> HostError:
    """What the system refused, in one line."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        remedy = f"free some space, or set {CACHE_VARIABLE} to a directory elsewhere"
        return HostError(f"no space left on the disk while {doing}", remedy=remedy)
    where = f" ({os.fsdecode(error.filename)})" if error.filename else ""
    remedy = f"set {CACHE_VARIABLE} to a directory of your own" if error.errno in (errno.EACCES, errno.EROFS) else ""
    return HostError(f"{doing}: {error.strerror}{where}", remedy=remedy)


class Store:
    """The images of one user."""

    def __init__(self, cache: str | os.PathLike[str]) -> None:
        self.base = Path(cache) / "images"

    @classmethod
    def of_user(cls) -> Store:
        return cls(cache_directory(os.environ))

    def directory(self, name: str) -> Path:
        return self.base / name.replace(":", "-")

    def get(self, name: str) -> Image | None:
        """A built image; None when there is none that is whole."""
        return _read(self.directory(name))

    def ready(self, recipe: Recipe) -> Image | None:
        """The image of a recipe, when it is built and the recipe has not changed since."""
        image = self.get(recipe.name)
        return image if image is not None and image.current else None

    def all(self) -> tuple[Image, ...]:
        """Every whole image, by name."""
        try:
            entries = sorted(entry for entry in self.base.iterdir() if not entry.name.startswith("."))
        except OSError:
            return ()
        return tuple(image for entry in entries if (image := _read(entry)) is not None)

    def remove(self, name: str) -> None:
        """Raises HostError. No image: nothing to do."""
        place = self.directory(name)
        try:
            if place.exists():
                old = self.base / f"{OLD}{place.name}"
                remove_tree(old)
                place.rename(old)  # gone at once: a removal that is interrupted leaves no half image
                remove_tree(old)
        except OSError as error:
            raise file_error(error, f"removing image {name}") from error

    @contextlib.contextmanager
    def locked(self, waiting: Callable[[], None]) -> Iterator[None]:
        """One builder at a time; what killed ones left is removed. `waiting` is called while another one works."""
        try:
            self.base.mkdir(parents=True, exist_ok=True)
            lock = os.open(self.base, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except OSError as error:
            raise file_error(error, f"preparing {self.base}") from error
        try:
            while not _try(lock):
                waiting()
                time.sleep(0.2)
            self._remove_leftovers()
            yield
        finally:
            os.close(lock)

    def _remove_leftovers(self) -> None:
        for entry in self.base.iterdir():
            if entry.name.startswith((NEW, OLD)):
                remove_tree(entry)

    def new(self, name: str) -> Path:
        """An empty directory to build in. Use with the lock held."""
        place = self.base / f"{NEW}{self.directory(name).name}"
        remove_tree(place)
        place.mkdir()
        return place

    def publish(self, new: Path, manifest: Manifest) -> Image:
        """Make what was built the image of its name; the manifest is written last, then it appears at once."""
        (new / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(manifest)) + b"\n")
        self.remove(manifest.name)
        place = self.directory(manifest.name)
        new.rename(place)
        return Image(manifest=manifest, directory=place)


def _try(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _read(directory: Path) -> Image | None:
    try:
        manifest = read_manifest(directory / MANIFEST)
    except HostError:
        return None
    return Image(manifest=manifest, directory=directory) if (directory / ROOT).is_dir() else None


def read_manifest(path: str | os.PathLike[str]) -> Manifest:
    """Raises HostError when it is not there or none."""
    try:
        return msgspec.json.decode(Path(path).read_bytes(), type=Manifest)
    except (OSError, msgspec.MsgspecError) as error:
        raise HostError(f"cannot read the manifest {path}: {error}") from error


def remove_tree(path: Path) -> None:
    """Remove a directory of our own; directories nobody may write are made writable first. Raises OSError."""
    if not path.is_dir():
        return
    for place, directories, _files in os.walk(path):
        for name in directories:
            below = os.path.join(place, name)
            if not os.path.islink(below) and os.stat(below).st_mode & 0o700 != 0o700:
                os.chmod(below, 0o700)
    shutil.rmtree(path)
