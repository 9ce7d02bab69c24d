"""What `test_privileges` runs where namespaces are refused; not collected by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from netwright.errors import HostError
from netwright.lab import KernelSettings, Lab

from ..lab.plans import daemon, single


class Told:
    """An observer that remembers what was said."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def stage(self, name: str, total: int) -> None:
        pass

    def advance(self, name: str, amount: int = 1) -> None:
        pass

    def say(self, text: str) -> None:
        self.said.append(text)


def test_auto_is_a_guest(tmp_path: Path) -> None:
    plan, told = single(daemon("core")), Told()
    with pytest.raises(HostError, match="namespaces are not available"):
        Lab.start(plan, tmp_path / "lab", settings=KernelSettings("host"))
    lab = Lab.start(plan, tmp_path / "lab", observer=told)
    try:
        assert lab.status().kernel == "uml"
        assert any("User-mode Linux guest" in text for text in told.said)
    finally:
        lab.stop(cleanup=True)
    assert not (tmp_path / "lab").exists()
