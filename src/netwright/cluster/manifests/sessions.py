"""What is to be seen once everything is applied: sessions, routes, services, and who peers from outside.

Owns: rows for the README, by names and addresses of the design. Must not: print.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ...addr import Address
from ...model.calico import CalicoNode, Peer
from ..designed import DesignedCluster
from .sites import Sites

VIRTUAL = "the node it runs on"


class Session(NamedTuple):
    node: str
    neighbour: str
    """Its name; empty for a router that belongs to no cluster."""
    address: Address
    local_as: int
    remote_as: int
    own_address: Address
    has_password: bool


class NestedRoute(NamedTuple):
    """A block of a nested cluster, as the node that runs its node has it."""

    host: str
    block: str
    machine: str
    address: str


class ServiceRow(NamedTuple):
    name: str
    addresses: str
    ports: str
    policy: str


def sessions(sites: Sites, site: DesignedCluster) -> list[Session]:
    """Of all nodes of a cluster, by node and name of the session."""
    names = _names(sites, site)
    return [_session(node, peer, names) for node in site.nodes for peer in node.peers]


def _session(node: CalicoNode, peer: Peer, names: dict[Address, str]) -> Session:
    family = node.family(peer.address.family)
    own = family.address.address if family is not None else node.router_id
    neighbour = peer.workload.name if peer.workload is not None else names.get(peer.address, "")
    return Session(
        node.name, neighbour, peer.address, peer.local_as, peer.remote_as, own, has_password=peer.password is not None
    )


def _names(sites: Sites, site: DesignedCluster) -> dict[Address, str]:
    """Who is behind an address that a node of this cluster peers with."""
    found = {family.address.address: node.name for node in site.nodes for family in node.families}
    parent = sites.parent(site)
    for node in parent.nodes if parent is not None else ():
        for family in node.families:
            found[family.address.address] = node.name
            if family.virtual_address is not None:
                found[family.virtual_address] = VIRTUAL
    return found


def nested_routes(sites: Sites, site: DesignedCluster) -> Iterator[NestedRoute]:
    """What a cluster's nodes learn from machines that are nodes of others and have a session."""
    peered = {name for node in site.nodes for name in node.peered_workloads}
    for nested in sites.children(site):
        for name in nested.cluster.nodes:
            place = site.workloads[name]
            for block in nested.blocks.get(name, ()) if place.name in peered else ():
                via = next((address for address in place.addresses if address.family == block.family), None)
                if via is not None:
                    yield NestedRoute(place.host, str(block), place.name.name, str(via))


def service_rows(site: DesignedCluster) -> Iterator[ServiceRow]:
    for service in site.resources.services.values():
        has = service.places.has
        own = has("spec.clusterIP") or has("spec.clusterIPs")
        addresses = [
            *(_address(address, is_asked=own) for address in service.cluster_ips),
            *map(str, service.external_ips),
            *(_address(address, is_asked=has("spec.loadBalancerIP")) for address in service.load_balancer_ips),
        ]
        if addresses:
            ports = ", ".join(f"{port.port}/{port.protocol}" for port in service.ports)
            yield ServiceRow(str(service.key), ", ".join(addresses), ports, service.external_traffic_policy)


def _address(address: Address, *, is_asked: bool) -> str:
    """Addresses that no manifest asks for are those of the lab."""
    return str(address) if is_asked else f"{address} (lab)"
