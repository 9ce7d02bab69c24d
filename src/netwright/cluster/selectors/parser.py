"""Tokens -> tree.

Owns: the grammar and its messages. Must not: evaluate.

    or       = and *("||" and)
    and      = unary *("&&" unary)
    unary    = *"!" (comparison | function | "(" or ")")
    function = "all" "(" ")" | "global" "(" ")" | "has" "(" label ")"
    comparison = label ("==" | "!=" | "contains" | "starts" "with" | "ends" "with") string
               | label ["not"] "in" "{" [string *("," string)] "}"

Names of operators are labels like any other where a label is expected (`in == "x"` is fine).
Source: Calico documentation, "Network policy", section "Selectors".
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from netwright.errors import NOWHERE, Problems, Span, nearest

from .tokens import SelectorError, Token, tokenize
from .tree import All, And, Contains, EndsWith, Equals, Global, Has, In, Node, Not, NotEquals, NotIn, Or, StartsWith

MAX_LABEL_CHARACTERS = 512
MAX_DEPTH = 100
"""Parentheses and `!` within each other; deeper text is no selector a person or tool means."""

_Make = Callable[[str, str], Node]
_SYMBOLS: dict[str, _Make] = {"==": Equals, "!=": NotEquals}
_WITH: dict[str, _Make] = {"starts": StartsWith, "ends": EndsWith}
_OPERATORS = ("==", "!=", "in", "not in", "contains", "starts with", "ends with")
_OPERATOR_LIST = ", ".join(f"`{o}`" for o in _OPERATORS)
_OTHER_WORDS = {
    "and": "and is written `&&`",
    "or": "or is written `||`",
    "not": 'not is written `!`, and `not in` has a set: `k not in {"a"}`',
    "notin": "this is written `not in`",
    "exists": "this is written `has(k)`",
}


@lru_cache(maxsize=4096)
def parse_selector(text: str) -> Node:
    """The tree of a selector; empty text selects all. Raises SelectorError."""
    tokens = tokenize(text)
    if tokens[0].kind == "end":
        return All()
    return _Parser(tokens).whole()


def read_selector(text: str, problems: Problems, span: Span = NOWHERE) -> Node | None:
    """The tree, or None after a problem that names the column within the selector."""
    try:
        return parse_selector(text)
    except SelectorError as error:
        message = f"in selector `{text}`, column {error.column}: {error.message}"
        problems.error("selector-syntax", message, span, error.hint)
        return None


class _Parser:
    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    @property
    def _next(self) -> Token:
        return self._tokens[self._at]

    def _take(self) -> Token:
        token = self._tokens[self._at]
        self._at += token.kind != "end"
        return token

    def _is(self, symbol: str, ahead: int = 0) -> bool:
        token = self._tokens[min(self._at + ahead, len(self._tokens) - 1)]
        return token.kind == "symbol" and token.text == symbol

    def _expect(self, symbol: str, hint: str = "") -> None:
        if not self._is(symbol):
            raise SelectorError(f"expected `{symbol}`, found {self._next}", self._next.column, hint)
        self._take()

    def whole(self) -> Node:
        tree = self._or()
        if self._next.kind != "end":
            hint = _OTHER_WORDS.get(self._next.text, "join expressions with `&&` or `||`")
            if self._is(")"):
                hint = "no parenthesis is open here"
            raise SelectorError(f"expected the end, `&&` or `||`, found {self._next}", self._next.column, hint)
        return tree

    def _or(self) -> Node:
        operands = [self._and()]
        while self._is("||"):
            self._take()
            operands.append(self._and())
        return operands[0] if len(operands) == 1 else Or(tuple(operands))

    def _and(self) -> Node:
        operands = [self._unary()]
        while self._is("&&"):
            self._take()
            operands.append(self._unary())
        return operands[0] if len(operands) == 1 else And(tuple(operands))

    def _unary(self) -> Node:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise SelectorError(f"more than {MAX_DEPTH} levels of `!` and parentheses", self._next.column)
        try:
            if self._is("!"):
                self._take()
                return Not(self._unary())
            if self._is("("):
                opened = self._take()
                inner = self._or()
                self._expect(")", f"the parenthesis opened in column {opened.column} is not closed")
                return inner
            return self._simple()
        finally:
            self._depth -= 1

    def _simple(self) -> Node:
        if self._next.kind != "word":
            hint = "a label is not quoted; its value is" if self._next.kind == "string" else ""
            raise SelectorError(f"expected a label or a function, found {self._next}", self._next.column, hint)
        if self._is("(", 1):
            return self._function()
        return self._comparison(self._label())

    def _function(self) -> Node:
        name = self._take()
        self._take()
        if name.text == "has":
            node: Node = Has(self._label())
        elif name.text == "all":
            node = All()
        elif name.text == "global":
            node = Global()
        else:
            hint = nearest(name.text, ("has", "all", "global")) or _OTHER_WORDS.get(name.text, "")
            raise SelectorError(f"unknown function `{name.text}`; there are `has`, `all`, `global`", name.column, hint)
        self._expect(")")
        return node

    def _label(self) -> str:
        token = self._take()
        if token.kind != "word":
            hint = "a label is not quoted" if token.kind == "string" else ""
            raise SelectorError(f"expected a label, found {token}", token.column, hint)
        if len(token.text) > MAX_LABEL_CHARACTERS:
            raise SelectorError(f"a label has at most {MAX_LABEL_CHARACTERS} characters", token.column)
        return token.text

    def _comparison(self, key: str) -> Node:
        token = self._take()
        if token.kind == "symbol" and token.text in _SYMBOLS:
            return _SYMBOLS[token.text](key, self._string())
        if token.kind == "word":
            if token.text == "in":
                return In(key, self._set())
            if token.text == "contains":
                return Contains(key, self._string())
            if token.text in _WITH:
                self._word("with", token)
                return _WITH[token.text](key, self._string())
            if token.text == "not":
                self._word("in", token)
                return NotIn(key, self._set())
        raise self._no_operator(key, token)

    def _no_operator(self, key: str, token: Token) -> SelectorError:
        if token.kind == "word":
            hint = _OTHER_WORDS.get(token.text) or nearest(token.text, _OPERATORS)
        else:
            alone = token.kind == "end" or token.text in ("&&", "||", ")")
            hint = f"`has({key})` asks whether the label is there" if alone else ""
        return SelectorError(f"expected {_OPERATOR_LIST} after `{key}`, found {token}", token.column, hint)

    def _word(self, word: str, before: Token) -> None:
        if self._next.kind != "word" or self._next.text != word:
            raise SelectorError(f"expected `{word}` after `{before.text}`, found {self._next}", self._next.column)
        self._take()

    def _string(self) -> str:
        token = self._take()
        if token.kind != "string":
            hint = f'write "{token.text}"' if token.kind == "word" else ""
            raise SelectorError(f"expected a value in quotes, found {token}", token.column, hint)
        return token.text

    def _set(self) -> frozenset[str]:
        self._expect("{", 'a set is written {"a", "b"}')
        values: list[str] = []
        while not self._is("}"):
            values.append(self._string())
            if not self._is("}"):
                self._expect(",", 'a set is written {"a", "b"}')
                if self._is("}"):
                    raise SelectorError("expected a value in quotes, found `}`", self._next.column)
        self._take()
        return frozenset(values)
