"""Services of a cluster: addresses Kubernetes would give them, and what each node forwards where.

Owns: allocation of service addresses, endpoints, portals. Must not: write rules of a packet filter (`devices`).
Source: Kubernetes documentation, "Service" and "Virtual IPs and Service Proxies".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec
from msgspec.structs import replace

from ...addr import Address, Family, Prefix, parse_prefix
from ...errors import Problems
from ...model import Backend, ServiceAddress, ServicePortal
from ...model.cluster import ServiceProtocol
from ...model.kubernetes import NamespacedName
from ..peering import Cluster, selected_host_pods, selected_workloads
from ..resources import EndpointPort, Resources, Service, ServicePort
from .placing import Placed

DEFAULT_SERVICE_RANGE = parse_prefix("10.96.0.0/12")
"""Where kubeadm takes addresses of services from."""


class ServiceEndpoint(msgspec.Struct, frozen=True, kw_only=True):
    """A workload, or an address that is none, behind a service."""

    address: Address
    node: str
    """Empty: on no node of the cluster."""
    workload: str = ""
    """Name in the lab."""
    ports: tuple[EndpointPort, ...] = ()
    """Of its slice; none: the service says where."""


def with_service_addresses(resources: Resources, problems: Problems) -> Resources:
    """Services that were written by hand get addresses: of the cluster, and of load balancers."""
    configuration = resources.configuration()
    cluster = (configuration.service_cluster_ips if configuration is not None else ()) or (DEFAULT_SERVICE_RANGE,)
    balancers = configuration.service_load_balancer_ips if configuration is not None else ()
    free = _FreeAddresses(resources.services.values(), problems)
    services: dict[NamespacedName, Service] = {}
    for key, service in resources.services.items():
        headless = service.places.has("spec.clusterIP") or service.places.has("spec.clusterIPs")
        if not service.cluster_ips and not headless and service.type != "ExternalName":
            service = replace(service, cluster_ips=tuple(free.one_per_family(cluster, service)))
        if service.type == "LoadBalancer" and not service.load_balancer_ips and balancers:
            service = replace(service, load_balancer_ips=tuple(free.one_per_family(balancers, service)))
        services[key] = service
    return replace(resources, services=services)


class _FreeAddresses:
    """Addresses that no service has yet, in order; what was passed over once is not looked at again."""

    def __init__(self, services: Iterable[Service], problems: Problems) -> None:
        self._taken = {a for s in services for a in (*s.cluster_ips, *s.load_balancer_ips, *s.external_ips)}
        self._next: dict[Prefix, int] = {}
        self._problems = problems

    def one_per_family(self, ranges: Iterable[Prefix], service: Service) -> Iterator[Address]:
        """The first free one of the ranges of each family."""
        by_family: dict[Family, list[Prefix]] = {}
        for prefix in ranges:
            by_family.setdefault(prefix.family, []).append(prefix)
        for prefixes in by_family.values():
            address = next((a for a in map(self._take, prefixes) if a is not None), None)
            if address is not None:
                yield address
                continue
            full = ", ".join(map(str, prefixes))
            message = f"{full} has no address left for service {service.key}"
            self._problems.error("no-free-address", message, service.span)

    def _take(self, prefix: Prefix) -> Address | None:
        first = 1 if prefix.bits > 1 else 0
        for value in range(self._next.get(prefix, prefix.network + first), prefix.last + 1):
            self._next[prefix] = value + 1
            address = Address(prefix.family, value)
            if address not in self._taken:
                self._taken.add(address)
                return address
        return None


def endpoints_of(cluster: Cluster, workloads: Iterable[Placed]) -> Mapping[NamespacedName, tuple[ServiceEndpoint, ...]]:
    """Ready endpoints by service: of EndpointSlices, or else what the selector finds."""
    by_address = {address: w for w in workloads for address in w.addresses}
    by_name = {w.name: w for w in by_address.values()}
    found: dict[NamespacedName, list[ServiceEndpoint]] = {}
    for slice_ in cluster.resources.endpoint_slices.values():
        service = slice_.service
        if service is not None:
            endpoints = found.setdefault(service, [])
            for endpoint in slice_.endpoints:
                if endpoint.ready:
                    of_slice = (_of_address(a, endpoint.node_name or "", by_address) for a in endpoint.addresses)
                    endpoints += [replace(e, ports=slice_.ports) for e in of_slice]
    for key, resource in cluster.resources.services.items():
        if key not in found and resource.selector:
            names = [cluster.workloads[name].name for name in selected_workloads(cluster, resource)]
            selected = [by_name[name] for name in names if name in by_name]
            found[key] = [
                ServiceEndpoint(address=address, node=workload.node, workload=workload.lab_name)
                for workload in selected
                for address in workload.addresses
            ]
            found[key] += [
                ServiceEndpoint(address=address, node=pod.node_name or "")
                for pod in selected_host_pods(cluster, resource)
                for address in pod.pod_ips or cluster.addresses_of(pod.node_name or "")
            ]
    return {key: tuple(dict.fromkeys(endpoints)) for key, endpoints in found.items()}


def _of_address(address: Address, node: str, known: Mapping[Address, Placed]) -> ServiceEndpoint:
    workload = known.get(address)
    if workload is None:
        return ServiceEndpoint(address=address, node=node)
    return ServiceEndpoint(address=address, node=workload.node, workload=workload.lab_name)


class _Front(msgspec.Struct, frozen=True, kw_only=True):
    """One port of one address of a service."""

    service: Service
    address: Address
    port: ServicePort
    number: int
    """What clients call: its port, or that of nodes."""
    protocol: ServiceProtocol
    external: bool

    def target(self, endpoint: ServiceEndpoint) -> int | None:
        """Port of an endpoint, None when it does not serve this one; its slice says it, or else the service.

        Ports by name are those of pods, which routing does not know: the service's own stands in.
        """
        if endpoint.ports:
            of_slice = [p for p in endpoint.ports if p.name == self.port.name and p.protocol == self.protocol]
            return (of_slice[0].port or self.port.port) if of_slice else None
        wanted = self.port.target_port
        return wanted if isinstance(wanted, int) else self.port.port

    @property
    def local_only(self) -> bool:
        policy = self.service.external_traffic_policy if self.external else self.service.internal_traffic_policy
        return policy == "Local"


def _fronts(services: Iterable[Service]) -> Iterator[_Front]:
    for service in services:
        own = [(a, False) for a in service.cluster_ips]
        others = [(a, True) for a in dict.fromkeys((*service.external_ips, *service.load_balancer_ips))]
        for address, external in (*own, *others):
            for port in service.ports:
                if port.protocol != "SCTP":
                    yield _Front(
                        service=service,
                        address=address,
                        port=port,
                        number=port.port,
                        protocol=port.protocol,
                        external=external,
                    )


def _node_fronts(services: Iterable[Service], addresses: Iterable[Address]) -> Iterator[_Front]:
    """Ports of nodes, at the addresses of one of them."""
    own = tuple(addresses)
    for service in services:
        if service.type in ("NodePort", "LoadBalancer"):
            for port in service.ports:
                if port.node_port is not None and port.protocol != "SCTP":
                    for address in own:
                        yield _Front(
                            service=service,
                            address=address,
                            port=port,
                            number=port.node_port,
                            protocol=port.protocol,
                            external=True,
                        )


class ServicePlan:
    """Portals of nodes, ports of workloads, addresses for checks: of one cluster."""

    def __init__(self, cluster: Cluster, workloads: tuple[Placed, ...]) -> None:
        self._endpoints = endpoints_of(cluster, workloads)
        self._cluster = cluster
        self._fronts = tuple(_fronts(cluster.resources.services.values()))
        configuration = cluster.settings.cluster
        self._announced = (
            *configuration.service_cluster_ips,
            *configuration.service_external_ips,
            *configuration.service_load_balancer_ips,
        )

    def portals(self, node: str) -> tuple[ServicePortal, ...]:
        """What a node forwards, in order of services."""
        found = []
        addresses = self._cluster.addresses_of(node)
        for front in (*self._fronts, *_node_fronts(self._cluster.resources.services.values(), addresses)):
            every = tuple(Backend(address=e.address, port=p, local=e.node == node) for e, p in self._of(front))
            preserve_source = front.external and front.local_only
            found.append(
                ServicePortal(
                    service=front.service.key,
                    address=front.address,
                    port=front.number,
                    protocol=front.protocol,
                    external=front.external,
                    backends=tuple(b for b in every if b.local) if front.local_only else every,
                    preserve_source=preserve_source,
                    inside=every if preserve_source else (),
                )
            )
        return tuple(found)

    def ports(self) -> Mapping[str, tuple[tuple[ServiceProtocol, int], ...]]:
        """Where workloads have to serve, by name in the lab."""
        found: dict[str, dict[tuple[ServiceProtocol, int], None]] = {}
        for front in self._fronts:
            for endpoint, port in self._of(front):
                if endpoint.workload:
                    found.setdefault(endpoint.workload, {})[front.protocol, port] = None
        return {workload: tuple(ports) for workload, ports in found.items()}

    def addresses(self, cluster: str) -> tuple[ServiceAddress, ...]:
        return tuple(
            ServiceAddress(
                cluster=cluster,
                service=front.service.key,
                address=front.address,
                port=front.number,
                protocol=front.protocol,
                backends=tuple(dict.fromkeys(e.workload for e, _ in self._of(front) if e.workload)),
                advertised=any(prefix.contains(front.address) for prefix in self._announced),
            )
            for front in self._fronts
        )

    def _of(self, front: _Front) -> Iterator[tuple[ServiceEndpoint, int]]:
        """Endpoints that serve it, and their ports."""
        for endpoint in self._endpoints.get(front.service.key, ()):
            if endpoint.address.family == front.address.family and (port := front.target(endpoint)) is not None:
                yield endpoint, port
