"""The plugin `proxy_arp`: interfaces of VRFs that ask for it, and the sysctl that does it."""

from __future__ import annotations

import pytest

from netwright.devices.interfaces import plan_interfaces

from ..reading import codes, network

TOPOLOGY = """
module: [ vrf ]
plugin: [ proxy_arp ]
vrfs: { x: { proxy_arp: True, loopback: True }, y: {}, z: { proxy_arp: False } }
nodes: { a: {}, b: { vrfs.y.proxy_arp: True } }
links: [ { a: {}, b: {}, vrf: x }, { a: {}, b: {}, vrf: y }, { a: {}, b: {}, vrf: z }, a-b ]
"""


def test_interfaces_of_vrfs_that_ask_for_it() -> None:
    designed = network(TOPOLOGY)
    found = {n.name: [i.ifname for i in n.interfaces if i.proxy_arp] for n in designed.nodes.values()}
    assert found == {"a": ["eth1"], "b": ["eth1", "eth2"]}


def test_the_kernel_is_told() -> None:
    plans = plan_interfaces(network(TOPOLOGY).nodes["a"])
    asked = [plan.name for plan in plans if ("ipv4/conf/{ifname}/proxy_arp", "1") in plan.sysctls]
    assert asked == ["eth1"]


@pytest.mark.parametrize(("plugin", "value", "code"), [("", "True", "plugin-needed"), ("proxy_arp", "7", "wrong-type")])
def test_mistakes(plugin: str, value: str, code: str) -> None:
    text = f"module: [ vrf ]\nplugin: [ {plugin} ]\nvrfs.x.proxy_arp: {value}\nnodes: [ a, b ]\n"
    assert codes(text + "links: [ { a: {}, b: {}, vrf: x } ]\n") == [code]
