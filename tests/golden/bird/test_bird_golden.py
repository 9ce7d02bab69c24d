"""bird.conf of whole small networks, as text to be read by a human."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from netwright.devices.bird import bird_conf

from ...unit.devices.bird.networks import CASES

HERE = Path(__file__).parent
GOLDEN = (
    "aggregates",
    "default-originate",
    "ibgp-reflector",
    "local-as-keeps-global",
    "ospf-default-conditional",
    "ospf-nssa",
    "policies",
    "pure-reflector",
    "redistribution",
    "route-server",
    "static",
    "unnumbered",
)


def test_every_golden_is_tested() -> None:
    assert {path.stem for path in HERE.glob("*.conf")} == set(GOLDEN)


@pytest.mark.parametrize("case", GOLDEN)
def test_golden(case: str) -> None:
    """NETWRIGHT_UPDATE_GOLDEN=1 writes them anew; read the difference before committing it."""
    network = CASES[case]
    text = bird_conf(network, next(iter(network.nodes.values())))
    path = HERE / f"{case}.conf"
    if os.environ.get("NETWRIGHT_UPDATE_GOLDEN"):
        path.write_text(text)
    assert text == path.read_text()
