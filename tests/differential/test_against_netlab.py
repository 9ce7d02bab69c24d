"""Random topologies through Netwright and through netlab as a black box: the designs are the same.

Needs the program `netlab` (`pip install networklab` in its own environment): `NETWRIGHT_NETLAB=/path/netlab`
or on PATH; skipped otherwise. Refusals by netlab are not compared, but must stay the exception.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from . import netlab, ours
from .deviations import DEVIATIONS, STRICTER, WIDER, deliberate
from .generator import sample
from .normal_form import Difference, differences, of_netlab, of_network

PROGRAM = netlab.find()
WORKERS = min(2, os.cpu_count() or 1)
SHOWN = 3


class Outcome(NamedTuple):
    """What became of one topology."""

    text: str
    refused: str
    """netlab's words when it refused the topology."""
    errors: list[str]
    """Our errors where netlab has none."""
    found: list[Difference]


def compare(text: str, directory: Path) -> Outcome:
    """Both designs of one topology."""
    assert PROGRAM is not None
    directory.mkdir(parents=True)
    theirs, said = netlab.transform(PROGRAM, text, directory)
    if theirs is None:
        return Outcome(text, said, [], [])
    network, problems = ours.design(text)
    errors = [str(problem) for problem in problems.errors if problem.code not in STRICTER]
    if network is None:
        return Outcome(text, "", errors or ["nothing was designed"], [])
    found = [d for d in differences(of_network(network), of_netlab(theirs)) if not deliberate(d)]
    return Outcome(text, "", errors, found)


def describe(outcome: Outcome) -> str:
    """A failure to read: the topology, our errors, the differences."""
    lines = [outcome.text, *outcome.errors[:5], *(str(d) for d in outcome.found[:15])]
    return "\n".join(lines)


@pytest.mark.skipif(PROGRAM is None, reason="netlab is not installed (set NETWRIGHT_NETLAB)")
def test_random_topologies_are_designed_alike(tmp_path, topology_count, topology_seed):
    texts = [yaml.safe_dump(t, sort_keys=False) for t in sample(topology_count, topology_seed)]
    directories = [tmp_path / str(number) for number in range(len(texts))]
    with ThreadPoolExecutor(WORKERS) as pool:
        outcomes = list(pool.map(compare, texts, directories))
    refused = [o for o in outcomes if o.refused]
    different = [o for o in outcomes if o.found or o.errors]
    print(f"{len(texts)} topologies: {len(refused)} refused by netlab, {len(different)} differ")
    assert not different, f"{len(different)} of {len(texts)} differ; the first:\n\n" + "\n\n".join(
        map(describe, different[:SHOWN])
    )
    assert len(refused) * 5 <= len(texts), refused[0].refused


def test_topologies_are_the_same_for_a_seed():
    assert sample(3, 7) == sample(3, 7)


def test_deviations_have_reasons():
    reasons = [*(deviation.reason for deviation in DEVIATIONS), *STRICTER.values(), *WIDER.values()]
    assert all(len(reason) > 20 for reason in reasons)
    assert len(DEVIATIONS) <= 10
