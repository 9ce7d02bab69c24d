"""Changes of a running lab: what is asked for appears, and no session but those concerned notices."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from netwright import workbench
from netwright.workbench import RunningLab

from . import labs

pytestmark = pytest.mark.live

NODES = ("w1", "w2", "w3", "red-1", "red-2")
SOON_S = 10.0
W1, W2, W3 = "172.16.8.11", "172.16.8.12", "172.16.8.13"
R1 = "      r1: { node: red-1, ipv4: 10.123.0.1 }"
ON_W1 = "node: w1, ipv4: 192.168.1.1,"
MACHINE, NESTED = "192.168.1.1/32", "10.123.0.0/26"
LAST_RULE = "  - { action: Reject }\n"
THE_MACHINES_OWN = {
    ("w1", "Local_Workload_192_168_1_1"),
    ("w2", "Local_Workload_192_168_1_1"),
    ("w3", "Local_Workload_192_168_1_1"),
    ("red-1", "Global_169_254_0_179"),
}
NEW_CLUSTER = """
  green:
    as: 65402
    nodes: [ green-1 ]
    pools: [ 10.123.9.0/26 ]
    resources: resources/child.yml
    pods: { g1: green-1 }
"""
GREEN_PEER = """
    - { apiVersion: projectcalico.org/v3, kind: BGPPeer, metadata: { name: peer-green },
        spec: { localWorkloadSelector: color == 'green', asNumber: 65402, filters: [ no-export, accept-nested ] } }
    machines:
      green-1: { node: w1, ipv4: 192.168.1.9, labels: { color: green } }"""


class Changing:
    """A running lab, and the topology it follows."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._topology = directory / "changing.yml"
        self._first = self._topology.read_text()
        self.lab: RunningLab = workbench.up(self._topology, directory=directory / "lab")

    def become(self, *replaced: tuple[str, str], appended: str = "") -> set[tuple[str, str]]:
        """The first topology with replacements; the sessions that flapped meanwhile, or went."""
        text = self._first
        for old, new in replaced:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        before = labs.uptimes(self.lab, NODES)
        self._topology.write_text(text + appended)
        workbench.apply(self.lab)
        return labs.flapped(before, labs.uptimes(self.lab, NODES))

    def file(self, name: str) -> Path:
        return self._directory / "resources" / name


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Changing]:
    directory = tmp_path_factory.mktemp("changing") / "topologies"
    shutil.copytree(labs.TOPOLOGIES, directory)
    changing = Changing(directory)
    with changing.lab as lab:
        wanted = {"10.123.0.0/26", "10.123.0.64/26"}
        labs.settled(lambda: wanted <= set(labs.next_hops(lab, "tor")), True)
        labs.settled(lambda: len(labs.established(lab, "w1") | labs.established(lab, "w3")), 5)
        yield changing


def _leads_to(lab: RunningLab, prefix: str, host: str | None) -> None:
    """Another node soon sends packets for a prefix to a host, or nowhere, and so does the rack."""
    wanted = (host, host is not None)
    assert labs.settled(lambda: _known(lab, prefix), wanted, SOON_S) == wanted


def _known(lab: RunningLab, prefix: str) -> tuple[str | None, bool]:
    route = labs.kernel(lab, "w3").get(prefix)
    return route.via if route is not None else None, prefix in labs.kernel(lab, "tor")


def _answers(lab: RunningLab, address: str) -> None:
    assert labs.settled(lambda: labs.all_ping(lab, ["tor", "p1", "p2"], [address]), set(), SOON_S) == set()


def test_a_new_block(running: Changing) -> None:
    lab = running.lab
    assert running.become((R1, f"{R1}\n      r9: {{ node: red-1, ipv4: 10.123.0.129 }}")) == set()
    _leads_to(lab, "10.123.0.128/26", W1)
    _answers(lab, "10.123.0.129")
    assert running.become() == set()
    _leads_to(lab, "10.123.0.128/26", None)
    _answers(lab, "10.123.0.1")


