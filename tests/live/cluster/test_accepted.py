"""Real parsers, of both dialects, accept what is written: all goldens, and whatever resources say."""

from __future__ import annotations

import subprocess

import pytest
from hypothesis import HealthCheck, given, settings

from netwright.cluster.bird import Renderer, render_node
from netwright.cluster.peering import ClusterFacts, derive_nodes
from netwright.cluster.resources import Resources
from netwright.errors import Problems

from ...golden.cluster.cases import CASES, rendered
from ...property.cluster.clusters import clusters
from ...unit.cluster.building import configuration, derive, node, peer, workload
from ...unit.cluster.hostile import beyond_all_lengths, leaving_quotes
from .parsers import BIRD1, BIRD2, RELEASES, Release, complaints

pytestmark = pytest.mark.live


@pytest.mark.parametrize("release", RELEASES, ids=str)
@pytest.mark.parametrize("case", CASES)
def test_golden_is_accepted(case: str, release: Release) -> None:
    texts = rendered(case, release.dialect)
    assert texts
    for name, text in texts.items():
        assert complaints(release, name.partition(".")[2], text) == ""


@pytest.mark.parametrize("release", [BIRD1, BIRD2], ids=str)
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(made=clusters())
def test_whatever_resources_say(release: Release, made: tuple[Resources, ClusterFacts]) -> None:
    renderer = Renderer(release.dialect)
    for found in derive_nodes(made[0], Problems(), made[1]):
        for name, text in renderer.files(found).items():
            assert complaints(release, name, text) == ""


@pytest.mark.parametrize("release", RELEASES, ids=str)
def test_hostile_words(release: Release) -> None:
    for made in (leaving_quotes(), beyond_all_lengths("In"), beyond_all_lengths("NotIn")):
        for name, text in render_node(made, release.dialect).items():
            assert complaints(release, name, text) == ""


@pytest.mark.parametrize("release", RELEASES, ids=str)
def test_the_parser_is_asked(release: Release) -> None:
    """Its silence means something."""
    made = derive(
        configuration("nodeToNodeMeshEnabled: false, localWorkloadPeeringIPV4: 169.254.0.179"),
        node(1),
        peer("p", "localWorkloadSelector: all(), asNumber: 65401"),
        workloads=[workload("vm", 1, "10.9.0.1")],
    )["n1"]
    for name, text in render_node(made, release.dialect).items():
        assert complaints(release, name, text) == ""
        assert "syntax error" in complaints(release, name, text.replace("passive on;", "passively;"))


@pytest.mark.parametrize("program", ["bird", "bird6"])
def test_bird_1_is_calicos(program: str) -> None:
    """Calico's fork is of 1.6.8."""
    done = subprocess.run([*BIRD1.command(program), "--version"], capture_output=True, text=True, check=True)
    assert done.stdout + done.stderr == "BIRD version 1.6.8\n"
