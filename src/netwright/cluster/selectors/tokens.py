"""Selector text -> tokens with columns.

Owns: the characters of the language. Must not: know its grammar.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

Kind = Literal["word", "string", "symbol", "end"]

_TOKEN = re.compile(
    r"""(?P<space>\s+)
      | (?P<word>[A-Za-z0-9_./-]+)
      | (?P<string>"[^"]*"|'[^']*')
      | (?P<symbol>==|!=|&&|\|\||[!(){},])
    """,
    re.VERBOSE,
)


class SelectorError(ValueError):
    """Text that is no selector: `message`, `column` (from 1) and `hint` ("" when there is none)."""

    def __init__(self, message: str, column: int, hint: str = "") -> None:
        self.message, self.column, self.hint = message, column, hint
        super().__init__(f"column {column}: {message}")


class Token(NamedTuple):
    """A piece of a selector; `text` of a string is its value without the quotes."""

    kind: Kind
    text: str
    column: int

    def __str__(self) -> str:
        if self.kind == "end":
            return "the end"
        return f"the string `{self.text}`" if self.kind == "string" else f"`{self.text}`"


_HALVES = {
    "=": "comparison is written `==`",
    "&": "and is written `&&`",
    "|": "or is written `||`",
}


def tokenize(text: str) -> list[Token]:
    """All tokens and an `end`. Raises SelectorError."""
    tokens: list[Token] = []
    position = 0
    while position < len(text):
        found = _TOKEN.match(text, position)
        if found is None:
            raise _no_token(text, position)
        piece = found.group()
        match found.lastgroup:
            case "word":
                tokens.append(Token("word", piece, position + 1))
            case "symbol":
                tokens.append(Token("symbol", piece, position + 1))
            case "string":
                tokens.append(Token("string", piece[1:-1], position + 1))
        position = found.end()
    tokens.append(Token("end", "", len(text) + 1))
    return tokens


def _no_token(text: str, position: int) -> SelectorError:
    character = text[position]
    if character in "\"'":
        return SelectorError("this string does not end", position + 1, f"close it with {character}")
    hint = _HALVES.get(character, "")
    return SelectorError(f"unexpected character `{character}`", position + 1, hint)
