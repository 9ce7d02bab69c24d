"""Which service addresses each node announces.

Owns: ranges, single addresses, traffic policies, which nodes serve. Must not: know peers.
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
from ..resources import EXCLUDE_FROM_LOAD_BALANCERS, NamespacedName, Pod, Service
from ..selectors import NAMESPACE_LABEL, And, Equals
from .cluster import Cluster

_BITS: Mapping[Family, int] = {4: 32, 6: 128}


class Services:
    """Service routes of one cluster, worked out once for all nodes."""

    def __init__(self, cluster: Cluster) -> None:
        self._of = cluster
        configuration = cluster.settings.cluster
        self._cluster_ranges = configuration.service_cluster_ips
        self._external = configuration.service_external_ips
        self._load_balancer = configuration.service_load_balancer_ips
        self._aggregated = configuration.service_load_balancer_aggregation != "Disabled"

    def ranges(self, family: Family) -> tuple[Prefix, ...]:
        """Everything services are advertised from, in order."""
        return _of(family, (*self._cluster_ranges, *self._external, *self._load_balancer))

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
        resources = self._of.resources
        calico, kubernetes = resources.nodes.get(node), resources.kubernetes_nodes.get(node)
        return any(n is not None and n.labels.get(EXCLUDE_FROM_LOAD_BALANCERS) == "true" for n in (calico, kubernetes))

    @cached_property
    def _announced_ranges(self) -> tuple[Prefix, ...]:
        load_balancer = self._load_balancer if self._aggregated else ()
        return tuple(r for r in (*self._cluster_ranges, *self._external, *load_balancer) if r.bits)

    @cached_property
    def _single(self) -> tuple[dict[str, set[Prefix]], set[Prefix]]:
        by_node: dict[str, set[Prefix]] = {}
        everywhere: set[Prefix] = set()
        ready = _ready_nodes(self._of)
        for key, service in self._of.resources.services.items():
            nodes = ready.get(key, set())
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
            (service.cluster_ips, self._cluster_ranges, True),
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


def _ready_nodes(cluster: Cluster) -> Mapping[NamespacedName, set[str]]:
    """Nodes with a ready endpoint, by service; an endpoint without a node counts for a node without a name.

    Who writes resources by hand leaves EndpointSlices to Kubernetes: then workloads that the service selects count.
    """
    found: dict[NamespacedName, set[str]] = {}
    for slice_ in cluster.resources.endpoint_slices.values():
        service = slice_.service
        if service is not None:
            found.setdefault(service, set()).update(e.node_name or "" for e in slice_.endpoints if e.ready)
    for key, resource in cluster.resources.services.items():
        if key not in found and resource.selector:
            found[key] = {cluster.workloads[name].node for name in selected_workloads(cluster, resource)}
            found[key] |= {pod.node_name or "" for pod in selected_host_pods(cluster, resource)}
    return found


def selected_workloads(cluster: Cluster, service: Service) -> Iterable[str]:
    """Workloads of a service's namespace with all labels of its selector, those that are not ready left out."""
    for name in cluster.workload_index.select(_selector(service)):
        pod = cluster.resources.pods.get(cluster.workloads[name].name)
        if pod is None or pod.ready or service.publish_not_ready_addresses:
            yield name


def selected_host_pods(cluster: Cluster, service: Service) -> Iterable[Pod]:
    """The same of pods that use their node's network."""
    for name in cluster.host_pod_index.select(_selector(service)):
        pod = cluster.host_pods[name]
        if pod.ready or service.publish_not_ready_addresses:
            yield pod


def _selector(service: Service) -> And:
    namespace = Equals(NAMESPACE_LABEL, service.metadata.namespace)
    return And((*(Equals(key, value) for key, value in sorted(service.selector.items())), namespace))
