"""VLANs of designed networks: expectations measured on the format's reference behaviour."""

from __future__ import annotations

import pytest

from netwright.model import Network, Node
from netwright.render import inventory, node_inventory

from ..reading import codes, network

CAMPUS = """
module: [ vlan, ospf ]
nodes: { s1: , s2: , h1: { device: linux }, h2: { device: linux }, h3: { device: linux }, r1: }
vlans:
  red: { links: [ s1-h1, s2-h2 ] }
  blue: { mode: bridge, links: [ h3-s1 ] }
  green: { mode: route }
links:
- { s1: , s2: , vlan.trunk: [ red, blue, green ] }
- { s2: , r1: , vlan.access: green }
- s1-r1
"""


def table(node: Node) -> list[tuple[int, str, str | None, str]]:
    """Index, name, address and description of every interface."""
    return [(i.ifindex, i.ifname, str(i.ipv4) if i.ipv4 else None, i.name) for i in node.interfaces]


@pytest.fixture(scope="module")
def campus() -> Network:
    return network(CAMPUS)


def test_interfaces_of_a_switch(campus: Network) -> None:
    """Ports, subinterfaces in alphabetical order of VLANs, VLAN interfaces in the order of use."""
    assert table(campus.nodes["s1"]) == [
        (1, "eth1", None, "s1 -> s2"),
        (2, "eth2", "10.1.0.6/30", "s1 -> r1"),
        (3, "eth3", None, "[Access VLAN red] s1 -> h1"),
        (4, "eth4", None, "[Access VLAN blue] s1 -> h3"),
        (5, "eth1.1001", None, "[SubIf VLAN blue] s1 -> s2"),
        (6, "eth1.1002", "10.1.0.9/30", "s1 -> s2"),
        (7, "eth1.1000", None, "[SubIf VLAN red] s1 -> s2"),
        (40000, "vlan1000", "172.16.0.1/24", "VLAN red (1000) -> [h1,h2,s2]"),
        (40001, "vlan1001", None, "VLAN blue (1001) -> [h3,s2]"),
    ]


def test_hosts_see_the_whole_vlan(campus: Network) -> None:
    h2 = campus.nodes["h2"].interfaces[0]
    assert (str(h2.ipv4), str(h2.gateway_ipv4), h2.name) == ("172.16.0.4/24", "172.16.0.1/24", "h2 -> [h1,s1,s2]")
    link = campus.link(h2)
    assert link is not None
    assert [(e.node, e.ifname) for e in link.endpoints] == [
        ("h1", "eth1"),
        ("s1", "vlan1000"),
        ("h2", "eth1"),
        ("s2", "vlan1000"),
    ]
    assert campus.nodes["h3"].interfaces[0].gateway_ipv4 is None, "nobody routes in a VLAN all switches bridge"


def test_protocols_run_where_addresses_are(campus: Network) -> None:
    ospf = {i.ifname: i.ospf.network_type for i in campus.nodes["s1"].interfaces if i.ospf is not None}
    assert ospf == {"eth2": "point-to-point", "eth1.1002": "point-to-point", "vlan1000": None}


def test_order_of_a_nodes_vlans(campus: Network) -> None:
    vlans = campus.nodes["s2"].vlans.values()
    assert [(v.name, v.id, v.mode, v.bridge_group) for v in vlans] == [
        ("green", 1002, "route", 1),
        ("red", 1000, "irb", 2),
        ("blue", 1001, "bridge", 3),
    ]


def test_inventory_has_the_formats_names(campus: Network) -> None:
    data = node_inventory(campus, "s1")
    port, member, svi = (data["interfaces"][index] for index in (2, 5, 7))
    assert port["vlan"] == {"access": "red", "access_id": 1000}
    assert member["vlan"] == {"mode": "route", "name": "green", "access_id": 1002, "routed_link": True}
    assert (member["parent_ifindex"], member["parent_ifname"], member["bridge_group"]) == (1, "eth1", 3)
    assert (svi["vlan"], svi["mac_address"]) == ({"mode": "irb", "name": "red"}, "caf4.0001.0000")
    assert "vlan" not in data["interfaces"][0], "a trunk without native VLAN says nothing"
    vlans = inventory(campus)["vlans"]
    assert (vlans["red"]["prefix"]["ipv4"], vlans["red"]["host_count"]) == ("172.16.0.0/24", 2)
    assert "prefix" not in vlans["green"], "each of its links has its own"


@pytest.mark.parametrize(
    ("link", "global_mode", "node", "expected"),
    [
        ("vlan.trunk: [ v ]", "irb", "{}", "irb"),
        ("vlan.trunk: [ v ]", "irb", "{ vlan.mode: bridge }", "bridge"),
        ("vlan.trunk: [ v ]", "bridge", "{ vlan.mode: route, vlans.v.mode: irb }", "irb"),
        ("vlan: { trunk: [ v ], mode: route }", "irb", "{}", "route"),
        ("vlan.trunk: { v: { vlan.mode: route } }", "bridge", "{}", "route"),
        ("vlan: { trunk: [ v ], native: v, mode: route }", "irb", "{ vlans.v.mode: bridge }", "route"),
    ],
)
def test_precedence_of_modes(link, global_mode, node, expected):
    """The VLAN on the trunk, the link, the node's VLAN, the node, the topology's VLAN."""
    net = network(
        f"module: [ vlan ]\nnodes: {{ a: {node}, b: }}\nvlans.v.mode: {global_mode}\n"
        f"links: [ {{ a: , b: , {link} }} ]\n"
    )
    modes = {i.vlan.mode for i in net.nodes["a"].interfaces if i.vlan is not None and i.vlan.mode is not None}
    assert modes == {expected}


