"""A designed network -> the plan of its lab: segments, names, kernel features, nodes.

Owns: what does not depend on a device. Must not: create anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..addr import Address, InterfaceAddress
from ..model import Interface, LabPlan, Link, Network, Node, NodePlan, Segment
from .base import Device, RenderContext

LOCALHOST = "127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\n"


def assemble(network: Network, devices: Mapping[str, Device], context: RenderContext) -> LabPlan:
    """Plan every node and put the parts together."""
    nodes = tuple(devices[n.device].plan_node(network, n, context) for n in network.nodes.values())
    segments = tuple(_segment(link) for link in network.links)
    return LabPlan(
        name=network.name,
        nodes=nodes,
        segments=segments,
        hosts=hosts(network),
        features=_features(segments, nodes),
    )


def _segment(link: Link) -> Segment:
    """Every link has its place, so that a segment's index is `linkindex - 1`; a loopback has no ends."""
    ends = () if link.type == "loopback" else tuple((e.node, e.ifname) for e in link.endpoints)
    return Segment(linkindex=link.linkindex, ends=ends, bridge=link.bridge if ends else None)


def _features(segments: tuple[Segment, ...], nodes: tuple[NodePlan, ...]) -> tuple[str, ...]:
    """Device types the plan cannot do without; `dummy` has a stand-in everywhere, so it is not demanded."""
    needed = {
        "veth": any(s.ends for s in segments),
        "bridge": any(len(s.ends) > 2 or (s.ends and s.bridge) for s in segments),
    }
    return tuple(name for name, wanted in needed.items() if wanted)


def hosts(network: Network) -> str:
    """/etc/hosts: a node's loopback (or first interface) by its name, interfaces by `<if>.<node>`."""
    lines = [LOCALHOST]
    for node in network.nodes.values():
        lines += [f"{address} {node.name}\n" for address in _main_addresses(node)]
        for interface in node.interfaces:
            lines += [f"{a} {interface.ifname}.{node.name}\n" for a in _addresses(interface)]
    return "".join(lines)


def _main_addresses(node: Node) -> Iterator[Address]:
    """One address a family."""
    candidates = [*([node.loopback] if node.loopback is not None else []), *node.interfaces]
    for family in (4, 6):
        found = (a for i in candidates for a in _addresses(i) if a.family == family)
        address = next(found, None)
        if address is not None:
            yield address


def _addresses(interface: Interface) -> list[Address]:
    return [a.address for a in (interface.ipv4, interface.ipv6) if isinstance(a, InterfaceAddress)]
