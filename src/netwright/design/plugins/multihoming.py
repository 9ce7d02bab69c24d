"""Plugin `evpn.multihoming`: interfaces of several nodes that are one Ethernet segment to what they lead to.

Owns: `interface.ethernet_segment`, the LACP system id of its bonds. Must not: aggregate links.
Source: the topology format's "EVPN Multihoming"; RFC 7432 section 5. Segments without an identifier are numbered in the
order of their use: LACP system id `02:00:00:00:<number>`, identifier `00:<system id>:00:00:00` (observed behaviour).
Deviation: a segment with an identifier of its own needs no system id: it follows from the end of the identifier, and
where another segment has that system id already, it is numbered, too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import msgspec

from ...addr import Address
from ...errors import Problems
from ...model import EthernetSegment
from ..draft import Draft, DraftInterface
from ..lag import segment_name
from ..merge import mapping, merged

PLUGIN = "evpn.multihoming"


def design_segments(draft: Draft, problems: Problems) -> None:
    """Give every Ethernet segment its identifier, and its bonds one LACP system id."""
    if PLUGIN not in draft.topology.plugins:
        return
    users: dict[str, list[DraftInterface]] = {}
    for link in draft.links:
        for interface in link.interfaces:
            name = segment_name(interface)
            if name is not None:
                users.setdefault(name, []).append(interface)
    asked = {name: _asked_system(name, interfaces, problems) for name, interfaces in users.items()}
    written = {name: _definition(draft, name, interfaces).get("id") for name, interfaces in users.items()}
    systems = _systems(asked, written)
    owners: dict[str, str] = {}
    for name, interfaces in users.items():
        segment = EthernetSegment(name, written[name] or f"00:{systems[name]}:00:00:00")
        owner = owners.setdefault(segment.esi.lower(), name)
        if owner != name:
            message = f"Ethernet segments `{owner}` and `{name}` have the same identifier {segment.esi}"
            hint = f"give one of them another `evpn.ethernet_segments.{name}.id`"
            problems.error("duplicate-esi", message, interfaces[0].at("evpn"), hint)
        for interface in interfaces:
            interface.ethernet_segment = segment
            if interface.lag is not None:
                interface.lag = msgspec.structs.replace(interface.lag, system_mac=systems[name])


def find_endpoints(draft: Draft, problems: Problems) -> None:
    """Tell every segment the VXLAN endpoints of its nodes."""
    if PLUGIN not in draft.topology.plugins:
        return
    ends = [i for node in draft.nodes.values() for i in node.interfaces if i.ethernet_segment is not None]
    endpoints: dict[str, dict[Address, None]] = {}
    for end in ends:
        if end.ethernet_segment is not None and end.node.vxlan is not None:
            endpoints.setdefault(end.ethernet_segment.name, {})[end.node.vxlan.address] = None
    made: dict[str, EthernetSegment] = {}
    for end in ends:
        if end.ethernet_segment is not None:
            name = end.ethernet_segment.name
            if name not in made:
                found = tuple(endpoints.get(name, ()))
                made[name] = msgspec.structs.replace(end.ethernet_segment, endpoints=found)
            end.ethernet_segment = made[name]


def _definition(draft: Draft, name: str, interfaces: list[DraftInterface]) -> Mapping[str, Any]:
    """What the topology, and then the nodes, say of a segment."""
    found = mapping(mapping(draft.global_module("evpn").get("ethernet_segments")).get(name))
    for interface in interfaces:
        of_node = mapping(interface.node.module("evpn").get("ethernet_segments"))
        found = merged(mapping(of_node.get(name)), found)
    return found


def _asked_system(name: str, interfaces: list[DraftInterface], problems: Problems) -> str | None:
    """The LACP system id that the bonds of a segment ask for."""
    bonds = [interface for interface in interfaces if interface.lag is not None]
    asked = dict.fromkeys(i.lag.system_mac for i in bonds if i.lag is not None and i.lag.system_mac)
    if len(asked) > 1:
        message = f"bonds of Ethernet segment `{name}` have different LACP system ids: {', '.join(map(str, asked))}"
        problems.error("lacp-mismatch", message, bonds[-1].at("lag"), "give all the same `lag.lacp_system_id`")
    if len(interfaces) == 1:
        message = f"Ethernet segment `{name}` has a single interface"
        problems.warning("lonely-segment", message, interfaces[0].at("evpn"), "is its name spelled right elsewhere?")
    return next(iter(asked), None)


def _systems(asked: Mapping[str, str | None], written: Mapping[str, str | None]) -> dict[str, str]:
    """The LACP system id of every segment: asked for, else by its identifier, else numbered."""
    found = {name: system for name, system in asked.items() if system}
    taken = set(found.values())
    for name, esi in written.items():
        if esi and name not in found and (system := _system_of(esi)) not in taken:
            found[name] = system
            taken.add(system)
    numbers = _numbered(taken)
    return {name: found.get(name) or next(numbers) for name in asked}


def _system_of(esi: str) -> str:
    """A locally administered address that follows from an identifier: operators number segments at its end."""
    return f"02:{esi[-14:]}".lower()


def _numbered(taken: Collection[str]) -> Iterator[str]:
    """Free system ids, their number in the last two octets."""
    for number in range(1, 1 << 16):
        system = f"02:00:00:00:{number >> 8:02x}:{number & 255:02x}"
        if system not in taken:
            yield system
