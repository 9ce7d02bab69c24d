"""Exceptions -> exit codes and lines on standard error. The only place that knows exit codes.

0 fine, 1 findings of checks, 2 usage or input, 3 host or daemon; 130 interrupted.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable

from ..errors import DaemonError, HostError, InputError, LabError, NetwrightError, Problem

FINDINGS = 1
EXIT_CODES: tuple[tuple[type[NetwrightError], int], ...] = (
    (InputError, 2),
    (LabError, 2),
    (HostError, 3),
    (DaemonError, 3),
    (NetwrightError, 3),
)
INTERNAL = 3
INTERRUPTED = 130


def guarded(command: Callable[[], int]) -> int:
    """Run a command; whatever it raises becomes lines and an exit code, never a traceback."""
    try:
        return command()
    except NetwrightError as error:
        tell(error)
        return next(code for kind, code in EXIT_CODES if isinstance(error, kind))
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return INTERRUPTED
    except OSError as error:
        if os.environ.get("NETWRIGHT_DEBUG") and not isinstance(error, BrokenPipeError):
            raise
        return failed_file(error)
    except RecursionError as error:
        return _internal(error)
    except Exception as error:  # the boundary: a user never sees a traceback unless they ask for it
        return _internal(error)


def failed_file(error: OSError) -> int:
    """What the system refused, in one line. A reader that went away (`| head`) is no mistake."""
    if isinstance(error, BrokenPipeError):
        mute()
        return 0
    what = error.strerror or str(error)
    if error.filename:
        what = f"{os.fsdecode(error.filename) if isinstance(error.filename, bytes) else error.filename}: {what}"
    elif isinstance(error, FileNotFoundError):
        what = f"{what} (is the working directory still there?)"
    print(f"error: {what}", file=sys.stderr)
    return INTERNAL


def mute() -> None:
    """Nothing more goes to standard output: what is still to be written would fail again."""
    if sys.stdout is None:
        return
    with contextlib.suppress(OSError):  # it has no descriptor when a program replaced it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _internal(error: Exception) -> int:
    if os.environ.get("NETWRIGHT_DEBUG"):
        raise error
    text = " ".join(str(error).split())[:200]
    print(f"internal error: {type(error).__name__}: {text}", file=sys.stderr)
    print("  hint: run it again with NETWRIGHT_DEBUG=1 and report what it prints", file=sys.stderr)
    return INTERNAL


def tell(error: NetwrightError) -> None:
    """Every problem of the run, or the one message."""
    if isinstance(error, InputError):
        tell_problems(error.problems)
        count = sum(problem.severity == "error" for problem in error.problems)
        if count > 1:
            print(f"{count} errors", file=sys.stderr)
    else:
        print(f"error: {error}", file=sys.stderr)


def tell_problems(problems: Iterable[Problem], *, quiet: bool = False) -> None:
    """Each problem; notices that say the same of many places once, and `quiet` none."""
    found = [problem for problem in problems if problem.severity != "notice" or not quiet]
    alike = Counter((p.code, p.message) for p in found if p.severity == "notice")
    for problem in found:
        count = alike.pop((problem.code, problem.message), 0) if problem.severity == "notice" else 1
        if count:
            more = f"\n  and {count - 1} more of this kind" if count > 1 else ""
            print(f"{shown(problem)}{more}", file=sys.stderr)


def shown(problem: Problem) -> str:
    """A problem without a place starts with its severity."""
    if problem.span.line or not problem.span.file.startswith("<"):
        return str(problem)
    text = f"{problem.severity}: {problem.message} [{problem.code}]"
    return f"{text}\n  hint: {problem.hint}" if problem.hint else text
