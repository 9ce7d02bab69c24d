"""MPLS in FRR's configuration and in the plan of a node."""

from __future__ import annotations

from netwright import devices
from netwright.devices import RenderContext
from netwright.devices.frr import frr_conf
from netwright.errors import Problems
from netwright.model import NodePlan

from ...design.reading import network

CORE = """
addressing.edge: {{ ipv4: False, ipv6: 2001:db8:42::/48 }}
module: [ ospf, bgp, mpls ]
bgp.as: 65000
{more}
nodes: [ a, b ]
links: [ a-b, {{ a: , pool: edge }} ]
"""


def plan(more: str, version: str = "8.4.4") -> NodePlan:
    designed = network(CORE.format(more=more))
    return devices.plan_lab(designed, RenderContext(versions={"frr": version})).nodes[0]


def test_explicit_null_has_no_ttl_check() -> None:
    designed = network(CORE.format(more="mpls.ldp.explicit_null: True"))
    text = frr_conf(designed, designed.nodes["a"])
    assert "  label local advertise explicit-null\n  ttl-security disable\n" in text


def test_advertised_roles() -> None:
    designed = network(CORE.format(more="mpls.ldp.advertise: [ loopback ]"))
    text = frr_conf(designed, designed.nodes["a"])
    assert "access-list ldp-advertised seq 10 permit 10.0.0.1/32\n" in text
    assert "  label local advertise for ldp-advertised\n" in text


def test_kernel() -> None:
    node = plan("")
    assert node.features == ("mpls", "mpls_encap")
    assert ("mpls/platform_labels", "100000") in node.sysctls
    labelled = {i.name for i in node.interfaces if ("mpls/conf/{ifname}/input", "1") in i.sysctls}
    assert labelled == {"eth1"}
    assert node.interfaces[1].mac is None


def test_six_pe() -> None:
    node = plan("mpls.6pe: True")
    inside = node.interfaces[1]
    assert inside.mac == "02:06:00:01:00:01"
    assert ("ipv6/conf/{ifname}/disable_ipv6", "1") not in inside.sysctls
    (snippet,) = [s for s in node.snippets if s.kind == "shell"]
    assert "ip -6 neigh replace :: lladdr 02:06:00:02:00:01 dev eth1 nud permanent\n" in snippet.text
    text = next(f.content for f in node.files if f.path.endswith("/frr.conf"))
    assert "no zebra nexthop kernel enable\n" in text
    assert " set ipv6 next-hop global ::ffff:10.0.0.1\n" in text
    assert " address-family ipv6 labeled-unicast\n  neighbor 10.0.0.2 activate\n" in text


def test_release_10_asks_zebra_for_ipv6_over_ipv4() -> None:
    zebra = next(d for d in plan("mpls.6pe: True", "10.3").daemons if d.name == "zebra")
    assert "--v6-with-v4-nexthops" in zebra.argv


def test_option_b_of_an_old_release() -> None:
    text = """
module: [ bgp, mpls ]
mpls: { vpn: [ ebgp ], ldp: False }
nodes: { a: { bgp.as: 65001 }, b: { bgp.as: 65002 } }
links: [ a-b ]
"""
    designed = network(text)
    assert "interface eth1\n mpls bgp forwarding\n" in frr_conf(designed, designed.nodes["a"])
    for version, expected in (("8.4.4", {"frr-version"}), ("10.3", set())):
        problems = Problems()
        devices.check_nodes(designed, problems, context=RenderContext(versions={"frr": version}))
        assert {p.code for p in problems} == expected
