"""Rules about BGPPeers with routers and nodes: who is selected, which of two has the session, next hops.

Owns: sessions of one cluster. Must not: know nested clusters or the network.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ....model.rule import Finding, names
from ...resources import BGPPeer
from ...selectors import parse_selector
from ..subject import Subject
from ..view import View


def selector_selects_nothing(subject: Subject) -> Iterator[Finding]:
    """A selector of a BGPPeer that no node, or no workload of its nodes, has the labels for."""
    for view in subject.clusters:
        for peer in view.resources.bgp_peers.values():
            if view.cluster.nodes:
                yield from _without_nodes(view, peer)
            if peer.local_workload_selector and (view.workloads or view.resources.virtual_machines):
                yield from _without_workloads(view, peer)


def _without_nodes(view: View, peer: BGPPeer) -> Iterator[Finding]:
    hint = f"nodes: {names(view.cluster.nodes)}"
    if peer.node_selector and not view.cluster.local_nodes(peer):
        at = peer.places.at("spec.nodeSelector")
        yield Finding(f"`nodeSelector` of BGPPeer `{peer.name}` selects no node", at, hint)
    if peer.peer_selector and not view.cluster.remote_nodes(peer):
        at = peer.places.at("spec.peerSelector")
        yield Finding(f"`peerSelector` of BGPPeer `{peer.name}` selects no node", at, hint)


def _without_workloads(view: View, peer: BGPPeer) -> Iterator[Finding]:
    selected, text = view.cluster.local_workloads(peer), peer.local_workload_selector or ""
    if not selected and view.machine_index.select(parse_selector(text)):
        return
    at, nodes = peer.places.at("spec.localWorkloadSelector"), view.cluster.local_nodes(peer)
    if not selected:
        yield Finding(f"`localWorkloadSelector` of BGPPeer `{peer.name}` selects no workload", at, _labels_hint(view))
    elif nodes and {view.cluster.workloads[name].node for name in selected}.isdisjoint(nodes):
        yield Finding(
            f"the nodes of BGPPeer `{peer.name}` have none of the workloads it selects", at, f"nodes: {names(nodes)}"
        )


def _labels_hint(view: View) -> str:
    labels = {f"{key}={value}" for workload in view.workloads for key, value in workload.labels.items()}
    return f"labels of workloads: {names(sorted(labels))}" if labels else ""


def peer_shadowed(subject: Subject) -> Iterator[Finding]:
    """A BGPPeer whose session another one has: with one address, one for all nodes wins, then the first by name."""
    for view in subject.clusters:
        yield from _beside_mesh(view)
        winners = {
            (node.name, session.address, session.port): session.resource
            for node in view.nodes.values()
            for session in node.peers
            if session.kind in ("global", "node")
        }
        asked = Counter((peer.peer_ip, peer.peer_port) for peer in view.peers)
        for peer in view.peers:
            lost: dict[str, list[str]] = {}
            if peer.peer_ip is not None and asked[peer.peer_ip, peer.peer_port] > 1:
                for node in view.cluster.local_nodes(peer):
                    winner = winners.get((node, peer.peer_ip, peer.peer_port), peer.name)
                    if winner != peer.name:
                        lost.setdefault(winner, []).append(node)
            for winner, nodes in lost.items():
                yield Finding(
                    f"BGPPeer `{peer.name}` does nothing on {names(nodes)}: `{winner}` has the session with "
                    f"{peer.peer_ip}",
                    peer.places.at("spec.peerIP"),
                    "one of them is enough, or give each its own nodes",
                )


def _beside_mesh(view: View) -> Iterator[Finding]:
    """Nodes that the mesh joins already: of two sessions between the same addresses one never comes up."""
    found: dict[str, dict[str, None]] = {}
    for node in view.nodes.values():
        mesh = {(session.address, session.port) for session in node.peers if session.kind == "mesh"}
        for session in node.peers:
            if session.kind != "mesh" and (session.address, session.port) in mesh:
                found.setdefault(session.resource, {})[node.name] = None
    for name, nodes in found.items():
        peer = view.resources.bgp_peers[name]
        yield Finding(
            f"BGPPeer `{name}` asks for sessions that the node mesh has too, on {names(nodes)}: one of both stays down",
            peer.places.at("spec.peerIP" if peer.peer_ip is not None else "spec.peerSelector"),
            "nodeToNodeMeshEnabled: false, or leave the BGPPeer out",
        )


def node_without_session(subject: Subject) -> Iterator[Finding]:
    """A node with neighbours or nested clusters that peers with no node and no router."""
    for view in subject.clusters:
        if view.parent is not None:
            continue  # what a nested cluster lacks has rules of its own
        for node in view.nodes.values():
            alone = all(peer.kind == "workload" for peer in node.peers)
            if alone and (len(view.nodes) > 1 or node.peered_workloads):
                resource = view.resources.nodes.get(node.name)
                yield Finding(
                    f"node `{node.name}` peers with no other node and no router",
                    resource.places.at("metadata.name") if resource is not None else view.anchor,
                    "a BGPPeer that selects it, or the node mesh where there are no nested clusters",
                )


def deprecated_keep_next_hop(subject: Subject) -> Iterator[Finding]:
    """`keepOriginalNextHop`, which `nextHopMode` has taken the place of."""
    for view in subject.clusters:
        for peer in view.peers:
            if peer.keep_original_next_hop:
                at = peer.places.at("spec.keepOriginalNextHop")
                yield Finding(f"`keepOriginalNextHop` of BGPPeer `{peer.name}` is deprecated", at, "nextHopMode: Keep")


def ibgp_without_next_hop_self(subject: Subject) -> Iterator[Finding]:
    """IBGP from a node with nested clusters whose `nextHopMode` is not `Self`: the next hop stays the machine."""
    for view in subject.clusters:
        for peer in view.peers if view.has_nested else ():
            if peer.next_hop_mode != "Self" and _tells_nested(view, peer):
                towards = f"{peer.peer_ip}" if peer.peer_ip is not None else "nodes"
                yield Finding(
                    f"BGPPeer `{peer.name}` is IBGP: {towards} cannot resolve the next hop of nested routes, a machine",
                    peer.places.at("spec.nextHopMode"),
                    "nextHopMode: Self",
                )


def _tells_nested(view: View, peer: BGPPeer) -> bool:
    """By IBGP, on a node that peers with workloads."""
    if not view.nodes:
        return view.is_internal(peer)
    return any(s.peer.internal and s.node.peered_workloads for s in view.sessions(peer))


def single_route_reflector(subject: Subject) -> Iterator[Finding]:
    """A cluster without a node mesh whose nodes peer with one route reflector and nothing else."""
    for view in subject.clusters:
        reflectors = [node for node in view.nodes.values() if node.route_reflector_cluster_id is not None]
        if len(reflectors) == 1 and not view.cluster.settings.mesh_enabled:
            addresses = {family.address.address for family in reflectors[0].families}
            others = [node for node in view.nodes.values() if node is not reflectors[0]]
            ends = [[p.address for p in node.peers if p.kind != "workload"] for node in others]
            if any(of_node and addresses.issuperset(of_node) for of_node in ends):
                resource = view.resources.nodes.get(reflectors[0].name)
                yield Finding(
                    f"node `{reflectors[0].name}` is the only route reflector of cluster `{view.name}`",
                    resource.places.at("spec.bgp.routeReflectorClusterID") if resource is not None else view.anchor,
                    "a second node with a routeReflectorClusterID",
                )
