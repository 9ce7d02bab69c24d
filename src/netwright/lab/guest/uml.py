"""User-mode Linux as a program: where it is, what it can, what it is told, how much memory it gets.

Owns: its command line and the sizes of guests. Must not: start it. Sources: Documentation/virt/uml of the
Linux kernel, `linux.uml --help`.
"""

from __future__ import annotations

import functools
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from ...errors import HostError
from ...model import LabPlan
from ..features import FEATURES
from ..host import find_program
from .modules import MODULES

PROGRAM = "linux.uml"
PACKAGE = "user-mode-linux"
REMEDY = f"run `apt-get install {PACKAGE}`"

NEEDED = ("CONFIG_HOSTFS", "CONFIG_SSL", "CONFIG_MMAPPER")
"""The host's files, the serial line and shared memory in a guest."""
BASE_MB = 192
"""The kernel, its page cache and the supervisor."""
NODE_MB = 3
"""Namespaces, private files, a shell now and then."""
DAEMON_MB = {"zebra": 14, "ospfd": 10, "ospf6d": 10, "bgpd": 20, "bird": 6}
OTHER_DAEMON_MB = 12
LEAST_MB, MOST_MB = 256, 64 * 1024

_SLOW = "raid6_select_algo,calibrate_xor_blocks,btrfs_init_module"
"""Start-up benchmarks of storage drivers: half of the time a boot takes."""
_LEFT_OUT = ("pty.legacy_count=0", "zswap.enabled=0")
"""Hundreds of terminals of an old kind, and compressed swap: a third of what is left."""
_LOOPS_PER_JIFFY = 5_000_000
"""Given instead of measured for a third of a second; no device of a guest waits in loops."""


class Devices(NamedTuple):
    """Descriptors the guest's process inherits."""

    bell: int
    """Read end: a byte says that the ring holds something."""
    line: int
    """Write end: everything the guest says."""
    ring: int
    runtime: int
    """The lab's runtime directory."""


def find_kernel() -> str | None:
    """The kernel's path, when it is installed with its modules."""
    program = find_program(PROGRAM)
    return program if program is not None and os.path.isdir(MODULES) else None


@functools.cache
def guest_features() -> frozenset[str]:
    """The features of `FEATURES` the guest's kernel was built with; none when it is not installed.

    Raises HostError when the kernel that is installed lacks what reaching a guest takes.
    """
    program = find_kernel()
    if program is None:
        return frozenset()
    shown = subprocess.run([program, "--showconfig"], capture_output=True, text=True, check=False, timeout=30)
    options = set(re.findall(r"^(CONFIG_\w+)=[ym]$", shown.stdout, re.MULTILINE))
    for option in NEEDED:
        if option not in options:
            raise HostError(
                f"{program} was built without {option}",
                needed_by="a lab in a User-mode Linux guest",
                remedy=f"install another build of {PACKAGE}",
            )
    return frozenset(name for name, feature in FEATURES.items() if feature.config in options)


def memory_mb(plan: LabPlan) -> int:
    """What a lab's guest needs, from its nodes and daemons; only what it uses is taken from the host."""
    return min(max(BASE_MB + nodes_mb(plan), LEAST_MB), MOST_MB)


def nodes_mb(plan: LabPlan) -> int:
    """What nodes and their daemons take."""
    daemons = (daemon.name for node in plan.nodes for daemon in node.daemons)
    return NODE_MB * len(plan.nodes) + sum(DAEMON_MB.get(name, OTHER_DAEMON_MB) for name in daemons)


def memory_directory(needed_mb: int, candidates: Sequence[str]) -> str:
    """Where the guest's memory lies: the first directory with room that lets memory be executed.

    Raises HostError when there is none.
    """
    for place in candidates:
        try:
            found = os.statvfs(place)
        except OSError:
            continue
        room = found.f_bavail * found.f_frsize
        if room >= needed_mb << 20 and not found.f_flag & os.ST_NOEXEC and os.access(place, os.W_OK):
            return place
    raise HostError(
        f"no directory has room for a guest's memory of {needed_mb} MB",
        needed_by="User-mode Linux",
        remedy=f"make room in one of {', '.join(candidates)}, or ask for less with `--memory`",
    )


def memory_candidates(runtime: Path) -> tuple[str, ...]:
    return ("/dev/shm", os.environ.get("TMPDIR") or "/tmp", "/var/tmp", str(runtime))


def command_line(program: str, memory: int, devices: Devices, init: Sequence[str], root: str = "/") -> list[str]:
    """How the kernel is started. Raises HostError for paths a kernel's command line cannot hold."""
    for word in (root, *init):
        if re.search(r'[\s"]', word):
            raise HostError(
                f"`{word}` cannot be told to a guest kernel: it has a blank or a quote in its name",
                needed_by="User-mode Linux",
                remedy="move Netwright and its Python to a path without blanks",
            )
    return [
        program,
        f"mem={memory}M",
        "root=/dev/root",
        "rootfstype=hostfs",
        f"rootflags={root}",
        "rw",
        "con=null",
        "con0=null,fd:2",
        f"ssl0=fd:{devices.bell},fd:{devices.line}",
        f"iomem=mmapper,/proc/self/fd/{devices.ring}",
        f"uml_dir=/proc/self/fd/{devices.runtime}/",
        "umid=uml",
        "quiet",
        f"initcall_blacklist={_SLOW}",
        f"lpj={_LOOPS_PER_JIFFY}",
        *_LEFT_OUT,
        f"init={init[0]}",
        "--",
        *init[1:],
    ]


def init_command(size: int, offset: int) -> tuple[str, ...]:
    """This interpreter and the guest's first program; both are seen by the guest at the same place."""
    return (sys.executable, "-I", "-S", str(Path(__file__).with_name("init.py")), str(size), str(offset))
