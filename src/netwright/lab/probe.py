"""Which optional kernel features exist, asked once per process.

Owns: trying link kinds, options, qdiscs and encapsulations in throw-away namespaces. Must not: change
the caller's namespaces.
"""

from __future__ import annotations

import errno
import functools
import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable

from ..addr import Address
from ..errors import HostError
from ..model import BridgePlan, InterfacePlan, MarkPlan
from . import filters, netlink, qdisc
from .features import FEATURES
from .netlink import NLM_F_CREATE, NLM_F_EXCL, LinkEnd, Netlink, NetlinkError, try_translation

_ABSENT = (errno.EOPNOTSUPP, errno.ENOENT, errno.ENOSYS)
_NAME = "nwprobe"
_INDEX = 1000
_ENCAPS = {"mpls_encap": (1, socket.AF_INET), "seg6": (5, socket.AF_INET6)}
"""Type of encapsulation (linux/lwtunnel.h) and family of the routes that use it."""


def probe_here(name: str) -> bool:
    """Try a feature in the current network namespace (needs CAP_NET_ADMIN there)."""
    feature = FEATURES.get(name)
    if feature is None:
        return False
    if feature.sort == "sysctl":
        return os.path.exists(f"/proc/sys/net/{feature.sysctl}")
    if feature.sort == "translation":
        return _translates()
    with Netlink() as netlink_socket:
        try:
            _TRIALS[feature.sort](netlink_socket, name)
        except NetlinkError as error:
            return error.errno not in _ABSENT
    return True


def _translates() -> bool:
    """What is built in or can be loaded; a kernel that does not answer has none of it."""
    try:
        try_translation()
    except OSError:
        return False
    return True


def _try_link(netlink_socket: Netlink, kind: str) -> None:
    netlink_socket.request([netlink.add_link(LinkEnd(_NAME), kind)])
    netlink_socket.request([netlink.delete_link(_NAME)])


def _try_bridge(netlink_socket: Netlink, _name: str) -> None:
    """VLAN filtering is the one option of a bridge that kernels lack."""
    data = netlink.bridge_data(BridgePlan(vlan_filtering=True))
    netlink_socket.request([netlink.add_link(LinkEnd(_NAME), "bridge", data)])
    netlink_socket.request([netlink.delete_link(_NAME)])


def _try_qdisc(netlink_socket: Netlink, kind: str) -> None:
    body = qdisc.empty(1, kind)
    netlink_socket.request([netlink.Request(qdisc.RTM_NEWQDISC, NLM_F_CREATE | NLM_F_EXCL, body)])
    netlink_socket.request([qdisc.remove(1)])


def _try_encap(netlink_socket: Netlink, name: str) -> None:
    """The kernel looks at the type of encapsulation before anything else."""
    kind, family = _ENCAPS[name]
    netlink_socket.request([netlink.add_encapsulated_route(family, kind)])


def _try_filter(netlink_socket: Netlink, _name: str) -> None:
    """All of it, on a bridge of its own."""
    plan = InterfacePlan(name=_NAME, kind="bridge", marks=(MarkPlan(Address(4, 1), 1),), refused_marks=(1,))
    netlink_socket.request([netlink.add_link(LinkEnd(_NAME, ifindex=_INDEX), "bridge")])
    try:
        netlink_socket.request([*filters.requests(plan, _INDEX)])
    finally:
        netlink_socket.request([netlink.delete_link(_NAME)])


_TRIALS: dict[str, Callable[[Netlink, str], None]] = {
    "link": _try_link,
    "bridge": _try_bridge,
    "qdisc": _try_qdisc,
    "filter": _try_filter,
    "encap": _try_encap,
}


@functools.cache
def kernel_features() -> frozenset[str]:
    """All known features this host's kernel has. Raises HostError when no namespace can be made."""
    program = [sys.executable, "-P", "-m", "netwright.lab.supervisor", "--probe"]
    environment = dict(os.environ, PYTHONPATH=os.pathsep.join(path for path in sys.path if path))
    result = subprocess.run(program, capture_output=True, text=True, env=environment, timeout=30, check=False)
    if result.returncode:
        raise HostError(result.stderr.strip().splitlines()[-1] if result.stderr.strip() else "no namespaces")
    found: list[str] = json.loads(result.stdout)
    return frozenset(found)


def has_feature(name: str) -> bool:
    """Whether the kernel has a feature (`netem`, `dummy`, `vrf`, ...)."""
    return name in kernel_features()
