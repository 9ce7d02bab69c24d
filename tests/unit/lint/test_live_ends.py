"""Ends that are shut down, or on nodes without configuration, have no neighbours to disagree with."""

from __future__ import annotations

import pytest

from netwright import lint_topology

OSPF = "module: [ ospf ]\nnodes: {{ r1: {{ {node} }}, r2: }}\nlinks:\n- r1: {{ ospf.timers.hello: 5, {end} }}\n  r2:\n"
ISIS = "module: [ isis ]\nnodes: {{ r1: {{ isis.type: level-1, {node} }}, r2: }}\nlinks:\n- r1: {{ {end} }}\n  r2:\n"
BGP = (
    "module: [ bgp ]\nplugin: [ bgp.session ]\nnodes: {{ r1: {{ bgp.as: 65001, {node} }}, r2: {{ bgp.as: 65002 }} }}\n"
    "links:\n- r1: {{ bgp.password: x, {end} }}\n  r2:\n"
)
SHUT = "shutdown: True"


def codes(text: str, code: str, node: str = "", end: str = "") -> list[str]:
    return [found.code for found in lint_topology("-", text=text.format(node=node, end=end), select=[code])]


@pytest.mark.parametrize(
    ("text", "code", "module"),
    [
        (OSPF, "ospf-timer-mismatch", "ospf"),
        (ISIS, "isis-level-mismatch", "isis"),
        (BGP, "bgp-session-mismatch", "bgp"),
    ],
)
def test_ends_without_a_neighbour(text: str, code: str, module: str) -> None:
    assert codes(text, code) == [code]
    assert codes(text, code, end=SHUT) == []
    assert codes(text, code, node="skip_config: True") == []
    assert codes(text, code, node=f"skip_config: [ {module} ]") == []


def test_versions_of_ospf_are_apart() -> None:
    both = "addressing.p2p: {{ ipv4: 10.1.0.0/16, ipv6: '2001:db8::/48' }}\n" + OSPF
    assert codes(both, "ospf-timer-mismatch") == ["ospf-timer-mismatch"]
    four, six = both.replace("r2: }}", "r2: {{ ospf.af: [ ipv6 ] }} }}"), "ospf.af: [ ipv4 ]"
    assert codes(four, "ospf-timer-mismatch", node=six) == []
