"""The corpus of real topologies reads with nothing but requests for parts that are not supported yet."""

from __future__ import annotations

from pathlib import Path

import pytest

from netwright.errors import Problems
from netwright.source import DiskFiles, ReadRequest, read_topology

CORPUS = Path(__file__).resolve().parents[4] / "shared" / "corpus"
PARTS = ("defaults", "wait_times", "warnings")
NOT_YET = {"module-not-supported", "plugin-not-supported"}
pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of topologies is not beside this repository")


def topologies() -> list[Path]:
    patterns = ("netlab-integration/**/*.yml", "netlab-examples/**/*.yml", "bgplab/*/*/topology.yml")
    found = {path for pattern in patterns for path in CORPUS.glob(pattern)}
    return sorted(path for path in found if not any(part in path.name for part in PARTS))


def test_the_corpus_is_there() -> None:
    assert len(topologies()) > 80


@pytest.mark.parametrize("path", topologies(), ids=lambda path: str(path.relative_to(CORPUS)))
def test_reads(path: Path) -> None:
    problems = Problems()
    topology = read_topology(ReadRequest(path=str(path), system_defaults=None), DiskFiles(), problems)
    assert [str(p) for p in problems.errors if p.code not in NOT_YET] == []
    assert topology is not None
