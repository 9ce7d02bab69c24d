"""Texts of pictures: names, addresses, what a tooltip says.

Owns: wording. Must not: decide what is drawn.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..addr import InterfaceAddress, Prefix
from ..model import Interface, Link, Node, Vlan
from .settings import DrawSettings


def node_address(node: Node) -> str | None:
    """That of a node of a cluster as the cluster has it; else the loopback address, else the first address."""
    if node.cluster is not None and node.cluster.bgp.families:
        own = node.cluster.bgp.families[0].address
        return str(own if node.workload is None else own.address)
    if node.workload is not None:
        return next((str(address) for address in node.workload.addresses), None)
    candidates = [node.loopback] if node.loopback is not None else []
    for interface in (*candidates, *node.interfaces):
        for address in (interface.ipv4, interface.ipv6):
            if isinstance(address, InterfaceAddress):
                return str(address)
    return None


def node_label(node: Node, settings: DrawSettings) -> tuple[str, ...]:
    pod = node.workload is not None and node.workload.kind == "pod"
    name = node.name if pod else f"{node.name} [{node.device}]"
    address = node_address(node) if settings.address_labels else None
    return (name,) if address is None else (name, address)


def node_detail(node: Node) -> dict[str, str]:
    """What there is to say about a node, in reading order."""
    loopback = node.loopback
    found = {
        "name": node.name,
        "device": node.device,
        "stands in for": node.requested_device if node.requested_device != node.device else "",
        "role": node.role,
        "loopback": ", ".join(interface_addresses(loopback)) if loopback is not None else "",
        "router id": node.router_id or "",
        "AS": str(node.bgp.asn) if node.bgp is not None else "",
        "OSPF area": node.ospf.area if node.ospf is not None else "",
        "IS-IS area": node.isis.area if node.isis is not None else "",
        "modules": ", ".join(node.modules),
        "VLANs": ", ".join(node.vlans),
        "VRFs": ", ".join(node.vrfs),
        **_cluster_detail(node),
    }
    return {key: value for key, value in found.items() if value}


def _cluster_detail(node: Node) -> dict[str, str]:
    """What it is to Kubernetes clusters."""
    found = {"node of cluster": node.cluster.cluster} if node.cluster is not None else {}
    if node.workload is None:
        return found
    place = node.workload
    return {
        **found,
        "workload": f"{place.kind} of cluster {place.cluster}",
        "name in Kubernetes": str(place.name),
        "addresses": ", ".join(map(str, place.addresses)),
        "runs on": place.host,
        "labels": ", ".join(f"{key}={value}" for key, value in place.labels.items()),
    }


def interface_addresses(interface: Interface) -> list[str]:
    """Addresses with their prefix lengths."""
    return [str(a) for a in (interface.ipv4, interface.ipv6) if isinstance(a, InterfaceAddress)]


def end_label(node: Node, interface: Interface | None, settings: DrawSettings) -> tuple[str, ...]:
    """What stands at the end of a link: the interface's name, its addresses without lengths.

    A port of a VLAN has the addresses the node has in it.
    """
    if interface is None or settings.end_labels is None:
        return ()
    lines = [interface.ifname] if settings.end_labels in ("name", "all") else []
    if settings.end_labels in ("address", "all"):
        addressed = _in_vlan(node, interface) or interface
        lines += [str(a.address) for a in (addressed.ipv4, addressed.ipv6) if isinstance(a, InterfaceAddress)]
    return tuple(lines)


def _in_vlan(node: Node, interface: Interface) -> Interface | None:
    vlan = interface.vlan.access if interface.vlan is not None else None
    if vlan is None:
        return None
    return next((i for i in node.interfaces if i.type == "svi" and i.vlan is not None and i.vlan.name == vlan), None)


def end_text(node: str, interface: Interface | None) -> str:
    """One end of a link in words."""
    if interface is None:
        return node
    return " ".join([node, interface.ifname, *interface_addresses(interface)])


def prefixes(subnet: Link | Vlan) -> list[str]:
    return [str(p) for p in (subnet.ipv4, subnet.ipv6) if isinstance(p, Prefix)]


def subnet_label(link: Link, vlan: str | None) -> tuple[str, ...]:
    """Prefixes of a subnet, else the name of the bridge, VLAN or link."""
    lines = prefixes(link)
    if vlan is not None:
        return (f"VLAN {vlan}", *lines)
    return tuple(lines) or (link.name or link.bridge or f"link {link.linkindex}",)


def link_detail(link: Link, ends: Sequence[tuple[str, Interface | None]]) -> dict[str, str]:
    """What there is to say about a link, all its ends included."""
    found = {
        "link": link.name or "",
        "type": link.type,
        "prefix": ", ".join(prefixes(link)),
        "MTU": str(link.mtu or ""),
        **{f"end {number}": end_text(*end) for number, end in enumerate(ends, 1)},
    }
    return {key: value for key, value in found.items() if value}
