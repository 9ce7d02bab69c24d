"""What the kernel is told, and what an impairment asks for."""

from __future__ import annotations

from netwright.model import BridgePlan, Impairment, NodePlan
from netwright.model.kernel import (
    NODE_SYSCTLS,
    burst_bytes,
    bytes_per_second,
    early_sysctls,
    forward_delay_s,
    inherited,
    late_sysctls,
)


def test_what_an_impairment_asks_for() -> None:
    assert Impairment(rate_kbps=1).is_only_rate
    assert not Impairment(rate_kbps=1, delay_ms=0).is_only_rate
    assert not Impairment(reorder_percent=0).is_only_rate
    assert not Impairment().is_only_rate
    assert Impairment().is_nothing
    assert not Impairment(reorder_percent=0).is_nothing
    assert not Impairment(rate_kbps=1).is_nothing


def test_what_interfaces_that_are_there_missed() -> None:
    assert ("ipv4/conf/eth1/rp_filter", "0") in inherited(NODE_SYSCTLS, "eth1")
    assert all("/eth1/" in path for path, _ in inherited(NODE_SYSCTLS, "eth1"))


def test_settings_of_vrfs_come_late() -> None:
    first, second = ("ipv4/ip_forward", "1"), ("ipv4/tcp_l3mdev_accept", "0")
    node = NodePlan(name="r1", device="frr", interfaces=(), sysctls=(second, first))
    assert (early_sysctls(node), late_sysctls(node)) == ((first,), (second,))


def test_sums() -> None:
    assert forward_delay_s(BridgePlan(stp=True, forward_delay_s=0)) == 2
    assert forward_delay_s(BridgePlan(stp=True, forward_delay_s=15)) == 15
    assert forward_delay_s(BridgePlan()) == 0
    assert (bytes_per_second(0.001), bytes_per_second(8)) == (1, 1000)
    assert burst_bytes(64, 1500) == 2 * 1514
    assert burst_bytes(8_000_000, 1500) == 10_000_000
