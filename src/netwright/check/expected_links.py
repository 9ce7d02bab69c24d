"""What a designed network promises below routing: bonds, spanning trees, addresses from DHCP servers.

Owns: deriving it from the model. Must not: look at a running network.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from ..addr import Prefix
from ..model import Interface, Network
from .expected_stp import Tree, trees


class Links:
    """Expectations of one network; `up` says whether both ends of an interface's link are."""

    def __init__(self, network: Network, up: Callable[[Interface], bool]) -> None:
        self._network, self._up = network, up

    @cached_property
    def _pools(self) -> frozenset[Prefix]:
        servers = [n.dhcp for n in self._network.nodes.values() if n.dhcp is not None and not n.skip_config]
        prefixes = [p for server in servers for pool in server.pools for p in (pool.ipv4, pool.ipv6)]
        return frozenset(p for p in prefixes if p is not None)

    @cached_property
    def _trees(self) -> dict[str, list[Tree]]:
        return trees(self._network)

    def bonds(self, name: str) -> dict[str, tuple[str, ...]]:
        """Designed bonds of a node with the members that are up at both ends."""
        found: dict[str, tuple[str, ...]] = {}
        node = self._network.nodes[name]
        for bond in node.interfaces:
            if bond.lag is not None and not bond.shutdown:
                members = [i for i in node.interfaces if i.lag_member_of == bond.ifname]
                found[bond.ifname] = tuple(i.ifname for i in members if self._up(i))
        return found

    def trees(self, name: str) -> list[Tree]:
        """Spanning trees a node takes part in."""
        return self._trees.get(name, [])

    def leases(self, name: str) -> list[tuple[str, Prefix]]:
        """Interfaces of a node that get an address from a server, with the prefixes it is from."""
        node = self._network.nodes[name]
        if not self._pools or node.skip_config:
            return []
        found: list[tuple[str, Prefix]] = []
        for interface in node.interfaces:
            client, link = interface.dhcp_client, self._network.link(interface)
            if client is not None and link is not None and self._up(interface):
                wanted = ((client.ipv4, link.ipv4), (client.ipv6, link.ipv6))
                found += [(interface.ifname, p) for asked, p in wanted if asked and isinstance(p, Prefix)]
        return [(ifname, prefix) for ifname, prefix in found if prefix in self._pools]
