"""One cluster as rules look at it: what its resources say, and what Calico derives of them.

Owns: `LintedCluster` (what a caller gives), and looking things up, once for all rules. Must not: judge.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import msgspec

from ...addr import Address, Family, Prefix
from ...addr.types import FAMILIES
from ...errors import NOWHERE, Problems, Span
from ...model.calico import CalicoNode, Peer
from ...model.cluster import WorkloadPlace
from ...model.kubernetes import NamespacedName, Resource
from ..designed import DesignedCluster
from ..peering import ClusterFacts, Workload
from ..peering.cluster import Cluster
from ..peering.workloads import VM_NAME_LABEL, machine_labels
from ..resources import DEFAULT_AS_NUMBER, BGPConfiguration, BGPFilterRule, BGPPeer, IPPool, Resources, VirtualMachine
from ..selectors import LabelIndex, parse_selector, workload_labels
from .chains import Direction, Routes, rules_of


class LintedCluster(msgspec.Struct, frozen=True, kw_only=True):
    """A cluster and where it is."""

    name: str
    parent: str | None = None
    """Cluster whose machines are its nodes."""
    resources: Resources
    nodes: tuple[CalicoNode, ...] = ()
    workloads: Mapping[str, WorkloadPlace] = {}
    at: Span = NOWHERE
    """Where it is described, when not by its resources."""


def linted(designed: DesignedCluster) -> LintedCluster:
    """A cluster of a topology."""
    return LintedCluster(
        name=designed.name,
        parent=designed.cluster.parent,
        resources=designed.resources,
        nodes=designed.nodes,
        workloads=designed.workloads,
        at=designed.at,
    )


class Session(NamedTuple):
    """A session at one of its ends."""

    node: CalicoNode
    peer: Peer


class Announced(NamedTuple):
    """Routes a cluster tells its parent of."""

    routes: Routes
    what: str
    """`pool red-pool`, or what the services are."""
    at: Span


class View:
    """One cluster, looked at from everywhere."""

    def __init__(self, given: LintedCluster) -> None:
        self.name, self.resources, self._at = given.name, given.resources, given.at
        self.nodes = {node.name: node for node in given.nodes}
        self.workloads = tuple(given.workloads.values())
        self.parent: View | None = None
        self.children: list[View] = []
        self._local_as: dict[str, frozenset[int]] = {}
        self._hosts: dict[str, frozenset[str]] = {}

    @cached_property
    def cluster(self) -> Cluster:
        """What its selectors select."""
        workloads = tuple(map(self._fact, self.workloads))
        return Cluster(self.resources, ClusterFacts(workloads=workloads), Problems())

    def _fact(self, place: WorkloadPlace) -> Workload:
        pod = self.resources.pods.get(place.name)
        account = pod.service_account_name if pod is not None else ""
        return Workload(
            name=place.name, node=place.host, labels=place.labels, addresses=place.addresses, service_account=account
        )

    @property
    def configuration(self) -> BGPConfiguration | None:
        return self.resources.configuration()

    @property
    def peers(self) -> tuple[BGPPeer, ...]:
        """BGPPeers with routers and nodes."""
        return tuple(p for p in self.resources.bgp_peers.values() if not p.local_workload_selector)

    @property
    def workload_peers(self) -> tuple[BGPPeer, ...]:
        return tuple(p for p in self.resources.bgp_peers.values() if p.local_workload_selector)

    @property
    def has_nested(self) -> bool:
        """Its workloads speak BGP, or are nodes of clusters."""
        return bool(self.children or self.workload_peers)

    @property
    def is_nested(self) -> bool:
        """It is known to be in another cluster, or peers with what can only be its parent."""
        return self.parent is not None or any(
            p.peer_ip is not None and p.peer_ip.family == 4 and p.peer_ip.is_link_local for p in self.peers
        )

    @property
    def descendants(self) -> Iterator[View]:
        for child in self.children:
            yield child
            yield from child.descendants

    @property
    def anchor(self) -> Span:
        """Where the cluster is described."""
        kinds: tuple[Mapping[str, Resource], ...] = (
            self.resources.bgp_configurations,
            self.resources.bgp_peers,
            self.resources.ip_pools,
            self.resources.nodes,
        )
        return self._at if self._at.line else next((r.span for kind in kinds for r in kind.values()), NOWHERE)

    def setting_at(self, field: str) -> Span:
        """Where the BGPConfiguration of all nodes says something, else where the cluster is described."""
        return self.configuration.places.at(f"spec.{field}") if self.configuration is not None else self.anchor

    @cached_property
    def as_numbers(self) -> frozenset[int]:
        """Of its nodes; without nodes, of those it would have."""
        speakers = {s.as_number for s in self.cluster.speakers.values()}
        return frozenset(speakers or {self.default_as})

    @cached_property
    def default_as(self) -> int:
        return self.cluster.settings.cluster.as_number or DEFAULT_AS_NUMBER

    def local_as_numbers(self, peer: BGPPeer) -> frozenset[int]:
        """ASes that the ends of a BGPPeer in this cluster have."""
        if peer.local_as_number:
            return frozenset({peer.local_as_number})
        if peer.name not in self._local_as:
            selected = {self.cluster.speakers[name].as_number for name in self.cluster.local_nodes(peer)}
            self._local_as[peer.name] = frozenset(selected or {self.default_as})
        return self._local_as[peer.name]

    def is_internal(self, peer: BGPPeer) -> bool:
        """Its sessions are IBGP, all of them."""
        if peer.peer_selector:
            return len(self.as_numbers) == 1
        return self.local_as_numbers(peer) == {peer.as_number}

    @cached_property
    def _sessions(self) -> Mapping[str, Sequence[Session]]:
        found: dict[str, list[Session]] = {}
        for node in self.nodes.values():
            for peer in node.peers:
                found.setdefault(peer.resource, []).append(Session(node, peer))
        return found

    def sessions(self, peer: BGPPeer) -> Sequence[Session]:
        """What a BGPPeer makes, on all nodes."""
        return self._sessions.get(peer.name, ())

    @cached_property
    def by_address(self) -> Mapping[Address, CalicoNode]:
        return {family.address.address: node for node in self.nodes.values() for family in node.families}

    @cached_property
    def workload_by_address(self) -> Mapping[Address, WorkloadPlace]:
        return {address: workload for workload in self.workloads for address in workload.addresses}

    @cached_property
    def workload_sessions(self) -> Mapping[Address, Session]:
        """Sessions with workloads, by the address of these."""
        return {p.address: Session(n, p) for n in self.nodes.values() for p in n.peers if p.kind == "workload"}

    @cached_property
    def virtual_addresses(self) -> Mapping[Family, frozenset[Address]]:
        """What its workloads may peer with."""
        settings, nodes = self.cluster.settings, ("", *self.nodes)
        found = {family: {settings.virtual_address(name, family) for name in nodes} for family in FAMILIES}
        return {family: frozenset(a for a in addresses if a is not None) for family, addresses in found.items()}

    @property
    def host_addresses(self) -> frozenset[Address]:
        """What its own nodes may peer with on their hosts, which are nodes of its parent."""
        return frozenset(a for f in FAMILIES for a in self.parent.virtual_addresses[f]) if self.parent else frozenset()

    def families_of(self, peer: BGPPeer) -> tuple[Family, ...]:
        """Families a BGPPeer may have sessions of."""
        if peer.peer_ip is not None:
            return (peer.peer_ip.family,)
        if peer.local_workload_selector:
            return tuple(family for family in FAMILIES if self.virtual_addresses[family])
        return FAMILIES

    def rules(self, peer: BGPPeer, direction: Direction, family: Family) -> tuple[BGPFilterRule, ...]:
        """Rules of all its filters, in order."""
        known = self.resources.bgp_filters
        return tuple(r for name in peer.filters if name in known for r in rules_of(known[name], direction, family))

    def machine(self, name: NamespacedName) -> VirtualMachine | None:
        """The KubeVirt machine of a workload: the workload has its name, or that of a pod that says whose it is."""
        pod = self.resources.pods.get(name)
        own = pod.labels.get(VM_NAME_LABEL, name.name) if pod is not None else name.name
        return self.resources.virtual_machines.get(NamespacedName(name.namespace, own))

    @cached_property
    def workload_pools(self) -> tuple[IPPool, ...]:
        """Pools that pods get addresses of: not those of services (load balancers), nor disabled ones."""
        pools = self.resources.ip_pools.values()
        return tuple(p for p in pools if not p.disabled and "LoadBalancer" not in p.allowed_uses)

    @cached_property
    def machine_index(self) -> LabelIndex:
        """KubeVirt's machines by the labels that their pods will have."""
        resources = self.resources
        return LabelIndex(
            {
                str(key): workload_labels(machine_labels(vm), key.namespace, resources.namespace_labels(key.namespace))
                for key, vm in resources.virtual_machines.items()
            }
        )

    @cached_property
    def nested_machines(self) -> tuple[VirtualMachine, ...]:
        """Machines that BGPPeers select, or that are nodes of nested clusters."""
        selectors = (parse_selector(p.local_workload_selector or "") for p in self.workload_peers)
        selected = {name for selector in selectors for name in self.machine_index.select(selector)}
        nodes = [address for child in self.children for address in child.by_address]
        places = [self.workload_by_address[address] for address in nodes if address in self.workload_by_address]
        of_nodes = {id(self.machine(place.name)) for place in places}
        machines = self.resources.virtual_machines
        return tuple(m for key, m in machines.items() if str(key) in selected or id(m) in of_nodes)

    @cached_property
    def announced(self) -> tuple[Announced, ...]:
        """Routes of its own that it tells its peers of."""
        pools = [p for p in self.workload_pools if not p.disable_bgp_export and "Workload" in p.allowed_uses]
        found = [Announced(Routes(p.cidr, p.block_size), f"pool {p.cidr}", p.places.at("spec.cidr")) for p in pools]
        for field, ranges in service_ranges(self.configuration):
            at = self.setting_at(field)
            found += [Announced(Routes(prefix, prefix.length), f"services {prefix}", at) for prefix in ranges]
        return tuple(found)

    def hosts(self, descendant: View) -> frozenset[str]:
        """Nodes of this cluster that the machines of a cluster within it are on, however deep it is."""
        while descendant.parent is not None and descendant.parent is not self:
            descendant = descendant.parent
        if descendant.name not in self._hosts:
            places = [self.workload_by_address.get(address) for address in descendant.by_address]
            self._hosts[descendant.name] = frozenset(place.host for place in places if place is not None)
        return self._hosts[descendant.name]

    @cached_property
    def child_by_address(self) -> Mapping[Address, View]:
        """Clusters directly within this one, by the addresses of their nodes."""
        return {address: child for child in self.children for address in child.by_address}


def service_ranges(configuration: BGPConfiguration | None) -> Iterator[tuple[str, Sequence[Prefix]]]:
    """Fields of a BGPConfiguration that announce services, with their ranges."""
    if configuration is not None:
        yield "serviceClusterIPs", configuration.service_cluster_ips
        yield "serviceExternalIPs", configuration.service_external_ips
        yield "serviceLoadBalancerIPs", configuration.service_load_balancer_ips
