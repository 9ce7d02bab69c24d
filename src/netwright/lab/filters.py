"""Filters that keep a frame from going back where it came from: marks on the way in, refusals on the way out.

Owns: encoding of `InterfacePlan.marks` and `refused_marks` for the kernel. Must not: choose interfaces.
Source: tc-u32(8), tc-fw(8), tc-skbedit(8), linux/pkt_cls.h. A packet's mark stays with the frame that is unpacked from
it, so that the far end of a VXLAN tunnel is still known where the frame leaves.
"""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator

from ..model import InterfacePlan, MarkPlan
from ..model.kernel import VXLAN_TO_EVERYBODY, from_source
from .netlink import NLM_F_CREATE, NLM_F_EXCL, Request, attribute, text, u32
from .qdisc import RTM_NEWQDISC, TCA_KIND, TCA_OPTIONS

RTM_NEWTFILTER = 44
TC_H_CLSACT, CLSACT_HANDLE = 0xFFFFFFF1, 0xFFFF0000
INGRESS, EGRESS = 0xFFFFFFF2, 0xFFFFFFF3
ETH_P_IP, ETH_P_ALL = 0x0800, 0x0003
TCA_U32_SEL, TCA_U32_ACT, TCA_FW_ACT = 5, 7, 4
TC_U32_TERMINAL = 1
TCA_ACT_KIND, TCA_ACT_OPTIONS = 1, 2
TCA_SKBEDIT_PARMS, TCA_SKBEDIT_MARK, TCA_GACT_PARMS = 2, 5, 2
TC_ACT_OK, TC_ACT_SHOT = 0, 2


def requests(plan: InterfacePlan, index: int) -> Iterator[Request]:
    """Everything an interface needs."""
    if plan.marks or plan.refused_marks:
        body = _tcmsg(index, CLSACT_HANDLE, TC_H_CLSACT) + text(TCA_KIND, "clsact")
        yield Request(RTM_NEWQDISC, NLM_F_CREATE | NLM_F_EXCL, body, f"filter frames of {plan.name}")
    for number, mark in enumerate(plan.marks):
        yield _mark(plan.name, index, number + 1, mark)
    for mark_value in plan.refused_marks:
        yield _refuse(plan.name, index, mark_value)


def _tcmsg(index: int, handle: int, parent: int, info: int = 0) -> bytes:
    return struct.pack("=BxHiIII", 0, 0, index, handle, parent, info)


def _info(priority: int, protocol: int) -> int:
    return priority << 16 | socket.htons(protocol)


def _action(kind: str, options: bytes) -> bytes:
    """A list of one action."""
    return attribute(1, text(TCA_ACT_KIND, kind) + attribute(TCA_ACT_OPTIONS, options))


def _general(action: int) -> bytes:
    """What parameters of every action begin with."""
    return struct.pack("=IIiii", 0, 0, action, 0, 0)


def _mark(name: str, index: int, priority: int, mark: MarkPlan) -> Request:
    """VXLAN packets from one endpoint whose frame is for everybody."""
    keys = (*VXLAN_TO_EVERYBODY, from_source(mark.source.value))
    selector = struct.pack("=BBBxHHhhI", TC_U32_TERMINAL, 0, len(keys), 0, 0, 0, 0, 0)
    selector += b"".join(struct.pack(">II", mask, value) + struct.pack("=ii", at, 0) for at, mask, value in keys)
    action = attribute(TCA_SKBEDIT_PARMS, _general(TC_ACT_OK)) + u32(TCA_SKBEDIT_MARK, mark.mark)
    options = attribute(TCA_U32_SEL, selector) + attribute(TCA_U32_ACT, _action("skbedit", action))
    body = (
        _tcmsg(index, 0, INGRESS, _info(priority, ETH_P_IP)) + text(TCA_KIND, "u32") + attribute(TCA_OPTIONS, options)
    )
    return Request(RTM_NEWTFILTER, NLM_F_CREATE | NLM_F_EXCL, body, f"mark frames from {mark.source} on {name}")


def _refuse(name: str, index: int, mark: int) -> Request:
    action = attribute(TCA_GACT_PARMS, _general(TC_ACT_SHOT))
    options = attribute(TCA_FW_ACT, _action("gact", action))
    body = _tcmsg(index, mark, EGRESS, _info(1, ETH_P_ALL)) + text(TCA_KIND, "fw") + attribute(TCA_OPTIONS, options)
    return Request(RTM_NEWTFILTER, NLM_F_CREATE | NLM_F_EXCL, body, f"refuse frames with mark {mark} on {name}")
