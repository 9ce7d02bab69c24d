"""What the kernel of a node must do for its Ethernet segments.

Owns: the plans of bridges, bonds and interfaces below VXLAN tunnels. Must not: know daemons.
Source: RFC 7432 section 8.3, RFC 8365 section 8.3.1: a frame for everybody that another switch of a segment sends has
been delivered to that segment already (local bias). No kernel sees to this by itself. Where packets come in they are
marked by who sent them, and frames with the marks of a segment's other switches do not leave to the segment. Frames to
addresses nobody knows do not leave to it at all: its addresses are known to all of its switches.
A bridge that carries a segment knows its VLAN's number, by which daemons look for the segments of a VLAN.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from ..addr import Address
from ..model import Interface, InterfacePlan, MarkPlan, Node, Vlan
from .interfaces import vlan_bridges

FIRST_MARK = 0x4D480000
FEATURES = ("vlan_filtering", "split_horizon")
_SILENT = (("ipv6/conf/{ifname}/disable_ipv6", "1"),)


def segments(node: Node) -> tuple[Interface, ...]:
    """Interfaces of a node that are in Ethernet segments."""
    return tuple(i for i in node.interfaces if i.ethernet_segment is not None)


def access_vlan(interface: Interface) -> str | None:
    """The VLAN of a segment: it has one, whose frames are untagged."""
    return interface.vlan.access if interface.vlan is not None else None


def with_segments(node: Node, plans: tuple[InterfacePlan, ...]) -> tuple[InterfacePlan, ...]:
    """The plans of a node's interfaces with what its Ethernet segments need."""
    own = segments(node)
    if not own:
        return plans
    marks = {address: FIRST_MARK + number for number, address in enumerate(_peers(node, own))}
    bridges = {bridge: node.vlans[name] for name, bridge in vlan_bridges(node).items()}
    vlans = {bridge: vlan for bridge, vlan in bridges.items() if vlan.name in {access_vlan(i) for i in own}}
    refused = {i.ifname: tuple(marks[a] for a in _peers(node, (i,))) for i in own}
    below = {i.ifname for i in node.interfaces if _is_underlay(i)}
    marking = tuple(MarkPlan(address, mark) for address, mark in marks.items())
    filtered = (_filtered(p, marking if p.name in below else (), refused.get(p.name)) for p in plans)
    return tuple(changed for plan in filtered for changed in _with_vlans(plan, vlans))


def _filtered(plan: InterfacePlan, marks: tuple[MarkPlan, ...], refused: tuple[int, ...] | None) -> InterfacePlan:
    """`refused` is None for what is in no segment."""
    if refused is None:
        return replace(plan, marks=marks) if marks else plan
    port = replace(plan.port, unicast_flood=False) if plan.port is not None else None
    return replace(plan, marks=marks, refused_marks=refused, port=port)


def _with_vlans(plan: InterfacePlan, vlans: Mapping[str, Vlan]) -> Iterator[InterfacePlan]:
    """A bridge with a number for its VLAN; where the node routes the VLAN, what stood on the bridge stands on it."""
    vlan = vlans.get(plan.name)
    master = vlans.get(plan.master or "")
    if master is not None and master.mode == "irb":
        plan = replace(plan, master=bridge_name(master))
    if vlan is None or plan.bridge is None:
        yield plan
        return
    bridge = replace(plan.bridge, vlan_filtering=True, default_vlan=vlan.id, tagged_self=vlan.mode == "irb")
    if vlan.mode != "irb":
        yield replace(plan, bridge=bridge)
        return
    below = bridge_name(vlan)
    yield InterfacePlan(name=below, kind="bridge", bridge=bridge, mtu=plan.mtu, mac=plan.mac, sysctls=_SILENT)
    yield replace(plan, kind="vlan", bridge=None, parent=below, vlan_id=vlan.id)


def bridge_name(vlan: Vlan) -> str:
    """The bridge below the VLAN interface of a node that routes a VLAN with an Ethernet segment."""
    return f"br{vlan.id}"


def _peers(node: Node, interfaces: tuple[Interface, ...]) -> dict[Address, None]:
    """VXLAN endpoints of the other nodes of the interfaces' segments, in order."""
    own = node.vxlan.address if node.vxlan is not None else None
    segments = (i.ethernet_segment for i in interfaces if i.ethernet_segment is not None)
    return dict.fromkeys(address for segment in segments for address in segment.endpoints if address != own)


def _is_underlay(interface: Interface) -> bool:
    """VXLAN packets may arrive at it."""
    return interface.vrf is None and interface.type != "loopback" and interface.ipv4 is not None
