"""What a host may lack, as one-line errors: user namespaces and programs.

Owns: the wording and the remedies. Must not: create anything.
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..errors import HostError
from ..model import LabPlan, NodePlan
from ..model.snippets import interpreter
from .syscalls import CLONE_NEWNET, CLONE_NEWPID, CLONE_NEWUSER

SEARCH_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


class Sysctl(NamedTuple):
    """A setting that forbids user namespaces when it has the given value."""

    name: str
    forbids: str
    remedy: str


_USERNS_SYSCTLS = (
    Sysctl("kernel.unprivileged_userns_clone", "0", "sudo sysctl -w kernel.unprivileged_userns_clone=1"),
    Sysctl("user.max_user_namespaces", "0", "sudo sysctl -w user.max_user_namespaces=15000"),
    Sysctl(
        "kernel.apparmor_restrict_unprivileged_userns",
        "1",
        "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0",
    ),
)


_CAP_SYS_ADMIN = 21
_TRY_NAMESPACES = f"""
import ctypes, sys
libc = ctypes.CDLL(None, use_errno=True)
sys.exit(ctypes.get_errno() if libc.unshare({CLONE_NEWUSER}) or libc.unshare({CLONE_NEWNET | CLONE_NEWPID}) else 0)
"""
"""A program of its own: namespaces once entered cannot be left."""


def read_sysctl(name: str) -> str | None:
    try:
        with open("/proc/sys/" + name.replace(".", "/")) as file:
            return file.read().strip()
    except OSError:
        return None


@functools.cache
def refused_namespaces() -> HostError | None:
    """Why this process may not have namespaces of its own; None when it may. Asked once."""
    if _capable():
        return None
    forbidden = _forbidding_sysctl()
    if forbidden is not None:
        return forbidden
    done = subprocess.run([sys.executable, "-I", "-S", "-c", _TRY_NAMESPACES], check=False, capture_output=True)
    if done.returncode == 0:
        return None
    return userns_error(OSError(done.returncode, os.strerror(done.returncode), "unshare"))


def _capable() -> bool:
    """Whether we are a root with CAP_SYS_ADMIN."""
    with open("/proc/self/status") as file:
        effective = next((line.split()[1] for line in file if line.startswith("CapEff:")), "0")
    return os.geteuid() == 0 and bool(int(effective, 16) >> _CAP_SYS_ADMIN & 1)


def _forbidding_sysctl() -> HostError | None:
    for sysctl in _USERNS_SYSCTLS:
        if read_sysctl(sysctl.name) == sysctl.forbids:
            return HostError(
                f"user namespaces are not available: sysctl {sysctl.name} is {sysctl.forbids}",
                needed_by="running a lab as an ordinary user",
                remedy=f"run `{sysctl.remedy}`, or run as root",
            )
    return None


def userns_error(error: OSError) -> HostError:
    """Why namespaces were refused."""
    return _forbidding_sysctl() or HostError(
        f"namespaces are not available: {error.strerror} ({error.filename})",
        needed_by="running a lab",
        remedy="in a container allow them (`--privileged`, or `--security-opt seccomp=unconfined "
        "--security-opt apparmor=unconfined`), or run as root",
    )


def missing_program(program: str, package: str, needed_by: str) -> HostError:
    return HostError(
        f"program {program} is not installed", needed_by=needed_by, remedy=f"run `apt-get install {package}`"
    )


def find_program(program: str, root: str | None = None) -> str | None:
    """Absolute path of an executable in a node's root, looked up like the nodes look it up."""
    if root is not None:
        places = [program] if "/" in program else [f"{place}/{program}" for place in SEARCH_PATH.split(":")]
        return next((place for place in places if os.access(root + place, os.X_OK)), None)
    if "/" in program:
        return program if os.access(program, os.X_OK) else None
    return shutil.which(program, path=SEARCH_PATH)


class Needed(NamedTuple):
    """A program a node cannot do without."""

    program: str
    package: str
    needed_by: str


def needed_programs(node: NodePlan) -> Iterator[Needed]:
    """Of its daemons, and interpreters of configuration that is not in a language every node has."""
    for daemon in node.daemons:
        yield Needed(daemon.argv[0], daemon.package, f"daemon {daemon.name} of node {node.name}")
    for snippet in node.snippets:
        if snippet.package:
            yield Needed(interpreter(snippet), snippet.package, f"configuration {snippet.name} of node {node.name}")


def require_programs(plan: LabPlan) -> None:
    """Raises HostError for the first program that is not installed; names its package."""
    seen: set[tuple[str | None, str]] = set()
    for node in plan.nodes:
        if node.root is not None and not os.path.isdir(node.root):
            raise HostError(f"the image in {node.root} is gone", needed_by=f"node {node.name}")
        for program, package, user in needed_programs(node):
            if (node.root, program) in seen:
                continue
            seen.add((node.root, program))
            if find_program(program, node.root) is not None:
                continue
            if node.root is not None:
                raise HostError(f"program {program} is not in the image in {node.root}", needed_by=user)
            raise missing_program(program, package, user)


def names(items: Iterable[str], limit: int = 3) -> str:
    """`a, b, c and 4 more`."""
    found = list(items)
    more = len(found) - limit
    return ", ".join(found[:limit]) + (f" and {more} more" if more > 0 else "")
