"""Rules about the session between a nested cluster and its parent: that both ends are there and agree.

Owns: pairs of clusters. Must not: know filters.
The parent waits on a virtual address, the nested cluster's nodes call it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ....addr import Address, Family
from ....addr.types import FAMILIES
from ....errors import Span
from ....model.calico import CalicoNode, Peer
from ....model.rule import Finding, names
from ...resources import DEFAULT_BGP_PORT, BGPPeer
from ..subject import Subject, addresses_of
from ..view import Session, View
from .workload_peers import mesh_at


class _Call(NamedTuple):
    """A node of a nested cluster whose machine the parent waits for."""

    node: CalicoNode
    waits: Session
    """The parent's end."""
    virtual: Address
    """What the node is to peer with."""
    answer: Peer | None
    """The node's end."""


def _pairs(subject: Subject) -> Iterator[tuple[View, View]]:
    for parent in subject.clusters:
        yield from ((parent, child) for child in parent.children)


def _calls(parent: View, child: View) -> Iterator[_Call]:
    for node in child.nodes.values():
        for family in node.families:
            waits = parent.workload_sessions.get(family.address.address)
            of_host = waits.node.family(family.family) if waits is not None else None
            if waits is not None and of_host is not None and of_host.virtual_address is not None:
                virtual = of_host.virtual_address
                answer = next((peer for peer in family.peers if peer.address == virtual), None)
                yield _Call(node, waits, virtual, answer)


def nested_node_not_selected(subject: Subject) -> Iterator[Finding]:
    """A node of a nested cluster whose machine no BGPPeer of the parent selects."""
    for parent, child in _pairs(subject):
        called = {call.node.name for call in _calls(parent, child)}
        placed = {node.name for address, node in child.by_address.items() if address in parent.workload_by_address}
        missing: dict[Span, list[str]] = {}
        for name, node in child.nodes.items():
            if name in placed - called:
                missing.setdefault(_labels_at(parent, node), []).append(name)
        which = "no BGPPeer with `localWorkloadSelector`" if not parent.workload_peers else "no BGPPeer for them"
        for at, nodes in missing.items():
            yield Finding(
                f"nodes {names(nodes)} of cluster `{child.name}` have no session with their hosts: "
                f"cluster `{parent.name}` has {which}",
                at,
                f"a BGPPeer of `{parent.name}` that selects them, with asNumber: {names(sorted(child.as_numbers))}",
            )


def _labels_at(parent: View, node: CalicoNode) -> Span:
    """Where the machine of a node says its labels, else where the parent selects machines, else the parent."""
    for family in node.families:
        place = parent.workload_by_address.get(family.address.address)
        machine = parent.machine(place.name) if place is not None else None
        if machine is not None:
            return machine.places.at("spec.template.metadata.labels")
    for peer in parent.workload_peers:
        return peer.places.at("spec.localWorkloadSelector")
    return parent.anchor


def nested_family_without_session(subject: Subject) -> Iterator[Finding]:
    """Pools or services of a family in which the nested cluster has no session with its parent."""
    for parent, child in _pairs(subject):
        families = {call.virtual.family for call in _calls(parent, child)}
        for family in FAMILIES if families else ():
            lost = [a for a in child.announced if a.routes.prefix.family == family]
            if lost and family not in families:
                yield Finding(
                    f"cluster `{child.name}` has no IPv{family} session with `{parent.name}`, which learns nothing of "
                    f"{names(a.what for a in lost)}",
                    lost[0].at,
                    f"localWorkloadPeeringIPV{family} in the BGPConfiguration of `{parent.name}`, and addresses of "
                    "the family on nodes and machines",
                )


def nested_without_parent_peer(subject: Subject) -> Iterator[Finding]:
    """A node of a nested cluster without a BGPPeer to the address its host waits on."""
    for parent, child in _pairs(subject):
        missing: dict[tuple[Address, int], list[str]] = {}
        for call in _calls(parent, child):
            if call.answer is None:
                missing.setdefault((call.virtual, call.waits.peer.local_as), []).append(call.node.name)
        for (virtual, local_as), nodes in missing.items():
            yield Finding(
                f"nodes {names(nodes)} of cluster `{child.name}` do not peer with {virtual}, "
                f"where `{parent.name}` waits",
                _peer_at(child, virtual.family),
                f"a BGPPeer with peerIP: {virtual} and asNumber: {local_as}",
            )


def _peer_at(child: View, family: Family) -> Span:
    """A BGPPeer that may have been meant, else the cluster."""
    for peer in child.peers:
        if peer.peer_ip is not None and peer.peer_ip.family == family and peer.peer_ip not in child.by_address:
            return peer.places.at("spec.peerIP")
    return child.anchor


