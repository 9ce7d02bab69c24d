"""`netwright apply` on real daemons: who is in both topologies does not notice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from netwright import InputError, RunningLab, up
from netwright.cli.app import run
from netwright.errors import DaemonError, LabError
from netwright.workbench import apply

from .test_changing import Pids, pids
from .test_running import wait_until

FIRST = """
name: applied
module: [ bgp, ospf ]
defaults.device: frr
bgp.as: 65000
nodes:
  r1: { id: 1 }
  r2: { id: 2 }
  rr: { id: 3, device: bird, role: router, bgp.rr: True, config: [ extra ] }
  x1: { id: 4, module: [ bgp ], bgp.as: 65101, bgp.originate: [ 192.0.2.0/24 ] }
links: [ r1-r2, r1-rr, r2-rr, x1-r1 ]
"""
SECOND = """
name: applied
module: [ bgp, ospf ]
defaults.device: frr
bgp.as: 65000
nodes:
  r1: { id: 1 }
  r2: { id: 2 }
  rr: { id: 3, device: bird, role: router, bgp.rr: True, config: [ extra ] }
  x2: { id: 5, module: [ bgp ], bgp.as: 65102, bgp.originate: [ 198.51.100.0/24 ] }
  h1: { id: 6, device: linux }
links:
- { r1: { ospf.cost: 50 }, r2: {} }
- r1-rr
- r2-rr
- { x2: , r2: , prefix.ipv4: 172.30.0.0/24 }
- r1-h1
- rr-h1
"""
EXTRA = "protocol static extra {{ ipv4 {{ table master4; }}; route 203.0.113.{}/32 blackhole; }}\n"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "topology.yml").write_text(FIRST)
    (tmp_path / "extra").mkdir()
    (tmp_path / "extra" / "bird.j2").write_text(EXTRA.format(1))
    return tmp_path


@pytest.fixture
def lab(place: Path) -> Iterator[RunningLab]:
    running = up(place / "topology.yml")
    yield running
    running.down(cleanup=True)
    assert not (place / ".netwright").exists()


def peer(lab: RunningLab, node: str, address: str) -> dict[str, object]:
    """What FRR says of a BGP session."""
    shown = json.loads(lab.run(node, "vtysh -c 'show bgp neighbors json'").stdout)
    return dict(shown.get(address, {}))


def established(lab: RunningLab, node: str, address: str) -> bool:
    return peer(lab, node, address).get("bgpState") == "Established"


Flaps = tuple[list[object], dict[str, float]]


def flaps(lab: RunningLab) -> Flaps:
    """What a session that started anew has another of: how often FRR connected, since when BIRD's protocols are up."""
    ours = [peer(lab, node, "10.0.0.3").get("connectionsEstablished") for node in ("r1", "r2")]
    shown = lab.run("rr", "birdc show protocols").stdout
    lines = [line.split() for line in shown.splitlines() if "BGP" in line or "OSPF" in line]
    return ours, {words[0]: seconds(words[4]) for words in lines}


def seconds(clock: str) -> float:
    hours, minutes, rest = clock.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(rest)


def same(before: Flaps, after: Flaps) -> bool:
    """BIRD knows its times by another clock than it shows: they differ by a millisecond now and then."""
    return before[0] == after[0] and after[1] == pytest.approx(before[1], abs=0.1)


def ours(lab: RunningLab) -> Pids:
    return {key: pid for key, pid in pids(lab.lab).items() if key[0] in ("r1", "r2", "rr")}


def bgp_routes(lab: RunningLab, node: str) -> list[str]:
    return list(json.loads(lab.run(node, "vtysh -c 'show bgp ipv4 unicast json'").stdout)["routes"])


def test_nodes_and_links_come_and_go(lab: RunningLab, place: Path) -> None:
    wait_until(lambda: all(established(lab, node, "10.0.0.3") for node in ("r1", "r2")), 40)
    wait_until(lambda: "192.0.2.0/24" in bgp_routes(lab, "r2"), 20)
    before, daemons = flaps(lab), ours(lab)
    (place / "topology.yml").write_text(SECOND)
    assert apply(lab, dry_run=True).change == apply(lab).change
    assert ours(lab) == daemons
    assert same(before, flaps(lab))
    wait_until(lambda: established(lab, "r2", "172.30.0.2"), 30)
    wait_until(lambda: "198.51.100.0/24" in bgp_routes(lab, "r1"), 20)
    assert "192.0.2.0/24" not in bgp_routes(lab, "r2")
    r1 = lab.run("r1", "vtysh -c 'show running-config'").stdout
    assert "10.1.0.13" not in r1
    assert "65101" not in r1
    assert "ip ospf cost 50" in r1
    assert lab.run("h1", "ping -c 1 -W 2 10.0.0.2").status == 0
    assert set(lab.network.nodes) == {"r1", "r2", "rr", "x2", "h1"}
    assert lab.status().healthy
    again = apply(lab)
    assert (again.applied, again.sentences) == (False, ())
    (place / "topology.yml").write_text(FIRST)
    apply(lab)
    wait_until(lambda: "192.0.2.0/24" in bgp_routes(lab, "r2"), 30)
    assert ours(lab) == daemons
    assert same(before, flaps(lab))
    r1 = lab.run("r1", "vtysh -c 'show running-config'").stdout
    assert "ip ospf cost" not in r1
    assert "172.16" not in r1


