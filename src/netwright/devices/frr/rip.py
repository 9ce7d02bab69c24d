"""RIP of a node -> views of FRR's ripd and ripngd.

Owns: both versions. Must not: print. Source: RFC 2453, RFC 2080; FRR user guide "RIP", "RIPng".
"""

from __future__ import annotations

from typing import NamedTuple

from ...addr import Family
from ...model import Interface, Node, RipInstance
from .policy import Policies, redistribution_word

SILENT = "nw-silent"
"""Prefix list without any prefix: nothing leaves a passive interface.

Deviation: ripngd reads its configuration before it knows the interfaces, and forgets then that one is passive."""


class RipView(NamedTuple):
    word: str
    """`rip` or `ripng`."""
    vrf: str | None
    lists: tuple[str, ...]
    lines: tuple[str, ...]


def rip_view(node: Node, rip: RipInstance, family: Family, policies: Policies, vrf: str | None = None) -> RipView:
    """RIPv2 or RIPng of the global routing table or of a VRF."""
    own = (node.loopback,) if node.loopback is not None and vrf is None else ()
    inside = (*own, *(i for i in node.interfaces if i.vrf == vrf))
    members = [i for i in inside if i.ripv2 is not None and (i.ipv4 if family == 4 else i.ipv6) is not None]
    passive = [i.ifname for i in members if i.ripv2 is not None and i.ripv2.passive]
    lines = ["version 2"] if family == 4 else []
    lines += [f"passive-interface {name}" for name in passive]
    if family == 6:
        lines += [f"ipv6 distribute-list prefix {SILENT} out {name}" for name in passive]
    return RipView(
        word="rip" if family == 4 else "ripng",
        vrf=vrf,
        lists=(f"ipv6 prefix-list {SILENT} seq 5 deny any",) if passive and family == 6 else (),
        lines=(*lines, *_process(rip, members, family, policies)),
    )


def _process(rip: RipInstance, members: list[Interface], family: Family, policies: Policies) -> list[str]:
    lines = [f"network {i.ifname}" for i in members]
    if rip.timers is not None:
        t = rip.timers
        lines.append(f"timers basic {t.update_s} {t.timeout_s} {t.garbage_s}")
    for source in rip.redistribute:
        tail = policies.redistributed(source.source, source.policy)
        lines.append(f"redistribute {redistribution_word(source.source, family)}{tail}")
    return lines
