"""Parsers against output recorded from BIRD 2.0.12 and 3.1."""

from __future__ import annotations

from pathlib import Path

import pytest

from netwright.devices.base import StateError
from netwright.devices.bird import reading

RECORDED = Path(__file__).parent / "recorded"


def _text(name: str) -> str:
    return (RECORDED / name).read_text()


def test_sessions() -> None:
    sessions = {(s.peer): s for s in reading.bgp_sessions(_text("r1-protocols.txt"))}
    assert set(sessions) == {"10.0.0.2", "2001:db8:1:2::1", "10.0.0.3", "2001:db8:1:3::1"}
    session = sessions["10.0.0.2"]
    assert (session.remote_as, session.state, session.router_id) == (65000, "Established", "10.0.0.2")
    assert session.families == ("ipv4",)
    assert session.prefixes_received == 4


def test_unnumbered_session_has_its_interface_and_both_families() -> None:
    session = next(s for s in reading.bgp_sessions(_text("x-protocols.txt")) if s.remote_as == 65200)
    assert (session.peer, session.ifname) == ("fe80::5:1", "eth2")
    assert session.families == ("ipv4", "ipv6")


def test_session_that_is_not_up() -> None:
    text = (
        "BIRD 2.0.12 ready.\n"
        "Name       Proto      Table      State  Since         Info\n"
        "ibgp_r2_ipv4 BGP    ---      start  02:40:33.978  Active   Socket: Network is unreachable\n"
        "  BGP state:          Active\n"
        "    Neighbor address: 10.0.0.2\n"
        "    Neighbor AS:      65000\n"
        "  Channel ipv4\n"
        "    State:          DOWN\n"
        "    Table:          bgp4\n\n"
    )
    (session,) = reading.bgp_sessions(text)
    assert (session.state, session.prefixes_received, session.families) == ("Active", None, ("ipv4",))


def test_reflected_route() -> None:
    (route,) = reading.bgp_routes(_text("r3-route-10.44.txt"), "ipv4")
    assert route.best
    assert route.valid
    assert route.peer == "10.0.0.1"
    assert route.originator_id == "10.0.0.2"
    assert route.cluster_list == ("10.0.0.1",)
    assert route.as_path == ("65100", "65100")
    assert (route.med, route.local_pref, route.weight, route.origin) == (7, 100, 0, "IGP")
    assert route.next_hops == ("10.0.0.2",)


def test_local_and_unnumbered_routes() -> None:
    routes = {r.prefix: r for r in reading.bgp_routes(_text("x-routes.txt"), "ipv4")}
    assert routes["10.44.0.0/16"].peer is None
    assert routes["10.44.0.0/16"].weight == 32768
    assert routes["10.55.0.0/16"].peer == "fe80::5:1"
    assert routes["10.55.0.0/16"].next_hops == ("fe80::5:1",)
    six = {r.prefix for r in reading.bgp_routes(_text("x-routes.txt"), "ipv6")}
    assert "2001:db8:55::/48" in six


def test_paths_know_the_router_id_of_their_neighbour() -> None:
    text = _text("x-protocols.txt") + _text("x-routes.txt")
    routes = {r.prefix: r for r in reading.bgp_routes(text, "ipv4")}
    assert routes["10.55.0.0/16"].peer_router_id == "10.0.0.5"
    assert routes["10.44.0.0/16"].peer_router_id is None


def test_communities() -> None:
    text = (
        "BIRD 2.0.12 ready.\nTable master4:\n"
        "10.0.0.0/8           unicast [x 02:41:21.084 from 10.0.0.1] * (100/?) [AS65100i]\n"
        "\tvia 10.1.0.9 on eth1\n\tType: BGP univ\n\tBGP.as_path: (65001 65002) 65100 {1 2}\n"
        "\tBGP.community: (65000,1) (65535,65281)\n\tBGP.large_community: (1, 2, 3)\n"
        "\tBGP.ext_community: (rt, 65000, 1) (unknown 0x4, 65001, 1262402592)\n"
    )
    (route,) = reading.bgp_routes(text, "ipv4")
    assert route.communities == ("65000:1", "no-export")
    assert route.large_communities == ("1:2:3",)
    assert route.extended_communities == ("RT:65000:1", "LB:65001:12500000 (100.000 Mbps)")
    assert route.as_path == ("(65001 65002)", "65100", "{1 2}")


