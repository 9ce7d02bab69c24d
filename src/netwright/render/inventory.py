"""The inventory: a `Network` as plain data in the format's own names.

Templates, `valid` expressions, `inspect` and `create` see this. Owns: the shape. Must not: decide anything.
Costs one visit of every node and link endpoint; `NodeInventory` builds nodes only when they are asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from ..model import Management, Network, Node
from ..model.tree import to_plain
from . import dhcp, interfaces, interior, labels, overlays, protocols, vlans
from .interfaces import Plain, put
from .vrfs import global_vrfs, vpn_families, vrfs

PROVIDER = "clab"
"""The provider word templates see: daemons run on Linux here as they do in containers."""


def inventory(network: Network) -> Plain:
    """The whole network: settings of the topology with every designed part over them."""
    data: Plain = to_plain(network.settings)
    data["name"] = network.name
    data["provider"] = PROVIDER
    data["module"] = list(network.modules)
    if network.plugins:
        data["plugin"] = list(network.plugins)
    data["nodes"] = {name: node_inventory(network, node) for name, node in network.nodes.items()}
    data["links"] = [interfaces.link(link) for link in network.links if link.type != "lag"]
    data["addressing"] = {name: interfaces.pool(pool) for name, pool in network.pools.items()}
    data["prefix"] = {name: interfaces.named_prefix(p) for name, p in network.prefixes.items()}
    if network.vlans:
        data["vlans"] = vlans.of_network(network)
    data["groups"] = groups(network)
    if network.vrfs:
        data["vrfs"] = global_vrfs(network)
    data["defaults"] = to_plain(network.defaults)
    if network.validate:
        data["validate"] = to_plain(network.validate)
    put(data, message=network.message)
    return data


def groups(network: Network) -> Plain:
    """Groups with members, variables and templates."""
    result: Plain = {}
    for name, group in network.groups.items():
        data: Plain = {"members": list(group.members)}
        if group.vars:
            data["vars"] = to_plain(group.vars)
        if group.config:
            data["config"] = list(group.config)
        result[name] = data
    return result


def node_inventory(network: Network, node: Node | str) -> Plain:
    """One node. A fresh dictionary each time: the caller may change it."""
    if isinstance(node, str):
        node = network.nodes[node]
    data: Plain = to_plain(node.extra) if node.extra else {}
    put(data, name=node.name, id=node.id, device=node.device, role=node.role, mtu=node.mtu, box=node.image)
    if node.requested_device != node.device:
        data["requested_device"] = node.requested_device
    data["hostname"] = node.name
    data["module"] = list(node.modules)
    data["af"] = {family: True for family in ("ipv4", "ipv6") if getattr(node, family)}
    data["af"].update(vpn_families(node))
    put(data, router_id=node.router_id)
    loopback = None
    if node.loopback is not None:
        loopback = data["loopback"] = interfaces.interface(network, node, node.loopback)
    data["interfaces"] = [interfaces.interface(network, node, i) for i in node.interfaces]
    if node.management is not None:
        data["mgmt"] = _management(node.management)
    dhcp.add_node(data, node)
    if node.bgp is not None:
        data["bgp"] = protocols.bgp(node.bgp, loopback)
    if node.ospf is not None:
        data["ospf"] = protocols.ospf(node.ospf)
    if node.bfd is not None:
        data["bfd"] = interfaces.bfd_timers(node.bfd)
    if node.isis is not None:
        data["isis"] = interior.isis(node.isis)
    if node.ripv2 is not None:
        data["ripv2"] = interior.ripv2(node.ripv2)
    if node.vrfs:
        data["vrfs"] = vrfs(network, node)
    if node.mpls is not None:
        labels.mpls(data, node.mpls)
    if node.sr is not None:
        data["sr"] = labels.segment_routing(node.sr)
    if node.srv6 is not None:
        data["srv6"] = labels.srv6(node.srv6)
    if node.routing is not None or node.static_routes:
        routing = data.get("routing")
        tables = protocols.routing(node.routing, node.static_routes)
        data["routing"] = {**routing, **tables} if isinstance(routing, dict) else tables
    if node.vxlan is not None:
        data["vxlan"] = overlays.vxlan(node.vxlan)
    if node.evpn is not None:
        data["evpn"] = overlays.evpn(node.evpn)
    if node.vlans:
        data["vlans"] = vlans.of_node(node)
        own = data.get("vlan")
        mode = {"mode": "bridge"} if node.role == "bridge" else {}
        data["vlan"] = {**mode, **(own if isinstance(own, dict) else {}), "max_bridge_group": len(node.vlans)}
    if node.config:
        data["config"] = list(node.config)
    if node.skip_config or node.skip_modules:
        data["skip_config"] = node.skip_config or list(node.skip_modules)
    return data


def _management(management: Management) -> Plain:
    data: Plain = {"ifname": management.ifname, "mac": management.mac}
    put(data, ipv4=management.ipv4, ipv6=management.ipv6)
    return data


def template_variables(network: Network, node: Node) -> Plain:
    """Variables of a user's template on one node: node data at top level, then what inventories add."""
    data = node_inventory(network, node)
    data["inventory_hostname"] = node.name
    data["netlab_device_type"] = node.device
    data["ansible_network_os"] = node.device
    data["node_provider"] = data["netlab_provider"] = PROVIDER
    data["netlab_name"] = network.name
    loopback = data.get("loopback")
    data["netlab_interfaces"] = [*([loopback] if loopback else []), *data["interfaces"]]
    data.update(to_plain(node.vars))
    return data


class NodeInventory(Mapping[str, Plain]):
    """`hostvars`: template variables of every node, each built when first asked for."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._built: dict[str, Plain] = {}
        self.compiled: dict[tuple[str, str], Any] = {}
        """Templates of users compiled so far, by place and source: one compilation serves all nodes."""

    @cached_property
    def addressing(self) -> Plain:
        """Address pools, the same for every node."""
        return {name: interfaces.pool(pool) for name, pool in self._network.pools.items()}

    def __getitem__(self, name: str) -> Plain:
        if name not in self._built:
            self._built[name] = template_variables(self._network, self._network.nodes[name])
        return self._built[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._network.nodes)

    def __len__(self) -> int:
        return len(self._network.nodes)

    def __contains__(self, name: Any) -> bool:
        return name in self._network.nodes
