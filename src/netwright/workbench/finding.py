"""Labs that were started: which of them a command means.

Owns: the rules for names and directories a user gives. Must not: know where new labs live (see `directories`).
"""

from __future__ import annotations

import os
from pathlib import Path

from ..errors import LabError
from ..lab import Lab, LabStatus, discover
from .directories import BASE


def labs_in(directory: str | os.PathLike[str]) -> list[Path]:
    """Lab directories below a directory's `.netwright` that hold anything of a lab."""
    base = Path(directory).absolute() / BASE
    try:
        found = sorted(entry for entry in base.iterdir() if entry.is_dir())
    except OSError:
        return []
    return [path for path in found if _started(path)]


def _started(path: Path) -> bool:
    try:
        Lab.attach(path)
    except LabError:
        return False
    return True


def all_labs() -> tuple[LabStatus, ...]:
    """Labs of the working directory, in any state, and every running lab of this user."""
    running = {Path(status.directory): status for status in discover()}
    here = {path: Lab.attach(path).status() for path in labs_in(".") if path not in running}
    return tuple(status for _, status in sorted({**running, **here}.items()))


def find_lab(which: str | os.PathLike[str] | None = None) -> Path:
    """The lab directory a command means.

    `which` is a name, a lab directory, or a directory or topology with one lab. Without it: the only lab of the
    working directory, else the only running lab of this user. Raises LabError that names the choices.
    """
    if which is not None:
        return _named(os.fspath(which))
    for candidates in (labs_in("."), [Path(status.directory) for status in discover()]):
        if candidates:
            return _only(candidates)
    raise LabError("no lab is running", hint="start one with `netwright up`")


def _named(which: str) -> Path:
    path = Path(which).absolute()
    if path.is_dir() and _started(path):
        return path
    near = labs_in(path if path.is_dir() else path.parent) if os.path.exists(path) else []
    if near:
        return _only(near)
    here = [lab for lab in labs_in(".") if lab.name == which]
    running = discover()
    named = [Path(s.directory) for s in running if which in (s.name, Path(s.directory).name)]
    candidates = here or named
    if candidates:
        return _only(candidates)
    known = sorted({lab.name for lab in labs_in(".")} | {status.name for status in running})
    hint = f"there are {', '.join(known)}" if known else "no lab is running; start one with `netwright up`"
    raise LabError(f"there is no lab `{which}`", hint=hint)


def _only(candidates: list[Path]) -> Path:
    if len(candidates) == 1:
        return candidates[0]
    running = [path for path in candidates if Lab.attach(path).pid is not None]
    if len(running) == 1:
        return running[0]
    choices = ", ".join(str(path) for path in running or candidates)
    raise LabError("several labs could be meant", hint=f"choose one with `--lab`: {choices}")


def shortest_name(place: Path) -> str | None:
    """What `find_lab` needs to find this lab: nothing (None), its directory's name, or its path."""
    for which in (None, place.name):
        try:
            if find_lab(which) == place:
                return which
        except LabError:
            continue
    return os.path.relpath(place)
