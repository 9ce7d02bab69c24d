"""A seccomp filter that lets setgroups(2) succeed without doing anything.

Owns: one small BPF program. Must not: forbid anything. In a user namespace with a single group id the kernel
refuses setgroups (user_namespaces(7)); daemons and tcpdump that drop privileges take the refusal as fatal,
although the only group there is is the one they have. Source: seccomp(2), linux/bpf_common.h.
"""

from __future__ import annotations

import ctypes
import os
import struct
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


MACHINES = {
    "x86_64": Machine(0xC000003E, 116, 317),
    "aarch64": Machine(0xC00000B7, 159, 277),
    "riscv64": Machine(0xC00000F3, 159, 277),
}


class _Program(ctypes.Structure):
    """struct sock_fprog."""

    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def program(machine: Machine) -> bytes:
    """If this architecture's setgroups: errno 0; else allow."""
    steps = (
        (_LOAD, 0, 0, _ARCH_OFFSET),
        (_JUMP_EQUAL, 0, 3, machine.audit_arch),
        (_LOAD, 0, 0, _NR_OFFSET),
        (_JUMP_EQUAL, 0, 1, machine.setgroups),
        (_RETURN, 0, 0, RET_ERRNO_0),
        (_RETURN, 0, 0, RET_ALLOW),
    )
    return b"".join(struct.pack("=HBBI", *step) for step in steps)


def ignore_setgroups() -> bool:
    """Install the filter for this process and all it starts; False where that is not possible."""
    machine = MACHINES.get(os.uname().machine)
    if machine is None:
        return False
    code = program(machine)
    prepared = _Program(len(code) // 8, code)
    libc = ctypes.CDLL(None, use_errno=True)
    result: int = libc.syscall(
        ctypes.c_long(machine.seccomp),
        ctypes.c_uint(SECCOMP_SET_MODE_FILTER),
        ctypes.c_uint(SECCOMP_FILTER_FLAG_SPEC_ALLOW),
        ctypes.byref(prepared),
    )
    return result == 0
