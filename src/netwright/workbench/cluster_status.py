"""BGP sessions of the clusters of a running lab, as `calicoctl node status` shows those of a node.

Owns: asking the nodes, joining answers with what Calico's resources want. Must not: print, know BIRD's words
(`devices` does).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from ..check.expected import Expectations
from ..devices import get
from ..devices.base import ShowCommand, StateError
from ..errors import InputError, Problem, nearest
from ..model import BgpSessionState, Cluster, CommandResult, Network
from ..model.calico import Peer, PeerKind
from .running import RunningLab

TYPES: Mapping[PeerKind, str] = {
    "mesh": "node-to-node mesh",
    "global": "global",
    "node": "node specific",
    "workload": "local workload",
}
ESTABLISHED = "Established"


class PeerStatus(msgspec.Struct, frozen=True, kw_only=True):
    """One session of a node."""

    address: str
    type: str
    """Why there is one: `node-to-node mesh`, `global`, `node specific`, `local workload`."""
    state: str
    """`up`, `start` or `down`; `unknown` when the daemon does not answer."""
    since: str
    """Time of day of the last change, as the daemon prints it."""
    info: str
    """State of the session (RFC 4271 section 8.2.2), and the last error, if any."""
    neighbor: str
    """Node of the lab that has the address; the address, when none has."""
    resource: str
    """BGPPeer it comes of; empty in the mesh."""
    expected: bool
    """Both ends want the session."""
    received: int | None = None
    """Prefixes."""

    @property
    def is_up(self) -> bool:
        return self.state == "up"


class NodeBgpStatus(msgspec.Struct, frozen=True, kw_only=True):
    """A node of a cluster."""

    name: str
    running: bool
    """Its BGP daemon answers."""
    peers: tuple[PeerStatus, ...]


class ClusterStatus(msgspec.Struct, frozen=True, kw_only=True):
    """A cluster."""

    name: str
    parent: str | None
    as_number: int
    nodes: tuple[NodeBgpStatus, ...]

    @property
    def healthy(self) -> bool:
        """Every daemon answers and every session that both ends want is up."""
        return all(node.running and all(p.is_up for p in node.peers if p.expected) for node in self.nodes)


def cluster_status(lab: RunningLab, clusters: Iterable[str] = ()) -> tuple[ClusterStatus, ...]:
    """Clusters of a lab, all unless some are named. Raises InputError for an unknown one, LabError."""
    network = lab.network
    wanted = _chosen(network, clusters)
    nodes = [node for cluster in wanted for node in cluster.nodes]
    calls = [(node, get(network.nodes[node].device).driver.bgp_sessions()) for node in nodes]
    asked = [(node, command.argv) for node, command in calls if command is not None]
    answers = dict(zip((node for node, _ in asked), lab.lab.run_many(asked), strict=True))
    sessions = {node: _parsed(command, answers[node]) for node, command in calls if command is not None}
    due = Expectations(network)
    return tuple(
        ClusterStatus(
            name=cluster.name,
            parent=cluster.parent,
            as_number=cluster.as_number,
            nodes=tuple(_node(network, name, sessions.get(name), due) for name in cluster.nodes),
        )
        for cluster in wanted
    )


def _chosen(network: Network, names: Iterable[str]) -> list[Cluster]:
    wanted = list(dict.fromkeys(names))
    if not network.clusters:
        raise InputError([Problem("no-clusters", "the lab has no clusters", hint="see the section `clusters`")])
    for name in wanted:
        if name not in network.clusters:
            hint = nearest(name, network.clusters) or f"its clusters are {', '.join(network.clusters)}"
            raise InputError([Problem("unknown-cluster", f"the lab has no cluster `{name}`", hint=hint)])
    return [network.clusters[name] for name in wanted or network.clusters]


def _parsed(command: ShowCommand[BgpSessionState], answer: CommandResult) -> Sequence[BgpSessionState] | None:
    """None when the daemon does not answer."""
    try:
        return command.parse(answer.stdout)
    except StateError:
        return None


def _node(network: Network, name: str, sessions: Sequence[BgpSessionState] | None, due: Expectations) -> NodeBgpStatus:
    node = network.nodes[name]
    by_protocol = {str(s.details.get("protocol", "")): s for s in sessions or ()}
    expected = {session.address for session in due.sessions(name)}
    names = {
        str(a): n.name for n in (node.bgp.neighbors if node.bgp is not None else ()) for a in (n.ipv4, n.ipv6) if a
    }
    peers = node.cluster.bgp.peers if node.cluster is not None else ()
    return NodeBgpStatus(
        name=name,
        running=sessions is not None,
        peers=tuple(_peer(p, by_protocol.get(p.name), names, expected) for p in peers),
    )


def _peer(
    peer: Peer, session: BgpSessionState | None, names: Mapping[str, str], expected: set[str | None]
) -> PeerStatus:
    address = str(peer.address)
    details = session.details if session is not None else {}
    error = details.get("fields", {}).get("Last error", "") if session is not None else ""
    info = "" if session is None else session.state
    if error and info != ESTABLISHED:
        info += f" ({error})"
    return PeerStatus(
        address=address,
        type=TYPES[peer.kind],
        state=str(details.get("state", "unknown")),
        since=str(details.get("since", "")),
        info=info,
        neighbor=names.get(address, address),
        resource=peer.resource,
        expected=address in expected,
        received=session.prefixes_received if session is not None else None,
    )
