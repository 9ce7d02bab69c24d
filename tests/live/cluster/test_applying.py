"""Clusters that change while they run: a machine moves, a nested cluster comes and goes; other sessions stay up."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from netwright import RunningLab, up
from netwright.workbench import apply

from . import labs

pytestmark = pytest.mark.live

HEAD = """
name: moving
module: [ bgp ]
nodes:
  tor: { bgp.as: 63000, device: frr }
links:
- { tor: { ipv4: 172.31.0.100/24 }, w1: { ipv4: 172.31.0.1/24 }, w2: { ipv4: 172.31.0.2/24 } }
"""
PARENT = """
clusters:
  parent:
    as: 64512
    nodes: [ w1, w2 ]
    pools: [ 10.77.0.0/16 ]
    resources:
    - apiVersion: projectcalico.org/v3
      kind: BGPConfiguration
      metadata: { name: default }
      spec: { nodeToNodeMeshEnabled: false, localWorkloadPeeringIPV4: 169.254.7.1 }
    - apiVersion: projectcalico.org/v3
      kind: BGPFilter
      metadata: { name: upwards }
      spec: { exportV4: [ { action: Accept, matchOperator: In, cidr: 10.88.0.0/15, source: RemotePeers } ] }
    - apiVersion: projectcalico.org/v3
      kind: BGPPeer
      metadata: { name: tor }
      spec: { peerIP: 172.31.0.100, asNumber: 63000, filters: [ upwards ] }
    - apiVersion: projectcalico.org/v3
      kind: BGPPeer
      metadata: { name: red }
      spec: { localWorkloadSelector: color == 'red', asNumber: 65401 }
    - apiVersion: projectcalico.org/v3
      kind: BGPPeer
      metadata: { name: blue }
      spec: { localWorkloadSelector: color == 'blue', asNumber: 65402 }
    machines:
      red-1: { node: w1, labels: { color: red }, ipv4: 10.77.1.1 }
      plain: { node: HOST, ipv4: 10.77.3.1 }
"""
RED = """
  red:
    as: 65401
    nodes: [ red-1 ]
    pools: [ 10.88.0.0/16 ]
    resources:
    - apiVersion: projectcalico.org/v3
      kind: BGPPeer
      metadata: { name: parent }
      spec: { peerIP: 169.254.7.1, asNumber: 64512 }
    pods:
      web: { node: red-1, ipv4: 10.88.0.5 }
"""
BLUE = RED.replace("red", "blue").replace("65401", "65402").replace("10.88.", "10.89.").replace("web", "shop")
BLUE_MACHINE = "      blue-1: { node: w2, labels: { color: blue }, ipv4: 10.77.2.1 }\n"


def topology(host: str, *, blue: bool = False) -> str:
    machines = PARENT.replace("HOST", host) + (BLUE_MACHINE if blue else "")
    return HEAD + machines + RED + (BLUE if blue else "")


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[RunningLab]:
    (tmp_path / "topology.yml").write_text(topology("w1"))
    running = up(tmp_path / "topology.yml")
    yield running
    running.down(cleanup=True)


def wait_until(condition: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.1)


def reaches(lab: RunningLab, node: str, address: str) -> bool:
    return lab.run(node, f"ping -c 1 -W 1 {address}").status == 0


def uptimes(lab: RunningLab) -> labs.Uptimes:
    """When every session of the parent's nodes and of red-1 came up."""
    return labs.uptimes(lab, ("w1", "w2", "red-1"))


def processes(lab: RunningLab) -> dict[tuple[str, str], int | None]:
    return {(n.name, d.name): d.pid for n in lab.status().nodes for d in n.daemons}


def test_a_machine_moves_and_a_nested_cluster_comes(lab: RunningLab) -> None:
    place = lab.directory.parent.parent / "topology.yml"
    wait_until(lambda: reaches(lab, "tor", "10.88.0.5") and reaches(lab, "tor", "10.77.3.1"))
    wait_until(lambda: len(uptimes(lab)) == 4)
    before, daemons = uptimes(lab), processes(lab)
    index = lab.run("plain", "cat /sys/class/net/eth0/ifindex /sys/class/net/eth0/address").stdout
    place.write_text(topology("w2"))
    report = apply(lab)
    assert [move.stays for move in report.change.moves] == [("plain", "eth0")]
    wait_until(lambda: reaches(lab, "tor", "10.77.3.1"))
    assert reaches(lab, "plain", "172.31.0.100")
    assert lab.run("plain", "cat /sys/class/net/eth0/ifindex /sys/class/net/eth0/address").stdout == index
    assert "10.77.3.1" in lab.run("w2", "ip route show dev $(ip -o link | grep -o 'cali[0-9a-f]*' | head -1)").stdout
    place.write_text(topology("w2", blue=True))
    apply(lab)
    wait_until(lambda: reaches(lab, "tor", "10.89.0.5") and reaches(lab, "web", "10.89.0.5"))
    assert labs.flapped(before, uptimes(lab)) == set()
    assert {key: pid for key, pid in processes(lab).items() if key in daemons} == daemons
    place.write_text(topology("w1"))
    apply(lab)
    wait_until(lambda: reaches(lab, "tor", "10.77.3.1") and not reaches(lab, "tor", "10.89.0.5"))
    assert reaches(lab, "tor", "10.88.0.5")
    assert labs.flapped(before, uptimes(lab)) == set()
    assert processes(lab) == daemons
