"""Linux nodes, and what all devices share in the plan of a lab."""

from __future__ import annotations

import json
from typing import Any

import pytest
from msgspec.structs import replace

from netwright.addr import parse_address, parse_prefix
from netwright.devices.base import StateError
from netwright.devices.linux import LinuxDriver, plan_linux_node, reading
from netwright.devices.plan import LOCALHOST, hosts
from netwright.model import Node, StaticRoute

from ..bird.networks import network, port, router


def host(*routes: StaticRoute, **fields: Any) -> Node:
    node = router("h1", 3, port(1, 1, "172.16.0.3/24", type="lan"), loopback=None, role="host", static_routes=routes)
    return replace(node, device="linux", **fields)


def test_routes_of_a_host() -> None:
    via = StaticRoute(prefix=parse_prefix("10.0.0.0/8"), next_hop=parse_address("172.16.0.1"), ifname="eth1")
    far = StaticRoute(prefix=parse_prefix("10.0.0.0/9"), next_hop=parse_address("192.0.2.1"), ifname="eth1")
    drop = StaticRoute(prefix=parse_prefix("192.0.2.0/24"), discard=True)
    node = host(via, far, drop, via)
    planned = plan_linux_node(network(node), node)
    assert [(r.onlink, r.discard) for r in planned.routes] == [(False, False), (True, False), (False, True)]
    assert ("ipv6/conf/all/forwarding", "0") in planned.sysctls
    assert "ipv4/ip_forward" not in dict(planned.sysctls), "off on every node (`model.kernel`), on for routers"
    assert planned.daemons == ()


def test_an_unconfigured_host_has_no_routes() -> None:
    via = StaticRoute(prefix=parse_prefix("10.0.0.0/8"), next_hop=parse_address("172.16.0.1"))
    node = host(via, skip_config=True)
    assert plan_linux_node(network(node), node).routes == ()


def test_names_as_the_format_gives_them() -> None:
    """Measured on netlab 26.10: alphabetical; a host has its name on every address."""
    r1 = router("r1", 1, port(1, 1, "172.16.0.1/24", "2001:db8::1/64", type="lan"))
    assert hosts(network(r1, host())).removeprefix(LOCALHOST).splitlines() == [
        "172.16.0.3 h1 eth1.h1",
        "10.0.0.1 r1",
        "172.16.0.1 eth1.r1",
        "2001:db8::1 eth1.r1",
    ]


def test_reading_routes() -> None:
    text = json.dumps(
        [
            {"dst": "default", "gateway": "172.16.0.1", "dev": "eth1", "flags": []},
            {"dst": "172.16.0.0/24", "dev": "eth1", "protocol": "kernel", "flags": []},
            {"type": "blackhole", "dst": "192.0.2.1", "flags": []},
        ]
    )
    default, connected, drop = reading.routes(text, "ipv4")
    assert (default.prefix, default.next_hops, default.protocol) == ("0.0.0.0/0", ("172.16.0.1",), "static")
    assert connected.protocol == "connected"
    assert (drop.prefix, drop.discard) == ("192.0.2.1/32", True)
    with pytest.raises(StateError):
        reading.routes("Error: ...", "ipv4")


def test_driver_has_no_protocols() -> None:
    driver = LinuxDriver()
    assert driver.bgp_sessions() is None
    assert driver.ospf_routes("ipv4") is None
    assert driver.routes("ipv6", "::/0").argv[-2:] == ("exact", "::/0")
