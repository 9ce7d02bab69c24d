"""Segment routing: node segments, global blocks, locators."""

from __future__ import annotations

import pytest

from netwright.devices.frr import frr_conf

from ..reading import codes, network

ISIS = "addressing.loopback.ipv6: 2001:db8:1::/48\nmodule: [ isis, sr ]\n{more}\nnodes: [ a, b ]\nlinks: [ a-b ]"


def test_index_is_the_node_id() -> None:
    sr = network(ISIS.format(more="")).nodes["b"].sr
    assert sr is not None
    assert (sr.node_sid_ipv4, sr.node_sid_ipv6) == (2, 102)
    assert (sr.block_start, sr.block_size, sr.protocols) == (24000, 8000, ("isis",))


def test_offsets() -> None:
    sr = network(ISIS.format(more="sr.node_sid_offset: { ipv4: 10, ipv6: 200 }")).nodes["a"].sr
    assert sr is not None
    assert (sr.node_sid_ipv4, sr.node_sid_ipv6) == (11, 201)


def test_ospf_has_no_ipv6_segments() -> None:
    text = ISIS.format(more="sr.protocol: [ ospfv2 ]").replace("isis", "ospf")
    sr = network(text).nodes["a"].sr
    assert sr is not None
    assert (sr.node_sid_ipv4, sr.node_sid_ipv6) == (1, None)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ("sr.protocol: [ ospfv2 ]", "sr-without-igp"),
        ("sr.node_sid_offset.ipv6: 1", "sr-duplicate-sid"),
        ("sr.node_sid_offset.ipv4: 8000", "sr-index-range"),
    ],
)
def test_mistakes(more: str, code: str) -> None:
    assert code in codes(ISIS.format(more=more))


def test_frr_announces_segments() -> None:
    designed = network(ISIS.format(more=""))
    text = frr_conf(designed, designed.nodes["a"])
    assert " segment-routing global-block 24000 31999\n" in text
    assert " segment-routing prefix 10.0.0.1/32 index 1\n" in text
    assert " segment-routing prefix 2001:db8:1:1::/64 index 101\n" in text


def test_older_ospfd_settles() -> None:
    designed = network(ISIS.format(more="sr.protocol: [ ospfv2 ]").replace("isis", "ospf"))
    line = " max-metric router-lsa on-startup 30\n"
    assert line in frr_conf(designed, designed.nodes["a"], (8, 4))
    assert line not in frr_conf(designed, designed.nodes["a"], (10, 3))


def test_locators() -> None:
    text = (
        ISIS.format(more="").replace("sr ]", "srv6 ]").replace("[ a, b ]", "{ a: { srv6.locator: 5f00:9::/48 }, b: }")
    )
    designed = network(text)
    found = [node.srv6.locator for node in designed.nodes.values() if node.srv6 is not None]
    assert [str(locator) for locator in found] == ["5f00:9::/48", "5f00:0:1::/48"]
    assert "    prefix 5f00:0:1::/48 block-len 32 node-len 16 func-bits 16\n" in frr_conf(designed, designed.nodes["b"])
