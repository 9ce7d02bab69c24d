"""Rules about sessions between cluster nodes and routers of the topology, each end of which is written elsewhere.

Owns: nothing when the network around the clusters is not known. Must not: know nested clusters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ....addr import Address, InterfaceAddress
from ....model.adjacency import bgp_instances
from ....model.bgp import BgpInstance, BgpNeighbor
from ....model.network import Network, Node
from ....model.rule import Finding, names
from ..subject import Subject, addresses_of
from ..view import Session, View


class _Router(NamedTuple):
    """A router's end of a session."""

    node: Node
    instance: BgpInstance
    neighbor: BgpNeighbor

    @property
    def local_as(self) -> int:
        return self.neighbor.local_as or self.instance.asn


def _routers(network: Network) -> Iterator[Node]:
    return (node for node in network.nodes.values() if node.cluster is None and node.workload is None)


def _by_neighbor(network: Network) -> Mapping[tuple[str, Address], _Router]:
    """Ends of routers, by router and the address they peer with."""
    return {
        (node.name, address): _Router(node, instance, neighbor)
        for node in _routers(network)
        for _, instance in bgp_instances(node)
        for neighbor in instance.neighbors
        for address in (neighbor.ipv4, neighbor.ipv6)
        if isinstance(address, tuple)
    }


def _sources(session: Session, network: Network) -> list[Address]:
    """Addresses a node's session may be from: with `sourceAddress: None` the kernel chooses one of the node's."""
    family = session.node.family(session.peer.address.family)
    own = [family.address.address] if family is not None else []
    if session.peer.source_address is not None or session.node.name not in network.nodes:
        return own
    return [*own, *(a for a in addresses_of(network.nodes[session.node.name]) if a not in own)]


def router_session_missing(subject: Subject) -> Iterator[Finding]:
    """A router that peers with a node of a cluster which has no BGPPeer for it."""
    if subject.network is None:
        return
    nodes = {address: (view, node) for view in subject.clusters for address, node in view.by_address.items()}
    of_router = {node.name: set(addresses_of(node)) for node in _routers(subject.network)}
    missing: dict[tuple[str, str, int], tuple[View, dict[Address, str]]] = {}
    for (router, address), end in _by_neighbor(subject.network).items():
        if address in nodes:
            view, node = nodes[address]
            if not any(p.address in of_router[router] for p in node.peers if p.address.family == address.family):
                key = (router, view.name, end.local_as)
                missing.setdefault(key, (view, {}))[1][address] = node.name
    for (router, _, local_as), (view, waiting) in missing.items():
        near = [str(a) for address in waiting for a in _near(subject.network.nodes[router], address)]
        yield Finding(
            f"router `{router}` peers with nodes {names(dict.fromkeys(waiting.values()))} of cluster `{view.name}`, "
            "which have no BGPPeer for it",
            view.anchor if view.anchor.line else subject.node_at(router),
            f"BGPPeers with asNumber: {local_as} and peerIP: {names(dict.fromkeys(near)) or f'an address of {router}'}",
        )


def _near(router: Node, address: Address) -> Iterator[Address]:
    """Addresses of a router in the network of a node's address."""
    for interface in router.interfaces:
        for own in (interface.ipv4, interface.ipv6):
            if isinstance(own, InterfaceAddress) and own.prefix.contains(address):
                yield own.address


def _ends(subject: Subject) -> Iterator[tuple[View, Session, str, _Router | None]]:
    """Sessions that BGPPeers ask for with routers, and the router's end."""
    if subject.network is None:
        return
    owners = {address: node.name for node in _routers(subject.network) for address in addresses_of(node)}
    ends = _by_neighbor(subject.network)
    for view in subject.clusters:
        for peer in view.peers:
            for session in view.sessions(peer):
                router = owners.get(session.peer.address)
                own = _sources(session, subject.network)
                if router is not None and own:
                    yield view, session, router, next((e for a in own if (e := ends.get((router, a)))), None)


def router_session_unanswered(subject: Subject) -> Iterator[Finding]:
    """A BGPPeer with the address of a router that does not peer with the node."""
    waiting: dict[tuple[str, str, str], tuple[View, list[str]]] = {}
    for view, session, router, end in _ends(subject):
        if end is None:
            waiting.setdefault((view.name, session.peer.resource, router), (view, []))[1].append(session.node.name)
    for (_, name, router), (view, nodes) in waiting.items():
        yield Finding(
            f"BGPPeer `{name}` peers with router `{router}`, which does not peer with {names(nodes)}",
            view.resources.bgp_peers[name].places.at("spec.peerIP"),
            f"sessions of `{router}` with the nodes, or a BGPPeer that does not select them",
        )


def router_session_mismatch(subject: Subject) -> Iterator[Finding]:
    """Ends of a session between a node and a router that do not agree on AS numbers or the password."""
    said: dict[tuple[str, str, str, str, str], tuple[View, list[str]]] = {}
    for view, session, router, end in _ends(subject):
        if end is not None:
            for field, message, hint in _differences(session, router, end):
                key = (view.name, session.peer.resource, field, message, hint)
                said.setdefault(key, (view, []))[1].append(session.node.name)
    for (_, name, field, message, hint), (view, nodes) in said.items():
        at = view.resources.bgp_peers[name].places.at(f"spec.{field}")
        yield Finding(f"BGPPeer `{name}` {message} ({names(nodes)})", at, hint)


def _differences(session: Session, router: str, end: _Router) -> Iterator[tuple[str, str, str]]:
    """Field of the BGPPeer, what is wrong, what to do; passwords are not shown."""
    peer, neighbor = session.peer, end.neighbor
    if peer.remote_as != end.local_as:
        message = f"expects AS {peer.remote_as}, and router `{router}` is in AS {end.local_as}"
        yield "asNumber", message, f"asNumber: {end.local_as}"
    if peer.local_as != neighbor.asn:
        message = f"is in AS {peer.local_as}, and router `{router}` expects AS {neighbor.asn}"
        yield "localASNumber", message, f"localASNumber: {neighbor.asn}, or the other AS in the topology"
    own, other = peer.password.reveal() if peer.password is not None else None, neighbor.options.password
    if own != other:
        if own is None:
            message = f"has no password, and router `{router}` has one"
        elif other is None:
            message = f"has a password, and router `{router}` has none"
        else:
            message = f"and router `{router}` have different passwords"
        yield "password", message, "the same at both ends"
