"""Whether an interface is raised, and what it stands on."""

from __future__ import annotations

from netwright.model import InterfacePlan
from netwright.model.stacking import is_up


def known(*interfaces: InterfacePlan) -> dict[str, InterfacePlan]:
    return {interface.name: interface for interface in interfaces}


def test_a_vlan_is_raised_with_what_it_stands_on() -> None:
    vlan = InterfacePlan(name="eth1.5", kind="vlan", parent="eth1")
    for up in (True, False):
        assert is_up(vlan, known(InterfacePlan(name="eth1", kind="veth", up=up), vlan)) is up


def test_a_vlan_can_be_down_alone() -> None:
    vlan = InterfacePlan(name="eth1.5", kind="vlan", parent="eth1", up=False)
    assert not is_up(vlan, known(InterfacePlan(name="eth1", kind="veth"), vlan))


def test_other_kinds_do_not_follow_what_is_below() -> None:
    tunnel = InterfacePlan(name="gre1", kind="gre", parent="eth1")
    assert is_up(tunnel, known(InterfacePlan(name="eth1", kind="veth", up=False), tunnel))


def test_lo_is_always_up() -> None:
    lo = InterfacePlan(name="lo", kind="loopback", up=False)
    assert is_up(lo, known(lo))
