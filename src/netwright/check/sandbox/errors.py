"""Exceptions inside the sandbox; the engine turns them into messages or `Problem`s."""

from __future__ import annotations


class ExpressionSyntaxError(ValueError):
    """Text that is not an allowed expression; `line` and `column` count from 1 within the text."""

    def __init__(self, message: str, line: int = 1, column: int = 1) -> None:
        self.line, self.column = line, column
        super().__init__(message)


class EvaluationError(ValueError):
    """An expression that cannot be computed over its data: missing key, wrong type, too much work."""