def test_a_new_nested_cluster(running: Changing) -> None:
    lab = running.lab
    assert running.become(("\n    machines:", GREEN_PEER), appended=NEW_CLUSTER) == set()
    _leads_to(lab, "10.123.9.0/26", W1)
    _answers(lab, "10.123.9.1")
    assert running.become() == {("w1", "Local_Workload_192_168_1_9")}
    _leads_to(lab, "10.123.9.0/26", None)
    assert "green-1" not in lab.network.nodes


def test_a_filter_that_leaks_is_corrected(running: Changing) -> None:
    """The documented filter takes what a machine announces beside its own; the corrected one ends that at once."""
    lab, filters = running.lab, running.file("filters.yml")
    corrected = filters.read_text()
    assert corrected.count(LAST_RULE) == 1
    filters.write_text(corrected.replace(LAST_RULE, ""))
    assert running.become() == set()
    assert labs.settled(lambda: "172.30.7.0/26" in labs.kernel(lab, "w2"), True, SOON_S)
    filters.write_text(corrected)
    assert running.become() == set()
    assert labs.settled(lambda: "172.30.7.0/26" in labs.kernel(lab, "w2"), False, SOON_S) is False
    _answers(lab, "10.123.0.65")


def test_a_machine_moves(running: Changing) -> None:
    """On the way its route is elevated, after it a route like any, beside the block of another host."""
    lab = running.lab
    _leads_to(lab, NESTED, W1)
    flapped = running.become((ON_W1, "node: w2, leaving: w1, ipv4: 192.168.1.1,"))
    assert flapped <= THE_MACHINES_OWN
    for node in ("w1", "w3"):
        wanted = labs.KernelRoute(W2, "eth1", 512)
        assert labs.settled(lambda n=node: labs.kernel(lab, n).get(MACHINE), wanted, SOON_S) == wanted
    _answers(lab, "192.168.1.1")
    _leads_to(lab, NESTED, W2)
    _answers(lab, "10.123.0.1")
    assert running.become((ON_W1, "node: w2, ipv4: 192.168.1.1,")) == set()
    wanted = labs.KernelRoute(W2, "eth1", 1024)
    assert labs.settled(lambda: labs.kernel(lab, "w3").get(MACHINE), wanted, SOON_S) == wanted
    assert labs.kernel(lab, "w3")["192.168.1.0/26"].via == W1
    _answers(lab, "10.123.0.1")
    _moves_on(running)
    assert running.become() <= THE_MACHINES_OWN
    _leads_to(lab, MACHINE, None)
    _leads_to(lab, NESTED, W1)
    _answers(lab, "10.123.0.1")


def _moves_on(running: Changing) -> None:
    """From a host without its block: while that announces the address too, the new host's BIRD prefers it to its own
    interface and cannot resolve what is in the machine (projectcalico/calico#13531). It has an end with the move."""
    lab = running.lab
    assert running.become((ON_W1, "node: w3, leaving: w2, ipv4: 192.168.1.1,")) <= THE_MACHINES_OWN
    wanted = labs.KernelRoute(W3, "eth1", 512)
    assert labs.settled(lambda: labs.kernel(lab, "w1").get(MACHINE), wanted, SOON_S) == wanted
    assert labs.settled(lambda: _kind(lab, "w3", NESTED), "unreachable", SOON_S) == "unreachable"
    assert running.become((ON_W1, "node: w3, ipv4: 192.168.1.1,")) == set()
    wanted = labs.KernelRoute(W3, "eth1", 1024)
    assert labs.settled(lambda: labs.kernel(lab, "w1").get(MACHINE), wanted, SOON_S) == wanted
    assert labs.settled(lambda: _kind(lab, "w3", NESTED), "unicast", SOON_S) == "unicast"
    _answers(lab, "10.123.0.1")


def _kind(lab: RunningLab, node: str, prefix: str) -> str:
    return labs.kernel(lab, node).get(prefix, labs.KernelRoute(kind="none")).kind
