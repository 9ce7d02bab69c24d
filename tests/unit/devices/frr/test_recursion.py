"""Static routes through static routes: which ones are set again, and with which words."""

from __future__ import annotations

import msgspec
import pytest

from netwright.addr import parse_address, parse_prefix
from netwright.devices.frr.recursion import recursion_snippets
from netwright.model import Node, StaticRoute

from ..bird.networks import CASES
from .test_frr_limits import on_frr

NODE = next(iter(on_frr(CASES["ospf-digest"]).nodes.values()))
VIA_ETH1 = {"next_hop": parse_address("10.1.0.2"), "ifname": "eth1"}


def node_with(*routes: tuple[str, dict[str, object]]) -> Node:
    found = tuple(StaticRoute(prefix=parse_prefix(prefix), **settings) for prefix, settings in routes)
    return msgspec.structs.replace(NODE, static_routes=found)


def through(address: str, **settings: object) -> dict[str, object]:
    return {"next_hop": parse_address(address), **settings}


def test_a_route_through_another_is_set_again_until_the_kernel_has_it() -> None:
    (snippet,) = recursion_snippets(node_with(("10.98.0.0/16", through("10.0.0.2")), ("10.0.0.2/32", VIA_ETH1)))
    assert snippet.kind == "shell"
    assert "show ip route 10.98.0.0/16" in snippet.text
    assert "-c 'no ip route 10.98.0.0/16 10.0.0.2' -c 'ip route 10.98.0.0/16 10.0.0.2'" in snippet.text
    assert "10.0.0.2/32" not in snippet.text


def test_in_a_vrf_with_a_next_hop_of_the_global_table() -> None:
    leaked = through("2001:db8::2", vrf="red", next_hop_vrf="default")
    (snippet,) = recursion_snippets(node_with(("2001:db8:9::/48", leaked), ("2001:db8::2/128", {"ifname": "eth1"})))
    assert "show ipv6 route vrf red 2001:db8:9::/48" in snippet.text
    assert "-c 'vrf red' -c 'no ipv6 route 2001:db8:9::/48 2001:db8::2 nexthop-vrf default'" in snippet.text


@pytest.mark.parametrize(
    "routes",
    [
        (),
        (("10.0.0.2/32", VIA_ETH1),),
        (("10.98.0.0/16", through("10.0.0.2")),),
        (("10.98.0.0/16", through("10.0.0.2")), ("0.0.0.0/0", VIA_ETH1)),
        (("10.98.0.0/16", through("10.0.0.2")), ("10.0.0.2/32", {**VIA_ETH1, "vrf": "red"})),
        (("10.98.0.0/16", through("10.0.0.2")), ("10.0.0.0/8", {"discard": True})),
        (("10.98.0.0/16", through("10.0.0.2", ifname="eth2")), ("10.0.0.2/32", VIA_ETH1)),
    ],
    ids=["none", "direct", "of a protocol", "default route", "another table", "discarded", "with an interface"],
)
def test_what_needs_nothing(routes) -> None:
    assert recursion_snippets(node_with(*routes)) == ()
