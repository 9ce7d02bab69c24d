"""What `netwright new` writes runs as it is, and passes its own checks."""

from __future__ import annotations

from pathlib import Path

import pytest

from netwright import new_topology, up

CASES = (
    ("leaf-spine", {"spines": 2, "leafs": 2, "routing": "ebgp"}),
    ("leaf-spine", {"spines": 1, "leafs": 2, "routing": "ospf", "hosts": 2, "device": "bird"}),
    ("leaf-spine", {"spines": 2, "leafs": 2, "routing": "evpn"}),
    ("isp", {"cores": 3, "edges": 2, "customers": 2}),
    ("isp", {"cores": 2, "edges": 1, "customers": 2, "device": "bird"}),
    ("enterprise", {"branches": 1}),
    ("enterprise", {"branches": 1, "device": "bird"}),
    ("route-server", {}),
    ("route-server", {"servers": 2, "members": 2, "device": "bird", "server_device": "frr"}),
)
pytestmark = pytest.mark.live


@pytest.mark.parametrize(("kind", "parameters"), CASES, ids=lambda value: str(value))
def test_runs_and_passes(kind: str, parameters: dict[str, object], tmp_path: Path) -> None:
    path = tmp_path / "topology.yml"
    new_topology(kind, path, **parameters)
    with up(path) as lab:
        report = lab.validate()
        assert report.passed, report
        assert all(test.status == "passed" for test in report.tests)