def test_ospf_neighbors_by_version() -> None:
    text = _text("r1-ospf-neighbors.txt")
    (four,) = reading.ospf_neighbors(text, "ipv4")
    assert (four.router_id, four.state, four.ifname, four.address) == ("10.0.0.2", "Full", "eth1", "10.1.0.2")
    (six,) = reading.ospf_neighbors(text, "ipv6")
    assert six.address == "fe80::2:1"


def test_ospf_routes() -> None:
    routes = {r.prefix: r for r in reading.ospf_routes(_text("r3-routes.txt"), "ipv4")}
    assert (routes["10.0.0.1/32"].cost, routes["10.0.0.1/32"].route_type) == (20, "Intra-Area")
    assert routes["10.0.0.1/32"].next_hops == ("10.1.0.9",)
    assert "2001:db8:1:1::/64" in {r.prefix for r in reading.ospf_routes(_text("r3-routes.txt"), "ipv6")}


def test_main_table() -> None:
    routes = reading.routes(_text("r3-routes.txt"), "ipv4")
    selected = {r.prefix: r for r in routes if r.selected}
    assert selected["10.0.0.3/32"].protocol == "connected"
    assert selected["10.0.0.2/32"].protocol == "ospf"
    assert selected["10.44.0.0/16"].protocol == "bgp"
    assert selected["10.44.0.0/16"].ifnames == ("eth1",)
    assert selected["0.0.0.0/0"].discard
    assert {r.protocol for r in routes if r.prefix == "10.0.0.2/32"} == {"ospf", "bgp"}


@pytest.mark.parametrize("text", ["", "Unable to connect to server control socket\n"])
def test_a_daemon_that_does_not_answer(text: str) -> None:
    with pytest.raises(StateError):
        reading.bgp_sessions(text)


def test_nothing_found_is_nothing() -> None:
    assert reading.bgp_routes("BIRD 2.0.12 ready.\nNetwork not found\n", "ipv4") == ()
    assert reading.ospf_neighbors("BIRD 2.0.12 ready.\nThere is no OSPF protocol running\n", "ipv4") == ()


def test_tables_of_conditions_are_no_part_of_what_a_router_knows() -> None:
    text = (
        "BIRD 2.0.12 ready.\n"
        "Table ospf_condition_ipv4:\n"
        "10.0.0.9/32          blackhole [ospf_ipv4 03:37:11.603] * I (150/20) [10.0.0.2]\n\tType: OSPF univ\n"
        "Table ospf_watch_ipv4_1:\n"
        "0.0.0.0/0            unreachable [ospf_default_ipv4_1 03:37:11.603] * (1)\n\tType: static univ\n"
    )
    assert reading.routes(text, "ipv4") == ()
    assert reading.ospf_routes(text, "ipv4") == ()


def test_release_3() -> None:
    """Recorded output of 3.1 has the same meaning under other names."""
    text = _text("3.1/b-protocols.txt") + _text("3.1/b-routes.txt")
    sessions = {s.peer: s for s in reading.bgp_sessions(text)}
    assert (sessions["10.0.0.1"].state, sessions["10.0.0.1"].prefixes_received) == ("Established", 3)
    routes = {r.prefix: r for r in reading.bgp_routes(text, "ipv4")}
    reflected = routes["192.0.2.0/24"]
    assert (reflected.peer, reflected.peer_router_id) == ("10.0.0.1", "10.0.0.1")
    assert (reflected.originator_id, reflected.cluster_list) == ("10.0.0.3", ("10.0.0.1",))
    assert (reflected.med, reflected.local_pref, reflected.origin) == (0, 100, "IGP")
    assert reflected.next_hops == ("10.0.0.3",)
    external = routes["198.51.100.0/24"]
    assert (external.peer, external.as_path, external.next_hops) == ("fe80::4:1", ("65100",), ("fe80::4:1",))
    assert routes["10.0.0.2/32"].peer is None


def test_ospf_routes_of_release_3() -> None:
    text = _text("3.1/dr-routes.txt")
    found = {r.prefix: r for r in reading.ospf_routes(text, "ipv4")}
    assert (found["172.16.1.0/24"].cost, found["172.16.1.0/24"].route_type) == (17, "Intra-Area")
    assert (found["203.0.113.0/24"].cost, found["203.0.113.0/24"].route_type) == (20, "External-2")
    assert found["10.0.0.3/32"].next_hops == ("172.16.0.3",)
    table = {(r.prefix, r.protocol): r for r in reading.routes(text, "ipv6")}
    assert table[("2001:db8:1:1::/64", "connected")].selected
    assert table[("2001:db8:2:1::/64", "ospf6")].metric == 17
    assert table[("::/0", "static")].discard
