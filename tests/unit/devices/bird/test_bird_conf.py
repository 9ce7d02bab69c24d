"""Every rendered bird.conf is accepted by BIRD, and says what was designed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from msgspec.structs import replace

from netwright.devices.bird import bird_conf
from netwright.errors import Problems
from netwright.model import OspfDefault, OspfInterface, Redistribution

from .networks import CASES, ebgp, instance, ospf, pair

BIRD = shutil.which("bird") or next((p for p in ("/usr/sbin/bird",) if Path(p).exists()), None)


def _conf(case: str) -> str:
    network = CASES[case]
    problems = Problems()
    text = bird_conf(network, next(iter(network.nodes.values())), problems)
    assert not list(problems)
    return text


@pytest.mark.skipif(BIRD is None, reason="BIRD (Debian package bird2) is not installed")
@pytest.mark.parametrize("case", CASES)
def test_bird_accepts(case: str, tmp_path: Path) -> None:
    path = tmp_path / "bird.conf"
    (tmp_path / "00-none.conf").write_text("")
    path.write_text(_conf(case).replace("/etc/bird/conf.d", str(tmp_path)).replace("*.conf", "0*.conf"))
    done = subprocess.run([str(BIRD), "-p", "-c", path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr + path.read_text()


def test_a_default_route_only_ospf_announces_stays_out_of_bgp() -> None:
    left = instance(ebgp("x1", 65001, "10.1.0.2"), redistribute=(Redistribution(source="static"),))
    network = pair(left, ospf=ospf(default=OspfDefault(always=True)))
    node = network.nodes["r1"]
    port = replace(node.interfaces[0], ospf=OspfInterface(area="0.0.0.0"))
    network = replace(network, nodes={**network.nodes, "r1": replace(node, interfaces=(port,))})
    text = bird_conf(network, network.nodes["r1"])
    pipe = text[text.index("protocol pipe bgp_ipv4") :]
    assert pipe.index('if proto = "ospf_default_ipv4" then reject;') < pipe.index("RTS_STATIC")
