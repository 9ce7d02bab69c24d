"""Devices, roles, ids, loopbacks, management addresses, router ids."""

from __future__ import annotations

import pytest
from msgspec import structs

from netwright.design import design_network
from netwright.errors import Problems
from netwright.model import DeviceCatalog

from .build import CATALOG, codes, design, network, topology
from .reading import network as read_network
from .reading import read


def test_ids_skip_static_ones():
    designed = network("nodes: {a: , b: {id: 1}, c: , d: , e: {id: 99}}")
    assert {n.name: n.id for n in designed.nodes.values()} == {"a": 2, "b": 1, "c": 3, "d": 4, "e": 99}


def test_a_positive_gateway_id_is_reserved():
    designed = network("{gateway: {id: 3}, nodes: {a: , b: {id: 2}, c: , d: }}")
    assert [n.id for n in designed.nodes.values()] == [1, 2, 4, 5]


def test_duplicate_and_wrong_ids_are_one_problem_each():
    _, problems = design("nodes: {a: {id: 3}, b: {id: 3}, c: {id: 0}, d: {id: x}}")
    assert codes(problems) == [("duplicate-node-id", 12), ("wrong-node-id", 13), ("wrong-node-id", 14)]


def test_a_device_that_cannot_run_here_is_substituted_with_one_notice_per_type():
    designed, problems = design("nodes: {a: {device: eos}, b: {device: eos}, c: {device: iol}}")
    assert {(n.device, n.requested_device) for n in designed.nodes.values()} == {
        ("frr", "eos"),
        ("frr", "iol"),
    }
    assert len(designed.notices) == 2
    assert [p.severity for p in problems] == ["notice", "notice"]


def test_substitution_can_be_refused():
    _, problems = design("nodes: {a: {device: eos}}", substitute=False)
    assert codes(problems) == [("device-not-available", 11)]


def test_unknown_device_has_a_hint():
    _, problems = design("nodes: {a: {device: frrr}}")
    assert [(p.code, p.hint) for p in problems] == [("unknown-device", "did you mean `frr`?")]


def test_hosts_have_no_loopback_unless_they_ask():
    designed = network("nodes: {h: {device: linux}, g: {device: linux, loopback: true}, r: }")
    assert designed.nodes["h"].loopback is None
    assert str(designed.nodes["g"].loopback.ipv4) == "10.0.0.2/32"


@pytest.mark.parametrize(
    ("pool", "node", "ipv4", "ipv6"),
    [
        ("{}", "{}", "10.0.0.1/32", "None"),
        ("{loopback: {ipv6: '2001:db8:1::/48'}}", "{}", "10.0.0.1/32", "2001:db8:1:1::1/64"),
        ("{loopback: {ipv4: 10.20.0.0/16, prefix: 28}}", "{id: 100}", "10.20.6.65/28", "None"),
        ("{loopback: {ipv6: '2001:db8:1::/48', prefix6: 128}}", "{}", "10.0.0.1/32", "2001:db8:1::1/128"),
        ("{foo: {ipv4: 10.9.0.0/24, prefix: 32}}", "{id: 2, loopback: {pool: foo}}", "10.9.0.2/32", "None"),
        ("{foo: {ipv6: '2001:db8:9::/48'}}", "{id: 5, loopback: {pool: foo}}", "None", "2001:db8:9:4::1/64"),
        ("{}", "{id: 6, loopback: {pool: lan}}", "172.16.5.1/24", "None"),
        ("{}", "{loopback: {ipv4: 5.5.5.5/24, ipv6: '2001:db8::1'}}", "5.5.5.5/24", "2001:db8::1/128"),
        ("{}", "{loopback: {ipv4: false}}", "None", "None"),
        ("{}", "{id: 300}", "10.0.1.44/32", "None"),
    ],
)
def test_loopback_addresses(pool, node, ipv4, ipv6):
    loopback = network(f"{{addressing: {pool}, nodes: {{a: {node}}}}}").nodes["a"].loopback
    assert (str(loopback.ipv4), str(loopback.ipv6)) == (ipv4, ipv6)


def test_a_pool_the_user_gave_ends_where_it_ends():
    _, problems = design("{addressing: {loopback: {ipv4: 10.20.0.0/30}}, nodes: [a, b, c, d]}")
    assert [p.code for p in problems] == ["pool-exhausted"]


