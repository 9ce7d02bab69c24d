"""Nodes run on images: releases side by side, BIRD of every generation, and images are never written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from netwright import LabError, workbench
from netwright.devices.bird import bird_conf
from netwright.devices.frr import frr_conf
from netwright.images import Image
from netwright.images.contents import read_tree
from netwright.lab import Lab
from netwright.model import LabPlan, NodePlan
from netwright.workbench.batch import run_topology

from ...unit.devices.bird.networks import CASES
from .conftest import TOPOLOGIES

pytestmark = [pytest.mark.live, pytest.mark.usefixtures("images")]

SIDE_BY_SIDE = """
name: releases
module: [ ospf, bgp ]
defaults.device: frr
addressing.p2p.ipv6: 2001:db8:1::/48
addressing.loopback.ipv6: 2001:db8:2::/48
bgp.as: 65000
nodes:
  host:
  ten: { image: frr:10 }
  b2: { device: bird, role: router, image: bird:2.17 }
  b3: { device: bird, role: router, image: bird:3.1 }
  out: { bgp.as: 65001, module: [ bgp ], image: frr:10 }
  h: { device: linux, module: [ ], image: bird:3.1 }
links: [ host-ten, ten-b2, b2-b3, host-out, b3-h ]
validate:
  adjacencies: { wait: 40, nodes: [ host, ten, b2, b3 ], plugin: design_ospf() }
  sessions: { wait: 60, nodes: [ host, ten, b2, b3, out ], plugin: design_bgp() }
  learned: { wait: 20, nodes: [ b2, b3, ten ], plugin: "bgp_prefix(nodes.out.loopback.ipv4, aspath='65001')" }
  inside: { wait: 20, nodes: [ host ], plugin: ospf_prefix(nodes.b3.loopback.ipv4) }
  reach: { wait: 20, nodes: [ h ], plugin: "ping(nodes.out.loopback.ipv4)" }
"""


def test_releases_side_by_side(tmp_path: Path, images: dict[str, Image]) -> None:
    before = read_tree(images["frr:10"].root)
    topology = tmp_path / "topology.yml"
    topology.write_text(SIDE_BY_SIDE)
    with workbench.up(topology, directory=tmp_path / "lab") as lab:
        report = lab.validate()
        assert report.passed, report
        shown = {name: done.stdout for name, done in lab.exec(["ten", "out"], "vtysh -c 'show version'").items()}
        assert all("FRRouting 10.3" in text for text in shown.values())
        assert "BIRD version 2.17" in lab.run("b2", "bird --version 2>&1").stdout
        assert "BIRD version 3.1" in lab.run("b3", "bird --version 2>&1").stdout
        assert lab.run("h", "cat /etc/debian_version").stdout.startswith("13")
        assert lab.run("ten", "getent hosts out && cat /proc/sys/kernel/hostname").stdout.endswith("ten\n")
        assert lab.run("ten", "touch /usr/x").status != 0
        lab.run("ten", "echo x >/etc/x; echo x >/var/lib/frr/x; rm -f /etc/os-release; echo x >/tmp/x; echo x >/root/x")
        assert lab.run("out", "ls /etc/x /var/lib/frr/x /tmp/x /root/x").stdout == ""
        with pytest.raises(LabError, match="lab releases runs on it"):
            workbench.remove_image("frr:10")
        lab.restart_daemon("ten", "bgpd")
        assert lab.validate(["sessions"]).passed
    assert read_tree(images["frr:10"].root) == before


@pytest.mark.parametrize("release", ["2.17", "3.1"])
@pytest.mark.parametrize("name", ["ospf-lan", "route-server", "session-options", "ospf-areas"])
def test_topology_on_every_generation_of_bird(name: str, release: str) -> None:
    settings = [f"defaults.devices.bird.image=bird:{release}", "defaults.devices.frr.image=frr:10"]
    result = run_topology(TOPOLOGIES / "bird" / "topologies" / f"{name}.yml", settings=settings)
    assert result.outcome == "passed", (result.message, result.report)


@pytest.mark.parametrize("path", sorted(TOPOLOGIES.glob("frr/topologies/*.yml")), ids=lambda path: path.stem)
def test_topology_on_frr_10(path: Path) -> None:
    result = run_topology(path, settings=["defaults.devices.frr.image=frr:10"])
    assert result.outcome == "passed", (result.message, result.report)


def test_dhcp_on_images() -> None:
    images = {"frr": "frr:10", "bird": "bird:3.1", "linux": "frr:10", "dnsmasq": "bird:2.17"}
    settings = [f"defaults.devices.{device}.image={image}" for device, image in images.items()]
    result = run_topology(TOPOLOGIES / "switching" / "topologies" / "dhcp.yml", settings=settings)
    assert result.outcome == "passed", (result.message, result.report)


def test_ospfv3_authentication_between_bird_and_frr_10(tmp_path: Path) -> None:
    text = """
module: [ ospf ]
addressing.p2p.ipv6: 2001:db8:1::/48
ospf.timers: { hello: 1, dead: 4 }
nodes:
  b: { device: bird, role: router }
  f: { device: frr, image: frr:10 }
links: [ { b: , f: , ospf.digest: { id: 9, key: Secret } } ]
validate.up: { wait: 20, nodes: [ b, f ], plugin: design_ospf() }
"""
    (tmp_path / "topology.yml").write_text(text)
    result = run_topology(tmp_path / "topology.yml")
    assert result.outcome == "passed", (result.message, result.report)
    assert not any("ospfv3-authentication" in notice for notice in result.notices)


@pytest.fixture(scope="module")
def userlands(images: dict[str, Image], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A node on each image, without daemons."""
    nodes = tuple(
        NodePlan(name=name.replace(":", "-"), device="linux", interfaces=(), root=str(image.root))
        for name, image in images.items()
    )
    lab = Lab.start(LabPlan(name="userlands", nodes=nodes, segments=(), hosts=""), tmp_path_factory.mktemp("lab"))
    yield lab
    lab.stop(cleanup=True)


@pytest.mark.parametrize("case", CASES)
def test_every_configuration_is_taken(userlands: Lab, case: str) -> None:
    network = CASES[case]
    for node in network.nodes.values():
        script = "touch /etc/frr/vtysh.conf; cat >/etc/frr/frr.conf; exec vtysh -C -f /etc/frr/frr.conf"
        done = userlands.run("frr-10", ["sh", "-c", script], stdin=frr_conf(network, node, (10, 3)))
        assert (done.status, done.stdout + done.stderr) == (0, "")
        for release in ("2.17", "3.1"):
            version = tuple(int(part) for part in release.split("."))
            text = bird_conf(network, node, version=version)
            script = "mkdir -p /etc/bird/conf.d; touch /etc/bird/conf.d/x.conf; cat >/tmp/b; exec bird -p -c /tmp/b"
            done = userlands.run(f"bird-{release}", ["sh", "-c", script], stdin=text)
            assert done.status == 0, done.stderr
