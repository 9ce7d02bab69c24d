"""The plan of a BIRD node, and that the device keeps its protocol."""

from __future__ import annotations

import msgspec

from netwright.addr import parse_interface
from netwright.devices.base import Device, Driver, RenderContext
from netwright.devices.bird import DEVICE
from netwright.devices.bird.plan import parse_version

from .networks import loopback, network, port, router


def test_it_is_a_device() -> None:
    device: Device = DEVICE
    driver: Driver = device.driver
    assert device.features.name == "bird"
    assert driver.reload_argv() == ("birdc", "-s", "/run/bird/bird.ctl", "configure")


def test_plan() -> None:
    lab = network(router("r1", 1, port(1, 1, "10.1.0.1/30", True, mtu=1400), loopback=loopback(1, ipv6=True)))
    plan = DEVICE.plan_node(lab, lab.nodes["r1"], RenderContext())
    lo, eth = plan.interfaces
    assert (lo.kind, eth.kind, eth.segment, eth.mtu) == ("loopback", "veth", 0, 1400)
    assert [str(a) for a in eth.addresses] == ["fe80::1:1/64", "10.1.0.1/30"]
    assert plan.daemons[0].argv[:2] == ("/usr/sbin/bird", "-f")
    assert {f.path for f in plan.files} == {"/etc/bird/bird.conf", "/etc/bird/conf.d/00-empty.conf"}


def test_unnumbered_interface_borrows_an_address_with_host_length() -> None:
    unnumbered = msgspec.structs.replace(port(1, 1, True), borrowed_ipv4=parse_interface("10.0.0.1/24"))
    lab = network(router("r1", 1, unnumbered))
    plan = DEVICE.plan_node(lab, lab.nodes["r1"], RenderContext())
    assert [str(a) for a in plan.interfaces[1].addresses] == ["10.0.0.1/32"]


def test_a_node_without_configuration_still_runs_the_daemon() -> None:
    lab = network(router("r1", 1, skip_config=True))
    plan = DEVICE.plan_node(lab, lab.nodes["r1"], RenderContext())
    assert "not configured" in plan.files[1].content
    assert plan.daemons


def test_version() -> None:
    assert parse_version("2.17.1") == (2, 17, 1)
    assert parse_version("") == (2, 0, 12)