def test_management_addresses():
    designed = network("nodes: {a: , b: {id: 256}, c: {mgmt: {ipv4: 192.0.2.1, mac: aa:bb:cc:dd:ee:ff}}}")
    found = [(str(n.management.ipv4), n.management.mac) for n in designed.nodes.values()]
    assert found == [
        ("192.168.121.101", "ca:fe:00:01:00:00"),
        ("192.168.122.100", "ca:fe:00:00:01:00"),
        ("192.0.2.1", "aa:bb:cc:dd:ee:ff"),
    ]


def test_router_ids():
    designed = network(
        "{addressing: {router_id: {ipv4: 10.77.0.0/24, prefix: 32}},"
        " nodes: {a: , b: {loopback: false}, c: {router_id: 9.9.9.9}, d: {router_id: 17},"
        " h: {device: linux}}}"
    )
    assert [n.router_id for n in designed.nodes.values()] == [
        "10.0.0.1",
        "10.77.0.2",
        "9.9.9.9",
        "0.0.0.17",
        None,
    ]


def test_bridges_and_unknown_roles_are_problems():
    _, problems = design("nodes: {a: {role: bridge}, b: {role: roter}, c: {device: bird, role: host}}")
    assert codes(problems) == [("role-not-supported", 11), ("unknown-role", 12), ("role-not-supported", 13)]


def test_groups_are_completed():
    designed = network(
        "{groups: {g: {members: [b, h], vars: {x: 1}}},"
        " nodes: {a: {device: bird}, b: {vars: {y: 2}}, h: {device: linux}}}"
    )
    members = {name: group.members for name, group in designed.groups.items()}
    assert members == {
        "all": ("a", "b", "h"),
        "g": ("b", "h"),
        "bird": ("a",),
        "frr": ("b",),
        "linux": ("h",),
    }
    assert designed.nodes["b"].groups == ("all", "g", "frr")
    assert dict(designed.nodes["b"].vars) == {"x": 1, "y": 2}


def test_modules_a_device_lacks():
    designed, problems = design(
        "{module: [ospf], links: [r-q], nodes: {r: , q: , h: {device: linux}, g: {device: linux, module: [ospf, bgp]}}}"
    )
    assert [n.modules for n in designed.nodes.values()] == [("ospf",), ("ospf",), (), ()]
    assert codes(problems) == [("module-not-supported", 14), ("module-not-supported", 14)]


def test_a_device_that_takes_all_global_modules_has_to_have_them():
    _, problems = read(
        "module: [ isis ]\nnodes: { r: , b: { device: bird }, h: { device: linux } }\nlinks: [ r-b, b-h ]\n"
    )
    assert [(p.code, p.span.line) for p in problems.errors] == [("module-not-supported", 2)]
    assert "`frr` has it" in problems.errors[0].message


def test_a_bird_that_serves_vxlans_or_gateways_is_a_router():
    designed = read_network("""
        module: [ vlan, vxlan, ospf ]
        vlans.red: { vni: 5000, mode: bridge }
        nodes:
          a:
          b: { device: bird }
          c: { device: bird, module: [ ospf ] }
          d: { device: bird, module: [ gateway ] }
        links: [ a-b, b-c, c-d, { a: { vlan.access: red } }, { b: { vlan.access: red } } ]
    """)
    assert [(n.role, n.vxlan is not None) for n in designed.nodes.values()] == [
        ("router", True),
        ("router", True),
        ("host", False),
        ("router", False),
    ]


def test_devices_without_unnumbered_interfaces():
    made = topology("{nodes: [a, b], links: [{a: , b: , unnumbered: true}]}")
    plain = structs.replace(CATALOG.devices["frr"], unnumbered_ipv4=False)
    problems = Problems()
    design_network(made, DeviceCatalog(devices={"frr": plain}, substitutes={}), problems)
    assert codes(problems) == [("address-not-supported", 101), ("address-not-supported", 101)]


def test_nodes_without_configuration():
    designed = network(
        "{groups: {unprovisioned: {members: [b]}}, nodes: {a: {skip_config: true}, b: {box: x}, c: {image: y}}}"
    )
    assert [(n.skip_config, n.image) for n in designed.nodes.values()] == [
        (True, None),
        (True, "x"),
        (False, "y"),
    ]
