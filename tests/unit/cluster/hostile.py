"""Nodes whose resources say what configuration has no words for."""

from __future__ import annotations

from netwright.cluster.peering import CalicoNode

from .building import NO_MESH, configuration, derive, document, node, peer

_WORDS = """'a"; reject;'"""
_PEER = peer("p", "peerIP: 10.0.0.250, asNumber: 63000, filters: [f]")


def leaving_quotes() -> CalicoNode:
    """Names of interfaces with quotes and line breaks."""
    return derive(
        configuration(f'nodeToNodeMeshEnabled: false, ignoredInterfaces: [{_WORDS}, "b\\nc"]'),
        node(1),
        document("BGPFilter", "f", f"{{importV4: [{{action: Reject, interface: {_WORDS}}}]}}"),
        _PEER,
    )["n1"]


def beyond_all_lengths(operator: str) -> CalicoNode:
    """A rule for lengths that no route in its prefix has."""
    match = f"cidr: 10.0.0.0/8, matchOperator: {operator}, prefixLength: {{max: 7}}"
    spec = f"{{importV4: [{{action: Accept, {match}}}]}}"
    return derive(NO_MESH, node(1), document("BGPFilter", "f", spec), _PEER)["n1"]
