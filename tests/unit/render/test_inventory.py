"""The inventory in the format's own names."""

from __future__ import annotations

from netwright.addr import parse_address, parse_interface, parse_prefix
from netwright.model import (
    BgpInstance,
    BgpNeighbor,
    BgpNetwork,
    Endpoint,
    Impairment,
    Interface,
    Link,
    Network,
    Node,
    OspfInterface,
    StaticRoute,
)
from netwright.render import NodeInventory, inventory, node_inventory


def _network() -> Network:
    def node(name: str, number: int) -> Node:
        return Node(
            name=name,
            id=number,
            device="frr",
            requested_device="frr",
            ipv4=True,
            loopback=Interface(ifindex=0, ifname="lo", type="loopback", ipv4=parse_interface(f"10.0.0.{number}/32")),
            interfaces=(
                Interface(
                    ifindex=1,
                    ifname="eth1",
                    type="p2p",
                    linkindex=1,
                    name=f"{name} -> x",
                    ipv4=parse_interface(f"10.1.0.{number}/30"),
                    ipv6=True,
                    ospf=OspfInterface(area="0.0.0.0", cost=5, hello_interval_s=1),
                    tc=Impairment(delay_ms=10.0, loss_percent=0.5),
                    extra={"color": "red"},
                ),
            ),
            bgp=BgpInstance(
                asn=65000,
                ipv4=True,
                neighbors=(
                    BgpNeighbor(
                        name="r2",
                        asn=65000,
                        type="ibgp",
                        ipv4=parse_address("10.0.0.2"),
                        source_ifname="lo",
                        activate_ipv4=True,
                    ),
                ),
                networks=(
                    BgpNetwork(prefix=parse_prefix("10.9.0.0/16"), origin="originate"),
                    BgpNetwork(prefix=parse_prefix("10.0.0.1/32"), origin="loopback"),
                    BgpNetwork(prefix=parse_prefix("2001:db8::/64"), origin="loopback"),
                ),
                extra={"community": {"ibgp": ["standard"]}},
            ),
            static_routes=(StaticRoute(prefix=parse_prefix("10.9.0.0/16"), discard=True),),
        )

    ends = tuple(Endpoint(f"r{n}", "eth1", parse_interface(f"10.1.0.{n}/30"), True, 1) for n in (1, 2))
    return Network(
        name="lab",
        nodes={"r1": node("r1", 1), "r2": node("r2", 2)},
        links=(Link(linkindex=1, type="p2p", endpoints=ends, ipv4=parse_prefix("10.1.0.0/30"), ipv6=True),),
        pools={},
        prefixes={},
        groups={},
    )


def test_interface_and_neighbours() -> None:
    data = node_inventory(_network(), "r1")
    assert data["interfaces"] == [
        {
            "color": "red",
            "ifindex": 1,
            "ifname": "eth1",
            "type": "p2p",
            "linkindex": 1,
            "name": "r1 -> x",
            "ipv4": "10.1.0.1/30",
            "ipv6": True,
            "tc": {"delay": 10, "loss": 0.5},
            "ospf": {"area": "0.0.0.0", "passive": False, "cost": 5, "timers": {"hello": 1}},
            "neighbors": [{"node": "r2", "ifname": "eth1", "ipv4": "10.1.0.2/30", "ipv6": True}],
        }
    ]
    assert data["loopback"]["ipv4"] == "10.0.0.1/32"
    assert data["loopback"]["virtual_interface"] is True
    assert data["af"] == {"ipv4": True}


def test_bgp_in_the_formats_names() -> None:
    bgp = node_inventory(_network(), "r1")["bgp"]
    assert bgp["as"] == 65000
    assert bgp["community"] == {"ibgp": ["standard"]}
    assert bgp["advertise"] == [{"ipv4": "10.9.0.0/16"}, {"ipv4": "10.0.0.1/32", "ipv6": "2001:db8::/64"}]
    (neighbor,) = bgp["neighbors"]
    assert neighbor["ipv4"] == "10.0.0.2"
    assert neighbor["activate"] == {"ipv4": True}
    assert neighbor["_source_intf"]["ipv4"] == "10.0.0.1/32"


def test_static_routes_carry_discard_and_index() -> None:
    assert node_inventory(_network(), "r1")["routing"]["static"] == [
        {"ipv4": "10.9.0.0/16", "nexthop": {"idx": 0, "discard": True}}
    ]


def test_whole_network() -> None:
    data = inventory(_network())
    assert list(data["nodes"]) == ["r1", "r2"]
    assert data["links"][0]["prefix"] == {"ipv4": "10.1.0.0/30", "ipv6": True}
    assert data["links"][0]["interfaces"][1]["ifname"] == "eth1"


def test_nodes_are_built_when_asked_for() -> None:
    hostvars = NodeInventory(_network())
    assert len(hostvars) == 2
    assert "r3" not in hostvars
    assert hostvars["r2"]["inventory_hostname"] == "r2"
    assert hostvars["r2"] is hostvars["r2"]
