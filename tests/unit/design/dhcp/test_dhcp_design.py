"""DHCP of designed networks: expectations measured on the format's reference behaviour."""

from __future__ import annotations

import pytest

from netwright.model import Interface, Network
from netwright.render import inventory

from ..reading import codes, network


def of(net: Network, node: str, ifname: str = "eth1") -> Interface:
    return next(i for i in net.nodes[node].interfaces if i.ifname == ifname)


def served(link: str, more: str = "") -> Network:
    return network(f"""
        addressing.lan.ipv6: 2001:db8:1::/48
        nodes: {{c1: {{device: linux}}, c2: {{device: linux}}, r: {{}}, s: {{device: dnsmasq}}}}
        links: [{link}]
        {more}""")


def test_a_client_has_no_address_and_uses_the_module() -> None:
    net = served("{c1: {ipv4: dhcp}, c2: , s: }")
    client = of(net, "c1")
    assert (client.ipv4, str(client.ipv6)) == (None, "2001:db8:1::1/64")
    assert (client.dhcp_client.ipv4, client.dhcp_client.ipv6, client.dhcp_client.default) == (True, False, True)
    assert net.nodes["c1"].modules == ("dhcp",)
    assert str(of(net, "c2").ipv4) == "172.16.0.2/24"
    assert inventory(net)["nodes"]["c1"]["interfaces"][0]["dhcp"] == {"client": {"ipv4": True}}


def test_a_server_has_a_pool_of_every_subnet_with_clients() -> None:
    net = served("{c1: {ipv4: dhcp}, c2: , r: }, c2-r, {c1: {ipv4: dhcp, ipv6: dhcp}, s: }")
    assert inventory(net)["nodes"]["s"]["dhcp"] == {
        "server": True,
        "pools": [
            {
                "name": "links[1]",
                "clean_name": "links_1_",
                "ipv4": "172.16.0.0/24",
                "excluded": {"ipv4": ["172.16.0.2", "172.16.0.3"]},
                "gateway": {"ipv4": "172.16.0.3"},
            },
            {
                "name": "links[3]",
                "clean_name": "links_3_",
                "ipv4": "172.16.2.0/24",
                "ipv6": "2001:db8:1:2::/64",
                "excluded": {"ipv4": ["172.16.2.4"], "ipv6": ["2001:db8:1:2::4"]},
            },
        ],
    }


def test_two_routers_have_a_lan_when_one_is_a_client() -> None:
    net = network("{module: [dhcp], nodes: [a, b], links: [{a: {ipv4: dhcp}, b: }]}")
    assert net.links[0].type == "lan"
    assert str(of(net, "b").ipv4) == "172.16.0.2/24"


def test_hosts_of_a_link_are_clients_relays_and_servers_are_not() -> None:
    link = "{c1: , c2: {ipv4: dhcp, dhcp.client.default: false}, r: {dhcp.server: s}, s: , dhcp.client.ipv4: true}"
    net = served(link, "groups.relays: {members: [r], module: [dhcp]}")
    assert [of(net, name).dhcp_client is not None for name in ("c1", "c2", "r", "s")] == [True, True, False, False]
    assert of(net, "c2").dhcp_client.default is False


def test_a_relay_has_the_addresses_of_its_servers() -> None:
    net = served(
        "{c1: {ipv4: dhcp, ipv6: dhcp}, r: {dhcp.server: s}}, r-s", "groups.relays: {members: [r], module: [dhcp]}"
    )
    relay = of(net, "r").dhcp_relay
    assert [str(a) for a in relay.servers] == ["172.16.1.4", "2001:db8:1:1::4"]
    assert (relay.upstream, relay.foreign) == (("eth2",), False)
    data = inventory(net)["nodes"]["r"]
    assert data["dhcp"] == {"relay": True}
    assert data["interfaces"][0]["dhcp"] == {
        "server": ["s"],
        "relay": {"ipv4": ["172.16.1.4"], "ipv6": ["2001:db8:1:1::4"]},
    }


@pytest.mark.parametrize(
    ("vrf", "server", "foreign", "ways"),
    [
        ("", "10.1.0.6", False, 1),
        (", dhcp.vrf: global", "10.1.0.2", True, 0),
        (", dhcp.vrf: red", "10.1.0.6", False, 1),
    ],
)
def test_servers_of_a_relay_in_a_vrf(vrf: str, server: str, foreign: bool, ways: int) -> None:
    net = network(f"""
        module: [dhcp, vrf]
        vrfs: {{red: }}
        nodes: {{c: {{device: linux, module: []}}, r: , s: {{dhcp.server: true, loopback: false}}}}
        links: [r-s, {{r: , s: , vrf: red}}, {{c: {{ipv4: dhcp}}, r: {{dhcp.server: s{vrf}}}, vrf: red}}]""")
    relay = of(net, "r", "eth3").dhcp_relay
    assert ([str(a) for a in relay.servers], relay.foreign) == ([server], foreign)
    assert len(net.nodes["s"].dhcp.relays) == ways
    assert net.nodes["s"].dhcp.pools[0].vrf == "red"


def test_a_vlan_is_one_subnet() -> None:
    net = network("""
        vlans: {red: {dhcp.client.ipv4: true, links: [sw-h1, sw-h2]}}
        nodes:
          sw: {module: [dhcp, vlan], vlans.red.dhcp.server: s}
          h1: {device: linux}
          h2: {device: linux}
          s: {device: dnsmasq}
        links: [sw-s]""")
    assert [of(net, name).ipv4 for name in ("h1", "h2")] == [None, None]
    (pool,) = net.nodes["s"].dhcp.pools
    assert (pool.name, str(pool.gateway)) == ("vlan_red", "172.16.0.1")
    assert [str(a) for a in of(net, "sw", "vlan1000").dhcp_relay.servers] == ["172.16.1.4"]


def test_mistakes() -> None:
    assert codes("{module: [dhcp], nodes: [a, b], links: [{a: {dhcp.server: b}, b: }]}") == ["wrong-dhcp-server"]
