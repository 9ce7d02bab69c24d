"""The state of every designed session and adjacency of a running lab, for pictures.

Owns: which commands are asked. Must not: judge, wait, know how a lab runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from ..devices.base import Driver, ShowCommand, StateError
from ..model import CommandResult, LiveSession, Network
from ..model.adjacency import OSPF_FAMILIES
from .expected import Expectations
from .named.matching import Match, bgp, isis, ospf

RunMany = Callable[[Sequence[tuple[str, Sequence[str]]]], Sequence[CommandResult]]
"""Runs (node, argv) pairs in parallel, results in their order."""
Protocol = Literal["bgp", "ospf", "isis"]
Call = tuple[str, tuple[str, ...]]
"""A node and the command that is run in it."""


class _Question(NamedTuple):
    """What is asked of one node, and what its answer has to hold."""

    protocol: Protocol
    node: str
    vrf: str | None
    command: ShowCommand[Any] | None
    wanted: Sequence[Any]

    @property
    def call(self) -> Call | None:
        """Several questions may be about the answer to one."""
        return None if self.command is None else (self.node, self.command.argv)


def live_sessions(network: Network, drivers: Mapping[str, Driver], run: RunMany) -> tuple[LiveSession, ...]:
    """Every designed session and adjacency, once for each of its ends. Raises what `run` raises."""
    due = Expectations(network)
    questions = [q for name in network.nodes for q in _questions(network, drivers, due, name)]
    calls = list(dict.fromkeys(q.call for q in questions if q.call is not None))
    answers: dict[Call | None, CommandResult] = dict(zip(calls, run(calls), strict=True))
    return tuple(session for q in questions for session in _read(q, answers.get(q.call)))


def _questions(network: Network, drivers: Mapping[str, Driver], due: Expectations, name: str) -> Iterator[_Question]:
    driver = drivers[network.nodes[name].device]
    for vrf in due.tables(name):
        if sessions := due.sessions(name, vrf):
            yield _Question("bgp", name, vrf, driver.bgp_sessions(vrf), sessions)
        for version, family in OSPF_FAMILIES.items():
            if adjacencies := due.adjacencies(name, version, vrf):
                yield _Question("ospf", name, vrf, driver.ospf_neighbors(family, vrf), adjacencies)
    if circuits := due.isis_adjacencies(name):
        yield _Question("isis", name, None, driver.isis_neighbors(), circuits)


def _read(question: _Question, answer: CommandResult | None) -> Iterator[LiveSession]:
    """A node that does not answer (its daemon died, say) leaves its sessions unknown."""
    seen: Sequence[Any] | None = None
    if answer is not None and question.command is not None:
        try:
            seen = question.command.parse(answer.stdout)
        except StateError:
            seen = None
    for wanted in question.wanted:
        found = None if seen is None else _MATCH[question.protocol](wanted, seen)
        yield LiveSession(
            protocol=question.protocol,
            node=question.node,
            neighbor=wanted.name,
            up=None if found is None else found.up,
            word="not known" if found is None else found.word or "none",
            vrf=question.vrf,
            address=getattr(wanted, "address", None),
            ifname=wanted.ifname,
        )


_MATCH: Mapping[Protocol, Callable[[Any, Any], Match]] = {"bgp": bgp, "ospf": ospf, "isis": isis}
