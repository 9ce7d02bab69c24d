"""Building an image: once, atomically, with a record of what is in it.

Owns: the order lock - make - check - record - publish. Must not: know how a root file system is made (`mmdebstrap`).
"""

from __future__ import annotations

import os
import platform
from collections.abc import Callable

from ..errors import HostError
from ..model import Observer
from . import contents
from .mmdebstrap import MIRROR_VARIABLE, STAGES, Order, make
from .recipes import Recipe
from .store import ROOT, Image, Manifest, Store, file_error, remove_tree

Maker = Callable[[Order, Callable[[int], None]], None]


class Progress:
    """Tells an observer about one build."""

    def __init__(self, name: str, observer: Observer | None) -> None:
        self._stage, self._observer, self._done, self._told = f"image {name}", observer, 0, False

    def begin(self, recipe: Recipe) -> None:
        if self._observer is not None:
            self._observer.say(f"building {self._stage} from packages of Debian {recipe.suite}: about half a minute")
            self._observer.stage(self._stage, len(STAGES))

    def waiting(self) -> None:
        """Another process builds."""
        if self._observer is not None:
            if not self._told:
                self._observer.say(f"{self._stage}: waiting for another build to end")
                self._told = True
            self._observer.advance(self._stage, 0)

    def watch(self, done: int) -> None:
        """Called all the time: an observer may end the build by raising."""
        if self._observer is not None:
            self._observer.advance(self._stage, done - self._done)
            self._done = done

    def end(self, image: Image, seconds: float) -> None:
        if self._observer is not None:
            size = image.manifest.size_bytes / 1e6
            self._observer.say(f"built {self._stage} in {seconds:.0f} s: {size:.0f} MB in {image.directory}")


def build(
    recipe: Recipe,
    store: Store,
    now: Callable[[], float],
    *,
    mirror: str | None = None,
    again: bool = False,
    like: Manifest | None = None,
    observer: Observer | None = None,
    maker: Maker = make,
) -> Image:
    """The image of a recipe, built unless it is there; `again` builds in any case.

    `now` gives seconds since the epoch. `like` gives every package the version of an earlier build. Whatever ends a
    build, nothing of it is seen. Raises HostError.
    """
    progress = Progress(recipe.name, observer)
    existing = store.ready(recipe)
    if existing is not None and not again and like is None:
        return existing
    with store.locked(progress.waiting):
        existing = store.ready(recipe)  # perhaps built while we waited
        if existing is not None and not again and like is None:
            return existing
        since = now()
        progress.begin(recipe)
        source = mirror if mirror is not None else os.environ.get(MIRROR_VARIABLE, "")
        image = _build(recipe, store, source, like, since, maker, progress)
        progress.end(image, now() - since)
        return image


def _build(
    recipe: Recipe,
    store: Store,
    mirror: str,
    like: Manifest | None,
    built_at: float,
    maker: Maker,
    progress: Progress,
) -> Image:
    try:
        new = store.new(recipe.name)
        try:
            target = new / ROOT
            maker(Order(recipe, target, mirror, like.packages if like is not None else {}), progress.watch)
            found = contents.packages(target)
            check(recipe, found, like)
            tree = contents.read_tree(target)
            manifest = Manifest(
                name=recipe.name,
                recipe=recipe.hash,
                suite=recipe.suite,
                architecture=platform.machine(),
                mirror=mirror,
                built_at=built_at,
                packages=found,
                versions={d: contents.upstream(found[daemons.package]) for d, daemons in recipe.suites.items()},
                size_bytes=tree.size_bytes,
                digest=tree.digest,
            )
            return store.publish(new, manifest)
        finally:
            remove_tree(new)
    except OSError as error:
        raise file_error(error, f"building image {recipe.name}") from error


def check(recipe: Recipe, found: dict[str, str], like: Manifest | None) -> None:
    """What was installed is what was asked for. Raises HostError."""
    for daemons in recipe.suites.values():
        version = contents.upstream(found.get(daemons.package, "none"))
        if not f"{version}.".startswith(f"{daemons.version}."):
            what = f"the mirror's {recipe.suite} has {daemons.package} {version}, not {daemons.version}"
            raise HostError(what, needed_by=f"image {recipe.name}", remedy="name a mirror of Debian with `--mirror`")
    if like is not None and found != like.packages:
        changed = sorted(name for name in {*found, *like.packages} if found.get(name) != like.packages.get(name))
        raise HostError(
            f"the mirror no longer has the packages of the manifest: {', '.join(changed[:5])}"
            + (f" and {len(changed) - 5} more" if len(changed) > 5 else ""),
            needed_by=f"image {recipe.name}",
            remedy="name an archive that has them with `--mirror`",
        )