def test_prefixes_of_vlans_come_before_those_of_links():
    net = network(
        "module: [ vlan ]\nnodes: [ a, b ]\nvlans: { v: , w: { mode: route } }\n"
        "links: [ a, { a: , b: , vlan.trunk: [ v, w ] } ]\n"
    )
    stub, trunk = net.links
    assert (str(stub.ipv4), trunk.ipv4, str(net.vlans["v"].ipv4)) == ("172.16.1.0/24", None, "172.16.0.0/24")


def test_router_on_a_stick():
    net = network(
        "module: [ vlan ]\nnodes: { s: , r: { vlan.mode: route } }\nvlans: { a: , b: }\n"
        "links: [ { s: , r: , vlan: { trunk: [ a, b ], native: a } } ]\n"
    )
    assert table(net.nodes["r"]) == [
        (1, "eth1", "172.16.0.2/24", "r -> [s]"),
        (2, "eth1.1001", "172.16.1.2/24", "r -> [s]"),
    ]


def test_bridges_have_a_vlan_of_their_own():
    net = network(
        "nodes: { b: { role: bridge }, h1: { device: linux }, h2: { device: linux } }\nlinks: [ b-h1, b-h2 ]\n"
    )
    bridge = net.nodes["b"]
    assert (bridge.modules, bridge.loopback, list(bridge.vlans)) == (("vlan",), None, ["br_default"])
    assert [str(net.nodes[h].interfaces[0].ipv4) for h in ("h1", "h2")] == ["172.16.0.2/24", "172.16.0.3/24"]


def test_vlans_of_one_node():
    net = network(
        "module: [ vlan ]\nnodes: { a: { vlans: { own: , spare: } }, h: { device: linux } }\n"
        "links: [ { a: { vlan.access: own }, h: } ]\n"
    )
    assert [(i.ifname, str(i.ipv4), i.role) for i in net.nodes["a"].interfaces[1:]] == [
        ("vlan1000", "172.16.0.1/24", "stub"),
        ("vlan1001", "172.16.2.1/24", "stub"),
    ]


def test_groups_of_vlans():
    net = network(
        "module: [ vlan ]\nnodes: [ a, b ]\nvlans: { v: { mode: irb } }\n"
        "groups: { g: { type: vlan, members: [ v, w ], mode: bridge, _auto_create: True } }\n"
        "links: [ { a: , b: , vlan.trunk: [ v, w ] } ]\n"
    )
    assert {name: vlan.mode for name, vlan in net.vlans.items()} == {"v": "irb", "w": "bridge"}


def test_attributes_of_vlans():
    """Links and interfaces inherit what a VLAN says, nodes change it for their interface."""
    net = network(
        "module: [ vlan, ospf ]\nnodes: { a: { vlans.v: { ospf.cost: 9, ipv4: 77 } }, b: , r: { module: [ ospf ] } }\n"
        "vlans: { v: { ospf: { cost: 5, area: 1 }, mtu: 1300, links: [ b-r ] }, w: { mode: route, ospf.cost: 3 } }\n"
        "links: [ { a: , b: , vlan.trunk: { v: , w: { ospf.cost: 4 } } } ]\n"
    )
    a, b, r = (net.nodes[name].interfaces for name in ("a", "b", "r"))
    found = [(i.ospf.cost, i.ospf.area, i.mtu) for i in (a[-1], b[-1], r[0]) if i.ospf is not None]
    assert found == [(9, "0.0.0.1", 1300), (5, "0.0.0.1", 1300), (5, "0.0.0.1", 1300)]
    assert str(a[-1].ipv4) == "172.16.0.77/24"
    assert [i.ospf.cost for i in a if i.ifname == "eth1.1001" and i.ospf is not None] == [4]


def test_ebgp_across_a_vlan():
    """Routers of different systems that share a VLAN have a session; the VLAN is external."""
    net = network(
        "nodes: { s: { module: [ vlan ] }, x: { module: [ bgp ], bgp.as: 1 }, y: { module: [ bgp ], bgp.as: 2 } }\n"
        "vlans: { v: { mode: bridge, links: [ s-x, s-y ] } }\n"
    )
    bgp = net.nodes["x"].bgp
    assert bgp is not None
    assert [(n.name, str(n.ipv4), n.ifindex) for n in bgp.neighbors] == [("y", "172.16.0.3", 1)]


def test_sequential_addresses_go_over_all_links_of_a_vlan():
    """Deviation: netlab counts anew on every link and refuses the result."""
    net = network(
        "module: [ vlan ]\naddressing.lan.allocation: sequential\n"
        "nodes: { s: , h1: { device: linux }, h2: { device: linux } }\n"
        "vlans: { v: { links: [ s-h1, s-h2 ] } }\n"
    )
    assert [str(net.nodes[n].interfaces[-1].ipv4) for n in ("s", "h1", "h2")] == [
        "172.16.0.1/24",
        "172.16.0.2/24",
        "172.16.0.3/24",
    ]


@pytest.mark.parametrize("count", [40, 400])
def test_cost_is_linear_in_ends(count):
    """A VLAN over many switches is one segment, whoever looks at it."""
    names = ", ".join(f"s{i}" for i in range(count))
    net = network(
        f"module: [ vlan, ospf ]\naddressing.lan.prefix: 22\nnodes: [ {names} ]\n"
        f"vlans: {{ v: {{ links: [ {names} ] }} }}\n"
    )
    assert len(net.segments) == 1
    assert len(net.segments[0].endpoints) == count


def test_no_vlan_id_left():
    text = (
        "module: [ vlan ]\nnodes: [ a, b ]\nvlan.start_vlan_id: 4094\nvlans: { v: , w: }\n"
        "links: [ { a: , b: , vlan.trunk: [ v, w ] } ]\n"
    )
    assert "no-vlan-id" in codes(text)
