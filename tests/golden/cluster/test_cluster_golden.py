"""Configuration of BIRD, in both dialects, of the nodes of small clusters.

`tests/live/cluster/test_accepted.py` gives all of it to real daemons.
"""

from __future__ import annotations

import os

import pytest

from .cases import CASES, HERE, rendered


def test_every_golden_is_tested() -> None:
    assert {path.name for path in HERE.iterdir() if path.is_dir() and not path.name.startswith("__")} == set(CASES)


@pytest.mark.parametrize("case", CASES)
def test_golden(case: str) -> None:
    """NETWRIGHT_UPDATE_GOLDEN=1 writes them anew; read the difference before committing it."""
    made = {**rendered(case, "bird1"), **rendered(case, "bird2")}
    kept = {name: text for name, text in made.items() if name.partition(".")[0] in CASES[case]}
    directory = HERE / case
    if os.environ.get("NETWRIGHT_UPDATE_GOLDEN"):
        for name, text in kept.items():
            (directory / name).write_text(text)
    assert {path.name for path in directory.iterdir()} == {*kept, "resources.yml"}
    for name, text in kept.items():
        assert text == (directory / name).read_text()
