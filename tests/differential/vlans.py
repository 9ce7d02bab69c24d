"""VLANs in one neutral form: definitions, ports, VLAN interfaces, who is attached to what.

Owns: the form. Must not: decide which differences matter. Subinterfaces' neighbours are left out: netlab calls them by
names they do not have.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from netwright.model import Interface, Network, Node
from netwright.render.interfaces import interface as render_interface
from netwright.render.vlans import of_network

Form = dict[str, Any]
PORT = ("access", "access_id", "mode", "name", "native", "routed_link")


def is_port(end: Mapping[str, Any]) -> bool:
    """An end of a link that bridges a VLAN; netlab notes the VLAN interface's address there."""
    return end.get("_vlan_mode") in ("irb", "bridge")


def our_vlans(network: Network) -> Form:
    """Global VLANs through the inventory."""
    return {name: _vlan(data) for name, data in of_network(network).items()}


def their_vlans(data: Mapping[str, Any]) -> Form:
    """Global VLANs; netlab lists those of nodes, too, without an id."""
    return {name: _vlan(vlan) for name, vlan in (data.get("vlans") or {}).items() if "id" in vlan}


def _vlan(vlan: Mapping[str, Any]) -> Form:
    prefix = vlan.get("prefix") or {}
    return {
        "id": vlan["id"],
        "prefix": {family: prefix.get(family) for family in ("ipv4", "ipv6")},
        "neighbors": _neighbors(vlan),
    }


def our_node_vlans(node: Node) -> Form:
    """VLANs of a node."""
    return {name: [vlan.id, vlan.mode, vlan.bridge_group] for name, vlan in node.vlans.items()}


def their_node_vlans(node: Mapping[str, Any]) -> Form:
    """VLANs of a node; what it defines and does not use has no number."""
    vlans = node.get("vlans") or {}
    return {name: [v["id"], v["mode"], v["bridge_group"]] for name, v in vlans.items() if "bridge_group" in v}


def our_vlan_port(network: Network, node: Node, interface: Interface) -> Form:
    """VLANs of an interface through the inventory."""
    return their_vlan_port(render_interface(network, node, interface))


def their_vlan_port(interface: Mapping[str, Any]) -> Form:
    """VLANs of an interface in the format's own names; neighbours where addresses are."""
    vlan = interface.get("vlan") or {}
    form: Form = {key: vlan.get(key) for key in PORT}
    if not interface.get("subif_index"):
        form["group"] = interface.get("bridge_group")
    else:
        form["mode"] = None
    form["parent"] = [interface.get("parent_ifindex"), interface.get("parent_ifname")]
    form["mac"] = interface.get("mac_address")
    if interface.get("ipv4") or interface.get("ipv6"):
        form["neighbors"] = _neighbors(interface)
    return form


def _neighbors(data: Mapping[str, Any]) -> list[Any]:
    return [
        [n["node"], n["ifname"], n.get("ipv4") if n.get("ipv4") is not True else "up"]
        for n in data.get("neighbors") or []
    ]
