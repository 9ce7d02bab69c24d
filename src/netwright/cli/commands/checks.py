"""validate, test: is the network what it should be."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .. import options as o
from . import add

if TYPE_CHECKING:
    from ...workbench import TopologyResult


def register(app: typer.Typer) -> None:
    add(app, validate)
    add(app, test)


def validate(
    tests: Annotated[list[str] | None, typer.Argument(help="Only these tests.")] = None,
    name: o.LabName = None,
    nodes: Annotated[str | None, typer.Option("-n", "--nodes", help="Only on these nodes.")] = None,
    skip_wait: Annotated[bool, typer.Option("--skip-wait", help="Look once, do not wait.")] = False,
    list_tests: Annotated[bool, typer.Option("--list", help="List the tests.")] = False,
    error_only: Annotated[bool, typer.Option("-e", "--error-only", help="Print failures only.")] = False,
    json: o.Json = False,
    quiet: o.Quiet = False,
) -> int:
    """Run the checks of a running lab: its validate section, or its design when there is none."""
    from ...workbench import attach
    from ..output import Talk, print_json, print_report, print_table

    lab = attach(name)
    if list_tests:
        rows = _tests(lab.network)
        if json:
            print_json(rows)
        else:
            print_table(["test", "nodes", "what"], [[r["name"], ", ".join(r["nodes"]), r["what"]] for r in rows])
        return 0
    with Talk(quiet=quiet) as talk:
        report = lab.validate(tests or None, nodes, observer=talk, skip_wait=skip_wait)
    if json:
        from ...check import report_data

        print_json(report_data(report))
    elif not quiet or not report.passed:
        print_report(report, only_errors=error_only)
    return 0 if report.passed else 1


def _tests(network: object) -> list[dict]:  # type: ignore[type-arg]  # rows for a table or JSON
    from ...check import design_checks, read_tests
    from ...errors import Problems
    from ...model import Network

    assert isinstance(network, Network)
    problems = Problems()
    found = read_tests(network, problems) if network.validate else design_checks(network)
    problems.raise_errors()
    return [{"name": t.name, "nodes": list(t.nodes), "what": t.description} for t in found]


def test(
    topologies: Annotated[list[str], typer.Argument(metavar="TOPOLOGY...", help="Topologies to test.")],
    device: o.Device = None,
    provider: o.Provider = None,
    settings: o.Settings = None,
    no_substitute: o.NoSubstitute = False,
    kernel: o.Kernel = None,
    memory: o.Memory = None,
    jobs: Annotated[int, typer.Option("-j", "--jobs", min=1, help="How many labs side by side.")] = 1,
    junit: Annotated[Path | None, typer.Option("--junit", metavar="FILE", help="Write JUnit XML.")] = None,
    json: Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Write JSON; - prints it.")] = None,
    quiet: o.Quiet = False,
    verbose: o.Verbose = False,
) -> int:
    """Bring topologies up, check them, take them down. Exit: 0 passed, 1 check failed, 2 input, 3 host."""
    from ...workbench import test as run_tests
    from ...workbench.batch import exit_status
    from ...workbench.batch import junit as junit_of
    from ..output import Talk

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a cancelled job of CI leaves no labs either

    def finished(result: TopologyResult) -> None:
        if str(json) != "-":
            _print_result(result, quiet=quiet, verbose=verbose)

    with Talk(quiet=not verbose) as talk:
        results = run_tests(
            topologies,
            jobs=jobs,
            device=device,
            provider=provider,
            settings=settings or (),
            substitute=not no_substitute,
            kernel=kernel,
            memory_mb=memory,
            observer=talk if jobs == 1 else None,
            finished=finished,
        )
    if junit is not None:
        _write(junit, junit_of(results))
    if json is not None:
        import msgspec

        _write(json, msgspec.json.format(msgspec.json.encode(_data(results), enc_hook=str)).decode() + "\n")
    passed = sum(result.passed for result in results)
    if str(json) != "-":
        print(f"{passed} of {len(results)} topologies passed")
    return exit_status(results)


def _data(results: tuple[TopologyResult, ...]) -> list[dict[str, object]]:
    from ...check import report_data

    return [
        {
            "path": r.path,
            "outcome": r.outcome,
            "message": r.message,
            "notices": list(r.notices),
            "duration_s": round(r.duration_s, 3),
            "logs": r.logs,
            "report": None if r.report is None else report_data(r.report),
        }
        for r in results
    ]


def _write(path: Path, text: str) -> None:
    from ...workbench.writing import write_text

    if str(path) == "-":
        print(text, end="")
        return
    write_text(path, text)


def _print_result(result: TopologyResult, *, quiet: bool, verbose: bool) -> None:
    from ..output import print_report, stdout

    verdict = result.report.verdict if result.report is not None else result.message.partition("\n")[0]
    word = "PASS" if result.passed else {"failed": "FAIL", "input": "INPUT", "host": "HOST"}[result.outcome]
    stdout().print(f"{word:5} {result.path} ({result.duration_s:.1f} s) {verdict}", markup=False)
    if quiet:
        return
    if verbose or (not result.passed and result.report is None):
        for line in [*result.notices, *result.message.splitlines()[1:]]:
            stdout().print(f"      {line}", markup=False)
    if result.report is not None and (verbose or not result.passed):
        print_report(result.report, only_errors=not verbose)
        if result.message:
            stdout().print(result.message, markup=False)
    for daemon, text in result.logs.items() if verbose else ():
        stdout().print(f"log of {daemon}:\n{text}", markup=False)
