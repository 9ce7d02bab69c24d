"""The scripts of exported containers make the designed network on a real kernel.

Each runs in a network namespace of its own inside a node of a lab, which chooses a kernel that can do what is needed;
veth pairs take the place of containerlab's links.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from netwright.devices import plan_lab
from netwright.model import Network, NodePlan
from netwright.model.stacking import is_up
from netwright.workbench import RunningLab, export, load_topology, up

ROOT = Path(__file__).parents[3]
CASES = {
    "campus": ROOT / "tests/golden/documents/campus/topology.yml",
    "fabric": ROOT / "tests/golden/documents/fabric/topology.yml",
    "down": ROOT / "tests/live/exports/topologies/down.yml",
    "multihoming": ROOT / "tests/live/frr/topologies/multihoming.yml",
    "tunnels": ROOT / "tests/live/devices/topologies/tunnels.yml",
}
NETWORK_ENDS = ("/usr/lib/frr", "mkdir", "for socket", "/usr/sbin/")
"""What the script does after the network: nothing of this is there in the namespace."""
pytestmark = pytest.mark.live


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningLab]:
    with up(CASES["campus"], directory=tmp_path_factory.mktemp("exports") / "lab") as running:
        yield running


def script(text: str, planned: NodePlan) -> str:
    """The network part, with ends of links before it and what the kernel has after it."""
    lines: list[str] = []
    for line in text.splitlines():
        if line.startswith(NETWORK_ENDS):
            break
        lines.append(line)
    ends = [i.name for i in planned.interfaces if i.kind == "veth"]
    before = [
        f"ip link add name {n} type veth peer name p{n} && ip link set {n} up && ip link set p{n} up" for n in ends
    ]
    return "\n".join([*before, *lines, "ip -j -d address show"])


@pytest.mark.parametrize("case", CASES)
def test_addresses_masters_and_states_are_the_designed_ones(case: str, lab: RunningLab) -> None:
    network: Network = load_topology(CASES[case])
    files = {file.path: file.content for file in export(network, "containerlab").export.files}
    for planned in plan_lab(network, frr="10.3", bird="2.17").nodes:
        text = script(files[f"nodes/{planned.name}/setup.sh"], planned)
        done = lab.lab.run("h1", ["unshare", "-n", "sh"], stdin=text)
        assert done.status == 0, (planned.name, done.stderr)
        found = {link["ifname"]: link for link in json.loads(done.stdout)}
        known = {interface.name: interface for interface in planned.interfaces}
        for interface in planned.interfaces:
            link = found[interface.name]
            have = {f"{a['local']}/{a['prefixlen']}" for a in link["addr_info"]}
            assert {str(a) for a in interface.addresses} <= have, (planned.name, interface.name)
            assert not [a for a in link["addr_info"] if a.get("tentative")], (planned.name, interface.name)
            assert link.get("master") == interface.master
            assert ("UP" in link["flags"]) == is_up(interface, known)
            if interface.mtu and interface.kind != "vxlan":
                assert link["mtu"] == interface.mtu
