"""RIP of a node -> views of FRR's ripd and ripngd.

Owns: both versions. Must not: print. Source: RFC 2453, RFC 2080; FRR user guide "RIP", "RIPng".

Deviation: ripngd runs on interfaces with link-local addresses, so networks of loopbacks are redistributed. And when it
reads its configuration before it knows the interfaces, it forgets which are passive: a prefix list without any prefix
lets nothing leave them. Timers come before networks: a timer that runs already is not set anew.
"""

from __future__ import annotations

from typing import NamedTuple

from ...addr import Family, InterfaceAddress, Prefix
from ...model import Interface, Node, RipInstance
from .policy import Policies, redistribution_word

SILENT = "nw-silent"
"""The prefix list without any prefix."""


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
    if rip.timers is not None:
        t = rip.timers
        lines.append(f"timers basic {t.update_s} {t.timeout_s} {t.garbage_s}")
    lines += [f"network {i.ifname}" for i in members if not _redistributed(i, family)]
    return RipView(
        word="rip" if family == 4 else "ripng",
        vrf=vrf,
        lists=(f"ipv6 prefix-list {SILENT} seq 5 deny any",) if passive and family == 6 else (),
        lines=(*lines, *_redistribution(rip, members, family, policies, vrf)),
    )


def _redistributed(interface: Interface, family: Family) -> bool:
    return family == 6 and interface.type == "loopback"


def _redistribution(
    rip: RipInstance, members: list[Interface], family: Family, policies: Policies, vrf: str | None
) -> list[str]:
    """What the design imports, and connected networks when a loopback's must be announced.

    The daemons ask the route map of connected routes about the networks of their own interfaces too: it permits them.
    """
    lines: list[str] = []
    wanted = {source.source: source for source in rip.redistribute}
    if any(_redistributed(i, family) for i in members) and "connected" not in wanted:
        tail = policies.connected(_map_name(family, vrf), _networks(members, family), None, family)
        lines.append(f"redistribute connected{tail}")
    for name, source in wanted.items():
        if name == "connected" and source.policy is not None:
            tail = policies.connected(_map_name(family, vrf), _networks(members, family), source.policy, family)
        else:
            tail = policies.redistributed(name, source.policy, family)
        lines.append(f"redistribute {redistribution_word(name, family)}{tail}")
    return lines


def _networks(members: list[Interface], family: Family) -> list[Prefix]:
    addresses = [i.ipv4 if family == 4 else i.ipv6 for i in members]
    return list(dict.fromkeys(a.prefix for a in addresses if isinstance(a, InterfaceAddress)))


def _map_name(family: Family, vrf: str | None) -> str:
    return "-".join(part for part in ("nw", "rip" if family == 4 else "ripng", vrf) if part)
