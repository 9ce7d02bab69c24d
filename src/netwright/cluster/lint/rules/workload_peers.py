"""Rules about BGPPeers with local workloads: fields without effect, and what is not supported.

Owns: the parent's end, whatever the workloads are. Must not: know nested clusters.
Source: Calico documentation, "Configure BGP peering with nested clusters running on KubeVirt VMs".
"""

from __future__ import annotations

from collections.abc import Iterator

from ....errors import Span
from ....model.rule import Finding, names
from ..subject import Subject
from ..view import View

IGNORED: dict[str, str] = {
    "password": "password",
    "maxRestartTime": "max_restart_time_s",
    "keepaliveTime": "keepalive_time_s",
    "nextHopMode": "next_hop_mode",
    "keepOriginalNextHop": "keep_original_next_hop",
    "ttlSecurity": "ttl_security",
    "numAllowedLocalASNumbers": "num_allowed_local_as_numbers",
    "sourceAddress": "source_address",
    "reversePeering": "reverse_peering",
}
"""Fields of a BGPPeer that mean nothing together with `localWorkloadSelector`, with the model's names."""


def ignored_for_workloads(subject: Subject) -> Iterator[Finding]:
    """A field of a BGPPeer with `localWorkloadSelector` that Calico does not look at there."""
    for view in subject.clusters:
        for peer in view.workload_peers:
            for field, attribute in IGNORED.items():
                if peer.places.has(f"spec.{field}") and getattr(peer, attribute):
                    yield Finding(
                        f"`{field}` of BGPPeer `{peer.name}` has no effect: it peers with workloads",
                        peer.places.at(f"spec.{field}"),
                        "remove it; `asNumber`, `localASNumber`, `filters` and the choice of nodes count",
                    )


def internal_workload_peer(subject: Subject) -> Iterator[Finding]:
    """A BGPPeer with workloads of the AS that the node has."""
    for view in subject.clusters:
        for peer in view.workload_peers:
            if peer.as_number in view.local_as_numbers(peer):
                yield Finding(
                    f"BGPPeer `{peer.name}` peers with workloads by IBGP: AS {peer.as_number} is the cluster's own",
                    peer.places.at("spec.asNumber"),
                    "give the nested cluster an AS of its own",
                )


def workload_selected_twice(subject: Subject) -> Iterator[Finding]:
    """A workload that two BGPPeers select on its node: the first by name has the session."""
    for view in subject.clusters:
        winners: dict[str, str] = {}
        for peer in view.workload_peers:
            nodes = set(view.cluster.local_nodes(peer))
            lost: dict[str, list[str]] = {}
            for name in view.cluster.local_workloads(peer):
                if view.cluster.workloads[name].node in nodes:
                    winner = winners.setdefault(name, peer.name)
                    if winner != peer.name:
                        lost.setdefault(winner, []).append(name)
            for winner, workloads in lost.items():
                yield Finding(
                    f"BGPPeer `{peer.name}` does not get {names(workloads)}: `{winner}`, first by name, selects it too",
                    peer.places.at("spec.localWorkloadSelector"),
                    "let selectors exclude each other",
                )


def workload_peering_with_mesh(subject: Subject) -> Iterator[Finding]:
    """The node mesh in a cluster that peers with workloads."""
    for view in subject.clusters:
        if view.workload_peers and view.cluster.settings.mesh_enabled and len(view.nodes) != 1:
            yield Finding(
                f"{_whose(view)} peers with workloads and has the node mesh, which passes on no nested routes",
                mesh_at(view),
                "nodeToNodeMeshEnabled: false; let nodes peer with routers or route reflectors",
            )


def mesh_at(view: View) -> Span:
    """Where a cluster says whether it has a mesh."""
    return view.setting_at("nodeToNodeMeshEnabled")


def _whose(view: View) -> str:
    return f"cluster `{view.name}`"
