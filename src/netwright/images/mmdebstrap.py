"""Making a root file system with mmdebstrap, and what it says when it cannot, in one line.

Owns: its command line, progress and errors. Must not: know where images are kept.
Source: mmdebstrap(1), apt_preferences(5).
"""

from __future__ import annotations

import os
import re
import selectors
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from ..errors import HostError
from ..lab.host import find_program
from . import sandbox
from .recipes import EXCLUDED, VARIANT, Recipe

PROGRAM = "mmdebstrap"
MIRROR_VARIABLE = "NETWRIGHT_MIRROR"
EPOCH = "1754697600"
"""SOURCE_DATE_EPOCH of every build (the release of Debian 13): the same packages give the same files."""
STAGES = (
    "running apt-get update",
    "downloading packages",
    "extracting archives",
    "installing essential",
    "installing remaining",
    "cleaning package lists",
)
"""What mmdebstrap announces, in order."""
_POLL_S = 0.2
_MOUNT = 'mount --rbind {devices} "$1/dev" && mount --rbind /proc "$1/proc"'
_UNMOUNT = 'umount -l "$1/dev" "$1/proc"'


class Order(NamedTuple):
    """One root file system to make."""

    recipe: Recipe
    target: Path
    """It is made here; its parent is ours to write into."""
    mirror: str
    pins: Mapping[str, str]
    """Versions packages must have; empty = the newest of the suite."""


class Complaint(NamedTuple):
    """Something apt or mmdebstrap prints, and what it means."""

    pattern: re.Pattern[str]
    what: str
    remedy: str = ""


COMPLAINTS = (
    Complaint(
        re.compile(r"No space left on device|not enough free space|Disk quota exceeded", re.I),
        "no space left on the disk",
        "free some space, or set NETWRIGHT_CACHE to a directory elsewhere",
    ),
    Complaint(
        re.compile(r"NO_PUBKEY|public key is not available|Missing key|no suitable keyring|is not signed", re.I),
        "the keys that sign this Debian release are not on this host",
        "run `apt-get install debian-archive-keyring`",
    ),
    Complaint(re.compile(r"does not have a Release file|\b404\b"), "the mirror has no such release"),
    Complaint(re.compile(r"Unable to locate package (?P<name>\S+)"), "the mirror has no package {name}"),
    Complaint(
        re.compile(r"resolving|Could not connect|Unable to connect|Network is unreachable|timed out|Failed to fetch"),
        "the mirror cannot be reached",
        f"look at the network and http_proxy, or name another mirror with `--mirror` or {MIRROR_VARIABLE}",
    ),
)


def make(order: Order, watch: Callable[[int], None]) -> None:
    """Make it. `watch` is called all the time with the number of finished stages, and may raise to end the build.

    Raises HostError; what was made until then stays in `target`.
    """
    program = find_program(PROGRAM)
    if program is None:
        raise HostError(
            f"program {PROGRAM} is not installed",
            needed_by=f"building image {order.recipe.name}",
            remedy=f"run `apt-get install --no-install-recommends {PROGRAM}`",
        )
    scratch = order.target.parent / "tmp"
    devices = order.target.parent / "dev"
    for directory in (scratch, devices):
        directory.mkdir()
    python = [sys.executable, "-P", "-S", "-m", sandbox.__name__, str(os.getpid()), str(devices)]
    process = subprocess.Popen(
        [*python, program, *arguments(order, devices)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=_environment(scratch),
        start_new_session=True,
    )
    try:
        said = _follow(process, watch)
        status = process.wait()
    finally:
        process.kill()
        process.wait()
        _drain(process)
    if status:
        raise failure(order.recipe.name, said, status)
    for directory in (scratch, devices, order.target / "dev"):
        shutil.rmtree(directory)
    (order.target / "dev").mkdir()  # nodes bring their own; who is root would have got some here


def arguments(order: Order, devices: Path) -> list[str]:
    """What mmdebstrap is given."""
    options = [f"--dpkgopt=path-exclude={pattern}" for pattern in EXCLUDED]
    if order.pins:
        preferences = order.target.parent / "tmp" / "preferences"
        preferences.write_text(pinned(order.pins))
        options.append(f'--setup-hook=cp {shlex.quote(str(preferences))} "$1/etc/apt/preferences"')
        options.append('--customize-hook=rm "$1/etc/apt/preferences"')
    return [
        f"--variant={VARIANT}",
        "--mode=root",
        "--format=directory",
        "--skip=chroot/mount",  # its own way needs to make devices; the sandbox has brought some
        '--aptopt=APT::Sandbox::User "root"',
        f"--extract-hook={_MOUNT.format(devices=shlex.quote(str(devices)))}",
        f"--customize-hook={_UNMOUNT}",
        *options,
        f"--include={','.join(order.recipe.packages)}",
        order.recipe.suite,
        str(order.target),
        *([order.mirror] if order.mirror else []),
    ]


def pinned(versions: Mapping[str, str]) -> str:
    """apt preferences that take these versions, older ones too."""
    return "".join(
        f"Package: {name}\nPin: version {version}\nPin-Priority: 1001\n\n" for name, version in versions.items()
    )


def _environment(scratch: Path) -> dict[str, str]:
    path = os.pathsep.join(entry for entry in sys.path if entry)
    return dict(os.environ, PYTHONPATH=path, TMPDIR=str(scratch), SOURCE_DATE_EPOCH=EPOCH, LC_ALL="C.UTF-8")


def _follow(process: subprocess.Popen[bytes], watch: Callable[[int], None]) -> list[str]:
    """Until it ends; what it said."""
    assert process.stderr is not None
    output = process.stderr.fileno()
    os.set_blocking(output, False)
    text, done = bytearray(), 0
    with selectors.DefaultSelector() as selector:
        selector.register(output, selectors.EVENT_READ)
        while True:
            if selector.select(_POLL_S):
                data = os.read(output, 1 << 16)
                if not data:
                    return text.decode(errors="replace").splitlines()
                text += data
                said = text.decode(errors="replace")
                done = sum(stage in said for stage in STAGES)
            watch(done)


def _drain(process: subprocess.Popen[bytes]) -> None:
    """Wait until the last process of the build has closed its end: then nothing writes any more."""
    if process.stderr is not None:
        os.set_blocking(process.stderr.fileno(), True)
        process.stderr.read()
        process.stderr.close()


def failure(name: str, said: list[str], status: int) -> HostError:
    """Why mmdebstrap (or its sandbox) failed."""
    needed_by = f"building image {name}"
    if status == sandbox.FAILED and said:
        return HostError(said[-1], needed_by=needed_by)
    text = "\n".join(said)
    for complaint in COMPLAINTS:
        match = complaint.pattern.search(text)
        if match:
            return HostError(complaint.what.format(**match.groupdict()), needed_by=needed_by, remedy=complaint.remedy)
    errors = [line for line in said if line.startswith(("E:", "dpkg: error"))] or said or ["it said nothing"]
    return HostError(f"mmdebstrap failed with status {status}: {errors[0].strip()}", needed_by=needed_by)
