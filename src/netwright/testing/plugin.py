"""The pytest plugin: a running lab as a fixture, `def test_rr(lab): ...`.

The topology is, in this order: the marker `@pytest.mark.topology("path", device="bird", ...)`, the module's
variable `TOPOLOGY` (a path), or `topology.yml` beside the test file. Paths are relative to the test file;
further arguments of the marker go to `workbench.up`. One lab serves all tests of a module that ask for the
same topology with the same options; it is taken down after the last of them, whatever happens.

Owns: choosing the topology, bringing the lab up and down. Must not: be felt by a test run that does not use
it; nothing of Netwright is imported until a test asks for `lab`.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pytest

if TYPE_CHECKING:
    from netwright.check import CheckReport
    from netwright.model import CommandResult, Network

_DEFAULT = "topology.yml"


class RunningLab(Protocol):
    """What the fixture gives: the part of `workbench.RunningLab` tests use."""

    @property
    def network(self) -> Network: ...

    def run(self, node: str, command: str) -> CommandResult: ...

    def validate(self) -> CheckReport: ...

    def down(self) -> None: ...


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers",
        "topology(path, **options): the topology file of the `lab` fixture, relative to the test file; "
        "options go to netwright.workbench.up",
    )


def chosen_topology(request: pytest.FixtureRequest) -> tuple[Path, dict[str, Any]]:
    """(file, options) for one test. Raises pytest.UsageError when there is none."""
    marker = request.node.get_closest_marker("topology")
    options = dict(marker.kwargs) if marker else {}
    name = options.pop("path", None) or (marker.args[0] if marker and marker.args else None)
    name = name or getattr(request.module, "TOPOLOGY", None)
    directory = Path(request.path).parent
    path = (directory / str(name or _DEFAULT)).resolve()
    if not path.is_file():
        raise pytest.UsageError(
            f"the `lab` fixture needs a topology: {path} does not exist; "
            'use @pytest.mark.topology("file.yml"), TOPOLOGY = "file.yml", '
            "or put topology.yml beside the test"
        )
    return path, options


class _Labs:
    """Labs of one test module; each is started once and always taken down."""

    def __init__(self) -> None:
        self.running: dict[tuple[str, str], RunningLab] = {}

    def get(self, path: Path, options: dict[str, Any]) -> RunningLab:
        workbench: Any = import_module("netwright.workbench")
        key = (str(path), repr(sorted(options.items())))
        if key not in self.running:
            self.running[key] = workbench.up(path, **options)
        return self.running[key]

    def close(self) -> None:
        """Take all down; the first failure is raised after every lab was tried."""
        from netwright.errors import NetwrightError

        failure: NetwrightError | None = None
        while self.running:
            _, lab = self.running.popitem()
            try:
                lab.down()
            except NetwrightError as error:
                failure = failure or error
        if failure is not None:
            raise failure


@pytest.fixture(scope="module")
def _netwright_labs() -> Iterator[_Labs]:
    labs = _Labs()
    try:
        yield labs
    finally:
        labs.close()


@pytest.fixture
def lab(request: pytest.FixtureRequest, _netwright_labs: _Labs) -> RunningLab:
    """A running lab: `.network`, `.run(node, command)`, `.validate()`, `.down()`."""
    path, options = chosen_topology(request)
    return _netwright_labs.get(path, options)
