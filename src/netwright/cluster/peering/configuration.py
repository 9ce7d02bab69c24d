"""Settings of a node: its own BGPConfiguration over the cluster's, over Calico's defaults.

Owns: which wins. Must not: know peers.
Source: Calico documentation, "BGP configuration" (`default`, `node.NAME`) and "Configuring calico/node" (router id).
"""

from __future__ import annotations

import hashlib
from functools import cached_property

from ...addr import Address, Family
from ...model.calico import LogSeverity
from ..resources import (
    DEFAULT_AS_NUMBER,
    DEFAULT_CONFIGURATION,
    DEFAULT_ROUTE_PRIORITY,
    BGPConfiguration,
    Metadata,
    Node,
    PrefixAdvertisement,
    Resources,
)
from .facts import ClusterFacts

_NO_CONFIGURATION = BGPConfiguration(metadata=Metadata(name=DEFAULT_CONFIGURATION))


class Settings:
    """What BGPConfigurations say to the nodes of one cluster."""

    def __init__(self, resources: Resources, facts: ClusterFacts) -> None:
        self._resources, self._facts = resources, facts

    @cached_property
    def cluster(self) -> BGPConfiguration:
        """Of all nodes."""
        return self._resources.configuration() or _NO_CONFIGURATION

    def own(self, node: str) -> BGPConfiguration:
        """Of one node alone; without one, says nothing."""
        return self._resources.configuration(node) or _NO_CONFIGURATION

    def as_number(self, node: Node) -> int:
        written = node.bgp.as_number if node.bgp is not None else None
        return written or self.cluster.as_number or DEFAULT_AS_NUMBER

    def listen_port(self, node: str) -> int | None:
        return self.own(node).listen_port or self.cluster.listen_port

    def listens_on_node_address(self, node: str) -> bool:
        return (self.own(node).bind_mode or self.cluster.bind_mode) == "NodeIP"

    def ignored_interfaces(self, node: str) -> tuple[str, ...]:
        return self.own(node).ignored_interfaces or self.cluster.ignored_interfaces

    def advertisements(self, node: str, family: Family) -> tuple[PrefixAdvertisement, ...]:
        all_families = self.own(node).prefix_advertisements or self.cluster.prefix_advertisements
        return tuple(a for a in all_families if a.cidr.family == family)

    def log_severity(self, node: str) -> LogSeverity:
        return (self._resources.configuration(node) or self.cluster).log_severity_screen

    def virtual_address(self, node: str, family: Family) -> Address | None:
        own, cluster = self.own(node), self.cluster
        if family == 4:
            return own.local_workload_peering_ipv4 or cluster.local_workload_peering_ipv4
        return own.local_workload_peering_ipv6 or cluster.local_workload_peering_ipv6

    def normal_priority(self, family: Family) -> int:
        cluster = self.cluster
        written = cluster.ipv4_normal_route_priority if family == 4 else cluster.ipv6_normal_route_priority
        return written or DEFAULT_ROUTE_PRIORITY

    @property
    def mesh_enabled(self) -> bool:
        return self.cluster.node_to_node_mesh_enabled is not False

    @property
    def programs_unencapsulated(self) -> bool:
        """BIRD, not Felix, writes routes of pools without encapsulation into the kernel."""
        return (self.cluster.program_cluster_routes or "EnabledNoEncapOnly") in ("Enabled", "EnabledNoEncapOnly")

    @property
    def programs_ipip(self) -> bool:
        """The same for pools with IPIP."""
        return self.cluster.program_cluster_routes in ("Enabled", "EnabledIPIPOnly")

    def router_id(self, node: Node) -> Address:
        """The node's IPv4 address, else the one given, else made of its name."""
        if node.bgp is not None and node.bgp.ipv4_address is not None:
            return node.bgp.ipv4_address.address
        given = self._facts.router_ids.get(node.name)
        return given or Address(4, int.from_bytes(hashlib.sha256(node.name.encode()).digest()[:4], "big") or 1)
