"""Rulesets of services. `tests/live/cluster/test_services.py` gives all of them to nft."""

from __future__ import annotations

import os

import pytest

from netwright.devices.services import ruleset

from .cases import CASES, HERE


def test_every_golden_is_tested() -> None:
    assert {path.stem for path in HERE.glob("*.nft")} == set(CASES)


@pytest.mark.parametrize("case", CASES)
def test_golden(case: str) -> None:
    """NETWRIGHT_UPDATE_GOLDEN=1 writes them anew; read the difference before committing it."""
    path, text = HERE / f"{case}.nft", ruleset(CASES[case]())
    if os.environ.get("NETWRIGHT_UPDATE_GOLDEN"):
        path.write_text(text)
    assert text == path.read_text()
