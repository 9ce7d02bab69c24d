"""Building, listing and removing images, and building those that nodes of a network need.

Owns: the verbs about images. Must not: make a root file system (`images` does), print.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from pathlib import Path

from ..devices import NodeImage
from ..errors import NOWHERE, InputError, LabError, Problem
from ..images import Image, Recipe, Store, find, hint, read_manifest
from ..images.building import build
from ..lab import Lab, discover
from ..model import Observer


def ready(wanted: Mapping[str, Recipe], observer: Observer | None = None) -> dict[str, NodeImage]:
    """What nodes run on; images that are not there are built. Raises HostError."""
    built = {recipe.name: build_image(recipe.name, observer=observer) for recipe in wanted.values()}
    result = {}
    for node, recipe in wanted.items():
        image = built[recipe.name]
        result[node] = NodeImage(root=str(image.root), versions=image.manifest.versions)
    return result


def build_image(
    name: str,
    *,
    mirror: str | None = None,
    again: bool = False,
    like: str | os.PathLike[str] | None = None,
    observer: Observer | None = None,
) -> Image:
    """Build an image unless it is there and made from the present recipe.

    `mirror` is the URL of a Debian mirror (else $NETWRIGHT_MIRROR, else mmdebstrap's own choice), `like` the manifest
    of an earlier build whose package versions are to be had again. Raises InputError, HostError, LabError.
    """
    recipe = _recipe(name)
    store = Store.of_user()
    manifest = read_manifest(like) if like is not None else None
    if store.get(recipe.name) is not None and (again or manifest is not None or store.ready(recipe) is None):
        _refuse_used(store, recipe.name, "built again")
    return build(recipe, store, time.time, mirror=mirror, again=again, like=manifest, observer=observer)


def list_images() -> tuple[Image, ...]:
    """Every built image of this user."""
    return Store.of_user().all()


def remove_image(name: str) -> None:
    """Raises InputError for an unknown name or an image that is not built, LabError while a lab runs on it."""
    recipe, store = find(name), Store.of_user()
    known = recipe.name if recipe is not None else name
    if store.get(known) is None:
        names = ", ".join(image.name for image in store.all()) or "none"
        raise InputError([Problem("unknown-image", f"image `{name}` is not built", NOWHERE, f"built images: {names}")])
    _refuse_used(store, known, "removed")
    store.remove(known)


def _recipe(name: str) -> Recipe:
    recipe = find(name)
    if recipe is None:
        raise InputError([Problem("unknown-image", f"there is no image `{name}`", NOWHERE, hint(name))])
    return recipe


def _refuse_used(store: Store, name: str, what: str) -> None:
    """Raises LabError when a running lab of this user has nodes on an image."""
    root = str(store.directory(name))
    for status in discover():
        try:
            planned = Lab.attach(status.directory).plan
        except LabError:
            continue  # it ended just now, or it is seen from another root
        if any(node.root is not None and str(Path(node.root).parent) == root for node in planned.nodes):
            advice = f"take it down first: `netwright down {status.directory}`"
            raise LabError(f"image {name} cannot be {what}: lab {planned.name} runs on it", hint=advice)
