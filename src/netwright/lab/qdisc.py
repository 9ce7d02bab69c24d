"""Queueing disciplines for impairments: netem, and tbf for a bare rate limit.

Owns: encoding of `Impairment` for the kernel. Must not: choose nodes or interfaces.
Source: tc-netem(8), tc-tbf(8), linux/pkt_sched.h.
"""

from __future__ import annotations

import struct

from ..model import Impairment
from ..model.kernel import burst_bytes, bytes_per_second
from .netlink import (
    NLM_F_CREATE,
    NLM_F_REPLACE,
    Request,
    attribute,
    text,
)

RTM_NEWQDISC, RTM_DELQDISC = 36, 37
TC_H_ROOT = 0xFFFFFFFF
TCA_KIND, TCA_OPTIONS = 1, 2
TCA_NETEM_REORDER, TCA_NETEM_CORRUPT, TCA_NETEM_RATE = 3, 4, 6
TCA_NETEM_RATE64, TCA_NETEM_LATENCY64, TCA_NETEM_JITTER64 = 8, 10, 11
TCA_TBF_PARMS, TCA_TBF_RATE64, TCA_TBF_BURST = 1, 4, 6
TC_LINKLAYER_ETHERNET = 1
NETEM_LIMIT_PACKETS = 1000
TBF_LATENCY_S = 0.05
_U32 = 0xFFFFFFFF


def _tcmsg(index: int, handle: int = 0) -> bytes:
    return struct.pack("=BxHiIII", 0, 0, index, handle, TC_H_ROOT, 0)


def _probability(percent: float | None) -> int:
    """A percentage as a fraction of 2^32 - 1."""
    return round(min(max(percent or 0.0, 0.0), 100.0) / 100 * _U32)


def netem(index: int, impairment: Impairment) -> Request:
    """A netem root qdisc; delays travel in nanoseconds (TCA_NETEM_LATENCY64)."""
    reorder = _probability(impairment.reorder_percent)
    options = struct.pack(
        "=6I",
        0,
        NETEM_LIMIT_PACKETS,
        _probability(impairment.loss_percent),
        1 if reorder else 0,
        _probability(impairment.duplicate_percent),
        0,
    )
    options += attribute(TCA_NETEM_LATENCY64, struct.pack("=q", round((impairment.delay_ms or 0) * 1e6)))
    options += attribute(TCA_NETEM_JITTER64, struct.pack("=q", round((impairment.jitter_ms or 0) * 1e6)))
    if reorder:
        options += attribute(TCA_NETEM_REORDER, struct.pack("=II", reorder, 0))
    if impairment.corrupt_percent is not None:
        corrupt = struct.pack("=II", _probability(impairment.corrupt_percent), 0)
        options += attribute(TCA_NETEM_CORRUPT, corrupt)
    if impairment.rate_kbps is not None:
        rate = bytes_per_second(impairment.rate_kbps)
        options += attribute(TCA_NETEM_RATE, struct.pack("=IiIi", min(rate, _U32), 0, 0, 0))
        if rate > _U32:
            options += attribute(TCA_NETEM_RATE64, struct.pack("=Q", rate))
    return _replace(index, "netem", options)


def tbf(index: int, rate_kbps: float, mtu: int = 1500) -> Request:
    """A token bucket with a queue of 50 ms."""
    rate = bytes_per_second(rate_kbps)
    burst = min(burst_bytes(rate_kbps, mtu), _U32)
    limit = min(round(rate * TBF_LATENCY_S) + burst, _U32)
    ratespec = struct.pack("=BBHhHI", 0, TC_LINKLAYER_ETHERNET, 0, -1, 0, min(rate, _U32))
    peak = struct.pack("=BBHhHI", 0, 0, 0, 0, 0, 0)
    options = attribute(TCA_TBF_PARMS, ratespec + peak + struct.pack("=III", limit, 0, 0))
    options += attribute(TCA_TBF_BURST, struct.pack("=I", burst))
    if rate > _U32:
        options += attribute(TCA_TBF_RATE64, struct.pack("=Q", rate))
    return _replace(index, "tbf", options)


def _replace(index: int, kind: str, options: bytes) -> Request:
    body = _tcmsg(index) + text(TCA_KIND, kind) + attribute(TCA_OPTIONS, options)
    return Request(RTM_NEWQDISC, NLM_F_CREATE | NLM_F_REPLACE, body, f"add qdisc {kind}")


def remove(index: int) -> Request:
    """Back to the kernel's default queue."""
    return Request(RTM_DELQDISC, 0, _tcmsg(index), "remove qdisc")


def empty(index: int, kind: str) -> bytes:
    """A qdisc without options: refused in one way when the kind is unknown, in another when options lack."""
    return _tcmsg(index) + text(TCA_KIND, kind)
