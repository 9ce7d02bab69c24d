"""Which service addresses each node announces.

Owns: ranges, single addresses, traffic policies. Must not: know peers.
Rules: every node announces the ranges of the BGPConfiguration, except ranges of one address, and load-balancer ranges
when their aggregation is off; of those, and of services with `externalTrafficPolicy: Local`, single addresses are
announced: with Local by the nodes with a ready endpoint, else by all nodes while an endpoint is ready anywhere. A node
labelled to be left out of load balancing announces nothing.
Source: Calico documentation, "Advertise Kubernetes service IP addresses" and "BGP configuration".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from ...addr import Address, Family, Prefix
from ..resources import EXCLUDE_FROM_LOAD_BALANCERS, NamespacedName, Resources, Service
from .configuration import Settings

_BITS: Mapping[Family, int] = {4: 32, 6: 128}


class Services:
    """Service routes of one cluster, worked out once for all nodes."""

    def __init__(self, resources: Resources, settings: Settings) -> None:
        self._resources = resources
        configuration = settings.cluster
        self._cluster = configuration.service_cluster_ips
        self._external = configuration.service_external_ips
        self._load_balancer = configuration.service_load_balancer_ips
        self._aggregated = configuration.service_load_balancer_aggregation != "Disabled"

    def ranges(self, family: Family) -> tuple[Prefix, ...]:
        """Everything services are advertised from, in order."""
        return _of(family, (*self._cluster, *self._external, *self._load_balancer))

    def reflected(self, family: Family) -> tuple[Prefix, ...]:
        """External and load-balancer ranges."""
        return _of(family, (*self._external, *self._load_balancer))

    def routes(self, node: str, family: Family) -> tuple[Prefix, ...]:
        """What a node announces, in order."""
        if self._is_excluded(node):
            return ()
        single = (*self._everywhere, *self._by_node.get(node, ()))
        return _of(family, (*self._announced_ranges, *single))

    def _is_excluded(self, node: str) -> bool:
        calico, kubernetes = self._resources.nodes.get(node), self._resources.kubernetes_nodes.get(node)
        return any(n is not None and n.labels.get(EXCLUDE_FROM_LOAD_BALANCERS) == "true" for n in (calico, kubernetes))

    @cached_property
    def _announced_ranges(self) -> tuple[Prefix, ...]:
        load_balancer = self._load_balancer if self._aggregated else ()
        return tuple(r for r in (*self._cluster, *self._external, *load_balancer) if r.bits)

    @cached_property
    def _single(self) -> tuple[dict[str, set[Prefix]], set[Prefix]]:
        by_node: dict[str, set[Prefix]] = {}
        everywhere: set[Prefix] = set()
        ready = _ready_nodes(self._resources)
        for key, service in self._resources.services.items():
            nodes = ready.get(key, frozenset())
            local = service.external_traffic_policy == "Local"
            for address in self._addresses(service, local):
                host = Prefix(address.family, address.value, _BITS[address.family])
                if local:
                    for node in nodes:
                        by_node.setdefault(node, set()).add(host)
                elif nodes:
                    everywhere.add(host)
        return by_node, everywhere

    @property
    def _by_node(self) -> Mapping[str, set[Prefix]]:
        return self._single[0]

    @property
    def _everywhere(self) -> set[Prefix]:
        return self._single[1]

    def _addresses(self, service: Service, local: bool) -> Iterable[Address]:
        """Addresses of a service that are announced one by one."""
        aggregated_by_range = (
            (service.cluster_ips, self._cluster, True),
            (service.external_ips, self._external, True),
            (service.load_balancer_ips, self._load_balancer, self._aggregated),
        )
        for addresses, ranges, aggregated in aggregated_by_range:
            for address in addresses:
                inside = [r for r in ranges if r.contains(address)]
                if inside and (local or not aggregated or all(not r.bits for r in inside)):
                    yield address


def _of(family: Family, prefixes: Iterable[Prefix]) -> tuple[Prefix, ...]:
    return tuple(sorted({p for p in prefixes if p.family == family}))


def _ready_nodes(resources: Resources) -> Mapping[NamespacedName, frozenset[str]]:
    """Nodes with a ready endpoint, by service; an endpoint without a node counts for a node without a name."""
    found: dict[NamespacedName, set[str]] = {}
    for slice_ in resources.endpoint_slices.values():
        service = slice_.service
        if service is not None:
            found.setdefault(service, set()).update(e.node_name or "" for e in slice_.endpoints if e.ready)
    return {service: frozenset(nodes) for service, nodes in found.items()}
