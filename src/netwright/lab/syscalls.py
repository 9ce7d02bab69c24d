"""The few Linux system calls Python 3.11 lacks: namespaces, mounts, death signals.

Owns: ctypes bindings. Must not: decide anything. Sources: namespaces(7), mount(2), mount_setattr(2), pty(7).
"""

from __future__ import annotations

import ctypes
import errno
import os
from pathlib import Path
from typing import Any

CLONE_NEWNS = 0x00020000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000

MS_RDONLY = 1
MS_NOSUID = 2
MS_NODEV = 4
MS_NOEXEC = 8
MS_REMOUNT = 32
MS_BIND = 4096
MS_REC = 16384
MS_PRIVATE = 1 << 18
MNT_DETACH = 2

AT_FDCWD = -100
AT_RECURSIVE = 0x8000
MOUNT_ATTR_RDONLY = 1
SYS_MOUNT_SETATTR = 442
PR_SET_PDEATHSIG = 1
PR_SET_NAME = 15
PR_SET_CHILD_SUBREAPER = 36
PR_SET_DUMPABLE = 4

_libc = ctypes.CDLL(None, use_errno=True)


class _MountAttr(ctypes.Structure):
    """struct mount_attr of mount_setattr(2)."""

    _fields_ = (
        ("attr_set", ctypes.c_uint64),
        ("attr_clr", ctypes.c_uint64),
        ("propagation", ctypes.c_uint64),
        ("userns_fd", ctypes.c_uint64),
    )


def _check(result: int, what: str) -> None:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), what)


def unshare(flags: int) -> None:
    _check(_libc.unshare(flags), "unshare")


def setns(fd: int, kind: int) -> None:
    _check(_libc.setns(fd, kind), "setns")


def mount(source: str, target: str, fstype: str | None = None, flags: int = 0, data: str = "") -> None:
    kind = fstype.encode() if fstype else None
    options = data.encode() if data else None
    _check(
        _libc.mount(source.encode(), target.encode(), kind, ctypes.c_ulong(flags), options),
        f"mount {fstype or source} on {target}",
    )


def bind(source: str, target: str) -> None:
    mount(source, target, None, MS_BIND)


def bind_all(source: str, target: str) -> None:
    """Bind with everything mounted below."""
    mount(source, target, None, MS_BIND | MS_REC)


def make_root(directory: str) -> None:
    """Make a mount point the root of the mount namespace and forget the old root. Source: pivot_root(2), NOTES."""
    os.chdir(directory)
    _check(_libc.pivot_root(b".", b"."), "pivot_root")
    _check(_libc.umount2(b".", MNT_DETACH), "umount")
    os.chdir("/")


def set_read_only(path: str, read_only: bool, *, recursive: bool = False) -> None:
    """Set or clear the read-only flag of a mount point (and of everything below it)."""
    attr = _MountAttr(MOUNT_ATTR_RDONLY if read_only else 0, 0 if read_only else MOUNT_ATTR_RDONLY, 0, 0)
    flags = AT_RECURSIVE if recursive else 0
    result: Any = _libc.syscall(
        ctypes.c_long(SYS_MOUNT_SETATTR),
        ctypes.c_int(AT_FDCWD),
        ctypes.c_char_p(path.encode()),
        ctypes.c_uint(flags),
        ctypes.byref(attr),
        ctypes.c_size_t(ctypes.sizeof(attr)),
    )
    _check(int(result), f"mount_setattr {path}")


def sethostname(name: str) -> None:
    data = name.encode()[:64]
    _check(_libc.sethostname(data, len(data)), "sethostname")


def set_process_name(name: str) -> None:
    """What `ps -e` and /proc/PID/comm show (15 bytes)."""
    _check(_libc.prctl(PR_SET_NAME, name.encode()[:15], 0, 0, 0), "prctl")


def replace_argument(old: str, new: str) -> None:
    """Overwrite one of this process's own arguments where ps(1) reads them, as setproctitle(3) does.

    `new` may not be longer. Source: proc(5), field 48 of /proc/PID/stat. Raises OSError where it is hidden.
    """
    place, data = os.fsencode(old), os.fsencode(new)
    offset = Path("/proc/self/cmdline").read_bytes().index(place)
    start = int(Path("/proc/self/stat").read_text().rpartition(")")[2].split()[45])
    if not start or len(data) > len(place):
        raise OSError(errno.ENAMETOOLONG if start else errno.EPERM, "this process's arguments cannot be replaced")
    ctypes.memmove(start + offset, data.ljust(len(place), b"\0"), len(place))


def die_with_parent() -> None:
    """SIGKILL this process when its parent ends (prctl(2))."""
    _check(_libc.prctl(PR_SET_PDEATHSIG, 9, 0, 0, 0), "prctl")
