"""IS-IS: titles, interfaces, families, BFD, VRFs."""

from __future__ import annotations

import pytest

from netwright.design.isis.net import dotted, generated, parsed

from .reading import codes, network

TOPOLOGY = """
module: [ isis, bfd ]
defaults.device: frr
addressing.p2p.ipv6: 2001:db8:3::/48
isis.bfd: True
nodes:
  r1: { isis.net: 49.0042.0101.0000.0042.00 }
  r2: { isis.area: 49.0002.0003, isis.type: level-1-2, isis.bfd: { ipv4: True } }
  r3: { isis.af: [ ipv4 ], isis.bfd: False }
  h: { device: linux }
links:
- r1-r2
- { r2: { isis.type: level-1 }, r3: , isis.network_type: False, isis.metric: 30 }
- r1-r2-r3
- r1-h
- { r1: , r2: , role: passive }
- { r1: , r2: , role: external }
- { r1: , r2: , isis: False }
- { r1: , r2: , bfd: False, isis.cost: 7 }
"""


def test_titles():
    nodes = network(TOPOLOGY).nodes
    assert (nodes["r1"].isis.area, nodes["r1"].isis.system_id) == ("49.0042", "0101.0000.0042")
    assert nodes["r2"].isis.net == "49.0002.0003.0000.0000.0002.00"
    assert [n.isis.levels for n in (nodes["r1"], nodes["r2"])] == ["level-2", "level-1-2"]


@pytest.mark.parametrize(
    ("net", "area"), [("49.0001.0000.0000.0001.00", "49.0001"), ("490001000000000001.00", "49.0001")]
)
def test_notation_of_titles(net, area):
    assert parsed(net).area == area
    assert parsed("49.0001.0000.0000.0001.01") is None
    assert dotted("4900") == "4900"
    assert generated("49.0001", 12345).system_id == "0000.0001.2345"


def test_interfaces():
    r1, r2, r3 = (network(TOPOLOGY).nodes[name] for name in ("r1", "r2", "r3"))
    assert [i.isis and i.isis.network_type for i in r1.interfaces[:3]] == ["point-to-point", None, "point-to-point"]
    assert [bool(i.isis and i.isis.passive) for i in r1.interfaces] == [False, False, True, True, False, False, False]
    assert [i.isis is None for i in r1.interfaces] == [False, False, False, False, True, True, False]
    assert (r2.interfaces[1].isis.levels, r3.interfaces[0].isis.metric) == ("level-1", 30)
    assert r1.interfaces[6].isis.metric == 7


def test_families_and_bfd():
    nodes = network(TOPOLOGY).nodes
    assert [(nodes[n].isis.ipv4, nodes[n].isis.ipv6) for n in ("r1", "r3")] == [(True, True), (True, False)]
    first = nodes["r1"].interfaces[0].isis.bfd
    assert (first.ipv4, first.ipv6) == (True, True)
    assert not nodes["r1"].interfaces[1].isis.bfd.ipv6, "the LAN has no IPv6"
    assert not nodes["r1"].interfaces[6].isis.bfd, "BFD is off on the link"
    assert not nodes["r3"].interfaces[0].isis.bfd


def test_mistakes():
    start = "module: [ isis ]\nnodes:\n"
    assert codes(start + "  r1: { isis.net: 49.0001.0000.0000.0001.01 }\nlinks: [ r1 ]\n") == ["wrong-isis-net"]
    twice = "  r1:\n  r2: { isis.net: 49.0001.0000.0000.0001.00 }\nlinks: [ r1-r2 ]\n"
    assert codes(start + twice) == ["duplicate-isis-system-id"]
    assert codes("module: [ isis ]\nisis.area: 49.0001\nnodes: [ r1, r2 ]\nlinks: [ r1-r2 ]\n") == ["wrong-type"]
    assert codes("module: [ isis ]\nnodes: [ r1 ]\nlinks: [ { r1: , isis: False } ]\n") == ["protocol-inactive"]
    both = "module: [ isis ]\nnodes: [ r1 ]\nlinks: [ { r1: , isis: { metric: 1, cost: 2 } } ]\n"
    assert codes(both) == ["isis-metric-and-cost"]


def test_instances_of_vrfs():
    designed = network(
        "nodes: { r1: { module: [ isis, vrf ] }, r2: { module: [ isis ] } }\n"
        "vrfs: { red: , blue: { isis: False } }\n"
        "links: [ { r1: { vrf: red }, r2: }, { r1: { vrf: blue }, r2: } ]\n"
    )
    red, blue = designed.nodes["r1"].vrfs["red"], designed.nodes["r1"].vrfs["blue"]
    assert (red.isis.instance, blue.isis, designed.nodes["r1"].isis) == ("red", None, None)
    assert [(r.source, r.automatic) for r in red.isis.redistribute] == [("connected", True)]
