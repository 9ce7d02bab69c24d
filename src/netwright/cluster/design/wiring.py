"""Clusters become nodes and links of a network: a pair of interfaces per workload.

Owns: names and numbers of what is added, BGP neighbours of cluster nodes in neutral words. Must not: decide addresses
or sessions. Source: Calico documentation, "Data path" (`cali` interfaces, 169.254.1.1, proxy ARP).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from ...addr import Address, Family, InterfaceAddress
from ...errors import Problems, Span
from ...model import (
    ELEVATED_PRIORITY,
    NORMAL_PRIORITY,
    WORKLOAD_IFNAME,
    BgpInstance,
    BgpNeighbor,
    ClusterNode,
    Endpoint,
    Interface,
    Link,
    LocalWorkload,
    Network,
    Node,
    ServicePortal,
    WorkloadPlace,
)
from ...model.calico import CalicoNode, Peer
from ...model.kubernetes import NamespacedName
from .placing import Placed

LENGTHS: Mapping[Family, int] = {4: 32, 6: 128}
CALICO_DEVICE, POD_DEVICE = "calico", "linux"


def host_ifname(name: NamespacedName) -> str:
    """The host's end of a workload's pair, as Calico names it: of a hash of its namespace and name."""
    return "cali" + hashlib.sha1(f"{name.namespace}.{name.name}".encode(), usedforsecurity=False).hexdigest()[:11]


def host_address(address: Address) -> InterfaceAddress:
    """The address alone, without a network."""
    return InterfaceAddress(*address, LENGTHS[address.family])


class Wiring:
    """A network that grows by clusters."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._nodes = dict(network.nodes)
        self._links = list(network.links)
        self._next_id = max((node.id for node in network.nodes.values()), default=0) + 1
        self._owners: dict[Address, str] = {
            interface.address: node.name for node in network.nodes.values() for interface in _addresses(node)
        }

    def node(self, name: str) -> Node:
        return self._nodes[name]

    def names(self) -> Iterable[str]:
        return self._nodes.keys()

    def owners(self) -> Mapping[Address, str]:
        return self._owners

    def set_gateways(self, names: Mapping[str, Span], problems: Problems) -> None:
        """Machines of the topology send what they do not know to the first router on their first links.

        Without a default route a node answers no ARP request for 169.254.1.1 (RFC 1027: it has to know a way).
        """
        for name in names:
            node = self._nodes[name]
            found: set[Family] = set()
            interfaces = []
            for interface in node.interfaces:
                ends = [e for e in self._ends(interface, name) if e.node not in names]
                addresses = [a for e in ends for a in (e.ipv4, e.ipv6) if isinstance(a, InterfaceAddress)]
                for gateway in addresses:
                    if gateway.family not in found:
                        found.add(gateway.family)
                        interface = replace(interface, **{f"gateway_ipv{gateway.family}": gateway})
                interfaces.append(interface)
            self._nodes[name] = replace(node, interfaces=tuple(interfaces))
            if found or not node.interfaces:
                continue
            message = f"no router is on the links of node `{name}`: without a default route its workloads reach nothing"
            hint = "a neighbour with `role: router` becomes its gateway"
            problems.warning("cluster-node-without-gateway", message, names[name], hint)

    def _ends(self, interface: Interface, node: str) -> list[Endpoint]:
        """Routers that share a link."""
        link = self._network.link(interface)
        ends = link.endpoints if link is not None else ()
        return [e for e in ends if e.node != node and self._nodes[e.node].role in ("router", "gateway")]

    def add_workload(self, cluster: str, placed: Placed, place: WorkloadPlace, *, is_node: bool) -> None:
        """The node of a workload and its link to its host; `is_node`: it runs Calico for a nested cluster."""
        link = self._link((placed.node, place.host_ifname), (placed.lab_name, WORKLOAD_IFNAME))
        addresses = {a.family: host_address(a) for a in placed.addresses}
        host = self._nodes[placed.node]
        interface = Interface(
            ifindex=1,
            ifname=WORKLOAD_IFNAME,
            type="p2p",
            linkindex=link,
            name=f"{placed.lab_name} -> {placed.node}",
            ipv4=addresses.get(4),
            ipv6=addresses.get(6),
            mtu=host.mtu,
        )
        device = CALICO_DEVICE if is_node else POD_DEVICE
        self._nodes[placed.lab_name] = Node(
            name=placed.lab_name,
            id=self._next_id,
            device=device,
            requested_device=device,
            role="router" if is_node else "host",
            modules=("bgp",) if is_node else (),
            mtu=host.mtu,
            ipv4=4 in addresses,
            ipv6=6 in addresses,
            interfaces=(interface,),
            workload=place,
        )
        self._next_id += 1
        self._owners |= dict.fromkeys(placed.addresses, placed.lab_name)
        self._add_host_interface(placed.node, place.host_ifname, link, placed.lab_name)
        if placed.leaving is not None and placed.leaving != placed.node:
            old = self._link((placed.leaving, place.host_ifname))
            self._add_host_interface(placed.leaving, place.host_ifname, old, placed.lab_name)

    def _link(self, *ends: tuple[str, str]) -> int:
        """The new link's index."""
        index = len(self._links) + 1
        endpoints = tuple(Endpoint(node, ifname) for node, ifname in ends)
        self._links.append(Link(linkindex=index, type="p2p" if len(ends) == 2 else "stub", endpoints=endpoints))
        return index

    def _add_host_interface(self, host: str, ifname: str, link: int, workload: str) -> None:
        node = self._nodes[host]
        index = max((i.ifindex for i in node.interfaces), default=0) + 1
        interface = Interface(
            ifindex=index,
            ifname=ifname,
            type="p2p" if len(self._links[link - 1].endpoints) == 2 else "stub",
            linkindex=link,
            name=f"{host} -> {workload}",
            proxy_arp=True,
            mtu=node.mtu,
        )
        self._nodes[host] = replace(node, interfaces=(*node.interfaces, interface))

    def set_cluster_node(
        self, cluster: str, bgp: CalicoNode, workloads: Iterable[Placed], portals: tuple[ServicePortal, ...]
    ) -> None:
        """What a node of a cluster is to do, and who its neighbours are."""
        node = self._nodes[bgp.name]
        local = tuple(self._local(bgp, placed) for placed in workloads)
        self._nodes[bgp.name] = replace(
            node,
            router_id=str(bgp.router_id),
            bgp=self._instance(node, bgp),
            cluster=ClusterNode(cluster=cluster, bgp=bgp, workloads=local, portals=portals),
        )

    def _local(self, bgp: CalicoNode, placed: Placed) -> LocalWorkload:
        virtual = [f.virtual_address for f in bgp.families if placed.name in bgp.peered_workloads]
        normal = {f.family: f.normal_priority for f in bgp.families}
        arriving = placed.leaving is not None and placed.leaving != placed.node and placed.node == bgp.name
        return LocalWorkload(
            node=placed.lab_name,
            ifname=host_ifname(placed.name),
            addresses=placed.addresses,
            priorities=tuple(
                ELEVATED_PRIORITY if arriving else normal.get(a.family, NORMAL_PRIORITY) for a in placed.addresses
            ),
            virtual_addresses=tuple(address for address in virtual if address is not None),
        )

    def _instance(self, node: Node, bgp: CalicoNode) -> BgpInstance:
        found: dict[tuple[str, int, int], BgpNeighbor] = {}
        for peer in bgp.peers:
            name = self._neighbor(node, peer)
            key = name, peer.remote_as, peer.local_as
            known = found.get(key)
            if known is not None and getattr(known, f"ipv{peer.address.family}") is not None:
                key = f"{name} {peer.address}", peer.remote_as, peer.local_as
                known = None
            found[key] = _joined(known or _named(name, peer, bgp), peer)
        return BgpInstance(
            asn=bgp.as_number,
            router_id=str(bgp.router_id),
            neighbors=tuple(found.values()),
            rr=bgp.route_reflector_cluster_id is not None,
            cluster_id=bgp.route_reflector_cluster_id,
            ipv4=any(f.family == 4 for f in bgp.families),
            ipv6=any(f.family == 6 for f in bgp.families),
        )

    def _neighbor(self, node: Node, peer: Peer) -> str:
        """Who has the address: a host's virtual one is known to its workloads only."""
        owner = self._owners.get(peer.address)
        if owner is not None and owner != node.name:
            return owner
        if node.workload is not None:
            host = self._nodes[node.workload.host].cluster
            virtual = [f.virtual_address for f in host.bgp.families] if host is not None else []
            if peer.address in virtual:
                return node.workload.host
        return str(peer.address)

    def network(self) -> Network:
        return replace(self._network, nodes=self._nodes, links=tuple(self._links))


def _named(name: str, peer: Peer, bgp: CalicoNode) -> BgpNeighbor:
    own = peer.local_as if peer.local_as != bgp.as_number else None
    return BgpNeighbor(
        name=name,
        asn=peer.remote_as,
        type="ibgp" if peer.internal else "ebgp",
        local_as=own,
        rr_client=peer.route_reflector_client,
        next_hop_self="all" if peer.next_hop == "self" else None,
    )


def _joined(neighbor: BgpNeighbor, peer: Peer) -> BgpNeighbor:
    """The neighbour with one more session."""
    if peer.address.family == 4:
        return replace(neighbor, ipv4=peer.address, activate_ipv4=True)
    return replace(neighbor, ipv6=peer.address, activate_ipv6=True)


def _addresses(node: Node) -> list[InterfaceAddress]:
    interfaces = (*((node.loopback,) if node.loopback is not None else ()), *node.interfaces)
    return [a for i in interfaces for a in (i.ipv4, i.ipv6) if isinstance(a, InterfaceAddress)]


__all__ = ["Wiring", "host_address", "host_ifname"]
