"""Daemons take the configurations of nodes with VRFs, and their answers about VRFs can be read."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from netwright.devices.bird import bird_conf
from netwright.devices.frr import frr_conf, reading
from netwright.errors import Problems
from netwright.model import Network

from .vrfs import vrf_interior, vrf_leaks

RECORDED = Path(__file__).parent / "frr" / "recorded" / "vrf"
BIRD = shutil.which("bird") or next((p for p in ("/usr/sbin/bird",) if Path(p).exists()), None)


@pytest.fixture(scope="module")
def leaks() -> Network:
    return vrf_leaks()


def section(text: str, start: str, end: str) -> str:
    begin = text.index(start)
    return text[begin : text.index(end, begin)]


@pytest.mark.skipif(shutil.which("vtysh") is None, reason="vtysh (package frr) is not installed")
@pytest.mark.parametrize("make", [vrf_leaks, vrf_interior])
def test_vtysh_accepts(make, tmp_path):
    network = make()
    for node in network.nodes.values():
        file = tmp_path / f"{node.name}.conf"
        file.write_text(frr_conf(network, node))
        done = subprocess.run(["vtysh", "-C", "-f", str(file)], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout + done.stderr) == (0, "")


@pytest.mark.skipif(BIRD is None, reason="BIRD (Debian package bird2) is not installed")
def test_bird_accepts(leaks, tmp_path):
    path = tmp_path / "bird.conf"
    (tmp_path / "00-none.conf").write_text("")
    problems = Problems()
    text = bird_conf(leaks, leaks.nodes["r1"], problems)
    assert not list(problems)
    path.write_text(text.replace("/etc/bird/conf.d", str(tmp_path)).replace("*.conf", "0*.conf"))
    done = subprocess.run([str(BIRD), "-p", "-c", path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr + text


def test_frr_leaks_where_another_vrf_takes_part(leaks):
    text = frr_conf(leaks, leaks.nodes["r1"])
    red = section(text, "router bgp 65000 vrf red", "router bgp 65000 vrf blue")
    assert "  rt vpn import 65000:1 65000:3\n  import vpn\n  rd vpn export 65000:1\n" in red
    assert "  rt vpn export 65000:1 65000:99\n  export vpn\n" in red
    blue = section(text, "router bgp 65000 vrf blue", "router bgp 65000 vrf common")
    assert "vpn" not in blue
    assert "  redistribute connected\n  redistribute ospf\n" in blue


def test_frr_static_routes(leaks):
    text = frr_conf(leaks, leaks.nodes["r1"])
    assert " ip route 192.0.2.0/24 172.16.1.2 eth1 onlink\n" in section(text, "vrf red\n", "exit-vrf")
    assert " ip route 198.51.100.0/24 172.16.3.2 eth3 nexthop-vrf common onlink\n" in text
    assert " ip route 203.0.113.0/24 Null0\n" in section(text, "vrf blue\n", "exit-vrf")


def test_frr_runs_what_the_vrf_wants():
    network = vrf_interior()
    text = frr_conf(network, network.nodes["r1"])
    assert "router ospf vrf green\n ospf router-id 10.7.7.7\n" in text
    assert "router rip vrf blue\n" in text
    assert "router ripng vrf blue\n" in text
    assert " vrf red\n" in text
    assert "vrf red\n ospf router-id" not in text


def test_bird_has_tables_and_pipes(leaks):
    text = bird_conf(leaks, leaks.nodes["r1"], Problems())
    assert "ipv4 table vrf4_red;" in text
    leak = section(text, "protocol pipe leak_ipv4_red_common", "\n}\n")
    assert "table bgp4_red;\n  peer table bgp4_common;" in leak
    assert "leak_ipv4_blue" not in text
    between = section(text, "protocol static static_ipv4_to_common_red", "\n}\n")
    assert 'vrf "common";\n  igp table vrf4_common;\n  ipv4 {\n    table vrf4_red;' in between


def recorded(name: str) -> str:
    return (RECORDED / name).read_text()


def test_frr_answers_about_a_vrf():
    assert [(n.router_id, n.state, n.ifname) for n in reading.ospf_neighbors(recorded("n4.json"))] == [
        ("10.0.0.2", "Full", "eth1")
    ]
    assert [n.state for n in reading.ospf6_neighbors(recorded("n6.json"))] == ["Full"]
    assert {r.prefix: r.cost for r in reading.ospf_routes(recorded("o4.json"))}["10.0.0.2/32"] == 10
    assert "2001:db8:0:2::/64" in {r.prefix for r in reading.ospf6_routes(recorded("o6.txt"))}
    sessions = reading.bgp_sessions(recorded("bgp.json"))
    assert [(s.peer, s.state) for s in sessions] == [("10.1.0.6", "Established"), ("2001:db8:2:1::2", "Established")]
    for name in ("routes.json", "one.json"):
        path = next(r for r in reading.bgp_routes(recorded(name)) if r.prefix == "10.0.0.3/32")
        assert (path.best, path.as_path) == (True, ("65100",))
    table = {r.prefix: r.protocol for r in reading.routes(recorded("r4.json")) if r.selected}
    assert table["10.0.0.2/32"] == "ospf"
