"""Which index and MAC address every interface of a lab has.

Owns: the numbers, from the order of the plan, so that link-local addresses and protocol ids are the same in every
start. Must not: make anything. What a lab has keeps its numbers when its plan changes; what comes later gets those
of its place in the new plan where they are free, else new ones.
"""

from __future__ import annotations

from collections.abc import Container

from ...model import InterfacePlan, NodePlan
from ..wiring import End
from .interfaces import Place

FIRST_INDEX = 2


def mac_address(node: int, interface: int) -> str:
    """Locally administered, from the positions in the plan."""
    return f"02:00:{node >> 8 & 255:02x}:{node & 255:02x}:{interface >> 8 & 255:02x}:{interface & 255:02x}"


class _Node:
    """Numbers of one node."""

    def __init__(self, number: int, offset: int) -> None:
        self.number = number
        """From 1."""
        self.offset = offset
        """Added to positions: indices of interfaces every new namespace has on this kernel come first. `tunl0` and the
        like appear wherever their module is loaded."""
        self.positions: dict[str, int] = {}


class Numbering:
    """The places of all interfaces."""

    def __init__(self) -> None:
        self.places: dict[End, Place] = {}
        self._nodes: dict[str, _Node] = {}

    def number(self, node: NodePlan, wanted: int, taken: Container[int], highest: int) -> None:
        """Give places to a node's interfaces. `wanted` is its number in the plan, from 1; `taken` are indices in use in
        its namespace, `highest` the highest of them."""
        known = self._nodes.get(node.name)
        if known is None:
            used = {each.number for each in self._nodes.values()}
            number = wanted if wanted not in used else max(used) + 1
            known = self._nodes[node.name] = _Node(number, max(highest + 1, FIRST_INDEX) - FIRST_INDEX)
        free = FIRST_INDEX
        for interface in node.interfaces:
            if interface.kind == "loopback":
                position, index = 1, 1
            else:
                position = self._position(known, interface.name, free, taken)
                index, free = position + known.offset, free + 1
            old = self.places.get((node.name, interface.name))
            mac = interface.mac or (old.mac if old is not None else mac_address(known.number, position))
            self.places[node.name, interface.name] = Place(node.name, interface, index, mac)

    @staticmethod
    def _position(node: _Node, ifname: str, wanted: int, taken: Container[int]) -> int:
        if ifname in node.positions:
            return node.positions[ifname]
        used = set(node.positions.values())
        position = wanted
        if position in used or position + node.offset in taken:
            position = max(used, default=FIRST_INDEX - 1) + 1
        while position + node.offset in taken:
            position += 1
        node.positions[ifname] = position
        return position

    def forget_interface(self, node: str, ifname: str) -> None:
        self.places.pop((node, ifname), None)
        self._nodes[node].positions.pop(ifname, None)

    def forget_node(self, node: str) -> None:
        self._nodes.pop(node, None)
        for end in [end for end in self.places if end[0] == node]:
            del self.places[end]

    def node_number(self, node: str) -> int:
        """From 1."""
        return self._nodes[node].number

    def interface(self, node: str, ifname: str) -> InterfacePlan:
        """As it is in the plan."""
        return self.places[node, ifname].interface
