"""Filters of frames with tc: marks on the way in, refusals on the way out.

Owns: `InterfacePlan.marks` and `refused_marks` -> lines. Must not: choose interfaces.
Source: tc-u32(8), tc-fw(8), tc-skbedit(8); RFC 7348 section 5 (VXLAN over UDP), RFC 8365 section 8.3.1.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model import InterfacePlan

_VXLAN_TO_EVERYBODY = (
    "match u32 0x00110000 0x00ff0000 at 8",
    "match u32 0x000012b5 0x0000ffff at 20",
    "match u32 0x01000000 0x01000000 at 36",
)
"""From the start of the IP header: UDP, port 4789, the group bit of the inner frame's destination."""


def filter_lines(plan: InterfacePlan) -> Iterator[str]:
    """Nothing for an interface without filters."""
    if plan.marks or plan.refused_marks:
        yield f"tc qdisc add dev {plan.name} clsact"
    for number, each in enumerate(plan.marks, 1):
        match = " ".join((*_VXLAN_TO_EVERYBODY, f"match u32 0x{each.source.value:08x} 0xffffffff at 12"))
        start = f"tc filter add dev {plan.name} ingress protocol ip pref {number} u32"
        yield f"{start} {match} action skbedit mark {each.mark} pass"
    for mark in plan.refused_marks:
        yield f"tc filter add dev {plan.name} egress protocol all pref 1 handle {mark} fw action drop"
