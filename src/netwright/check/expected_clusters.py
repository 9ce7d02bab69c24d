"""What a designed network promises inside of its Kubernetes clusters: workloads and services that surely are reached.

Owns: deriving it from the model. Must not: look at a running network.
Kubernetes wants every pod to reach every other; here that is promised where BGP of the cluster itself sees to it: the
nodes share a subnet and have a session without filters, or one each with a route reflector of the cluster (RFC 4456).
What leaves the cluster, through filters of somebody's own making, is for tests of the topology.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from itertools import zip_longest
from typing import NamedTuple

from ..addr import Address, Family
from ..model import Network, Node, ServiceAddress, ServicePortal, WorkloadPlace
from ..model.calico import CalicoNode, NodeFamily, Peer
from ..model.cluster import ServiceProtocol

_PortalKey = tuple[Address, int, ServiceProtocol]


class DueService(NamedTuple):
    """A service that surely answers a workload."""

    service: ServiceAddress
    endpoints: tuple[str, ...]
    """Workloads that may be the ones to answer."""


class Clusters:
    """Expectations of one network, each computed once."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._peers: dict[tuple[str, Family], dict[Address, Peer]] = {}
        self._portals: dict[str, dict[_PortalKey, ServicePortal]] = {}

    def neighbors(self, name: str) -> list[tuple[str, Address]]:
        """(workload, address) that a workload surely reaches: the next one of its cluster, on another node if can be.

        So every workload is once the one that asks and once the one that answers.
        """
        return self._neighbors.get(name, [])

    def services(self, name: str) -> list[DueService]:
        """Services of its cluster that a workload asks: each is asked by one of them."""
        return self._services.get(name, [])

    @cached_property
    def _workloads(self) -> dict[str, list[tuple[Node, WorkloadPlace]]]:
        """By cluster; those of one node stand apart, pods come before machines."""
        found: dict[str, dict[tuple[str, str], list[tuple[Node, WorkloadPlace]]]] = defaultdict(dict)
        for node in self._network.nodes.values():
            if node.workload is not None and not node.skip_config:
                kind = "1" if node.workload.kind == "machine" else "0"
                found[node.workload.cluster].setdefault((kind, node.workload.host), []).append((node, node.workload))
        return {cluster: list(_in_turns(by_host)) for cluster, by_host in found.items()}

    @cached_property
    def _neighbors(self) -> dict[str, list[tuple[str, Address]]]:
        found: dict[str, list[tuple[str, Address]]] = {}
        for workloads in self._workloads.values():
            for (node, place), (other, there) in zip(workloads, [*workloads[1:], *workloads[:1]], strict=True):
                if node is not other:
                    reached = (a for a in there.addresses if self._reaches(place, there, a))
                    found[node.name] = [(other.name, address) for address in reached]
        return found

    @cached_property
    def _services(self) -> dict[str, list[DueService]]:
        found: dict[str, list[DueService]] = {}
        for number, service in enumerate(self._network.services):
            workloads = self._workloads.get(service.cluster, [])
            if workloads:
                node, place = workloads[number % len(workloads)]
                endpoints = self._endpoints(service, place)
                if endpoints:
                    found.setdefault(node.name, []).append(DueService(service, endpoints))
        return found

    def _endpoints(self, service: ServiceAddress, asker: WorkloadPlace) -> tuple[str, ...]:
        """Who may answer a workload, as its node forwards; nobody when that is not sure."""
        portal = self._portals_of(asker.host).get((service.address, service.port, service.protocol))
        if portal is None or not any(a.family == service.family for a in asker.addresses):
            return ()
        known = self._by_address[service.cluster]
        found = []
        for backend in portal.inside or portal.backends:
            node, place = known.get(backend.address, (None, None))
            if node is None or place is None or (portal.protocol, backend.port) not in place.ports:
                return ()
            if not self._reaches(asker, place, backend.address):
                return ()
            found.append(node.name)
        return tuple(dict.fromkeys(found))

    @cached_property
    def _by_address(self) -> dict[str, dict[Address, tuple[Node, WorkloadPlace]]]:
        """Workloads by cluster and address."""
        return {
            cluster: {address: (node, place) for node, place in workloads for address in place.addresses}
            for cluster, workloads in self._workloads.items()
        }

    def _portals_of(self, host: str) -> dict[_PortalKey, ServicePortal]:
        """Of several for one address and port the first, as the node forwards them."""
        if host not in self._portals:
            own = self._network.nodes[host].cluster
            portals = own.portals if own is not None else ()
            self._portals[host] = {(p.address, p.port, p.protocol): p for p in reversed(portals)}
        return self._portals[host]

    def _reaches(self, place: WorkloadPlace, other: WorkloadPlace, address: Address) -> bool:
        """Surely, in both directions."""
        if not any(a.family == address.family for a in place.addresses):
            return False
        here, there = self._network.nodes[place.host], self._network.nodes[other.host]
        if here.skip_config or there.skip_config:
            return False
        if here is there:
            return True
        reflectors = (n for n in self._reflectors.get(place.cluster, ()) if n is not here and n is not there)
        return self._joined(here, there, address.family) or any(
            self._joined(here, reflector, address.family)
            and self._joined(reflector, there, address.family)
            and (self._is_client(reflector, here, address.family) or self._is_client(reflector, there, address.family))
            for reflector in reflectors
        )

    @cached_property
    def _reflectors(self) -> dict[str, list[Node]]:
        found: dict[str, list[Node]] = {}
        for node in self._network.nodes.values():
            if node.cluster is not None and node.cluster.bgp.route_reflector_cluster_id and not node.skip_config:
                found.setdefault(node.cluster.cluster, []).append(node)
        return found

    def _joined(self, node: Node, other: Node, family: Family) -> bool:
        """Two nodes of a subnet tell each other all blocks they have."""
        here, there = _family(node, family), _family(other, family)
        if here is None or there is None or here.address.prefix != there.address.prefix:
            return False
        ways = (self._session(node, here, there), self._session(other, there, here))
        plain = all(way is not None and way.internal and not way.filters for way in ways)
        return plain and _is_plain(here) and _is_plain(there)

    def _is_client(self, reflector: Node, node: Node, family: Family) -> bool:
        here, there = _family(reflector, family), _family(node, family)
        session = self._session(reflector, here, there) if here is not None and there is not None else None
        return session is not None and session.route_reflector_client

    def _session(self, node: Node, here: NodeFamily, there: NodeFamily) -> Peer | None:
        key = node.name, here.family
        if key not in self._peers:
            self._peers[key] = {peer.address: peer for peer in here.peers}
        return self._peers[key].get(there.address.address)


def _in_turns(
    by_host: dict[tuple[str, str], list[tuple[Node, WorkloadPlace]]],
) -> Iterator[tuple[Node, WorkloadPlace]]:
    """The first of every node, then the second, ..."""
    for kind in ("0", "1"):
        hosts = [workloads for (k, _), workloads in sorted(by_host.items()) if k == kind]
        for row in zip_longest(*hosts):
            yield from (workload for workload in row if workload is not None)


def _bgp(node: Node) -> CalicoNode | None:
    return node.cluster.bgp if node.cluster is not None else None


def _family(node: Node, family: Family) -> NodeFamily | None:
    bgp = _bgp(node)
    return bgp.family(family) if bgp is not None else None


def _is_plain(family: NodeFamily) -> bool:
    """All of its pools are told to peers, and BIRD itself routes to other nodes, without tunnels."""
    return all(p.exported and p.programmed and p.encapsulation == "none" for p in family.pools)
