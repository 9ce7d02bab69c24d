"""The script of a node's network against what a lab tells the kernel; whole scripts are in tests/golden/documents."""

from __future__ import annotations

import shlex

from netwright.addr import parse_interface
from netwright.exports.clab_setup import network_script
from netwright.model import Impairment, InterfacePlan, NodePlan
from netwright.model.kernel import NODE_SYSCTLS


def lines(**more: object) -> list[str]:
    """Of a node with one interface."""
    interface = InterfacePlan(name="eth1", kind="veth", **more)
    return network_script(NodePlan(name="h", device="linux", interfaces=(interface,))).splitlines()


def test_settings_are_those_of_the_lab() -> None:
    found = lines()
    assert {f"may {path} {shlex.quote(value)}" for path, value in NODE_SYSCTLS} <= {*found}


def test_ends_of_cables_were_there_before_the_settings() -> None:
    found = lines()
    assert "may ipv6/conf/eth1/accept_dad 0" in found
    assert "may ipv4/conf/eth1/rp_filter 0" in found


def test_addresses_serve_at_once() -> None:
    found = lines(addresses=(parse_interface("10.9.0.2/24"), parse_interface("2001:db8::2/64")))
    assert "ip address replace 10.9.0.2/24 dev eth1" in found
    assert "ip address replace 2001:db8::2/64 dev eth1 nodad" in found


def test_an_impairment_of_nothing_is_none() -> None:
    assert [line for line in lines(impairment=Impairment()) if line.startswith("tc")] == []
    assert "tc qdisc replace dev eth1 root netem delay 5ms" in lines(impairment=Impairment(delay_ms=5))
