"""What the kernel of a node must do for its Ethernet segments.

Owns: the plans of bridges, bonds and interfaces below VXLAN tunnels. Must not: know daemons.
Source: RFC 7432 section 8.3, RFC 8365 section 8.3.1: a frame for everybody that another switch of a segment sends has
been delivered to that segment already (local bias). No kernel sees to this by itself. Where packets come in they are
marked by who sent them, and frames with the marks of a segment's other switches do not leave to the segment. Frames to
addresses nobody knows do not leave to it at all: its addresses are known to all of its switches.
Daemons look for the segments of a VLAN by its number: all VLANs of such a node are of one bridge that knows numbers.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from ..addr import Address
from ..model import BridgePlan, BridgePortPlan, Interface, InterfacePlan, MarkPlan, Node
from .interfaces import vlan_bridges
from .vxlan import MTU

FIRST_MARK = 0x4D480000
BRIDGE = "vlans"
"""The bridge of a node with Ethernet segments."""
FEATURES = ("vlan_filtering", "split_horizon")
_SILENT = (("ipv6/conf/{ifname}/disable_ipv6", "1"),)


def segments(node: Node) -> tuple[Interface, ...]:
    """Interfaces of a node that are in Ethernet segments."""
    return tuple(i for i in node.interfaces if i.ethernet_segment is not None)


def carried(interface: Interface) -> tuple[str, ...]:
    """VLANs of a segment."""
    vlan = interface.vlan
    return (*((vlan.access,) if vlan.access else ()), *vlan.trunk) if vlan is not None else ()


def routes_native(interface: Interface) -> bool:
    """A trunk with addresses of its own: those of its native VLAN."""
    return interface.vlan is not None and interface.vlan.mode == "route" and bool(interface.vlan.trunk)


def with_segments(node: Node, plans: tuple[InterfacePlan, ...]) -> tuple[InterfacePlan, ...]:
    """The plans of a node's interfaces with what its Ethernet segments need."""
    own = segments(node)
    if not own:
        return plans
    marks = {address: FIRST_MARK + number for number, address in enumerate(_peers(node, own))}
    refused = {i.ifname: tuple(marks[a] for a in _peers(node, (i,))) for i in own}
    below = {i.ifname for i in node.interfaces if _is_underlay(i)}
    marking = tuple(MarkPlan(address, mark) for address, mark in marks.items())
    plans = tuple(_with_one_bridge(node, plans))
    return tuple(_filtered(p, marking if p.name in below else (), refused.get(p.name)) for p in plans)


def _filtered(plan: InterfacePlan, marks: tuple[MarkPlan, ...], refused: tuple[int, ...] | None) -> InterfacePlan:
    """`refused` is None for what is in no segment."""
    if refused is None:
        return replace(plan, marks=marks) if marks else plan
    port = replace(plan.port, unicast_flood=False) if plan.port is not None else None
    return replace(plan, marks=marks, refused_marks=refused, port=port)


def _with_one_bridge(node: Node, plans: tuple[InterfacePlan, ...]) -> Iterator[InterfacePlan]:
    """VLAN interfaces stand on one bridge; ports of their own bridges and trunks are ports of it.

    Members of trunks that were ports are no interfaces any more: the trunk has their tags. A trunk whose native VLAN is
    routed is no port, since a port receives no packets of its own: its members are ports without tags.
    """
    numbers = {bridge: node.vlans[name].id for name, bridge in vlan_bridges(node).items()}
    routed = {interface.ifname for interface in node.interfaces if routes_native(interface)}
    members = {p.name for p in plans if p.kind == "vlan" and p.master in numbers and p.parent not in routed}
    tagged: dict[str, list[int]] = {}
    for plan in plans:
        if plan.name in members:
            tagged.setdefault(plan.parent or "", []).append(plan.vlan_id or 0)
    mtu = max((plan.mtu or MTU for plan in plans if plan.name in numbers), default=MTU)
    vlans = tuple(sorted(numbers.values()))
    switch = BridgePlan(vlan_filtering=True, vlans=vlans)
    for plan in plans:
        if plan.name in numbers:
            if vlans:
                yield InterfacePlan(name=BRIDGE, kind="bridge", bridge=switch, mtu=mtu, sysctls=_SILENT)
                vlans = ()
            yield replace(plan, kind="vlan", bridge=None, parent=BRIDGE, vlan_id=numbers[plan.name])
        elif plan.master in numbers or plan.name in tagged:
            if plan.name not in members:
                port = replace(
                    plan.port or BridgePortPlan(),
                    untagged=numbers.get(plan.master or ""),
                    tagged=tuple(sorted(tagged.get(plan.name, ()))),
                )
                yield replace(plan, master=BRIDGE, port=port)
        else:
            yield plan


def _peers(node: Node, interfaces: tuple[Interface, ...]) -> dict[Address, None]:
    """VXLAN endpoints of the other nodes of the interfaces' segments, in order."""
    own = node.vxlan.address if node.vxlan is not None else None
    segments = (i.ethernet_segment for i in interfaces if i.ethernet_segment is not None)
    return dict.fromkeys(address for segment in segments for address in segment.endpoints if address != own)


def _is_underlay(interface: Interface) -> bool:
    """VXLAN packets may arrive at it."""
    return interface.vrf is None and interface.type != "loopback" and interface.ipv4 is not None
