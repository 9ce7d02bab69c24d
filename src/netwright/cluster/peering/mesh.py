"""The full mesh: every node with every other, unless one of them is a route reflector.

Owns: who is in the mesh and which of two nodes waits for the other. Must not: know BGPPeers.
Source: Calico documentation, "Configure BGP peering", full mesh.
"""

from __future__ import annotations

from collections.abc import Mapping

from ...model.calico import Peer
from .cluster import Cluster, Speaker
from .names import protocol_name
from .settings import MeshSettings, mesh_settings


def mesh_peers(cluster: Cluster) -> Mapping[str, list[Peer]]:
    """Sessions by node; none when the mesh is off."""
    if not cluster.settings.mesh_enabled:
        return {}
    settings = mesh_settings(cluster.settings.cluster, cluster.resources, cluster.problems)
    members = [s for s in cluster.speakers.values() if s.cluster_id is None]
    others = [_Other(member) for member in members]
    return {local.name: _of_node(local, others, settings) for local in members}


class _Other:
    """A member as all others see it, worked out once."""

    __slots__ = ("ends", "speaker")

    def __init__(self, speaker: Speaker) -> None:
        self.speaker = speaker
        self.ends = [
            (family, address, str(address), protocol_name("mesh", address, speaker.peer_port))
            for family, address in speaker.addresses.items()
        ]


def _of_node(local: Speaker, others: list[_Other], settings: MeshSettings) -> list[Peer]:
    """A node waits for peers whose address is greater than its own as text."""
    own = {family: str(address) for family, address in local.addresses.items()}
    return [
        Peer(
            name=name,
            kind="mesh",
            address=address,
            remote_as=other.speaker.as_number,
            local_as=local.as_number,
            port=other.speaker.peer_port,
            source_address=local.addresses[family],
            passive=text > own[family],
            password=settings.password,
            restart_time_s=settings.restart_time_s,
        )
        for other in others
        if other.speaker is not local
        for family, address, text, name in other.ends
        if family in own
    ]
