"""Sessions that BGPPeers ask for: with routers by address, with nodes by selector, and their reverse.

Owns: who peers with whom and which of two sessions with one address stays. Must not: know workloads or the mesh.
Precedence: what a BGPPeer of this node asks for wins over the reverse of another's; BGPPeers for all nodes win over
those for some; then the first name wins.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ...addr import Address, Family
from ...model.calico import Peer, PeerKind, Reachability
from ..resources import BGPPeer
from .cluster import Cluster, Speaker
from .names import protocol_name
from .settings import PeerSettings, peer_settings

_Key = tuple[Address, int | None]


class _Remote(NamedTuple):
    """The other end of a session."""

    address: Address
    port: int | None
    as_number: int
    cluster_id: str | None


class Sessions:
    """Of all nodes, by node, address and port."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._peers: dict[str, dict[_Key, Peer]] = {}
        self._reachable: dict[str, dict[Address, Reachability]] = {}
        self._add_all()

    def peers(self, node: str, family: Family) -> Iterable[Peer]:
        return (peer for peer in self._peers.get(node, {}).values() if peer.address.family == family)

    def reachable_by(self, node: str, family: Family) -> tuple[Reachability, ...]:
        """Static routes to peers, in order."""
        found = self._reachable.get(node, {}).values()
        return tuple(sorted((r for r in found if r.peer.family == family), key=lambda r: r.peer))

    def _add_all(self) -> None:
        cluster = self._cluster
        peers = [p for _, p in sorted(cluster.resources.bgp_peers.items()) if not p.local_workload_selector]
        peers.sort(key=_is_for_some_nodes)  # stable: by name among those for all nodes, and among the others
        settings = {p.name: peer_settings(p, cluster.resources, cluster.problems) for p in peers}
        for peer in peers:
            if peer.peer_ip is not None:
                self._add_router(peer, peer.peer_ip, settings[peer.name])
            elif peer.peer_selector:
                self._add_nodes(peer, settings[peer.name])
        for peer in peers:
            if peer.peer_selector and peer.reverse_peering == "Auto":
                self._add_reverse(peer, settings[peer.name])

    def _add_router(self, peer: BGPPeer, address: Address, settings: PeerSettings) -> None:
        if not self._is_usable(peer, address):
            return
        remote = self._router(peer, address)
        for name in self._cluster.local_nodes(peer):
            local = self._cluster.speakers[name]
            if local.addresses.get(address.family) not in (None, address):
                self._add(local, remote, peer, settings)

    def _router(self, peer: BGPPeer, address: Address) -> _Remote:
        """A router, or a node of this cluster that is named by its address: then its port and cluster id are known."""
        as_number, node = peer.as_number or 0, self._cluster.by_address.get(address)
        if node is None:
            return _Remote(address, peer.peer_port, as_number, None)
        own_port = node.peer_port if node.as_number == as_number else None
        return _Remote(address, peer.peer_port or own_port, as_number, node.cluster_id)

    def _is_usable(self, peer: BGPPeer, address: Address) -> bool:
        if address.family == 4 or not address.is_link_local:
            return True
        message = (
            f"BGPPeer {peer.name} names the link-local address {address}, which means nothing without an interface"
        )
        hint = "give a global or unique local address"
        self._cluster.problems.error("link-local-peer", message, peer.places.at("spec.peerIP"), hint)
        return False

    def _add_nodes(self, peer: BGPPeer, settings: PeerSettings) -> None:
        speakers = self._cluster.speakers
        remotes = [speakers[name] for name in self._cluster.remote_nodes(peer)]
        for name in self._cluster.local_nodes(peer):
            for remote in remotes:
                if remote.name != name:
                    self._add_node(speakers[name], remote, peer, settings)

    def _add_reverse(self, peer: BGPPeer, settings: PeerSettings) -> None:
        speakers = self._cluster.speakers
        ends = [speakers[name] for name in self._cluster.local_nodes(peer)]
        for name in self._cluster.remote_nodes(peer):
            for end in ends:
                if end.name != name:
                    self._add_node(speakers[name], end, peer, settings, reverse=True)

    def _add_node(
        self, local: Speaker, remote: Speaker, peer: BGPPeer, settings: PeerSettings, *, reverse: bool = False
    ) -> None:
        as_number = (peer.local_as_number if reverse else None) or remote.as_number
        for family, address in remote.addresses.items():
            if family in local.addresses:
                end = _Remote(address, remote.peer_port, as_number, remote.cluster_id)
                self._add(local, end, peer, settings, reverse=reverse)

    def _add(
        self, local: Speaker, remote: _Remote, peer: BGPPeer, settings: PeerSettings, *, reverse: bool = False
    ) -> None:
        address = remote.address
        key, of_node = (address, remote.port), self._peers.setdefault(local.name, {})
        if key in of_node:
            return
        kind: PeerKind = "node" if reverse or _is_for_some_nodes(peer) else "global"
        local_as = (None if reverse else peer.local_as_number) or local.as_number
        of_node[key] = Peer(
            name=protocol_name(kind, address, remote.port),
            kind=kind,
            address=address,
            remote_as=remote.as_number,
            local_as=local_as,
            resource=peer.name,
            reverse=reverse,
            port=remote.port,
            source_address=local.addresses[address.family] if peer.source_address == "UseNodeIP" else None,
            ttl_security_hops=settings.ttl_security_hops,
            next_hop=settings.next_hop,
            route_reflector_client=local.reflects_to(local_as, remote.as_number, remote.cluster_id),
            password=settings.password,
            restart_time_s=settings.restart_time_s,
            keepalive_time_s=settings.keepalive_time_s,
            allowed_local_as=settings.allowed_local_as,
            filters=settings.filters,
        )
        if peer.reachable_by is not None and peer.reachable_by.family == address.family:
            routes = self._reachable.setdefault(local.name, {})
            routes.setdefault(address, Reachability(peer=address, gateway=peer.reachable_by))


def _is_for_some_nodes(peer: BGPPeer) -> bool:
    return bool(peer.node or peer.node_selector)
