"""Kernel modules in the guest, loaded without a program: each start of one would cost more than the module.

Owns: finding dependencies and loading. Must not: choose modules. Source: modules.dep(5), finit_module(2).
"""

from __future__ import annotations

import ctypes
import errno
import os
from collections.abc import Iterable
from pathlib import Path

MODULES = "/usr/lib/uml/modules"
SYS_FINIT_MODULE = 313
"""On x86-64, the only machine User-mode Linux runs on."""


def dependencies(text: str) -> dict[str, tuple[str, ...]]:
    """Module name -> its file and the files it needs, nearest first; from the content of modules.dep."""
    found = {}
    for line in text.splitlines():
        file, _colon, needed = line.partition(":")
        found[module_name(file)] = (file, *needed.split())
    return found


def module_name(file: str) -> str:
    """`kernel/net/8021q/8021q.ko` is `8021q`; a dash in a file's name is an underscore in the module's."""
    return os.path.basename(file).partition(".")[0].replace("-", "_")


def load_order(wanted: Iterable[str], known: dict[str, tuple[str, ...]]) -> list[str]:
    """Files in an order in which they can be loaded; modules that do not exist are left out."""
    order: dict[str, None] = {}
    for name in wanted:
        for file in reversed(known.get(name, ())):
            order[file] = None
    return list(order)


def load_modules(wanted: Iterable[str], root: str = MODULES) -> None:
    """Load modules of the running kernel. Raises OSError when one that exists is refused."""
    base = Path(root) / os.uname().release
    known = dependencies((base / "modules.dep").read_text())
    libc = ctypes.CDLL(None, use_errno=True)
    for file in load_order(wanted, known):
        fd = os.open(base / file, os.O_RDONLY | os.O_CLOEXEC)
        try:
            if libc.syscall(ctypes.c_long(SYS_FINIT_MODULE), ctypes.c_int(fd), ctypes.c_char_p(b""), ctypes.c_int(0)):
                number = ctypes.get_errno()
                if number != errno.EEXIST:
                    raise OSError(number, os.strerror(number), file)
        finally:
            os.close(fd)
