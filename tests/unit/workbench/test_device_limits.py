"""What a device cannot do is said when the network is made, at the place of the node."""

from __future__ import annotations

import pytest

from netwright import InputError, load_topology

AGGREGATE = """nodes:
  a: {device: bird, bgp.as: 1, loopback: True, module: [bgp]}
  b: {device: frr, bgp.as: 2, module: [bgp]}
plugin: [bgp.policy]
links: [a-b]
"""


def test_an_unsupported_wish_is_an_error_with_a_place() -> None:
    text = AGGREGATE.replace("loopback", "bgp.aggregate: [{ipv4: 10.0.0.0/8, as_set: True}], loopback")
    with pytest.raises(InputError) as raised:
        load_topology("-", text=text)
    found = raised.value.problems
    assert [p.code for p in found if p.severity == "error"] == ["bird-unsupported"]
    assert found[0].span.line == 2


def test_an_ignored_wish_is_a_notice() -> None:
    node = "{device: bird, ospf.reference_bandwidth: 1000}"
    text = f"module: [ospf]\nnodes:\n  a: {node}\n  b: {{device: bird}}\nlinks: [a-b]\n"
    notices = load_topology("-", text=text).notices
    assert any("bird-ignored" in notice and ":3:" in notice for notice in notices)


@pytest.mark.parametrize(("device", "expected"), [("frr", 1), ("bird", 0)])
def test_ospfv3_passwords_do_not_fit_between_frr_and_bird(device: str, expected: int) -> None:
    text = f"""
module: [ospf]
nodes: {{a: {{device: bird, role: router}}, b: {{device: {device}, role: router}}}}
addressing.p2p.ipv6: 2001:db8::/48
links: [{{a: , b: , ospf.password: secret}}]
"""
    notices = load_topology("-", text=text).notices
    assert sum("ospfv3-authentication" in notice for notice in notices) == expected
