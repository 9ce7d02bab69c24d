"""Subnets that a protocol runs on: what its interfaces share, a cable, a VLAN or a trunk's member.

Must not: draw.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from ...model import Interface, Link, Network
from ..canvas import End


class Subnet(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    """`link:<index>` of a cable, `segment:<index>` of what VLANs make of cables."""
    link: Link
    ends: list[End]
    vlan: str | None


def subnets(network: Network, runs: Callable[[Interface], bool]) -> Iterator[Subnet]:
    """Subnets with an interface that counts, in the order of nodes; all of a subnet's ends that count."""
    found: dict[tuple[int, int], Subnet] = {}
    for node in network.nodes.values():
        for interface in node.interfaces:
            link = network.link(interface) if runs(interface) else None
            if link is None or link.type == "loopback":
                continue
            key = (interface.segment, 0 if interface.segment else interface.linkindex)
            if key not in found:
                id = f"segment:{interface.segment}" if interface.segment else f"link:{interface.linkindex}"
                vlan = interface.vlan.name if interface.vlan is not None and interface.type == "svi" else None
                found[key] = Subnet(id=id, link=link, ends=[], vlan=vlan)
            found[key].ends.append((node.name, interface))
    yield from found.values()
