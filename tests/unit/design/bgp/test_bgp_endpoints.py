"""Addresses of BGP sessions of nodes without a loopback: BIRD is a host in the format."""

from __future__ import annotations

import pytest

from netwright.model import BgpNeighbor, Network

from ..reading import codes, network

SITE = """
module: [bgp]
defaults.bgp.warnings.missing_igp: False
nodes: {dut: {device: bird, bgp.as: 65000}, p: {bgp.as: 65000}, x: {bgp.as: 65100}}
"""


def _session(designed: Network, node: str, peer: str) -> BgpNeighbor:
    instance = designed.nodes[node].bgp
    assert instance is not None
    return next(n for n in instance.neighbors if n.name == peer)


def test_the_interface_inside_the_system_is_the_end_of_ibgp_sessions() -> None:
    designed = network(SITE + "links: [dut-x, dut-p]\n")
    assert str(_session(designed, "p", "dut").ipv4) == "172.16.1.1"
    own = _session(designed, "dut", "p")
    assert (own.source_ifname, str(own.source_ipv4)) == (None, "172.16.1.1")


def test_an_external_interface_serves_when_there_is_no_other() -> None:
    designed = network(SITE + "links: [dut-x, x-p]\n")
    assert str(_session(designed, "p", "dut").ipv4) == "172.16.0.1"


def test_a_multihop_session_of_a_node_without_loopback_uses_its_address() -> None:
    text = SITE + "plugin: [ebgp.multihop]\nlinks: [dut-p, p-x]\nbgp.multihop.sessions: [dut-x]\n"
    designed = network(text)
    assert str(_session(designed, "x", "dut").ipv4) == "172.16.0.1"
    own = _session(designed, "dut", "x")
    assert (str(own.ipv4), str(own.source_ipv4)) == ("10.0.0.3", "172.16.0.1")


@pytest.mark.parametrize(("module", "expected"), [("[ bgp, bfd ]", []), ("[ bgp ]", ["module-not-used"])])
def test_bfd_watches_sessions_of_nodes_that_run_it(module, expected):
    text = (
        f"{{plugin: [bgp.session], module: [bgp, bfd], bgp.as: 65000, nodes: {{a: {{module: {module}}},"
        " b: {bgp.as: 65001}}, links: [{a: , b: , bgp.bfd: true}]}"
    )
    assert codes(text) == expected
