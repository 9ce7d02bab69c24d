"""Filters of frames with tc: marks on the way in, refusals on the way out.

Owns: `InterfacePlan.marks` and `refused_marks` -> lines. Must not: choose interfaces.
Source: tc-u32(8), tc-fw(8), tc-skbedit(8); RFC 8365 section 8.3.1.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model import InterfacePlan
from ..model.kernel import VXLAN_TO_EVERYBODY, from_source


def filter_lines(plan: InterfacePlan) -> Iterator[str]:
    """Nothing for an interface without filters."""
    if plan.marks or plan.refused_marks:
        yield f"tc qdisc add dev {plan.name} clsact"
    for number, each in enumerate(plan.marks, 1):
        matches = (*VXLAN_TO_EVERYBODY, from_source(each.source.value))
        match = " ".join(f"match u32 0x{m.value:08x} 0x{m.mask:08x} at {m.at}" for m in matches)
        start = f"tc filter add dev {plan.name} ingress protocol ip pref {number} u32"
        yield f"{start} {match} action skbedit mark {each.mark} pass"
    for mark in plan.refused_marks:
        yield f"tc filter add dev {plan.name} egress protocol all pref 1 handle {mark} fw action drop"
