"""Random topologies through Netwright and through netlab as a black box: the designs are the same.

Needs the program `netlab` (`pip install networklab` in its own environment): `NETWRIGHT_NETLAB=/path/netlab`
or on PATH; skipped otherwise. A topology netlab refuses must be refused here too, or be on the list.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from . import netlab, ours
from .deviations import DEVIATIONS, FURTHER, STRICTER, WIDER, deliberate, explained
from .generator import Case, sample
from .normal_form import Difference, differences, of_netlab, of_network
from .sessions import drop_half_sessions

PROGRAM = netlab.find()
WORKERS = min(2, os.cpu_count() or 1)
SHOWN = 3
MOST_TRIES = 2
"""Topologies tried per design to compare."""

MOST_REFUSED = 1 / 3
"""Share of topologies netlab may refuse: a quarter of 1,600 was measured."""

FEW = 5
"""Refusals a small sample may have whatever their share."""

ROOT = Path(__file__).parents[2]


class Outcome(NamedTuple):
    """What became of one topology."""

    text: str
    refused: str
    """netlab's words when it refused the topology."""
    errors: list[str]
    """Our errors, but those on the list when netlab has none."""
    found: list[Difference]
    """Differences not on the list."""
    allowed: tuple[str, ...] = ()
    """Reasons of those that are."""

    @property
    def differs(self) -> bool:
        """True when only one of the two refused the topology, or the designs differ, and it is not on the list."""
        if self.refused:
            return not self.errors and not all(explained(self.refused).values())
        return bool(self.errors or self.found)


def written(case: Case) -> tuple[str, tuple[str, ...]]:
    """The topology as text, and the settings of the command line."""
    return yaml.safe_dump(case.topology, sort_keys=False), case.settings


def compare(case: Case, directory: Path) -> Outcome:
    """Both designs of one topology."""
    assert PROGRAM is not None
    text, settings = written(case)
    theirs, said = netlab.transform(PROGRAM, text, settings, directory)
    network, problems = ours.design(text, settings)
    text = "\n".join([*(f"# -s {setting}" for setting in settings), text])
    if theirs is None:
        return Outcome(text, said, [str(problem) for problem in problems.errors], [])
    errors = [str(problem) for problem in problems.errors if problem.code not in STRICTER]
    if network is None:
        return Outcome(text, "", errors or ["nothing was designed"], [])
    mine, other = of_network(network), drop_half_sessions(of_netlab(theirs))
    found = [(difference, deliberate(difference, mine, other, theirs)) for difference in differences(mine, other)]
    allowed = tuple(deviation.reason for _, deviation in found if deviation is not None)
    return Outcome(text, "", errors, [difference for difference, deviation in found if deviation is None], allowed)


def compare_many(count: int, seed: int, directory: Path) -> list[Outcome]:
    """Outcomes of a seed until so many designs were compared; what netlab refuses is looked at and does not count."""
    outcomes: list[Outcome] = []
    missing = count
    with ThreadPoolExecutor(WORKERS) as pool:
        while missing and len(outcomes) < MOST_TRIES * count:
            first = len(outcomes)
            cases = sample(missing, seed, first)
            outcomes += pool.map(compare, cases, [directory / str(first + number) for number in range(missing)])
            missing = count - sum(not outcome.refused for outcome in outcomes)
    return outcomes


def counts(outcomes: list[Outcome]) -> str:
    """How often each reason of the lists was needed: for a difference, for a topology only netlab refuses."""
    deviations = Counter(reason for outcome in outcomes for reason in set(outcome.allowed))
    refusals = Counter(
        part for o in outcomes if o.refused and not o.errors for part in set(explained(o.refused).values())
    )
    lines = [f"{len(DEVIATIONS)} deviations, {len(deviations)} of them met; topologies with each:"]
    lines += [f"{number:5} {reason}" for reason, number in deviations.most_common()]
    lines += [f"{sum(bool(o.refused and o.errors) for o in outcomes)} topologies refused by both; by netlab alone:"]
    lines += [f"{number:5} {part}" for part, number in refusals.most_common()]
    return "\n".join(lines)


def describe(outcome: Outcome) -> str:
    """A failure to read: the topology, what netlab said, our errors, the differences."""
    lines = [outcome.text, outcome.refused, *outcome.errors[:5], *(str(d) for d in outcome.found[:15])]
    return "\n".join(lines)


@pytest.mark.skipif(PROGRAM is None, reason="netlab is not installed (set NETWRIGHT_NETLAB)")
def test_random_topologies_are_designed_alike(tmp_path, topology_count, topology_seed):
    outcomes = compare_many(topology_count, topology_seed, tmp_path)
    refused = [o for o in outcomes if o.refused]
    different = [o for o in outcomes if o.differs]
    compared = len(outcomes) - len(refused)
    print(f"{compared} designs compared, {len(refused)} topologies refused by netlab, {len(different)} differ")
    print(counts(outcomes))
    assert not different, f"{len(different)} of {len(outcomes)} differ; the first:\n\n" + "\n\n".join(
        map(describe, different[:SHOWN])
    )
    assert compared == topology_count, refused[0].refused
    assert len(refused) <= max(FEW, MOST_REFUSED * len(outcomes)), counts(outcomes)


def test_topologies_are_the_same_for_a_seed():
    assert sample(3, 7) == sample(3, 7)


def test_topologies_do_not_depend_on_what_is_imported():
    """Hypothesis draws constants of loaded modules, unless told not to."""
    answers = {
        subprocess.run(
            [sys.executable, "-c", f"{imports}\nfrom tests.differential.generator import sample\nprint(sample(20, 3))"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for imports in ("", "import netwright.cli, netwright.devices, netwright.lab")
    }
    assert len(answers) == 1


def test_deviations_have_reasons():
    reasons = [*(deviation.reason for deviation in DEVIATIONS), *STRICTER.values(), *WIDER.values(), *FURTHER.values()]
    assert all(len(reason) > 20 for reason in reasons)
    assert len(DEVIATIONS) <= 25
