"""Hosts and router ids.

Owns: gateways and static routes of hosts, `node.router_id`. Must not: allocate interface addresses.
Source: the topology format's "Hosts": a host reaches every pool through the first router on the first link
that has one; IPv6 default routes come from router advertisements.
"""

from __future__ import annotations

from ..addr import Address, AddressError, InterfaceAddress, Prefix, format_address, parse_address
from ..errors import Problems
from ..model import StaticRoute
from .draft import Draft, DraftInterface, DraftNode
from .loopbacks import address_of
from .pools import Space

_NO_ROUTE = frozenset({"mgmt", "router_id"})
"""Pools hosts need no route to."""


def set_host_gateways(draft: Draft, problems: Problems) -> None:
    """Set `gateway_ipv4/ipv6` of host interfaces and the hosts' static routes to all pools."""
    targets = [
        prefix
        for name, pool in draft.pools.items()
        if name not in _NO_ROUTE and isinstance(pool.ipv4, Prefix)
        for prefix in (pool.ipv4, *_extensions(draft, name))
    ]
    for node in draft.nodes.values():
        if node.role == "host":
            _route(node, targets)


def _extensions(draft: Draft, name: str) -> list[Prefix]:
    """Blocks a built-in pool has grown into."""
    space = draft.allocators[name].families[4]
    if not isinstance(space, Space):
        return []
    if name == "loopback" and not any(node.id >= space.prefix.size for node in draft.nodes.values()):
        return []
    return list(space.extensions) if name == "loopback" else space.used_extensions


def _route(node: DraftNode, targets: list[Prefix]) -> None:
    outgoing: DraftInterface | None = None
    ipv6_done = False
    for interface in node.interfaces:
        if outgoing is None and isinstance(interface.ipv4, InterfaceAddress):
            interface.gateway_ipv4 = _first_router(interface, 4)
            outgoing = interface if interface.gateway_ipv4 is not None else None
        if not ipv6_done and isinstance(interface.ipv6, InterfaceAddress):
            interface.gateway_ipv6 = _first_router(interface, 6)
            ipv6_done = interface.gateway_ipv6 is not None
    if outgoing is None or outgoing.gateway_ipv4 is None:
        return
    connected = {i.ipv4.prefix for i in node.interfaces if isinstance(i.ipv4, InterfaceAddress)}
    next_hop = Address(4, outgoing.gateway_ipv4.value)
    node.static_routes.extend(
        StaticRoute(prefix=prefix, next_hop=next_hop, ifname=outgoing.ifname)
        for prefix in targets
        if prefix not in connected
    )


def _first_router(interface: DraftInterface, family: int) -> InterfaceAddress | None:
    """The subnet's first-hop gateway, else the first router's address."""
    if interface.gateway is not None:
        shared = interface.gateway.ipv4 if family == 4 else interface.gateway.ipv6
        if shared is not None:
            return shared
    for other in interface.peers:
        if other.node.role != "host":
            address = other.ipv4 if family == 4 else other.ipv6
            if isinstance(address, InterfaceAddress):
                return address
    return None


def set_router_ids(draft: Draft, problems: Problems) -> None:
    """`router_id` of the node, its loopback's IPv4 address, or the id-th address of the pool `router_id`."""
    pool = draft.allocators.get("router_id")
    space = pool.families[4] if pool is not None else None
    for node in draft.nodes.values():
        own = node.data.get("router_id")
        loopback = node.loopback.ipv4 if node.loopback is not None else None
        if own is not None:
            node.router_id = _own(node, own, problems)
        elif isinstance(loopback, InterfaceAddress):
            node.router_id = format_address(4, loopback.value)
        elif isinstance(space, Space) and node.role != "host":
            address = address_of(space, node.id, "router_id")
            if address is None:
                message = f"pool `router_id` ({space.prefix}) has no address for node id {node.id}"
                problems.error("pool-exhausted", message, draft.setting_at("addressing", "router_id"))
            else:
                node.router_id = format_address(4, address.value)


def _own(node: DraftNode, value: object, problems: Problems) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 1 << 32:
        return format_address(4, value)
    try:
        address = parse_address(str(value))
    except AddressError:
        address = None
    if address is None or address.family != 4:
        message = f"a router id is an IPv4 address or an integer, found `{value}`"
        problems.error("wrong-router-id", message, node.at("router_id"))
        return None
    return str(address)
