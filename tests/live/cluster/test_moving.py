"""A live migration halfway: who has the machine says so with an elevated route, which wins over the stale one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from netwright.workbench import RunningLab

from . import labs

pytestmark = pytest.mark.live

MACHINE, NESTED = "192.168.0.1", "10.123.0.0/26"
OLD, NEW = "172.16.8.11", "172.16.8.12"


@pytest.fixture(scope="module")
def lab() -> Iterator[RunningLab]:
    with labs.started("moving") as running:
        labs.settled(lambda: {f"{MACHINE}/32", NESTED} <= set(labs.next_hops(running, "tor")), True)
        yield running


def test_the_new_host_has_the_route_elevated_and_the_old_one_as_it_was(lab: RunningLab) -> None:
    pair = labs.cali(lab, "red-1")
    for host, metric in (("w1", 1024), ("w2", 512)):
        shown = lab.run(host, f"ip route show {MACHINE} dev {pair}").stdout
        assert f"metric {metric}" in shown, host


def test_the_old_host_and_others_send_packets_to_the_new_one(lab: RunningLab) -> None:
    wanted = labs.KernelRoute(NEW, "eth1", 512)
    for node in ("w1", "w3"):
        assert labs.settled(lambda n=node: labs.kernel(lab, n).get(f"{MACHINE}/32"), wanted) == wanted
    best = next(p for p in labs.bird_paths(lab, "w1") if p.prefix == f"{MACHINE}/32" and p.best)
    assert best.preference == 200


def test_the_block_stays_where_it_is_and_the_address_escapes_it(lab: RunningLab) -> None:
    """Only the machine's address: others of its block are as they were."""
    assert labs.kernel(lab, "w3")["192.168.0.0/26"].via == OLD
    learned = labs.learned(lab, "tor")
    assert NEW in {route.peer for route in learned[f"{MACHINE}/32"]}
    assert "192.168.0.2/32" not in learned


def test_the_nested_cluster_has_moved_along(lab: RunningLab) -> None:
    assert labs.established(lab, "red-1") == {"Global_169_254_0_179"}
    assert "Local_Workload_192_168_0_1" in labs.established(lab, "w2")
    assert "Local_Workload_192_168_0_1" not in labs.established(lab, "w1")
    assert labs.kernel(lab, "w1")[NESTED].via == NEW
    assert labs.kernel(lab, "w2")[NESTED] == labs.KernelRoute(MACHINE, labs.cali(lab, "red-1"), labs.LEARNED)


def test_everybody_reaches_the_machine_and_what_is_in_it(lab: RunningLab) -> None:
    sources = ["tor", "p1", "p2", "p3"]
    assert labs.settled(lambda: labs.all_ping(lab, sources, [MACHINE, labs.address(lab, "r1")]), set()) == set()


def test_when_it_has_arrived_nothing_of_the_elevated_route_is_left(lab: RunningLab) -> None:
    """In the kernels of others, where BIRD 2.0 would leave it."""
    pair = labs.cali(lab, "red-1")
    lab.run("w2", f"ip route add {MACHINE} dev {pair} metric 1024; ip route del {MACHINE} dev {pair} metric 512")
    wanted = f"{MACHINE} via {NEW} dev eth1 metric 1024"
    for node in ("w1", "w3"):
        shown = labs.settled(lambda n=node: _of_bird(lab, n), [wanted])
        assert shown == [wanted], node


def _of_bird(lab: RunningLab, node: str) -> list[str]:
    return [line.strip() for line in lab.run(node, f"ip route show {MACHINE} proto bird").stdout.splitlines()]
