"""VLANs of the network, of nodes and of interfaces in the format's own names.

Owns: `vlans`, `node.vlans`, `interface.vlan`. Must not: decide anything.
"""

from __future__ import annotations

from typing import Any

from ..model import Interface, Network, Node, Vlan, VlanPort
from ..model.tree import to_plain
from . import overlays

Plain = dict[str, Any]


def of_network(network: Network) -> Plain:
    """`vlans`: each with who is attached to it."""
    attached = {s.extra["vlan"]: s for s in network.segments if "vlan" in s.extra and s.type == "lan"}
    result: Plain = {}
    for name, vlan in network.vlans.items():
        data = _vlan(vlan)
        data.pop("bridge_group")
        segment = attached.get(name)
        ends = segment.endpoints if segment is not None else ()
        data["neighbors"] = [
            {"node": e.node, "ifname": e.ifname, **_address("ipv4", e.ipv4), **_address("ipv6", e.ipv6)} for e in ends
        ]
        data["host_count"] = sum(network.nodes[e.node].role == "host" for e in ends)
        result[name] = data
    return result


def of_node(node: Node) -> Plain:
    """`node.vlans`."""
    return {name: _vlan(vlan) for name, vlan in node.vlans.items()}


def _vlan(vlan: Vlan) -> Plain:
    data: Plain = to_plain(vlan.extra) if vlan.extra else {}
    data.update(id=vlan.id, mode=vlan.mode, bridge_group=vlan.bridge_group)
    if vlan.vni is not None:
        data["vni"] = vlan.vni
    data.update(overlays.of_vlan(vlan))
    if vlan.vrf is not None:
        data["vrf"] = vlan.vrf
    prefix = {**_address("ipv4", vlan.ipv4), **_address("ipv6", vlan.ipv6)}
    if prefix:
        data["prefix"] = {**prefix, "allocation": "id_based"}
    return data


def _address(family: str, value: Any) -> Plain:
    if value is None:
        return {}
    return {family: value if value is True else str(value)}


def interface(node: Node, interface: Interface, port: VlanPort) -> Plain:
    """`interface.vlan` and what goes with it; the port of a trunk without native VLAN says nothing."""
    data: Plain = {}
    own = node.vlans.get(port.name or "")
    if own is not None:
        data["bridge_group"] = own.bridge_group
    if interface.parent_ifname is not None:
        data["parent_ifname"] = interface.parent_ifname
        parents = [i.ifindex for i in node.interfaces if i.ifname == interface.parent_ifname]
        data["parent_ifindex"] = parents[0] if parents else None
    if port.trunk:
        data["subif_index"] = len([name for name in port.trunk if name != port.native])
    vlan = _port(interface, port)
    if vlan:
        data["vlan"] = vlan
    return data


def _port(interface: Interface, port: VlanPort) -> Plain:
    if interface.type == "svi":
        return neighbor(port)
    if port.access is not None:
        return {"access": port.access, "access_id": port.access_id}
    if port.name is not None:
        data: Plain = {"mode": "route"}
        if interface.type == "vlan_member":
            data.update(name=port.name, access_id=port.access_id)
        if port.routed_link:
            data["routed_link"] = True
        return data
    if port.native is not None:
        trunk: Plain = {name: {} for name in port.trunk}
        return {"native": port.native, "access_id": port.access_id, "trunk": trunk, "trunk_id": [port.access_id]}
    return {}


def neighbor(port: VlanPort) -> Plain:
    """A VLAN interface, or a routed subinterface in a VLAN, as its neighbours see it."""
    tag: Plain = {"access_id": port.access_id} if port.mode == "route" else {}
    return {**tag, "mode": port.mode, "name": port.name}
