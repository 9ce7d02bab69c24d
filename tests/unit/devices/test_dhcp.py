"""Configuration and command lines of DHCP programs."""

from __future__ import annotations

from msgspec.structs import replace

from netwright.addr import parse_address, parse_prefix
from netwright.devices.dhcp import ipv6_range, plan_dhcp, ranges, server_configuration
from netwright.devices.linux.commands import compatible_commands
from netwright.model import DhcpClient, DhcpPool, DhcpRelay, DhcpServer

from .bird.networks import port, router

POOL = DhcpPool(
    name="links[1]",
    ipv4=parse_prefix("192.0.2.0/29"),
    ipv6=parse_prefix("2001:db8::/64"),
    excluded=(parse_address("192.0.2.3"), parse_address("2001:db8::3")),
    gateway=parse_address("192.0.2.3"),
)


def test_ranges_leave_out_what_is_in_use() -> None:
    found = [f"{a}-{b}" for a, b in ranges(parse_prefix("192.0.2.0/29"), {0xC0000203, 0xC0000206})]
    assert found == ["192.0.2.1-192.0.2.2", "192.0.2.4-192.0.2.5"]
    assert [f"{a}-{b}" for a, b in ranges(parse_prefix("192.0.2.0/31"), {0xC0000200})] == ["192.0.2.1-192.0.2.1"]


def test_a_small_ipv6_prefix_is_used_up_to_its_end() -> None:
    pool = replace(POOL, ipv6=parse_prefix("2001:db8::/124"))
    assert [str(a) for a in ipv6_range(pool)] == ["2001:db8::4", "2001:db8::f"]


def test_configuration_of_a_server() -> None:
    text = server_configuration(DhcpServer(pools=(POOL,)))
    assert text.splitlines()[-4:] == [
        "dhcp-range=set:links_1_,192.0.2.1,192.0.2.2,255.255.255.248,1h",
        "dhcp-range=set:links_1_,192.0.2.4,192.0.2.6,255.255.255.248,1h",
        "dhcp-option=tag:links_1_,option:router,192.0.2.3",
        "dhcp-range=set:links_1_,2001:db8::1:0,2001:db8::1:ffff,64,1h",
    ]


def test_a_server_reaches_relays_in_its_vrf() -> None:
    node = replace(router("s", 1), dhcp=DhcpServer(relays=((parse_address("10.1.0.1"), "red"),)))
    plan = plan_dhcp(node)
    assert [(str(r.prefix), r.ifname) for r in plan.routes] == [("10.1.0.1/32", "red")]
    assert [d.name for d in plan.daemons] == ["dnsmasq"]


def client(number: int, **asked: bool):
    return replace(port(number, number, type="lan"), dhcp_client=DhcpClient(**asked))


def test_one_client_a_family_and_no_default_route_where_unwanted() -> None:
    node = router("c", 1, client(1, ipv4=True), client(2, ipv4=True, ipv6=True, default=False))
    plan = plan_dhcp(node)
    assert [(d.name, d.argv[-2:]) for d in plan.daemons] == [
        ("dhclient4", ("eth1", "eth2")),
        ("dhclient6", ("/run/dhclient/v6.pid", "eth2")),
    ]
    text = plan.files[0].content
    assert 'interface "eth2" {\n  request subnet-mask' in text
    assert 'interface "eth1"' not in text
    assert [f.path for f in compatible_commands(node)] == ["/usr/local/bin/sudo", "/usr/local/bin/networkctl"]
    assert compatible_commands(router("c", 1)) == ()


def relay(number: int, *servers: str, **more: object):
    found = DhcpRelay(nodes=("s",), servers=tuple(parse_address(s) for s in servers), **more)
    return replace(port(number, number, type="lan"), dhcp_relay=found)


def test_relays_have_a_process_each_for_ipv4_and_one_for_ipv6() -> None:
    first = relay(1, "10.0.0.1", "2001:db8::1", upstream=("eth3",))
    second = relay(2, "2001:db8::1", "10.0.0.2", upstream=("eth3",), foreign=True, vrf="red")
    plan = plan_dhcp(router("r", 1, first, second))
    assert {d.name: " ".join(d.argv[4:]) for d in plan.daemons} == {
        "dhcrelay4-eth1": "-id eth1 -iu eth3 10.0.0.1",
        "dhcrelay4-eth2": "-id eth2 -iu eth3 -a -U eth3 10.0.0.2",
        "dhcrelay6": "-I -l eth1 -l eth2 -u 2001:db8::1%eth3",
    }
    assert [str(r.prefix) for r in plan.routes] == ["2001:db8::1/128", "10.0.0.2/32"]


def test_a_node_without_configuration_serves_nobody() -> None:
    node = replace(router("s", 1, client(1, ipv4=True)), dhcp=DhcpServer(pools=(POOL,)), skip_config=True)
    assert plan_dhcp(node).daemons == ()
