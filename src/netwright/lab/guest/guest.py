"""A guest from the moment Netwright is known: modules, the lab's directory, the supervisor, the agent.

Owns: what differs from a start on the host. Must not: be imported on the host.
"""

from __future__ import annotations

import contextlib
import os
import socket
import traceback
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from .. import messages
from ..channel import server_channel
from ..directory import LabDirectory
from ..features import FEATURES
from ..supervisor.__main__ import supervise
from ..supervisor.sysctls import write_sysctl
from ..syscalls import mount
from .agent import Agent, open_line
from .modules import MODULES, load_modules
from .ring import Ring

LINE = "/dev/ttyS0"
DEVICES = (LINE, "/dev/mmapper")
MODPROBE = "/run/netwright/modprobe"
ALWAYS = ("ipv6", "br_netfilter", "unix", "af_packet")
"""Modules no lab can do without, wherever they are not built in."""


class Parameters(NamedTuple):
    """What the host tells the guest."""

    path: list[str]
    """Of Python modules."""
    directory: str
    """Of the lab."""
    timeout_s: float


def be_guest(memory: memoryview, parameters: Parameters) -> None:
    """Returns when the lab has ended."""
    line = open_line(LINE)
    for device in DEVICES:
        os.unlink(device)  # ours alone: a program that wrote there would be taken for us
    ring = Ring(memory)
    ours, theirs = socket.socketpair()
    directory = LabDirectory(parameters.directory)
    try:
        _prepare_kernel()
        _cover_runtime(directory)
    except OSError as error:
        traceback.print_exc()
        reason = f"the guest cannot be prepared: {error.strerror} ({error.filename})"
        server_channel(theirs).send(messages.Failed(kind="host", message=reason))
    else:
        if os.fork() == 0:
            ours.close()
            _supervise(parameters, theirs)
    theirs.close()
    Agent(line, ring, directory.control, ours).serve()


def _supervise(parameters: Parameters, channel: socket.socket) -> NoReturn:
    """As a process of its own: what runs on the host, in the same way."""
    try:
        supervise(parameters.directory, channel.detach(), parameters.timeout_s)
    finally:
        os._exit(1)


def _prepare_kernel() -> None:
    """Load what labs need; leave the rest to modprobe, where it is installed."""
    load_modules([*ALWAYS, *(name for feature in FEATURES.values() for name in feature.module.split())])
    with contextlib.suppress(FileNotFoundError):
        write_sysctl("core/fb_tunnels_only_for_init_net", "2")  # no gre0, sit0, ... in every node
    modules = Path(MODPROBE).parent / "lib" / "modules"
    modules.mkdir(parents=True)
    release = os.uname().release
    (modules / release).symlink_to(f"{MODULES}/{release}")
    Path(MODPROBE).write_text(f'#!/bin/sh\nexec modprobe -d {Path(MODPROBE).parent} "$@"\n')
    Path(MODPROBE).chmod(0o755)
    with contextlib.suppress(OSError):
        Path("/proc/sys/kernel/modprobe").write_text(MODPROBE)


def _cover_runtime(directory: LabDirectory) -> None:
    """State and control socket in the guest are the guest's; those on the host belong to the relay."""
    plan: Any = directory.read_plan()
    mount("netwright", str(directory.runtime), "tmpfs", 0, "mode=700")
    directory.write_plan(plan)
