"""The cluster as its peers see it: BGP speakers by name, address and label, and what each BGPPeer selects.

Owns: looking nodes up, once for all of them. Must not: make sessions.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import msgspec

from ...addr import Address, Family
from ...errors import Problems
from ..resources import DEFAULT_BGP_PORT, BGPPeer, Node, Pod, Resources
from ..selectors import LabelIndex, read_selector, workload_labels
from .configuration import Settings
from .facts import ClusterFacts, Workload
from .workloads import selectable_labels, workloads_of


class Speaker(msgspec.Struct, frozen=True, kw_only=True):
    """A node that runs BGP, as its peers need to know it."""

    name: str
    as_number: int
    addresses: Mapping[Family, Address]
    cluster_id: str | None
    """A route reflector's (RFC 4456)."""
    listen_port: int | None

    @property
    def peer_port(self) -> int | None:
        """The port its peers name; None for the usual one."""
        return self.listen_port if self.listen_port != DEFAULT_BGP_PORT else None

    def reflects_to(self, local_as: int, remote_as: int, remote_cluster_id: str | None) -> bool:
        """Whether the node reflects to a peer: to one in its AS that is of no or another cluster (RFC 4456)."""
        return self.cluster_id is not None and local_as == remote_as and remote_cluster_id != self.cluster_id


class Cluster:
    """What one run over all nodes shares."""

    def __init__(self, resources: Resources, facts: ClusterFacts, problems: Problems) -> None:
        self.resources, self.facts, self.problems = resources, facts, problems
        self.settings = Settings(resources, facts)

    @cached_property
    def nodes(self) -> Mapping[str, Node]:
        """Nodes that run BGP and have an address, in order of their names."""
        return {name: node for name, node in sorted(self.resources.nodes.items()) if _addresses(node)}

    @cached_property
    def speakers(self) -> Mapping[str, Speaker]:
        return {name: self._speaker(node) for name, node in self.nodes.items()}

    @cached_property
    def by_address(self) -> Mapping[Address, Speaker]:
        return {address: speaker for speaker in self.speakers.values() for address in speaker.addresses.values()}

    @cached_property
    def workloads(self) -> Mapping[str, Workload]:
        """By `namespace/name`."""
        return {str(name): workload for name, workload in workloads_of(self.resources, self.facts).items()}

    def addresses_of(self, node: str) -> tuple[Address, ...]:
        """Of a node, IPv4 first; none when it runs no BGP."""
        speaker = self.speakers.get(node)
        return tuple(speaker.addresses.values()) if speaker is not None else ()

    def local_nodes(self, peer: BGPPeer) -> tuple[str, ...]:
        """Nodes that have the sessions of a BGPPeer, in order."""
        if peer.node:
            return (peer.node,) if peer.node in self.speakers else ()
        if peer.node_selector:
            return self._select(self._node_index, peer, "spec.nodeSelector", peer.node_selector)
        return tuple(self.speakers)

    def remote_nodes(self, peer: BGPPeer) -> tuple[str, ...]:
        """Nodes that its `peerSelector` selects, in order."""
        return self._select(self._node_index, peer, "spec.peerSelector", peer.peer_selector or "")

    def local_workloads(self, peer: BGPPeer) -> tuple[str, ...]:
        """Workloads that its `localWorkloadSelector` selects, on whatever node, in order."""
        text = peer.local_workload_selector or ""
        return self._select(self.workload_index, peer, "spec.localWorkloadSelector", text)

    @cached_property
    def _node_index(self) -> LabelIndex:
        return LabelIndex({name: self._labels(node) for name, node in self.nodes.items()})

    @cached_property
    def workload_index(self) -> LabelIndex:
        """Workloads by everything that selectors see of them."""
        return LabelIndex({name: selectable_labels(w, self.resources) for name, w in self.workloads.items()})

    @cached_property
    def host_pods(self) -> Mapping[str, Pod]:
        """Pods that use their node's network, which are no workloads but may serve, by `namespace/name`."""
        pods = self.resources.pods
        return {str(key): p for key, p in pods.items() if p.host_network and p.node_name and not p.has_ended}

    @cached_property
    def host_pod_index(self) -> LabelIndex:
        """The same by labels."""
        return LabelIndex(
            {name: workload_labels(pod.labels, pod.metadata.namespace, {}) for name, pod in self.host_pods.items()}
        )

    def _select(self, index: LabelIndex, peer: BGPPeer, path: str, text: str) -> tuple[str, ...]:
        selector = read_selector(text, self.problems, peer.places.at(path))
        return index.select(selector) if selector is not None else ()

    def _labels(self, node: Node) -> dict[str, str]:
        """Calico's Node has the labels of Kubernetes' and may have its own."""
        kubernetes = self.resources.kubernetes_nodes.get(node.name)
        return {**(kubernetes.labels if kubernetes is not None else {}), **node.labels}

    def _speaker(self, node: Node) -> Speaker:
        return Speaker(
            name=node.name,
            as_number=self.settings.as_number(node),
            addresses=_addresses(node),
            cluster_id=(node.bgp.route_reflector_cluster_id or None) if node.bgp is not None else None,
            listen_port=self.settings.listen_port(node.name),
        )


def _addresses(node: Node) -> dict[Family, Address]:
    if node.bgp is None:
        return {}
    written = (node.bgp.ipv4_address, node.bgp.ipv6_address)
    return {interface.family: interface.address for interface in written if interface is not None}
