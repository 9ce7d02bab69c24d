"""image: root file systems of nodes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from .. import options as o
from . import add

if TYPE_CHECKING:
    from ...images import Image


def register(app: typer.Typer) -> None:
    add(app, image)


def image(
    action: Annotated[Literal["build", "list", "remove"], typer.Argument(help="build, list or remove.")],
    names: Annotated[list[str] | None, typer.Argument(metavar="[IMAGE]...", help="Such as frr:10 or bird:3.1.")] = None,
    mirror: Annotated[
        str | None, typer.Option("--mirror", metavar="URL", help="Debian mirror to take packages from.")
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Build also what is built already.")] = False,
    like: Annotated[
        Path | None, typer.Option("--like", metavar="MANIFEST", help="Give packages the versions of an earlier build.")
    ] = None,
    json: o.Json = False,
    quiet: o.Quiet = False,
) -> int:
    """Build, list or remove images: root file systems that nodes run on in place of this host's files."""
    if action == "list":
        _list(names or [], json=json)
        return 0
    if not names:
        from ...errors import InputError, Problem
        from ...images import RECIPES

        hint = f"netwright image {action} {next(iter(RECIPES))}"
        raise InputError([Problem("image-arguments", f"image {action} needs the name of an image", hint=hint)])
    if action == "remove":
        _remove(names, json=json, quiet=quiet)
    else:
        _build(names, mirror=mirror, again=again, like=like, json=json, quiet=quiet)
    return 0


def _build(names: list[str], *, mirror: str | None, again: bool, like: Path | None, json: bool, quiet: bool) -> None:
    from ...workbench import build_image
    from ..output import Talk, print_json

    built = []
    for name in names:
        with Talk(quiet=quiet) as talk:
            built.append(build_image(name, mirror=mirror, again=again, like=like, observer=talk))
        if not json and not quiet:
            print(f"{built[-1].name}: {_versions(built[-1])}, {built[-1].root}")
    if json:
        print_json([_plain(found) for found in built])


def _list(names: list[str], *, json: bool) -> None:
    """What is built, and for people also what could be."""
    import datetime

    from ...images import RECIPES, find
    from ...workbench import list_images
    from ..output import print_json, print_table

    wanted = {recipe.name if (recipe := find(name)) is not None else name for name in names}
    built = {found.name: found for found in list_images() if not wanted or found.name in wanted}
    if json:
        print_json([_plain(found) for found in built.values()])
        return
    rows = []
    for name in dict.fromkeys((*(name for name in RECIPES if not wanted or name in wanted), *built)):
        found = built.get(name)
        if found is None:
            rows.append([name, "not built", ", ".join(RECIPES[name].packages[:1]), RECIPES[name].suite, "", "", ""])
            continue
        at = datetime.datetime.fromtimestamp(found.manifest.built_at).strftime("%Y-%m-%d %H:%M")
        size = f"{found.manifest.size_bytes / 1e6:.0f} MB"
        state = "built" if found.current else "outdated"
        rows.append([name, state, _versions(found), found.manifest.suite, size, at, str(found.directory)])
    print_table(["image", "state", "daemons", "Debian", "size", "built at", "directory"], rows)


def _remove(names: list[str], *, json: bool, quiet: bool) -> None:
    from ...workbench import remove_image
    from ..output import print_json, stderr

    for name in names:
        remove_image(name)
        if not quiet:
            stderr().print(f"image {name} is removed", markup=False)
    if json:
        print_json(names)


def _versions(image: Image) -> str:
    return ", ".join(f"{device} {version}" for device, version in image.manifest.versions.items())


def _plain(image: Image) -> dict[str, Any]:
    import msgspec

    data: dict[str, Any] = msgspec.to_builtins(image.manifest)
    return {**data, "current": image.current, "directory": str(image.directory), "root": str(image.root)}
