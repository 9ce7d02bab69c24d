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
    if qdisc.is_nothing(impairment):
        return
    needed_by = f"the impairment of {place.interface.name} of node {node}"
    with contextlib.suppress(FileNotFoundError, NetlinkError):
        inside.request([qdisc.remove(place.ifindex)])
    try:
        inside.request([qdisc.netem(place.ifindex, impairment)])
    except NetlinkError as error:
        if error.errno not in _ABSENT:
            raise DaemonError(f"the kernel refused {needed_by}: {error.strerror}") from error
        if qdisc.needs_netem(impairment) or impairment.rate_kbps is None:
            raise missing_feature("netem", needed_by) from error
        _shape(inside, place, impairment.rate_kbps, needed_by)


def _shape(inside: Netlink, place: Place, rate_kbps: float, needed_by: str) -> None:
    try:
        inside.request([qdisc.tbf(place.ifindex, rate_kbps, place.interface.mtu or 1500)])
    except NetlinkError as error:
        if error.errno in _ABSENT:
            raise missing_feature("tbf", needed_by) from error
        raise DaemonError(f"the kernel refused {needed_by}: {error.strerror}") from error


def clear(inside: Netlink, place: Place) -> None:
    """Back to the kernel's own discipline, whether or not there is another."""
    request: Request = qdisc.remove(place.ifindex)
    try:
        inside.request([request])
    except NetlinkError as error:
        if error.errno not in (errno.ENOENT, errno.EINVAL):
            raise DaemonError(f"the kernel refused to {request.what}: {error.strerror}") from error
