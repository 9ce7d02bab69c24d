"""Regular expressions over a device's output, without letting a pattern hang the program.

Owns: the functions of `re` an expression may call. Patterns with at most one open-ended repeat run here over
bounded text (quadratic at worst); every other pattern runs in a helper process that is killed when it takes
longer than `TIME_LIMIT_S`, because Python cannot interrupt a match that backtracks exponentially.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from .errors import EvaluationError

MAX_PATTERN = 1_000
MAX_TEXT = 1_000_000
MAX_TEXT_INLINE = 10_000
TIME_LIMIT_S = 2.0
FLAGS = {
    "A": re.A,
    "ASCII": re.A,
    "I": re.I,
    "IGNORECASE": re.I,
    "M": re.M,
    "MULTILINE": re.M,
    "S": re.S,
    "DOTALL": re.S,
    "X": re.X,
    "VERBOSE": re.X,
}
FUNCTIONS = frozenset({"search", "match", "fullmatch", "findall", "split", "sub"})

_REPEAT = re.compile(r"[*+?{]")
_OPEN_ENDED = re.compile(r"[*+{]")
_RISKY = re.compile(r"\(\?[=!<P]|\\[1-9]|\)\s*(?:[*+?]|\{)")

_HELPER = """
import json, re, sys
name, pattern, text, flags, extra = json.load(sys.stdin)
if name == "sub":
    result = re.sub(pattern, extra, text, flags=flags)
elif name in ("findall", "split"):
    result = getattr(re, name)(pattern, text, flags=flags)
else:
    found = getattr(re, name)(pattern, text, flags)
    result = None
    if found:
        spans = [found.span(n) for n in range(found.re.groups + 1)]
        result = [[found.group()] + list(found.groups()), found.groupdict(), spans]
json.dump(result, sys.stdout)
"""


class Match:
    """What a match found; immutable data with the accessors of `re.Match`."""

    __slots__ = ("_groups", "_names", "_spans")

    def __init__(self, groups: list[str | None], names: dict[str, str | None], spans: list[Any]) -> None:
        self._groups, self._names = tuple(groups), dict(names)
        self._spans = tuple((int(a), int(b)) for a, b in spans)

    def group(self, *which: int | str) -> Any:
        found = tuple(self._names[w] if isinstance(w, str) else self._groups[w] for w in which or (0,))
        return found[0] if len(found) == 1 else found

    def groups(self) -> tuple[str | None, ...]:
        return self._groups[1:]

    def groupdict(self) -> dict[str, str | None]:
        return dict(self._names)

    def span(self, which: int = 0) -> tuple[int, int]:
        return self._spans[which]

    def start(self, which: int = 0) -> int:
        return self._spans[which][0]

    def end(self, which: int = 0) -> int:
        return self._spans[which][1]


def call(name: str, pattern: Any, *arguments: Any, flags: Any = 0) -> Any:
    """One call of `re.<name>`. Raises EvaluationError."""
    extra: Any = None
    rest = list(arguments)
    if name == "sub":
        if not rest or not isinstance(rest[0], str):
            raise EvaluationError("re.sub needs a pattern, a replacement and a text")
        extra = rest.pop(0)
    if not rest or len(rest) > 2:
        raise EvaluationError(f"re.{name} needs a pattern and a text")
    text = rest[0]
    flags = rest[1] if len(rest) == 2 else flags
    _check(name, pattern, text, flags, extra)
    if len(text) <= MAX_TEXT_INLINE and _simple(pattern):
        return _inline(name, pattern, text, int(flags), extra)
    return _outside(name, pattern, text, int(flags), extra)


def _simple(pattern: str) -> bool:
    """At worst quadratic: one open-ended repeat of one item, at most one more mark, no looking around."""
    return len(_REPEAT.findall(pattern)) <= 2 and len(_OPEN_ENDED.findall(pattern)) <= 1 and not _RISKY.search(pattern)


def _check(name: str, pattern: Any, text: Any, flags: Any, extra: str | None) -> None:
    if not isinstance(pattern, str) or not isinstance(text, str) or not isinstance(flags, int):
        raise EvaluationError(f"re.{name} works on text, found {type(pattern).__name__}, {type(text).__name__}")
    if len(pattern) > MAX_PATTERN or len(extra or "") > MAX_PATTERN:
        raise EvaluationError(f"a regular expression may have at most {MAX_PATTERN} characters")
    if len(text) > MAX_TEXT:
        raise EvaluationError(f"the text of a regular expression may have at most {MAX_TEXT} characters")
    try:
        re.compile(pattern, int(flags))
    except (re.error, OverflowError, RecursionError, ValueError) as error:
        raise EvaluationError(f"bad regular expression {pattern!r}: {error}") from None


def _inline(name: str, pattern: str, text: str, flags: int, extra: str | None) -> Any:
    try:
        if name == "sub":
            return re.sub(pattern, extra or "", text, flags=flags)
        if name in ("findall", "split"):
            plain: Callable[..., list[Any]] = getattr(re, name)
            return plain(pattern, text, flags=flags)
        found = getattr(re, name)(pattern, text, flags)
    except (re.error, IndexError) as error:
        raise EvaluationError(f"re.{name}: {error}") from None
    if found is None:
        return None
    spans = [found.span(n) for n in range(found.re.groups + 1)]
    return Match([found.group(), *found.groups()], found.groupdict(), spans)


def _outside(name: str, pattern: str, text: str, flags: int, extra: str | None) -> Any:
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-c", _HELPER],
            input=json.dumps([name, pattern, text, flags, extra]),
            capture_output=True,
            text=True,
            timeout=TIME_LIMIT_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise EvaluationError(
            f"the regular expression {pattern!r} took longer than {TIME_LIMIT_S:g} s over {len(text)} characters"
        ) from None
    if done.returncode:
        lines = done.stderr.strip().splitlines()
        raise EvaluationError(f"re.{name}: {lines[-1] if lines else 'failed'}")
    result = json.loads(done.stdout)
    if name in FUNCTIONS - {"sub", "findall", "split"} and result is not None:
        return Match(*result)
    return result
