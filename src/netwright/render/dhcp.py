"""DHCP of nodes and interfaces in the format's own names.

Owns: `dhcp` in the inventory. Must not: decide anything.
"""

from __future__ import annotations

from typing import Any

from ..model import DhcpPool, Interface, Node

Plain = dict[str, Any]


def interface(interface: Interface) -> Plain:
    """What a client asks for, or what a relay relays to."""
    data: Plain = {}
    client, relay = interface.dhcp_client, interface.dhcp_relay
    if client is not None:
        data["client"] = {family: True for family in ("ipv4", "ipv6") if getattr(client, family)}
        if not client.default:
            data["client"]["default"] = False
    if relay is not None:
        data["server"] = list(relay.nodes)
        data["relay"] = {}
        for address in relay.servers:
            data["relay"].setdefault(f"ipv{address.family}", []).append(str(address))
        if relay.foreign:
            data["vrf"] = relay.vrf or "global"
    return data


def add_node(data: Plain, node: Node) -> None:
    """Pools of a server; whether the node relays, and whether VRFs matter."""
    relays = [i.dhcp_relay for i in node.interfaces if i.dhcp_relay is not None]
    if node.dhcp is None and not relays:
        return
    own: Plain = {**(data.get("dhcp") or {})}
    if node.dhcp is not None:
        own["server"] = True
        own["pools"] = [_pool(pool) for pool in node.dhcp.pools]
    if relays:
        own["relay"] = True
    if any(relay.foreign for relay in relays) or any(pool.vrf for pool in (node.dhcp.pools if node.dhcp else ())):
        own.setdefault("vrf", True)
    data["dhcp"] = own


def _pool(pool: DhcpPool) -> Plain:
    data: Plain = {"name": pool.name, "clean_name": pool.tag}
    for family, prefix in (("ipv4", pool.ipv4), ("ipv6", pool.ipv6)):
        if prefix is not None:
            data[family] = str(prefix)
    for address in pool.excluded:
        data.setdefault("excluded", {}).setdefault(f"ipv{address.family}", []).append(str(address))
    if pool.gateway is not None:
        data["gateway"] = {"ipv4": str(pool.gateway)}
    if pool.vrf is not None:
        data["vrf"] = pool.vrf
    return data