def peer_address_unknown(subject: Subject) -> Iterator[Finding]:
    """A BGPPeer with an address nobody has: no node, no router, and no host of the nodes' machines."""
    addresses = _known_addresses(subject)
    for view in subject.clusters:
        virtual = view.host_addresses
        for peer in view.peers:
            address = peer.peer_ip
            if address is None or address in view.by_address or address in addresses or address in virtual:
                continue
            within = view.parent is not None and address.family == 4 and address.is_link_local
            if addresses or within:
                yield Finding(
                    f"BGPPeer `{peer.name}` peers with {address}, an address nobody has",
                    peer.places.at("spec.peerIP"),
                    f"`{view.parent.name}` waits on {names(sorted(virtual))}" if virtual and view.parent else "",
                )


def _known_addresses(subject: Subject) -> frozenset[Address]:
    """Of everything in the network around clusters; empty when that is not known."""
    if subject.network is None:
        return frozenset()
    return frozenset(address for node in subject.network.nodes.values() for address in addresses_of(node))


def nested_session_mismatch(subject: Subject) -> Iterator[Finding]:
    """Ends of a session between a nested cluster and its parent that do not fit: AS, port, password, TTL security."""
    for parent, child in _pairs(subject):
        said: dict[tuple[str, str, str, str], list[str]] = {}
        for call in _calls(parent, child):
            if call.answer is not None:
                for field, message, hint in _differences(call, call.answer):
                    said.setdefault((call.answer.resource, field, message, hint), []).append(call.node.name)
        for (name, field, message, hint), nodes in said.items():
            peer: BGPPeer = child.resources.bgp_peers[name]
            text = f"BGPPeer `{name}` of cluster `{child.name}` {message} ({names(nodes)})"
            yield Finding(text, peer.places.at(f"spec.{field}"), hint)


def _differences(call: _Call, answer: Peer) -> Iterator[tuple[str, str, str]]:
    """Field of the nested cluster's BGPPeer, what is wrong, what to do."""
    waits, of_parent = call.waits.peer, f"BGPPeer `{call.waits.peer.resource}` of the parent"
    if answer.remote_as != waits.local_as:
        message = f"expects AS {answer.remote_as}, and its host is in AS {waits.local_as}"
        yield "asNumber", message, f"asNumber: {waits.local_as}"
    if answer.local_as != waits.remote_as:
        message = f"calls from AS {answer.local_as}, and {of_parent} expects AS {waits.remote_as}"
        yield "localASNumber", message, f"asNumber: {answer.local_as} in the parent, or the other AS here"
    called, listens = answer.port or DEFAULT_BGP_PORT, call.waits.node.listen_port or DEFAULT_BGP_PORT
    if called != listens:
        message = f"calls port {called}, and its host listens on {listens}"
        yield "peerIP", message, f'peerIP: "{_with_port(call.virtual, listens)}"'
    if call.waits.node.listen_on_node_address:
        message = f"calls {call.virtual}, and its host listens on its own address alone"
        yield "peerIP", message, "bindMode: None in the parent's BGPConfiguration"
    if answer.password is not None:
        yield "password", "has a password, and peers with workloads have none", "remove it"
    if answer.ttl_security_hops is not None:
        yield "ttlSecurity", "has TTL security, and peers with workloads have none", "remove it"


def _with_port(address: Address, port: int) -> str:
    return f"{address}:{port}" if address.family == 4 else f"[{address}]:{port}"


def nested_with_mesh(subject: Subject) -> Iterator[Finding]:
    """The node mesh, or BGPPeers that join nodes, in a nested cluster that peers with its parent."""
    for view in subject.clusters:
        if view.is_nested and view.peers and view.cluster.settings.mesh_enabled and len(view.nodes) != 1:
            yield Finding(
                f"cluster `{view.name}` is nested and has the node mesh: its nodes peer with their hosts",
                mesh_at(view),
                "nodeToNodeMeshEnabled: false",
            )
        elif view.is_nested and any(_passes_on(view, peer) for peer in view.peers):
            yield from _joined(view)


def _passes_on(view: View, peer: BGPPeer) -> bool:
    """Hosts hear of all blocks that nodes know, not only of a node's own."""
    return any(
        s.peer.address in view.host_addresses
        and not any(
            rule.action == "Reject" and rule.source == "RemotePeers"
            for rule in view.rules(peer, "export", s.peer.address.family)
        )
        for s in view.sessions(peer)
    )


def _joined(view: View) -> Iterator[Finding]:
    for peer in view.peers:
        if any(s.peer.internal and s.peer.address in view.by_address for s in view.sessions(peer)):
            yield Finding(
                f"cluster `{view.name}` is nested and BGPPeer `{peer.name}` joins its nodes: "
                "each tells its host the blocks of the others too",
                peer.places.at("spec.peerIP" if peer.peer_ip is not None else "spec.peerSelector"),
                "leave it out, or let a BGPFilter towards hosts reject routes with source: RemotePeers",
            )
