"""FRR takes every configuration of the matrix that BIRD's tests use; its recorded answers can be read."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from netwright.devices import DEVICES
from netwright.devices.base import StateError
from netwright.devices.frr import frr_conf, reading
from netwright.model import Network

from ..bird.networks import CASES

RECORDED = Path(__file__).parent / "recorded"


@pytest.mark.skipif(shutil.which("vtysh") is None, reason="vtysh (package frr) is not installed")
@pytest.mark.parametrize("network", CASES.values(), ids=CASES)
def test_vtysh_accepts(network: Network, tmp_path: Path) -> None:
    for node in network.nodes.values():
        file = tmp_path / f"{node.name}.conf"
        file.write_text(frr_conf(network, node))
        done = subprocess.run(["vtysh", "-C", "-f", str(file)], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout + done.stderr) == (0, "")


def recorded(name: str) -> str:
    return (RECORDED / f"{name}.json").read_text()


def test_sessions() -> None:
    four, six = reading.bgp_sessions(recorded("bgp"))
    assert (four.peer, four.remote_as, four.state, four.families) == ("10.1.0.2", 65002, "Established", ("ipv4",))
    assert six.families == ("ipv6",)


def test_bgp_routes() -> None:
    for name in ("routes", "one"):
        path = next(r for r in reading.bgp_routes(recorded(name)) if r.prefix == "10.0.0.2/32")
        assert (path.best, path.as_path, path.next_hops) == (True, ("65002",), ("10.1.0.2",))


def test_ospf() -> None:
    assert [n.state for n in reading.ospf_neighbors(recorded("n4"))] == ["Full"]
    assert [n.state for n in reading.ospf6_neighbors(recorded("n6"))] == ["Full"]
    assert {r.prefix: r.cost for r in reading.ospf_routes(recorded("o4"))}["10.0.0.2/32"] == 10
    six = {r.prefix: r for r in reading.ospf6_routes((RECORDED / "o6.txt").read_text())}
    assert (six["2001:db8:1:2::/64"].cost, six["2001:db8:1:1::/64"].cost) == (10, 20)
    assert six["2001:db8:1:1::/64"].route_type == "Intra-Area", "the best of two routes"
    assert six["2001:db8:1:1::/64"].next_hops == ("fe80::1:1",)


def test_release_10() -> None:
    """Recorded output of 10.3 has the same meaning."""
    sessions = reading.bgp_sessions(recorded("10.3/bgp"))
    assert {(s.state, s.families) for s in sessions} == {("Established", ("ipv4",))}
    paths = {r.prefix: r for r in reading.bgp_routes(recorded("10.3/routes"))}
    assert paths["10.0.0.3/32"].as_path == ("65100",)
    assert reading.bgp_routes(recorded("10.3/none")) == reading.ospf_neighbors(recorded("10.3/no-ospf")) == ()
    assert [n.state for n in reading.ospf_neighbors(recorded("10.3/n4"))] == ["Full"]
    assert [n.state for n in reading.ospf6_neighbors(recorded("10.3/n6"))] == ["Full"]
    assert {r.prefix: r.cost for r in reading.ospf_routes(recorded("10.3/o4"))}["10.0.0.2/32"] == 0
    six = {r.prefix: r for r in reading.ospf6_routes((RECORDED / "10.3" / "o6.txt").read_text())}
    assert (six["2001:db8:1:1::/64"].cost, six["2001:db8:1:1::/64"].route_type) == (10, "Intra-Area")
    table = reading.routes(recorded("10.3/r4"))
    assert [r.protocol for r in table if r.prefix == "10.0.0.3/32" and r.selected] == ["bgp"]


def test_routing_table() -> None:
    assert ("10.0.0.1/32", "connected") in {
        (r.prefix, r.protocol) for r in reading.routes(recorded("r4")) if r.selected
    }


def test_no_answer() -> None:
    with pytest.raises(StateError):
        reading.routes("vtysh: failed to connect to any daemons")
    with pytest.raises(StateError):
        reading.ospf6_routes("vtysh: failed to connect to any daemons")


def test_devices() -> None:
    assert set(DEVICES) == {"frr", "bird", "calico", "linux", "dnsmasq"}
