"""What is exported runs: FRR under its own start script, BIRD, hosts, and configuration of the user's own."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from netwright.workbench import RunningLab

from .conftest import deployed

ROOT = Path(__file__).parents[3]
PATIENCE_S = 60.0
pytestmark = pytest.mark.live


def says(lab: RunningLab, node: str, command: str, wanted: str) -> bool:
    """Wait until a command says something."""
    end = time.monotonic() + PATIENCE_S
    while wanted not in (output := lab.lab.run(node, ["sh", "-c", command]).stdout):
        if time.monotonic() > end:
            raise AssertionError(f"{node}: {command}: {output}")
        time.sleep(0.5)
    return True


def test_exported_files_and_scripts_make_the_network(tmp_path: Path) -> None:
    with deployed(ROOT / "examples/custom-config/topology.yml", tmp_path) as lab:
        assert says(lab, "r1", "vtysh -c 'show ip ospf neighbor'", "Full/")
        assert says(lab, "b1", "birdc show ospf neighbors", "Full/")
        assert says(lab, "r1", "vtysh -c 'show running-config'", "description configured inline on r1")
        assert says(lab, "r1", "vtysh -c 'show running-config'", "ip prefix-list FROM-GROUP")
        assert says(lab, "b1", "birdc show route 192.0.2.0/24", "blackhole")
        assert says(lab, "h1", "cat /tmp/note", "h1 runs linux")
        assert says(lab, "h1", "ping -c 1 -W 1 10.0.0.1", " 0% packet loss")


REFUSED = """\
name: refused
defaults.device: frr
plugin: [ files ]
module: [ ospf ]
nodes: { r1: { config: [ bogus ] }, r2: }
links: [ r1-r2 ]
configlets.bogus: "router ospf\\n no-such-command\\n"
"""


def test_a_refused_line_ends_the_script(tmp_path: Path) -> None:
    (tmp_path / "topology.yml").write_text(REFUSED)
    with (
        pytest.raises(AssertionError, match=r"(?s)Unknown command.*no-such-command"),
        deployed(tmp_path / "topology.yml", tmp_path),
    ):
        pass
