"""A seccomp filter that lets setgroups(2) and its like succeed without doing anything.

Owns: one small BPF program. Must not: forbid anything. In a user namespace with a single group id the kernel
refuses setgroups (user_namespaces(7)); daemons and tcpdump that drop privileges take the refusal as fatal,
although the only group there is is the one they have. Packages that are unpacked there ask for owners that do
not exist. Source: seccomp(2), linux/bpf_common.h.
"""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Sequence
from typing import NamedTuple

SECCOMP_SET_MODE_FILTER = 1
SECCOMP_FILTER_FLAG_SPEC_ALLOW = 4
RET_ALLOW = 0x7FFF0000
RET_ERRNO_0 = 0x00050000
_LOAD, _JUMP_EQUAL, _RETURN = 0x20, 0x15, 0x06
_NR_OFFSET, _ARCH_OFFSET = 0, 4


class Machine(NamedTuple):
    """Numbers of one architecture."""

    audit_arch: int
    setgroups: int
    seccomp: int
    ownership: tuple[int, ...]
    """Calls that change the owner of files or the ids of a process."""


_GENERIC = (54, 55, 143, 144, 145, 146, 147, 149, 151, 152)
MACHINES = {
    "x86_64": Machine(0xC000003E, 116, 317, (92, 93, 94, 260, 105, 106, 113, 114, 117, 119, 122, 123)),
    "aarch64": Machine(0xC00000B7, 159, 277, _GENERIC),
    "riscv64": Machine(0xC00000F3, 159, 277, _GENERIC),
}


class _Program(ctypes.Structure):
    """struct sock_fprog."""

    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def program(machine: Machine, calls: Sequence[int]) -> bytes:
    """If it is one of these calls of this architecture: errno 0; else allow."""
    last = len(calls) - 1
    steps = (
        (_LOAD, 0, 0, _ARCH_OFFSET),
        (_JUMP_EQUAL, 0, len(calls) + 2, machine.audit_arch),
        (_LOAD, 0, 0, _NR_OFFSET),
        *((_JUMP_EQUAL, last - place, int(place == last), call) for place, call in enumerate(calls)),
        (_RETURN, 0, 0, RET_ERRNO_0),
        (_RETURN, 0, 0, RET_ALLOW),
    )
    return b"".join(struct.pack("=HBBI", *step) for step in steps)


def ignore_setgroups() -> bool:
    """Install the filter for this process and all it starts; False where that is not possible."""
    machine = MACHINES.get(os.uname().machine)
    return machine is not None and _install(machine, (machine.setgroups,))


def ignore_ownership() -> bool:
    """The same, also for calls that change owners and ids: what is unpacked belongs to the one id there is."""
    machine = MACHINES.get(os.uname().machine)
    return machine is not None and _install(machine, (machine.setgroups, *machine.ownership))


def _install(machine: Machine, calls: Sequence[int]) -> bool:
    code = program(machine, calls)
    prepared = _Program(len(code) // 8, code)
    libc = ctypes.CDLL(None, use_errno=True)
    result: int = libc.syscall(
        ctypes.c_long(machine.seccomp),
        ctypes.c_uint(SECCOMP_SET_MODE_FILTER),
        ctypes.c_uint(SECCOMP_FILTER_FLAG_SPEC_ALLOW),
        ctypes.byref(prepared),
    )
    return result == 0
