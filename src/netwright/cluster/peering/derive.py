"""Resources of a cluster -> `CalicoNode` of each of its nodes.

Owns: putting the parts together. Must not: hold rules of its own.
Cost is linear in nodes, BGPPeers and sessions: selectors are answered by an index.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from ...addr import Family, InterfaceAddress, Prefix
from ...errors import Problems
from ...model.calico import Advertisement, CalicoNode, NodeFamily, Peer, Pool
from ..resources import BGPFilter, Node, Resources
from .cluster import Cluster
from .facts import ClusterFacts, Workload
from .local import workload_peers
from .mesh import mesh_peers
from .pools import blocks_by_node, pools_of
from .services import Services
from .sessions import Sessions

_NO_FACTS = ClusterFacts()


def derive_nodes(resources: Resources, problems: Problems, facts: ClusterFacts = _NO_FACTS) -> tuple[CalicoNode, ...]:
    """What each node that runs BGP is to do, in order of names; mistakes in references are added to `problems`."""
    shared = _Shared(Cluster(resources, facts, problems))
    return tuple(shared.node(node) for node in shared.cluster.nodes.values())


class _Shared:
    """Everything that is worked out for all nodes at once."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self._sessions = Sessions(cluster)
        self._mesh: Mapping[str, Sequence[Peer]] = mesh_peers(cluster)
        self._local: Mapping[str, Sequence[tuple[Workload, Peer]]] = workload_peers(cluster)
        self._services = Services(cluster)
        self._calling_themselves: set[str] = set()
        """BGPPeers that have been reported."""

    @cached_property
    def _pools(self) -> Mapping[Family, tuple[Pool, ...]]:
        resources, settings = self.cluster.resources, self.cluster.settings
        return {4: pools_of(resources, settings, 4), 6: pools_of(resources, settings, 6)}

    @cached_property
    def _blocks(self) -> Mapping[str, tuple[Prefix, ...]]:
        return blocks_by_node(self.cluster.resources, self.cluster.facts)

    def node(self, node: Node) -> CalicoNode:
        settings, name = self.cluster.settings, node.name
        speaker = self.cluster.speakers[name]
        written = (node.bgp.ipv4_address, node.bgp.ipv6_address) if node.bgp is not None else ()
        families = tuple(self._family(node, address) for address in written if address is not None)
        return CalicoNode(
            name=name,
            router_id=settings.router_id(node),
            as_number=speaker.as_number,
            families=families,
            route_reflector_cluster_id=speaker.cluster_id,
            listen_port=speaker.listen_port,
            listen_on_node_address=settings.listens_on_node_address(name),
            ignored_interfaces=settings.ignored_interfaces(name),
            log_severity=settings.log_severity(name),
            filters=self._filters(families),
            peered_workloads=tuple(dict.fromkeys(workload.name for workload, _ in self._local.get(name, ()))),
        )

    def _family(self, node: Node, address: InterfaceAddress) -> NodeFamily:
        settings, name, family = self.cluster.settings, node.name, address.family
        return NodeFamily(
            family=family,
            address=address,
            normal_priority=settings.normal_priority(family),
            felix_owns_ipip=not settings.programs_ipip,
            pools=self._pools[family],
            blocks=tuple(b for b in self._blocks.get(name, ()) if b.family == family),
            service_ranges=self._services.ranges(family),
            service_routes=self._services.routes(name, family),
            reflected_ranges=self._services.reflected(family),
            reachable_by=self._sessions.reachable_by(name, family),
            advertisements=tuple(
                Advertisement(cidr=a.cidr, communities=a.communities) for a in settings.advertisements(name, family)
            ),
            virtual_address=settings.virtual_address(name, family),
            peers=self._peers(name, family),
        )

    def _peers(self, node: str, family: Family) -> tuple[Peer, ...]:
        found = list(self._sessions.peers(node, family))
        local = [peer for _, peer in self._local.get(node, ()) if peer.address.family == family]
        if local:
            self._check_virtual(node, family, found)
        found += (peer for peer in self._mesh.get(node, ()) if peer.address.family == family)
        return tuple(sorted((*found, *local), key=lambda peer: peer.name))

    def _check_virtual(self, node: str, family: Family, peers: Sequence[Peer]) -> None:
        """A node calls nobody under the address that its own workloads call it by."""
        own = self.cluster.settings.virtual_address(node, family)
        for peer in peers:
            if peer.address == own and peer.resource not in self._calling_themselves:
                self._calling_themselves.add(peer.resource)
                message = f"BGPPeer {peer.resource} names {own}, its nodes' own address towards workloads"
                hint = f"give one of the two clusters another localWorkloadPeeringIPV{family}"
                place = self.cluster.resources.bgp_peers[peer.resource].places.at("spec.peerIP")
                self.cluster.problems.error("peer-is-virtual-address", message, place, hint)

    def _filters(self, families: Sequence[NodeFamily]) -> tuple[BGPFilter, ...]:
        named = {name for family in families for peer in family.peers for name in peer.filters}
        return tuple(self.cluster.resources.bgp_filters[name] for name in sorted(named))
