"""Root file systems for nodes, made from Debian packages and kept per user: `frr:10`, `bird:3.1`, ...

    RECIPES, find("frr:10.3") -> Recipe | None, is_ours(name)         names (`recipes`)
    Store.of_user(): all(), get(name), ready(recipe), remove(name)    what is built (`store`)
    building.build(recipe, store, now, observer=...) -> Image         builds it unless it is there

An image is a directory that labs mount read-only; nothing in it is ever changed. No registry, no container program,
no root: a build runs in namespaces of its own (`sandbox`).
"""

from __future__ import annotations

from .recipes import EVERYWHERE, RECIPES, TOOLS, USUAL, Recipe, find, hint, is_ours, packages_of, providing
from .store import Image, Manifest, Store, read_manifest

__all__ = [
    "EVERYWHERE",
    "RECIPES",
    "TOOLS",
    "USUAL",
    "Image",
    "Manifest",
    "Recipe",
    "Store",
    "find",
    "hint",
    "is_ours",
    "packages_of",
    "providing",
    "read_manifest",
]
