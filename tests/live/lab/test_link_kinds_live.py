"""Bridges, VXLAN tunnels and macvlans inside nodes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from netwright.addr import parse_address
from netwright.lab import Lab
from netwright.model import BridgePlan, BridgePortPlan, LabPlan, NodePlan, Segment, VxlanPlan

from .plans import HOSTS, interface
from .test_running import text, wait_until

NODES = ("r1", "r2", "r3")


OWN_ADDRESSES_ONLY = (("ipv4/conf/{ifname}/arp_ignore", "1"),)


def switch(number: int) -> NodePlan:
    """A LAN for the underlay, VLAN 5 with an address in its bridge, a VXLAN tunnel that floods to the others."""
    others = tuple(parse_address(f"10.2.0.{other}") for other in (1, 2, 3) if other != number)
    tunnel = VxlanPlan(vni=5005, local=parse_address(f"10.2.0.{number}"), flood=others)
    return NodePlan(
        name=f"r{number}",
        device="linux",
        interfaces=(
            interface("eth1", f"10.2.0.{number}/24", mtu=1600),
            interface(
                "vlan5",
                f"10.5.0.{number}/24",
                f"2001:db8:5::{number}/64",
                kind="bridge",
                mtu=1500,
                sysctls=OWN_ADDRESSES_ONLY,
            ),
            interface("vxlan5005", kind="vxlan", vxlan=tunnel, master="vlan5", port=BridgePortPlan()),
            interface("eth2", master="vlan5", port=BridgePortPlan(cost=7)),
            interface("vrrp1", "10.5.0.254/32", kind="macvlan", parent="vlan5", mac="00:00:5e:00:01:01")
            if number == 1
            else interface("idle", kind="bridge", bridge=BridgePlan(stp=True, priority=4096, hello_time_s=1)),
        ),
    )


def overlay() -> LabPlan:
    host = NodePlan(name="h1", device="linux", interfaces=(interface("eth1", "10.5.0.11/24"),))
    return LabPlan(
        name="overlay",
        nodes=(*(switch(number) for number in (1, 2, 3)), host),
        segments=(
            Segment(linkindex=1, ends=tuple((name, "eth1") for name in NODES)),
            Segment(linkindex=2, ends=(("r1", "eth2"), ("h1", "eth1"))),
            Segment(linkindex=3, ends=(("r2", "eth2"),)),
            Segment(linkindex=4, ends=(("r3", "eth2"),)),
        ),
        hosts=HOSTS,
    )


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Lab]:
    running = Lab.start(overlay(), tmp_path / "lab")
    yield running
    running.stop(cleanup=True)


def test_frames_cross_bridges_tunnels_and_macvlans(lab: Lab) -> None:
    for address in ("10.5.0.1", "10.5.0.2", "10.5.0.3", "10.5.0.254"):
        assert "1 received" in text(lab, "h1", f"ping -c 1 -W 2 {address}"), address
    assert "1 received" in text(lab, "r3", "ping -c 1 -W 2 2001:db8:5::2")
    assert "00:00:5e:00:01:01" in text(lab, "h1", "ip neighbour show 10.5.0.254")


def test_settings_and_status_of_each_kind(lab: Lab) -> None:
    assert "cost 7" in text(lab, "r1", "bridge -d link show dev eth2")
    assert "mtu 1500" in text(lab, "r1", "ip link show vlan5")
    shown = text(lab, "r2", "ip -d link show idle")
    assert "stp_state 1 priority 4096" in shown
    assert "hello_time 100" in shown
    found = {link.ifname: link for link in lab.status().nodes[1].links}
    assert found["vlan5"].carrier
    assert found["vxlan5005"].up
    assert not found["idle"].carrier


def test_a_port_that_goes_down_cuts_its_segment_off(lab: Lab) -> None:
    lab.set_link("r1", "eth2", up=False)
    wait_until(lambda: lab.run("h1", ["ping", "-c", "1", "-W", "1", "10.5.0.2"]).status != 0)
    assert "1 received" in text(lab, "r1", "ping -c 1 -W 2 10.5.0.2")
