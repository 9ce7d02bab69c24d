"""Regular expressions over digits -> the numbers they stand for.

Owns: the expansion of what BIRD, which has no regular expressions, can only be told as a set of numbers.
Must not: know communities or paths.
"""

from __future__ import annotations

import re

_TOKEN = re.compile(r"(?:\d|\.|\\d|\[(?:\d-\d|\d)+\]|\((?:\?:)?\d+(?:\|\d+)*\))(?P<optional>\?)?(?![*+{])")
MOST = 256
"""Numbers or set elements an expression may become."""


class UntranslatableError(ValueError):
    """An expression BIRD cannot express; the message says which part."""


def numbers(expression: str) -> list[str]:
    """Every number an expression of digits, `.`, `[23]`, `[1-4]`, `(1|20)` and `?` stands for; none when it is more."""
    found = [""]
    position = 0
    while position < len(expression):
        token = _TOKEN.match(expression, position)
        if token is None:
            return []
        position = token.end()
        choices = _choices(token[0].removesuffix("?"))
        if token["optional"]:
            choices = [*choices, ""]
        if len(found) * len(choices) > MOST:
            return []
        found = [start + end for start in found for end in choices]
    return sorted({str(int(number)) for number in found if number}, key=int)


def _choices(token: str) -> list[str]:
    if token[0] == "(":
        return token[1:-1].removeprefix("?:").split("|")
    if token in (".", "\\d"):
        return list("0123456789")
    if token[0] != "[":
        return [token]
    digits: list[str] = []
    for single in re.finditer(r"(\d)-(\d)|(\d)", token):
        first, last = (single[1], single[2]) if single[1] else (single[3], single[3])
        digits += [str(n) for n in range(int(first), int(last) + 1)]
    return digits