def test_custom_configuration(lab: RunningLab, place: Path) -> None:
    wait_until(lambda: all(established(lab, node, "10.0.0.3") for node in ("r1", "r2")), 40)
    before = flaps(lab)
    template = place / "extra" / "bird.j2"
    template.write_text(EXTRA.format(2))
    assert apply(lab).sentences == ("~ node rr: ~ configuration extra",)
    assert "203.0.113.2/32" in lab.run("rr", "birdc show route").stdout
    template.write_text("protocol nonsense { }\n")
    with pytest.raises(DaemonError, match="configuration extra was not taken by node rr") as caught:
        apply(lab)
    assert "syntax error" in caught.value.log
    assert "203.0.113.2/32" in lab.run("rr", "birdc show route").stdout
    assert lab.run("rr", "birdc configure").status == 0
    assert same(before, flaps(lab))
    template.write_text(EXTRA.format(3))
    apply(lab)
    assert "203.0.113.3/32" in lab.run("rr", "birdc show route").stdout
    (place / "topology.yml").write_text(FIRST.replace(", config: [ extra ]", ""))
    apply(lab)
    assert "203.0.113" not in lab.run("rr", "birdc show route").stdout
    assert same(before, flaps(lab))


def test_what_is_refused_changes_nothing(lab: RunningLab, place: Path) -> None:
    before = lab.lab.plan
    (place / "topology.yml").write_text(SECOND + "bad_key: 1\n")
    with pytest.raises(InputError, match="bad_key"):
        apply(lab)
    (place / "topology.yml").write_text(SECOND.replace("r2: { id: 2 }", "r2: { id: 2, device: bird, role: router }"))
    with pytest.raises(LabError, match="netwright restart"):
        apply(lab)
    assert pids(lab.lab).keys() == {(n.name, d.name) for n in before.nodes for d in n.daemons}


def test_the_command(lab: RunningLab, place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    other = place / "other.yml"
    other.write_text(SECOND)
    assert run(["apply", "--lab", str(lab.directory), str(other), "--json"]) == 0
    told = json.loads(capfd.readouterr().out)
    assert told["added"]["nodes"] == ["x2", "h1"]
    assert told["removed"] == {"nodes": ["x1"], "links": [["x1.eth1", "r1.eth3"]]}
    assert told["changed"]["nodes"]["rr"]["interfaces_added"] == ["eth3"]
    assert run(["apply", "--lab", str(lab.directory)]) == 0
    assert capfd.readouterr().out == ""
    assert run(["exec", "--lab", str(lab.directory), "h1", "hostname"]) == 0
    assert capfd.readouterr().out == "h1\n"
    assert run(["apply", "--lab", str(lab.directory), str(place)]) == 0
    assert "+ node x1" in capfd.readouterr().out


SWAPPED = """
name: swapped
defaults.device: frr
nodes: [ r1, r2, r3 ]
links:
- {{ r1: , r2: , prefix.ipv4: 10.50.{}.0/30 }}
- {{ r1: , r3: , prefix.ipv4: 10.50.{}.0/30 }}
"""


def connected(lab: RunningLab) -> list[tuple[str, str]]:
    """Prefixes of links at r1 with their interfaces, as zebra sees them."""
    shown = json.loads(lab.run("r1", "vtysh -c 'show ip route connected json'").stdout)
    found = [(prefix, hop["interfaceName"]) for prefix, routes in shown.items() for hop in routes[0]["nexthops"]]
    return sorted(each for each in found if each[0].startswith("10.50."))


@pytest.mark.parametrize("recabled", [False, True])
def test_prefixes_that_change_places_are_connected_where_they_are(tmp_path: Path, recabled: bool) -> None:
    topology = tmp_path / "topology.yml"
    topology.write_text(SWAPPED.format(0, 1))
    lab = up(topology)
    try:
        wait_until(lambda: connected(lab) == [("10.50.0.0/30", "eth1"), ("10.50.1.0/30", "eth2")], 10)
        text = SWAPPED.format(1, 0)
        if recabled:
            text = text.replace("r2: , prefix", "r3: , prefix", 1).replace(
                "r3: , prefix.ipv4: 10.50.0", "r2: , prefix.ipv4: 10.50.0"
            )
        topology.write_text(text)
        apply(lab)
        wait_until(lambda: connected(lab) == [("10.50.0.0/30", "eth2"), ("10.50.1.0/30", "eth1")], 10)
        assert lab.run("r1", "ping -c 1 -W 2 10.50.0.2").status == 0
    finally:
        lab.down(cleanup=True)
