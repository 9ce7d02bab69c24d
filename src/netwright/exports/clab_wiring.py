"""Links of a containerlab topology, and the containers that stand in for shared segments.

Owns: `Segment`s -> links and switches. Must not: know nodes' configuration.
Two ends are a veth pair, one end is a dummy interface. More ends meet in a bridge inside a container of its own, so
that nothing has to be prepared on the host.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ..model import LabPlan

DEFAULT_MTU = 1500
PORT = "eth{number}"


class Switch(NamedTuple):
    """A container that joins the ends of a segment."""

    name: str
    ports: int
    mtu: int


class Wiring(NamedTuple):
    links: list[dict[str, Any]]
    switches: list[Switch]


def wire(plan: LabPlan) -> Wiring:
    """Every cable of the plan; segments with the same bridge are one."""
    mtus = {(node.name, i.name): i.mtu for node in plan.nodes for i in node.interfaces}
    groups: dict[str, list[tuple[str, str]]] = {}
    for segment in plan.segments:
        if segment.ends:
            groups.setdefault(segment.bridge or f"lan{segment.linkindex}", []).extend(segment.ends)
    taken = {node.name for node in plan.nodes}
    links: list[dict[str, Any]] = []
    switches = []
    for name, ends in groups.items():
        mtu = max((mtus.get(end) or DEFAULT_MTU for end in ends), default=DEFAULT_MTU)
        if len(ends) == 1:
            links.append({"type": "dummy", "endpoint": {"node": ends[0][0], "interface": ends[0][1]}, "mtu": mtu})
        elif len(ends) == 2:
            links.append(_pair(ends[0], ends[1], mtu))
        else:
            switch = Switch(_free(name, taken), len(ends), mtu)
            switches.append(switch)
            links += [_pair(end, (switch.name, PORT.format(number=n)), mtu) for n, end in enumerate(ends, 1)]
    return Wiring(links, switches)


def _pair(one: tuple[str, str], other: tuple[str, str], mtu: int) -> dict[str, Any]:
    return {"endpoints": [":".join(one), ":".join(other)], "mtu": mtu}


def _free(name: str, taken: set[str]) -> str:
    """A name no node has."""
    while name in taken:
        name += "-lan"
    taken.add(name)
    return name


def switch_node(switch: Switch, image: str) -> Mapping[str, Any]:
    """A bridge that learns, without a spanning tree of its own."""
    commands = ["ip link add name lan type bridge forward_delay 0 stp_state 0 mcast_snooping 0"]
    commands += [
        f"ip link set dev {PORT.format(number=n)} mtu {switch.mtu} master lan up" for n in range(1, switch.ports + 1)
    ]
    commands.append("ip link set dev lan up")
    return {"kind": "linux", "image": image, "exec": commands}
