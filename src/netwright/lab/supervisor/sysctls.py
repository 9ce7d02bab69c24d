"""Kernel settings of a lab's and its nodes' network namespaces.

Owns: the settings every namespace gets, writing them. Must not: create anything. Source: Linux ip-sysctl, vrf.rst.
"""

from __future__ import annotations

import os
from collections.abc import Iterable

from ...errors import HostError

Sysctls = Iterable[tuple[str, str]]
"""Paths relative to net/, with values."""

_QUIET_BRIDGES = (
    ("bridge/bridge-nf-call-iptables", "0"),
    ("bridge/bridge-nf-call-ip6tables", "0"),
    ("bridge/bridge-nf-call-arptables", "0"),
)
ROOT_SYSCTLS = (
    ("ipv6/conf/all/disable_ipv6", "1"),
    ("ipv6/conf/default/disable_ipv6", "1"),
    *_QUIET_BRIDGES,
)
"""Of the lab's own namespace: its bridges forward frames and are no hosts."""
NODE_SYSCTLS = (
    ("ipv6/conf/all/accept_dad", "0"),
    ("ipv6/conf/default/accept_dad", "0"),
    ("ipv6/conf/default/addr_gen_mode", "0"),
    ("ipv6/conf/all/disable_ipv6", "0"),
    ("ipv6/conf/default/disable_ipv6", "0"),
    ("ipv6/conf/lo/disable_ipv6", "0"),
    ("ipv4/ip_forward", "0"),
    ("ipv4/conf/all/rp_filter", "0"),
    ("ipv4/conf/default/rp_filter", "0"),
    ("ipv4/ping_group_range", "0 0"),
    *_QUIET_BRIDGES,
)
"""Of every node before its interfaces exist, whatever the host's defaults: addresses serve at once, IPv6 is
on, asymmetric paths are fine, everybody may ping. The plan's own settings come later."""
VRF_SYSCTLS = (
    ("ipv4/tcp_l3mdev_accept", "1"),
    ("ipv4/udp_l3mdev_accept", "1"),
    ("vrf/strict_mode", "1"),
)
"""Of a node with VRFs once they exist: services serve all of them unless they are bound to one, and a table
belongs to a single VRF, which SRv6 and L3VPN end points insist on."""


def write_sysctl(path: str, value: str) -> None:
    """`path` is relative to net/, in the network namespace the process is in."""
    fd = os.open(f"/proc/sys/net/{path}", os.O_WRONLY | os.O_CLOEXEC)
    try:
        os.write(fd, value.encode())
    finally:
        os.close(fd)


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
