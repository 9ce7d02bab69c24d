"""MPLS: where LDP runs, and which BGP sessions carry labels."""

from __future__ import annotations

from ..reading import codes, network

EDGES = """
module: [ ospf, bgp, mpls ]
bgp.as: 65000
nodes: {{ a: {a}, b: {b}, x: {{ bgp.as: 65100 }} }}
links: [ a-b, a-x, a ]
"""


def flags(a: str, b: str) -> list[str]:
    """Label fields of the session a has with b."""
    designed = network(EDGES.format(a=a, b=b))
    bgp = designed.nodes["a"].bgp
    assert bgp is not None
    n = next(n for n in bgp.neighbors if n.name == "b")
    return [name for name in ("labelled_ipv4", "labelled_ipv6", "six_pe", "vpnv4", "vpnv6") if getattr(n, name)]


def test_ldp_runs_inside_the_system() -> None:
    node = network(EDGES.format(a="{}", b="{}")).nodes["a"]
    inside, external, stub = node.interfaces
    assert inside.ldp is not None
    assert not inside.ldp.passive
    assert external.ldp is None
    assert stub.ldp is not None
    assert stub.ldp.passive


def test_ldp_off() -> None:
    node = network(EDGES.format(a="{ mpls.ldp: False }", b="{}")).nodes["a"]
    assert node.mpls is not None
    assert node.mpls.ldp is None
    assert all(i.ldp is None for i in node.interfaces)


def test_ldp_of_a_link() -> None:
    node = network(
        "module: [ ospf, mpls ]\nnodes: [ a, b ]\nlinks: [ { a: , b: , mpls.ldp: False }, a-b ]",
    ).nodes["a"]
    assert [i.ldp is not None for i in node.interfaces] == [False, True]


def test_parameters_of_ldp() -> None:
    text = EDGES.format(a="{ mpls.ldp: { router_id: 10.9.9.9, explicit_null: True, igp_sync: True } }", b="{}")
    mpls = network(text).nodes["a"].mpls
    assert mpls is not None
    assert mpls.ldp is not None
    assert (mpls.ldp.router_id, mpls.ldp.explicit_null, mpls.ldp.igp_sync) == ("10.9.9.9", True, True)


def test_labels_where_both_ends_ask() -> None:
    assert flags("{ mpls.bgp: True }", "{ mpls.bgp.ipv4: [ ibgp ] }") == ["labelled_ipv4"]
    assert flags("{ mpls.bgp: True }", "{}") == []
    assert flags("{ mpls.bgp: [ ebgp ] }", "{ mpls.bgp: True }") == []
    assert flags("{ mpls.6pe: True }", "{ mpls.6pe: [ ibgp, ebgp ] }") == ["six_pe"]
    assert flags("{ mpls.vpn: True }", "{ mpls.vpn.ipv4: ibgp }") == ["vpnv4"]


def test_vpn_follows_the_families_of_vrfs() -> None:
    text = """
module: [ ospf, bgp, mpls, vrf ]
bgp.as: 65000
mpls.vpn: True
vrfs.red.links: [ { a: , prefix.ipv4: 172.16.9.0/24 }, { b: , prefix.ipv4: 172.16.8.0/24 } ]
nodes: [ a, b ]
links: [ a-b ]
"""
    mpls = network(text).nodes["a"].mpls
    assert mpls is not None
    assert (mpls.vpn_ipv4, mpls.vpn_ipv6) == (("ibgp",), ())


def test_mistakes() -> None:
    both = EDGES.format(a="{ mpls.6pe: True, mpls.bgp: True }", b="{}")
    assert "mpls-6pe-labelled" in codes(both)
    without = "module: [ ospf, mpls ]\nmpls.vpn: True\nnodes: [ a, b ]\nlinks: [ a-b ]"
    assert "mpls-without-bgp" in codes(without)
