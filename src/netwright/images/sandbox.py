"""The process a build runs in: private mounts and process ids, and an ordinary user is root of its own files.

Owns: `python -m netwright.images.sandbox PARENT DEVICES PROGRAM ARGUMENTS...`. Must not: know what runs in it. It dies
with its parent, and with it every process and mount of the build: whatever ends a build, nothing of it runs on.
An ordinary user needs no subordinate ids: there is one id, and calls that would give files to another succeed
without effect (`lab.seccomp`). Source: user_namespaces(7), pid_namespaces(7).
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from typing import NoReturn

from ..errors import HostError
from ..lab.host import userns_error
from ..lab.seccomp import ignore_ownership
from ..lab.supervisor.namespaces import enter_user_namespace
from ..lab.syscalls import (
    CLONE_NEWIPC,
    CLONE_NEWNS,
    CLONE_NEWPID,
    CLONE_NEWUTS,
    MS_NODEV,
    MS_NOEXEC,
    MS_NOSUID,
    MS_PRIVATE,
    MS_REC,
    bind,
    die_with_parent,
    mount,
    unshare,
)

FAILED = 3
"""Exit status of a sandbox that could not be made; its last line says why."""
DEVICES = ("null", "zero", "full", "random", "urandom", "tty")
_NAMESPACES = CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWUTS | CLONE_NEWIPC


def enter() -> None:
    """Leave the host's namespaces; the next fork is PID 1 of the new ones. Raises HostError."""
    try:
        if os.geteuid() == 0:
            with contextlib.suppress(PermissionError):
                unshare(_NAMESPACES)
                return
        enter_user_namespace()
        unshare(_NAMESPACES)
    except OSError as error:
        raise userns_error(error) from error
    if not ignore_ownership():
        raise HostError(
            f"the kernel of this {os.uname().machine} takes no seccomp filter",
            needed_by="building an image as an ordinary user",
            remedy="build it as root",
        )


def prepare(devices: str) -> None:
    """As PID 1: own /proc, and in `devices` (an empty directory) a /dev with a few devices of the host."""
    mount("none", "/", None, MS_REC | MS_PRIVATE)
    mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC)
    mount("netwright", devices, "tmpfs", MS_NOSUID, "mode=755")
    for name in DEVICES:
        with open(f"{devices}/{name}", "w"):
            pass
        bind(f"/dev/{name}", f"{devices}/{name}")
    for name, target in (("fd", "/proc/self/fd"), ("stdin", "fd/0"), ("stdout", "fd/1"), ("stderr", "fd/2")):
        os.symlink(target, f"{devices}/{name}")


def run(devices: str, argv: list[str]) -> NoReturn:
    """Become the sandboxed program. Raises HostError, OSError."""
    die_with_parent()
    prepare(devices)
    os.execvp(argv[0], argv)


def main(arguments: list[str]) -> int:
    """The program's exit status."""
    parent, devices, *argv = arguments
    die_with_parent()
    if os.getppid() != int(parent):
        return FAILED  # it ended before we asked to be told
    try:
        enter()
    except HostError as error:
        sys.stderr.write(f"{error}\n")
        return FAILED
    child = os.fork()
    if not child:
        try:
            run(devices, argv)
        except OSError as error:
            sys.stderr.write(f"cannot prepare the build: {error.strerror} ({error.filename})\n")
        os._exit(FAILED)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
