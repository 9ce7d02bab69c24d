"""Whatever resources say, what is derived of them makes sense; `tests/live/cluster` has BIRD read it."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from netwright.cluster.peering import ClusterFacts, derive_nodes
from netwright.cluster.resources import Resources
from netwright.errors import Problems

from .clusters import clusters


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(made=clusters())
def test_derived_nodes_make_sense(made: tuple[Resources, ClusterFacts]) -> None:
    resources, facts = made
    nodes = {node.name: node for node in derive_nodes(resources, Problems(), facts)}
    addresses = {a.address: name for name, node in nodes.items() for f in node.families for a in [f.address]}
    for name, node in nodes.items():
        names = [peer.name for family in node.families for peer in family.peers]
        assert len(set(names)) == len(names)
        for peer in node.peers:
            assert addresses.get(peer.address) != name
            assert peer.source_address is None or addresses[peer.source_address] == name
            if peer.kind == "mesh":
                other = nodes[addresses[peer.address]]
                back = next(p for p in other.peers if p.kind == "mesh" and p.address == peer.source_address)
                assert back.passive is not peer.passive
                assert (back.remote_as, back.local_as) == (peer.local_as, peer.remote_as)
