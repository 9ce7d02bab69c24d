"""Which optional kernel features exist, asked once per process.

Owns: trying link kinds and qdiscs in throw-away namespaces. Must not: change the caller's namespaces.
"""

from __future__ import annotations

import errno
import functools
import json
import os
import subprocess
import sys

from ..errors import HostError
from . import netlink, qdisc
from .host import FEATURES
from .netlink import NLM_F_CREATE, NLM_F_EXCL, LinkEnd, Netlink, NetlinkError

_ABSENT = (errno.EOPNOTSUPP, errno.ENOENT, errno.ENOSYS)


def probe_here(name: str) -> bool:
    """Try a feature in the current network namespace (needs CAP_NET_ADMIN there)."""
    feature = FEATURES.get(name)
    if feature is None:
        return False
    with Netlink() as socket:
        try:
            if feature.sort == "link":
                socket.request([netlink.add_link(LinkEnd("nwprobe"), name)])
                socket.request([netlink.delete_link("nwprobe")])
            else:
                body = qdisc.empty(1, name)
                socket.request([netlink.Request(qdisc.RTM_NEWQDISC, NLM_F_CREATE | NLM_F_EXCL, body)])
                socket.request([qdisc.remove(1)])
        except NetlinkError as error:
            return error.errno not in _ABSENT
    return True


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
