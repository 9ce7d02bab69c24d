"""`lint`: what runs but smells in a topology, or in resources of clusters.

Owns: reading, designing and asking the rules, in this order. Must not: judge, print.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from ..check import read_tests
from ..cluster.lint import linted, nest_clusters
from ..cluster.resources import read_paths, read_resources
from ..errors import InputError, Problem, Problems, Span
from ..lint import Choice, lint_clusters, lint_network, options_of, unknown_codes, unknown_ignored
from ..model import Map, Seq
from ..source import ReadRequest
from .loading import TOPOLOGY, RecordingFiles, read_and_design, request_of
from .memory import collector_paused


def lint_topology(
    path: str | os.PathLike[str] = TOPOLOGY,
    *,
    device: str | None = None,
    settings: Iterable[str] = (),
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    everything: bool = False,
    text: str | None = None,
) -> tuple[Problem, ...]:
    """What smells in a topology, in the order of places: warnings of standard rules, notices of others.

    `select` names the only rules to run, `ignore` rules to leave out; `everything` runs those too that question
    designs which may well be meant. `defaults.lint.select` and `.ignore` of the topology say the same, and so does a
    comment `# lint: ignore CODE` at the end of a line. A code of `ignore` that nothing has is a warning itself. Raises
    InputError for a topology that does not design, and for codes of `select` that are no rules.
    """
    choice = _choice(select, ignore, everything=everything)
    request = request_of(path, device=device, settings=settings, text=text)
    with collector_paused():
        return _lint(request, choice)


def lint_resources(
    clusters: Mapping[str, Sequence[str | os.PathLike[str]]],
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    everything: bool = False,
) -> tuple[Problem, ...]:
    """What smells in clusters, given the files and directories of each one's resources, in the order of places.

    Which cluster is nested in which is told by addresses: nodes of a nested cluster have those of its parent's
    workloads or pools. Codes and comments choose rules as in `lint_topology`. Raises InputError for resources that are
    wrong, and for codes of `select` that are no rules.
    """
    choice = _choice(select, ignore, everything=everything)
    with collector_paused():
        files, problems = RecordingFiles(), Problems()
        resources = {
            name: read_resources(read_paths([str(path) for path in paths], files, problems, _OPTION), problems)
            for name, paths in clusters.items()
        }
        problems.raise_errors()
        nested = nest_clusters(resources, problems)
        problems.raise_errors()
        warnings = [problem for problem in problems if problem.severity == "warning"]
        found = lint_clusters(nested, choice, warnings, _texts(files))
        return (*unknown_ignored(choice.ignore, lambda _: _OPTION), *found)


_OPTION = Span("<command line>")


def _choice(select: Iterable[str], ignore: Iterable[str], *, everything: bool) -> Choice:
    """Raises InputError for codes of `select` that are no rules."""
    unknown = unknown_codes(select := tuple(select))
    if unknown:
        raise InputError(
            [Problem("unknown-rule", f"no rule is called `{code}`", _OPTION, hint) for code, hint in unknown]
        )
    return Choice(select=select, ignore=tuple(ignore), everything=everything)


def _texts(files: RecordingFiles) -> dict[str, str]:
    """What was read, by name."""
    return {name: content.decode("utf-8-sig") for name, content in files.seen.items() if content is not None}


def _lint(request: ReadRequest, asked: Choice) -> tuple[Problem, ...]:
    files = RecordingFiles()
    problems = Problems()
    topology, network, clusters = read_and_design(request, files, problems, keep_written=True)
    read_tests(network, problems)
    own = options_of(topology, problems)
    _check_select(own, topology.defaults, problems)
    problems.raise_errors()
    choice = msgspec.structs.replace(asked, also=(*asked.also, *own.also), ignore=(*asked.ignore, *own.ignore))
    warnings = [problem for problem in problems if problem.severity == "warning"]
    texts = _texts(files)
    if request.text is not None:
        texts["<stdin>" if request.path == "-" else request.path] = request.text
    found = lint_network(topology, network, choice, warnings, texts, map(linted, clusters))
    mistyped = unknown_ignored(asked.ignore, lambda _: _OPTION)
    mistyped += unknown_ignored(own.ignore, lambda code: _ignored_at(topology.defaults, code))
    return tuple(sorted((*mistyped, *found), key=lambda problem: problem.span))


def _check_select(own: Choice, defaults: Map, problems: Problems) -> None:
    """Rules a topology asks for must exist; what it leaves out may be a code of reading or designing."""
    found = defaults.get("lint")
    at = found.at("select") if isinstance(found, Map) else defaults.span
    for code, hint in unknown_codes(own.also):
        problems.error("unknown-rule", f"no rule is called `{code}`", at, hint)


def _ignored_at(defaults: Map, code: str) -> Span:
    """Where a topology leaves out a code."""
    listed = defaults["lint"].get("ignore")
    if isinstance(listed, Seq) and code in listed:
        return listed.at(listed.index(code))
    at: Span = defaults["lint"].at("ignore")
    return at
