"""Impairments of interfaces: netem, or a token bucket for a bare rate limit.

Owns: which discipline serves, what a refusal means. Must not: enter namespaces.
"""

from __future__ import annotations

import contextlib
import errno

from ...errors import DaemonError
from ...model import Impairment
from .. import qdisc
from ..features import missing_feature
from ..netlink import Netlink, NetlinkError, Request
from .interfaces import Place

_ABSENT = (errno.ENOENT, errno.EOPNOTSUPP)


def impair(inside: Netlink, node: str, place: Place, impairment: Impairment) -> None:
    """Replace what the interface has. Raises HostError when the kernel lacks the discipline."""
    if impairment.is_nothing:
        return
    needed_by = f"the impairment of {place.interface.name} of node {node}"
    with contextlib.suppress(FileNotFoundError, NetlinkError):
        inside.request([qdisc.remove(place.ifindex)])
    wanted = _disciplines(place, impairment)
    for request in wanted.values():
        try:
            inside.request([request])
        except NetlinkError as error:
            if error.errno not in _ABSENT:
                raise DaemonError(f"the kernel refused {needed_by}: {error.strerror}") from error
        else:
            return
    raise missing_feature(next(iter(wanted)), needed_by)


def _disciplines(place: Place, impairment: Impairment) -> dict[str, Request]:
    """What would do, the best first: netem can limit a rate, too."""
    found = {"netem": qdisc.netem(place.ifindex, impairment)}
    if impairment.rate_kbps is None or not impairment.is_only_rate:
        return found
    return {"tbf": qdisc.tbf(place.ifindex, impairment.rate_kbps, place.interface.mtu or 1500), **found}


def clear(inside: Netlink, place: Place) -> None:
    """Back to the kernel's own discipline, whether or not there is another."""
    request: Request = qdisc.remove(place.ifindex)
    try:
        inside.request([request])
    except NetlinkError as error:
        if error.errno not in (errno.ENOENT, errno.EINVAL):
            raise DaemonError(f"the kernel refused to {request.what}: {error.strerror}") from error
