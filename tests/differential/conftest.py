"""Options of the differential test: `pytest tests/differential --topologies 500`."""

from __future__ import annotations

import os

import pytest

DEFAULT_COUNT = 30


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--topologies N` and `--topology-seed N`; without the option `NETWRIGHT_TOPOLOGIES` says how many."""
    parser.addoption("--topologies", type=int, default=None, help="random topologies to compare with netlab")
    parser.addoption("--topology-seed", type=int, default=1, help="which random topologies")


@pytest.fixture(scope="session")
def topology_count(request: pytest.FixtureRequest) -> int:
    chosen = request.config.getoption("--topologies", default=None)
    return int(chosen or os.environ.get("NETWRIGHT_TOPOLOGIES") or DEFAULT_COUNT)


@pytest.fixture(scope="session")
def topology_seed(request: pytest.FixtureRequest) -> int:
    return int(request.config.getoption("--topology-seed", default=None) or 1)
