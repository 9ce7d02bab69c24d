"""What nodes of clusters and their workloads need to run."""

from __future__ import annotations

from collections.abc import Mapping

from netwright.devices import get
from netwright.devices.base import RenderContext
from netwright.model import NodePlan

from ...cluster.design.designs import FILES, NESTED, design


def _plan(name: str, files: Mapping[str, str] = FILES) -> NodePlan:
    network = design(NESTED, files).network
    node = network.nodes[name]
    return get(node.device).plan_node(network, node, RenderContext())


def test_bird_recovers_when_it_is_started_again() -> None:
    """Not at its first start, when there is nothing to recover and no silent peer to wait for."""
    (daemon,) = _plan("w1").daemons
    assert "-R" not in daemon.argv
    assert daemon.further_starts == ("-R",)


def test_nodes_that_hear_of_priorities_forget_old_metrics() -> None:
    """In their own AS alone: neither of the nested clusters, nor of a parent without a mesh, but of a mesh."""
    meshed = {**FILES, "/t/parent.yml": FILES["/t/parent.yml"].replace("nodeToNodeMeshEnabled: false, ", "")}
    assert [daemon.name for daemon in _plan("w1", meshed).daemons] == ["bird", "metrics"]
    assert [daemon.name for daemon in _plan("red-1", meshed).daemons] == ["bird"]


def test_gateways_of_workloads_are_on_link() -> None:
    """Nobody has 169.254.1.1, and BIRD 2 learns a route through it only so."""
    for name in ("red-1", "r1"):
        routes = {str(route.prefix): route for route in _plan(name).routes}
        assert routes["169.254.1.1/32"].next_hop is None
        assert str(routes["0.0.0.0/0"].next_hop) == "169.254.1.1"
        assert routes["0.0.0.0/0"].onlink
