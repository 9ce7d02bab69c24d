"""Sessions of nodes with their own workloads: BGPPeers with a `localWorkloadSelector`.

Owns: which BGPPeer a workload gets and the session's settings. Must not: know routers or other nodes.
The first BGPPeer by name wins that selects the workload's node and the workload. Of its fields `asNumber`,
`localASNumber` and `filters` count; the node waits, from any number of hops, for the workload to call.
Source: Calico documentation, "Configure BGP peering with nested clusters running on KubeVirt VMs".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ...addr import Address, Family
from ...model.calico import Peer
from ..resources import BGPPeer
from .cluster import Cluster, Speaker
from .facts import Workload
from .names import protocol_name
from .settings import known_filters

_FAMILIES: tuple[Family, Family] = (4, 6)


def workload_peers(cluster: Cluster) -> Mapping[str, list[tuple[Workload, Peer]]]:
    """Sessions by node, in order of workloads."""
    found: dict[str, list[tuple[Workload, Peer]]] = {}
    for name, peer in sorted(_assigned(cluster).items()):
        workload = cluster.workloads[name]
        sessions = found.setdefault(workload.node, [])
        sessions += [(workload, session) for session in _sessions(cluster, workload, peer)]
    return found


def _assigned(cluster: Cluster) -> Mapping[str, BGPPeer]:
    """The BGPPeer of each selected workload."""
    found: dict[str, BGPPeer] = {}
    peers = [p for _, p in sorted(cluster.resources.bgp_peers.items()) if p.local_workload_selector]
    for peer in peers:
        nodes = set(cluster.local_nodes(peer))
        if not _has_virtual_address(cluster, peer, nodes):
            continue
        for name in cluster.local_workloads(peer):
            if cluster.workloads[name].node in nodes:
                found.setdefault(name, peer)
    return found


def _has_virtual_address(cluster: Cluster, peer: BGPPeer, nodes: Iterable[str]) -> bool:
    """Without an address for workloads to peer with there is nothing to configure."""
    settings = cluster.settings
    if any(settings.virtual_address(node, family) for node in nodes for family in _FAMILIES) or not nodes:
        return True
    message = f"BGPPeer {peer.name} peers with local workloads, but the cluster has no address for them to peer with"
    hint = "set localWorkloadPeeringIPV4 or localWorkloadPeeringIPV6 in BGPConfiguration default, e.g. 169.254.0.179"
    cluster.problems.error("no-workload-peering-address", message, peer.places.at("spec.localWorkloadSelector"), hint)
    return False


def _sessions(cluster: Cluster, workload: Workload, peer: BGPPeer) -> Iterable[Peer]:
    """One per family that both the workload has an address of and the node a virtual one."""
    local, filters = cluster.speakers[workload.node], known_filters(peer, cluster.resources)
    for family in _FAMILIES:
        address = next((a for a in workload.addresses if a.family == family), None)
        virtual = cluster.settings.virtual_address(workload.node, family)
        if address is not None and virtual is not None and family in local.addresses:
            yield _session(local, workload, peer, address, filters)


def _session(local: Speaker, workload: Workload, peer: BGPPeer, address: Address, filters: tuple[str, ...]) -> Peer:
    local_as, remote_as = peer.local_as_number or local.as_number, peer.as_number or local.as_number
    return Peer(
        name=protocol_name("workload", address),
        kind="workload",
        address=address,
        remote_as=remote_as,
        local_as=local_as,
        resource=peer.name,
        workload=workload.name,
        passive=True,
        route_reflector_client=local.reflects_to(local_as, remote_as, None),
        filters=filters,
    )
