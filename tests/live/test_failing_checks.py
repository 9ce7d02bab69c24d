"""A green verdict means something: stop a daemon or take a policy away, and the same checks fail and say why."""

from __future__ import annotations

from pathlib import Path

import pytest

import netwright
from netwright.check import report_lines

pytestmark = pytest.mark.live

WITH_POLICY = """
name: verdict
defaults.device: {device}
module: [ bgp, ospf ]
plugin: [ bgp.policy ]
ospf.timers: {{ hello: 1, dead: 4 }}
nodes:
  dut: {{ bgp.as: 65000, role: router }}
  probe: {{ bgp.as: 65000, device: frr }}
  x: {{ bgp.as: 65100, module: [ bgp ], device: frr, loopback.ipv4: 192.0.2.1/24 }}
links:
- dut:{policy}
  x:
- dut-probe
validate:
  session:
    wait: 30
    nodes: [ x ]
    plugin: bgp_neighbor(node.bgp.neighbors, 'dut')
  preference:
    wait: 15
    nodes: [ probe ]
    plugin: bgp_prefix('192.0.2.0/24', locpref=200)
"""
POLICY = " { bgp.locpref: 200 }"


def started(directory: Path, device: str, policy: str) -> netwright.RunningLab:
    directory.mkdir()
    (directory / "topology.yml").write_text(WITH_POLICY.format(device=device, policy=policy))
    return netwright.up(directory / "topology.yml", directory=directory / "lab")


@pytest.mark.parametrize("device", ["frr", "bird"])
def test_a_stopped_daemon_and_a_missing_policy_fail_with_a_useful_message(tmp_path: Path, device: str) -> None:
    with started(tmp_path / "whole", device, POLICY) as lab:
        healthy = lab.validate()
        assert healthy.passed, report_lines(healthy)
        lab.kill_daemon("dut", "bgpd" if device == "frr" else "bird")
        stopped = lab.validate(skip_wait=True)
        text = "\n".join(report_lines(stopped))
        assert not stopped.passed
        assert "dut" in text
        assert "Established" in text or "session" in text
    with started(tmp_path / "lacking", device, "") as lab:
        lacking = lab.validate()
        assert not lacking.passed
        assert [t.name for t in lacking.tests if t.status == "failed"] == ["preference"]
        assert "expected 192.0.2.0/24 with local preference 200, found 100" in "\n".join(report_lines(lacking))


CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "netlab-integration"
OF_CORPUS = ("bgp/01-ebgp-session.yml", "bgp.session/12-rs.yml", "routing/13-match-community-large.yml")


@pytest.mark.skipif(not CORPUS.is_dir(), reason="no corpus beside the project")
@pytest.mark.parametrize("device", ["frr", "bird"])
def test_topologies_nobody_here_wrote_pass(device: str) -> None:
    results = netwright.test([CORPUS / name for name in OF_CORPUS], jobs=2, device=device)
    assert all(result.passed for result in results), results
