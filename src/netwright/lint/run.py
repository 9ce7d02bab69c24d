"""Running rules, and what a topology or a user wants left out.

Owns: choosing rules (`defaults.lint.ignore`, `defaults.lint.select`, comments, options). Must not: know any rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

import msgspec

from ..cluster.lint import LintedCluster
from ..cluster.lint import Subject as ClusterSubject
from ..errors import Problem, Problems, Span, nearest
from ..model import Map, Network, Seq, Topology
from ..model.rule import Rule, SubjectT
from .subject import Subject
from .table import CLUSTER_RULES, RULES, WARNINGS

COMMENT = re.compile(r"#\s*lint:\s*ignore\b[ \t]*([a-z0-9, -]*)")
"""`# lint: ignore unused-vlan, empty-group`; without codes all of them. On a line of its own it holds for the next."""


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """Which rules run."""

    select: tuple[str, ...] = ()
    """Only these; () = the standard ones."""
    also: tuple[str, ...] = ()
    """These too."""
    ignore: tuple[str, ...] = ()
    everything: bool = False
    """All rules, beside those that are ignored."""

    def wants(self, code: str, *, standard: bool) -> bool:
        if code in self.ignore:
            return False
        if self.select:
            return code in self.select or code in self.also
        return standard or self.everything or code in self.also


def options_of(topology: Topology, problems: Problems) -> Choice:
    """What `defaults.lint` says; a code nobody knows is a problem."""
    found = topology.defaults.get("lint")
    if found is None:
        return Choice()
    if not isinstance(found, Map):
        problems.error(
            "wrong-type", "`defaults.lint` must be a mapping", topology.defaults.at("lint"), "defaults.lint.ignore: []"
        )
        return Choice()
    for key in found:
        if key not in ("ignore", "select"):
            problems.error("unknown-key", f"unknown key `{key}` in `defaults.lint`", found.key_at(key), _KNOWN_KEYS)
    return Choice(
        also=_codes(found.get("select"), found.at("select"), problems),
        ignore=_codes(found.get("ignore"), found.at("ignore"), problems),
    )


_KNOWN_KEYS = "known: ignore, select"


def _codes(value: object, at: Span, problems: Problems) -> tuple[str, ...]:
    """Codes of a list."""
    listed = value if isinstance(value, list) else [] if value is None else [value]
    found = []
    for index, code in enumerate(listed):
        where = listed.at(index) if isinstance(listed, Seq) else at
        if isinstance(code, str):
            found.append(code)
        else:
            problems.error("wrong-type", "`defaults.lint` takes codes of rules", where, "such as `unused-vlan`")
    return tuple(found)


def unknown_codes(codes: Iterable[str], *, warnings: bool = False) -> list[tuple[str, str]]:
    """Codes that are no rules, each with the nearest one; with `warnings` those of other rooms may be named, too."""
    rules = {rule.code for rule in RULES} | {rule.code for rule in CLUSTER_RULES}
    known = rules | (WARNINGS if warnings else frozenset())
    return [(code, nearest(code, known)) for code in codes if code not in known]


def unknown_ignored(codes: Iterable[str], at: Callable[[str], Span]) -> list[Problem]:
    """Warnings of codes that are left out and that nothing ever says."""
    return [
        Problem(
            "unknown-rule", f"nothing is called `{code}`: leaving it out changes nothing", at(code), hint, "warning"
        )
        for code, hint in unknown_codes(codes, warnings=True)
    ]


def lint_network(
    topology: Topology,
    network: Network,
    choice: Choice,
    further: Iterable[Problem] = (),
    texts: Mapping[str, str] | None = None,
    clusters: Iterable[LintedCluster] = (),
) -> tuple[Problem, ...]:
    """What smells, in the order of places.

    The topology is one that was asked to keep what is written. `further` is what reading and designing already warned
    of, `texts` the files by name, for comments that leave something out; `clusters` are those of the topology.
    """
    subject = Subject(topology, network)
    of_clusters = ClusterSubject(clusters, network, subject.node_at)
    found = (*_run(RULES, subject, choice), *_run(CLUSTER_RULES, of_clusters, choice))
    return _left((*_wanted(further, choice), *found), texts)


def lint_clusters(
    clusters: Iterable[LintedCluster],
    choice: Choice,
    further: Iterable[Problem] = (),
    texts: Mapping[str, str] | None = None,
) -> tuple[Problem, ...]:
    """What smells in clusters that are known by their resources alone, in the order of places."""
    found = _run(CLUSTER_RULES, ClusterSubject(clusters), choice)
    return _left((*_wanted(further, choice), *found), texts)


def _wanted(further: Iterable[Problem], choice: Choice) -> Iterator[Problem]:
    return (problem for problem in further if choice.wants(problem.code, standard=True))


def _run(rules: Iterable[Rule[SubjectT]], subject: SubjectT, choice: Choice) -> Iterator[Problem]:
    for rule in rules:
        if choice.wants(rule.code, standard=rule.standard):
            for finding in rule.find(subject):
                yield Problem(rule.code, finding.message, finding.span, finding.hint, rule.severity)


def _left(found: Iterable[Problem], texts: Mapping[str, str] | None) -> tuple[Problem, ...]:
    """What no comment leaves out, each once, in the order of places."""
    silenced = _Comments(texts or {})
    return tuple(sorted((p for p in dict.fromkeys(found) if not silenced.covers(p)), key=lambda p: p.span))


class _Comments:
    """Comments that leave findings out, by file and line."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._lines = {file: dict(_comments(text)) for file, text in texts.items()}

    def covers(self, problem: Problem) -> bool:
        codes = self._lines.get(problem.span.file, {}).get(problem.span.line)
        return codes is not None and (not codes or problem.code in codes)


def _comments(text: str) -> Iterator[tuple[int, frozenset[str]]]:
    """Lines from 1 with the codes that are left out there."""
    for number, line in enumerate(text.splitlines(), 1):
        match = COMMENT.search(line)
        if match is not None:
            codes = frozenset(code for code in re.split(r"[,\s]+", match[1]) if code)
            yield number + (not line[: match.start()].strip()), codes
