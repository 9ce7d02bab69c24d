"""A designed network -> the plan of its lab: segments, names, kernel features, nodes.

Owns: what does not depend on a device. Must not: create anything.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from ..addr import Address, InterfaceAddress
from ..model import Interface, LabPlan, Link, Network, Node, NodePlan, Segment, configured
from .base import Device, RenderContext

LOCALHOST = """\
127.0.0.1 localhost
::1 localhost ip6-localhost ip6-loopback
fe00::0 ip6-localnet
ff00::0 ip6-mcastprefix
ff02::1 ip6-allnodes
ff02::2 ip6-allrouters
"""


def assemble(network: Network, devices: Mapping[str, Device], context: RenderContext) -> LabPlan:
    """Plan every node and put the parts together."""
    nodes = tuple(_node(network, configured(node), devices[node.device], context) for node in network.nodes.values())
    tunnels = {i.linkindex for node in network.nodes.values() for i in node.interfaces if i.tunnel is not None}
    segments = tuple(_segment(link, is_cable=link.linkindex not in tunnels) for link in network.links)
    return LabPlan(
        name=network.name,
        nodes=nodes,
        segments=segments,
        hosts=hosts(network),
        features=_features(segments, nodes),
    )


def _node(network: Network, node: Node, device: Device, context: RenderContext) -> NodePlan:
    planned = device.plan_node(network, node, context)
    root = context.root(node.name)
    return planned if root is None else replace(planned, root=root)


def _segment(link: Link, *, is_cable: bool) -> Segment:
    """Every link has its place, so that a segment's index is `linkindex - 1`; what is no cable has no ends."""
    joined = is_cable and link.type not in ("loopback", "lag")
    ends = tuple((e.node, e.ifname) for e in link.endpoints) if joined else ()
    return Segment(linkindex=link.linkindex, ends=ends, bridge=link.bridge if ends else None)


def _features(segments: tuple[Segment, ...], nodes: tuple[NodePlan, ...]) -> tuple[str, ...]:
    """Kernel features the plan cannot do without; `dummy` has a stand-in everywhere, so it is not demanded."""
    needed = set()
    if any(s.ends for s in segments):
        needed.add("veth")
    if any(len(s.ends) > 2 or (s.ends and s.bridge) for s in segments):
        needed.add("bridge")
    for node in nodes:
        needed.update(node.features)
        for interface in node.interfaces:
            if interface.kind not in ("loopback", "dummy"):
                needed.add(interface.kind)
            if interface.bridge is not None and interface.bridge.vlan_filtering:
                needed.add("vlan_filtering")
            if interface.impairment is not None and not interface.impairment.is_nothing:
                needed.add("tbf" if interface.impairment.is_only_rate else "netem")
    return tuple(sorted(needed))


def hosts(network: Network) -> str:
    """/etc/hosts as the format has it: nodes in alphabetical order, addresses in the order of interfaces.

    A node's name stands for its loopbacks, `<interface>.<node>` for an interface; a node without a loopback has its
    name on every address.
    """
    lines = [LOCALHOST]
    for name in sorted(network.nodes):
        node = network.nodes[name]
        interfaces = (*((node.loopback,) if node.loopback is not None else ()), *node.interfaces)
        for interface in interfaces:
            lines += [f"{address} {_names(node, interface)}\n" for address in _addresses(interface)]
    return "".join(lines)


def _names(node: Node, interface: Interface) -> str:
    if interface.type == "loopback":
        return node.name
    own = f"{interface.ifname}.{node.name}"
    return own if node.loopback is not None else f"{node.name} {own}"


def _addresses(interface: Interface) -> list[Address]:
    return [a.address for a in (interface.ipv4, interface.ipv6) if isinstance(a, InterfaceAddress)]
