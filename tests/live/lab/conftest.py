"""Labs for tests, and what must not change on the host."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from netwright.errors import HostError
from netwright.lab import Lab, kernel_features

from .plans import triangle


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = os.path.dirname(__file__)
    for item in items:
        if str(item.path).startswith(here):
            item.add_marker(pytest.mark.live)


class Host(NamedTuple):
    """What of the host a lab might touch."""

    mounts: tuple[str, ...]
    interfaces: tuple[str, ...]
    named_namespaces: tuple[str, ...]

    @classmethod
    def now(cls) -> Host:
        mounts = sorted(line.split(" ")[4] for line in Path("/proc/self/mountinfo").read_text().splitlines())
        interfaces = sorted(
            line.split(":")[0].strip() for line in Path("/proc/net/dev").read_text().splitlines() if ":" in line
        )
        netns = sorted(os.listdir("/run/netns")) if os.path.isdir("/run/netns") else []
        return cls(tuple(mounts), tuple(interfaces), tuple(netns))


@pytest.fixture(autouse=True)
def host_stays_as_it_was() -> Iterator[None]:
    before = Host.now()
    yield
    assert Host.now() == before


@pytest.fixture(scope="session", autouse=True)
def namespaces() -> None:
    """Skip with the host's own reason where labs cannot run."""
    try:
        kernel_features()
    except HostError as error:
        pytest.skip(str(error))


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Lab]:
    running = Lab.start(triangle(), tmp_path / "lab")
    yield running
    running.stop(cleanup=True)
    assert not (tmp_path / "lab").exists()
