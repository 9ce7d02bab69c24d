"""What joins the nodes of a lab: veth pairs, and bridges in the lab's own network namespace.

Owns: which port and bridge belongs to which interface, and the messages that make them, all of the lab's own namespace.
Must not: send. The end of a cable in a node is removed in the node, and its other end goes with it.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Container, Iterator, Sequence
from typing import NamedTuple

from ...model import BridgePlan, Segment
from .. import netlink
from ..netlink import LinkEnd, Request
from ..wiring import End, Lan, is_pair, lans, same_lans

PLAIN_BRIDGE = netlink.bridge_data(BridgePlan())
"""A learning switch: no spanning tree, no multicast snooping, no forwarding delay."""
DEFAULT_MTU = 1500
FIRST_BRIDGE, FIRST_PORT = 100_000, 200_001


class Outside(NamedTuple):
    """A link of the lab's own namespace."""

    name: str
    ifindex: int


class Cables:
    """The segments of a lab. Every method but `forget` yields messages that have to be sent."""

    def __init__(self, end: Callable[[End], LinkEnd]) -> None:
        self._end = end
        self._segments: tuple[Segment, ...] = ()
        self._bridges: dict[Lan, Outside] = {}
        self._ports: dict[End, Outside] = {}
        self._indices = itertools.count(FIRST_BRIDGE)
        self._numbers = itertools.count(1)

    def disconnect(self, segments: Sequence[Segment]) -> Iterator[Request]:
        """Bridges that none of the segments to come needs."""
        kept = {old for old, _lan in same_lans(lans(self._segments), lans(segments))}
        for gone in [lan for lan in self._bridges if lan not in kept]:
            bridge = self._bridges.pop(gone)
            yield netlink.delete_link(bridge.name, bridge.ifindex)

    def connect(self, segments: Sequence[Segment], new: Container[End]) -> Iterator[Request]:
        """From the segments there are to others; `new` are interfaces that have to be made."""
        after = lans(segments)
        known = {lan: old for old, lan in same_lans(lans(self._segments), after)}
        for segment in segments:
            if is_pair(segment) and segment.ends[0] in new:
                yield netlink.add_veth(self._end(segment.ends[0]), self._end(segment.ends[1]))
        numbers = {segment.ends[0]: segment.linkindex for segment in segments if segment.ends}
        for lan in after:
            yield from self._share(known.get(lan), lan, f"br{numbers[lan.ends[0]]}", new)
        self._segments = tuple(segments)

    def _share(self, before: Lan | None, lan: Lan, name: str, new: Container[End]) -> Iterator[Request]:
        """The bridge of a shared segment and its ports."""
        mtu = max((self._end(end).mtu or DEFAULT_MTU for end in lan.ends), default=DEFAULT_MTU)
        bridge = self._bridges.pop(before, None) if before is not None else None
        if bridge is not None and not lan.has_bridge:
            yield netlink.delete_link(bridge.name, bridge.ifindex)
            bridge = None
        made = bridge is None and lan.has_bridge
        if bridge is None and lan.has_bridge:
            bridge = Outside(self._free(lan.bridge or name), next(self._indices))
            yield netlink.add_link(LinkEnd(bridge.name, None, bridge.ifindex), "bridge", PLAIN_BRIDGE)
        if bridge is not None:
            self._bridges[lan] = bridge
            yield netlink.set_link(bridge.name, index=bridge.ifindex, up=True, mtu=mtu)
        master = bridge.ifindex if bridge is not None else 0
        for end in lan.ends:
            port = self._ports.get(end)
            if port is not None and end not in new:
                yield netlink.set_link(port.name, index=port.ifindex, mtu=mtu, master=master if made else 0)
                continue
            number = next(self._numbers)
            port = self._ports[end] = Outside(f"p{number}", FIRST_PORT - 1 + number)
            yield netlink.add_veth(LinkEnd(port.name, None, port.ifindex, None, mtu), self._end(end))
            yield netlink.set_link(port.name, index=port.ifindex, up=True, master=master)

    def _free(self, wanted: str) -> str:
        """A name no bridge has: the number of a link may have been that of another one before."""
        used = {bridge.name for bridge in self._bridges.values()}
        candidates = itertools.chain([wanted[:15]], (f"nwbr{number}" for number in itertools.count()))
        return next(name for name in candidates if name not in used)

    def forget(self, end: End) -> None:
        """Its interface was removed, and its port with it."""
        self._ports.pop(end, None)
