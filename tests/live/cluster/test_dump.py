"""Real resources as `kubectl get -o yaml` tells them say who runs where and who peers: a topology adds only wires."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from netwright.workbench import RunningLab

from . import labs

pytestmark = pytest.mark.live


@pytest.fixture(scope="module")
def lab() -> Iterator[RunningLab]:
    with labs.started("dump") as running:
        labs.settled(lambda: "10.123.0.0/26" in labs.next_hops(running, "tor"), True)
        yield running


def test_pods_that_run_are_there_with_their_addresses(lab: RunningLab) -> None:
    assert labs.address(lab, "web") == "192.168.4.9"
    assert "done" not in lab.network.nodes


def test_a_machine_is_where_and_what_its_resource_says(lab: RunningLab) -> None:
    place = lab.network.nodes["gold-1"].workload
    assert place is not None
    assert (place.host, labs.address(lab, "gold-1")) == ("w2", "192.168.5.7")


def test_labels_of_namespaces_nodes_and_machines_select(lab: RunningLab) -> None:
    assert labs.sessions(lab, "w1").keys() == {"Node_172_16_8_1_port_179", "Local_Workload_192_168_4_9"}
    assert labs.established(lab, "w2") == {"Node_172_16_8_1_port_179", "Local_Workload_192_168_5_7"}


def test_confirmed_blocks_are_announced_and_pending_ones_not(lab: RunningLab) -> None:
    wanted = {
        "192.168.4.0/26": ("172.16.8.11",),
        "192.168.5.0/26": ("172.16.8.12",),
        "10.123.0.0/26": ("172.16.8.12",),
    }
    assert labs.settled(lambda: labs.next_hops(lab, "tor"), wanted) == wanted


def test_all_of_it_answers(lab: RunningLab) -> None:
    targets = [labs.address(lab, workload) for workload in ("web", "gold-1", "r1")]
    assert labs.settled(lambda: labs.all_ping(lab, ["tor", "web", "r1"], targets), set()) == set()
