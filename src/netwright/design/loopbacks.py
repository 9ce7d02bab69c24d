"""Loopback interfaces and their addresses.

Owns: `node.loopback`. Must not: touch links.
Source: the topology format's "Loopback addresses": the pool's id-th address for /32 and /128, else the first
address of a subnet: the id-th of the pool `loopback`, the (id-1)-th of any other pool. Hosts have none unless
they ask (`loopback: True`).
"""

from __future__ import annotations

from typing import Any

from ..addr import AddressError, InterfaceAddress, parse_interface
from ..errors import Problems
from ..model import Map
from .draft import Draft, DraftInterface, DraftNode
from .merge import EMPTY, mapping
from .pools import Allocator, Space, find_pool

_CORE_KEYS = frozenset({"ipv4", "ipv6", "pool", "type", "ifname", "ifindex", "name"})


def assign_loopbacks(draft: Draft, problems: Problems) -> None:
    """Give every router a loopback: addresses of the pool `loopback`, of its own pool, or its own."""
    pools: dict[str, Allocator | None] = {}
    for node in draft.nodes.values():
        wish = node.data.get("loopback")
        if wish is False or (not wish and node.role in ("host", "bridge")):
            continue
        data = wish if isinstance(wish, Map) else Map(mapping(wish), node.at("loopback"))
        name = str(data.get("pool") or "loopback")
        if name not in pools:
            pools[name] = find_pool(draft, problems, name, node.at("loopback", "pool"))
        loopback = DraftInterface(node, None, data, "loopback")
        loopback.ifname = "lo"
        loopback.virtual = True
        loopback.ipv4 = _address(node, data, 4, pools[name], problems)
        loopback.ipv6 = _address(node, data, 6, pools[name], problems)
        modules = {key: value for key, value in data.items() if key in draft.modules}
        if modules:
            loopback.attributes = modules
        extra = {key: value for key, value in data.items() if key not in _CORE_KEYS}
        loopback.extra = extra or EMPTY
        node.loopback = loopback


def _address(
    node: DraftNode, data: Map, family: int, pool: Allocator | None, problems: Problems
) -> InterfaceAddress | None:
    word = f"ipv{family}"
    own: Any = data.get(word)
    if own is False:
        return None
    if isinstance(own, str):
        try:
            address = parse_interface(own)
        except AddressError as error:
            problems.error("wrong-address", f"loopback address `{own}`: {error}", node.at("loopback", word))
            return None
        if address.family == family:
            return address
        message = f"expected an ipv{family} loopback address, found `{own}`"
        problems.error("wrong-address", message, node.at("loopback", word))
        return None
    space = pool.families[family] if pool is not None else None
    if pool is None or not isinstance(space, Space):
        return None
    allocated = address_of(space, node.id, pool.name)
    if allocated is None:
        message = f"pool `{pool.name}` ({space.prefix}) has no /{space.length} for node id {node.id}"
        problems.error("pool-exhausted", message, pool.span, "give it a shorter prefix")
    return allocated


def address_of(space: Space, node_id: int, pool_name: str) -> InterfaceAddress | None:
    """The loopback address of a node id in a pool; None when it does not fit."""
    whole = 32 if space.prefix.family == 4 else 128
    if space.length == whole:
        if node_id < space.prefix.size:
            return InterfaceAddress(space.prefix.family, space.prefix.network + node_id, whole)
        for block in space.extensions:
            base = space.prefix.network if block.contains(space.prefix) else block.network
            if base + node_id <= block.last:
                return InterfaceAddress(block.family, base + node_id, whole)
        return None
    index = node_id if pool_name == "loopback" else node_id - 1
    if index >= 1 << (space.length - space.prefix.length):
        return None
    return space.prefix.subnet(index, space.length).host(1)
