"""What services of one cluster cannot share: addresses of the cluster, ports of nodes, ports of one service.

Owns: these checks, which Kubernetes makes when a service is created. Must not: look at other kinds.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from ...errors import Problems
from .kubernetes import Service


def check_services(services: Iterable[Service], problems: Problems) -> None:
    """Add a problem for each that has what another one, or another port of its own, has already."""
    addresses: dict[Hashable, str] = {}
    node_ports: dict[Hashable, str] = {}
    for service in services:
        for address in service.cluster_ips:
            owner = addresses.setdefault(address, str(service.key))
            if owner != str(service.key):
                message = f"service {service.key} has {address}, which belongs to {owner}"
                problems.error("service-address-twice", message, service.places.at("spec.clusterIP"))
        _check_ports(service, node_ports, problems)


def _check_ports(service: Service, node_ports: dict[Hashable, str], problems: Problems) -> None:
    own: set[tuple[int, str]] = set()
    for index, port in enumerate(service.ports):
        at = service.places.at(f"spec.ports[{index}]")
        if (port.port, port.protocol) in own:
            message = f"service {service.key} has port {port.port}/{port.protocol} twice"
            problems.error("service-port-twice", message, at)
        own.add((port.port, port.protocol))
        if port.node_port is not None:
            where = f"{service.key}, port {port.port}/{port.protocol}"
            owner = node_ports.setdefault((port.node_port, port.protocol), where)
            if owner != where:
                message = f"`nodePort` {port.node_port}/{port.protocol} of service {service.key} belongs to {owner}"
                problems.error("node-port-twice", message, at)
