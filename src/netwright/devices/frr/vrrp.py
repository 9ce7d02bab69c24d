"""VRRP of a node -> views of FRR's vrrpd.

Owns: virtual routers of interfaces. Must not: print, or plan the macvlan interfaces (`devices/gateway.py`), which vrrpd
finds by their MAC addresses. Source: RFC 5798; FRR user guide "VRRP".
"""

from __future__ import annotations

from ...model import FirstHopGateway, Interface, Node, VrrpGroup
from .zebra import InterfaceView


def vrrp_views(node: Node) -> tuple[InterfaceView, ...]:
    """Interfaces with a virtual router."""
    return tuple(
        InterfaceView(i.ifname, tuple(_lines(i.gateway, i.gateway.vrrp)))
        for i in (node.interfaces if node.role != "host" else ())
        if i.gateway is not None and i.gateway.vrrp is not None and _has_address(i)
    )


def _has_address(interface: Interface) -> bool:
    return interface.ipv4 is not None or interface.ipv6 is not None


def _lines(gateway: FirstHopGateway, group: VrrpGroup) -> list[str]:
    word = f"vrrp {group.group}"
    lines = [f"{word} version {group.version}"]
    if group.priority is not None:
        lines.append(f"{word} priority {group.priority}")
    if group.preempt is False:
        lines.append(f"no {word} preempt")
    if gateway.ipv4 is not None:
        lines.append(f"{word} ip {gateway.ipv4.address}")
    if gateway.ipv6 is not None:
        lines.append(f"{word} ipv6 {gateway.ipv6.address}")
    return lines
