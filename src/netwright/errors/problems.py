"""Problems: what is wrong in a user's file, where, and how to mend it.

Reading and designing collect problems and raise once, so a user sees every mistake of a run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

Severity = Literal["error", "warning", "notice"]


class Span(NamedTuple):
    """A place in a source text: ``line`` and ``column`` count from 1; 0 means the whole file."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


NOWHERE = Span("<topology>")


class Problem(NamedTuple):
    """One mistake, one line for the user, plus a hint where there is something useful to say."""

    code: str
    """Stable identifier, kebab-case: `unknown-key`, `wrong-type`, `address-overlap`."""
    message: str
    """What is wrong and what was expected, without a final full stop."""
    span: Span = NOWHERE
    hint: str = ""
    severity: Severity = "error"

    def __str__(self) -> str:
        text = f"{self.span}: {self.severity}: {self.message} [{self.code}]"
        return f"{text}\n  hint: {self.hint}" if self.hint else text


class Problems:
    """Collects problems in the order they are found; the same problem is kept once."""

    __slots__ = ("_found", "_seen")

    def __init__(self) -> None:
        self._found: list[Problem] = []
        self._seen: set[Problem] = set()

    def add(self, problem: Problem) -> None:
        if problem not in self._seen:
            self._seen.add(problem)
            self._found.append(problem)

    def error(self, code: str, message: str, span: Span = NOWHERE, hint: str = "") -> None:
        self.add(Problem(code, message, span, hint, "error"))

    def warning(self, code: str, message: str, span: Span = NOWHERE, hint: str = "") -> None:
        self.add(Problem(code, message, span, hint, "warning"))

    def notice(self, code: str, message: str, span: Span = NOWHERE, hint: str = "") -> None:
        self.add(Problem(code, message, span, hint, "notice"))

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(p for p in self._found if p.severity == "error")

    def raise_errors(self) -> None:
        """Raise `InputError` with everything found, if any of it is an error."""
        if any(p.severity == "error" for p in self._found):
            from .exceptions import InputError

            raise InputError(tuple(self._found))


def nearest(word: str, known: Iterable[str]) -> str:
    """A did-you-mean hint for a misspelt word, or an empty string when nothing is close."""
    import difflib  # 7 ms, only when something is misspelt

    close = difflib.get_close_matches(word.lower(), {k.lower(): k for k in known}, n=1, cutoff=0.6)
    names = {k.lower(): k for k in known}
    return f"did you mean `{names[close[0]]}`?" if close else ""
