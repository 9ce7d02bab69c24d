"""Kernel settings of a lab's and its nodes' network namespaces.

Owns: the settings of the lab's own namespace (`model.kernel` has those of nodes), writing them. Must not: create
anything. Source: Linux ip-sysctl.
"""

from __future__ import annotations

import os
from collections.abc import Iterable

from ...errors import HostError
from ...model.kernel import QUIET_BRIDGES

Sysctls = Iterable[tuple[str, str]]
"""Paths relative to net/, with values."""

ROOT_SYSCTLS = (
    ("ipv6/conf/all/disable_ipv6", "1"),
    ("ipv6/conf/default/disable_ipv6", "1"),
    *QUIET_BRIDGES,
)
"""Of the lab's own namespace: its bridges forward frames and are no hosts."""


def write_sysctl(path: str, value: str) -> None:
    """`path` is relative to net/, in the network namespace the process is in."""
    fd = os.open(f"/proc/sys/net/{path}", os.O_WRONLY | os.O_CLOEXEC)
    try:
        os.write(fd, value.encode())
    finally:
        os.close(fd)


def read_sysctl(path: str) -> str | None:
    """The value in the network namespace the process is in; None where the kernel has no such setting."""
    try:
        with open(f"/proc/sys/net/{path}") as file:
            return file.read().strip()
    except OSError:
        return None


def set_sysctls(sysctls: Sysctls, owner: str, ifname: str = "") -> None:
    """Write settings of a plan. Raises HostError for one this kernel does not have or refuses."""
    for path, value in sysctls:
        name = path.replace("{ifname}", ifname)
        try:
            write_sysctl(name, value)
        except OSError as error:
            raise HostError(
                f"sysctl net.{name.replace('/', '.')}={value} failed: {error.strerror}", needed_by=owner
            ) from error


def set_defaults(sysctls: Sysctls) -> None:
    """Write settings where the kernel has them. Raises HostError when it may not be asked at all."""
    for path, value in sysctls:
        try:
            write_sysctl(path, value)
        except FileNotFoundError:
            continue
        except OSError as error:
            raise HostError(
                f"network settings cannot be written: /proc/sys/net/{path}: {error.strerror}",
                needed_by="running a lab",
                remedy="in a container run with `--privileged` or `--security-opt systempaths=unconfined`",
            ) from error
