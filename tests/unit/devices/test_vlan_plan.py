"""VLANs of a node as kernel interfaces: bridges, ports, subinterfaces, and what daemons read of them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from netwright.devices import plan_lab
from netwright.devices.bird.node import bird_conf
from netwright.devices.frr import frr_conf
from netwright.model import InterfacePlan, Network

from ..design.reading import network

TEXT = """
module: [ vlan, ospf ]
addressing.lan.ipv6: 2001:db8:1::/48
nodes: { s1: , s2: { vlans.red.mode: bridge }, h1: { device: linux }, h2: { device: linux } }
vlans: { red: { links: [ s1-h1, s2-h2 ], mtu: 1400 }, blue: , wan: { mode: route } }
links:
- { s1: , s2: , vlan: { trunk: [ red, blue, wan ], native: blue } }
"""


@pytest.fixture(scope="module")
def net() -> Network:
    return network(TEXT)


@pytest.fixture(scope="module")
def plan(net: Network) -> dict[str, dict[str, InterfacePlan]]:
    return {node.name: {i.name: i for i in node.interfaces} for node in plan_lab(net).nodes}


def test_bridges_come_before_their_ports(plan):
    names = list(plan["s1"])
    assert names == ["lo", "vlan1001", "vlan1000", "eth1", "eth2", "eth1.1000", "eth1.1002"]
    assert {name: plan["s1"][name].kind for name in names[1:4]} == {
        "vlan1001": "bridge",
        "vlan1000": "bridge",
        "eth1": "veth",
    }


def test_ports_of_vlans(plan):
    masters = {name: interface.master for name, interface in plan["s1"].items() if interface.master}
    assert masters == {"eth1": "vlan1001", "eth2": "vlan1000", "eth1.1000": "vlan1000"}
    routed = plan["s1"]["eth1.1002"]
    assert (routed.kind, routed.parent, routed.vlan_id, routed.master) == ("vlan", "eth1", 1002, None)
    assert [str(a) for a in routed.addresses if a.family == 4] == ["10.1.0.1/30"]


def test_addresses_are_on_vlan_interfaces(plan):
    red, port = plan["s1"]["vlan1000"], plan["s1"]["eth2"]
    assert (red.mac, red.mtu) == ("ca:f4:00:01:00:01", 1400)
    assert [str(a) for a in red.addresses][1:] == ["172.16.0.1/24", "2001:db8:1::1/64"]
    assert (port.addresses, port.segment) == ((), 1)
    assert ("ipv6/conf/{ifname}/disable_ipv6", "1") in port.sysctls
    assert plan["s2"]["vlan1000"].addresses == (), "it bridges"


def test_only_tagged_frames_need_802_1q(net):
    assert "vlan" in plan_lab(net).features
    access = network("module: [ vlan ]\nnodes: [ a, b ]\nvlans.v.links: [ a-b ]\n")
    assert "vlan" not in plan_lab(access).features


def test_daemons_read_vlan_interfaces(net):
    text = frr_conf(net, net.nodes["s1"])
    assert "interface vlan1000\n description VLAN red (1000) -> [h1,h2,s2]\n ip address 172.16.0.1/24\n" in text
    assert "interface vlan1000\n ip ospf area 0.0.0.0\n" in text
    assert "interface eth2\n ip ospf" not in text
    assert 'interface "vlan1000"' in bird_conf(net, net.nodes["s1"])


@pytest.mark.skipif(shutil.which("vtysh") is None, reason="vtysh (package frr) is not installed")
@pytest.mark.parametrize("name", ["s1", "s2"])
def test_vtysh_accepts(net: Network, name: str, tmp_path: Path) -> None:
    file = tmp_path / "frr.conf"
    file.write_text(frr_conf(net, net.nodes[name]))
    done = subprocess.run(["vtysh", "-C", "-f", str(file)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
