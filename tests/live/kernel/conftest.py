"""Labs in a User-mode Linux guest."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from netwright.lab import KernelSettings, Lab
from netwright.lab.guest.uml import find_kernel

from .plans import complete

UML = KernelSettings("uml")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = os.path.dirname(__file__)
    for item in items:
        if str(item.path).startswith(here):
            item.add_marker(pytest.mark.live)


@pytest.fixture(scope="session", autouse=True)
def installed() -> None:
    if find_kernel() is None:
        pytest.skip("user-mode-linux is not installed")


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """One guest for the tests of a module: they leave it as they found it."""
    directory = tmp_path_factory.mktemp("guest") / "lab"
    running = Lab.start(complete(), directory, settings=UML)
    yield running
    running.stop(cleanup=True)
    assert not Path(directory).exists()
