"""Python expressions of a topology file, evaluated without trusting them.

`Expression` is a whole expression (`valid`), `Invocation` one call of a named check (`plugin`). Both are
parsed and checked when the topology is read, so that a mistake has a place, and evaluated over plain data.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Any

from .errors import EvaluationError, ExpressionSyntaxError
from .evaluate import evaluate
from .syntax import parse

__all__ = ["EvaluationError", "Expression", "ExpressionSyntaxError", "Invocation"]


class Expression:
    """One compiled expression."""

    __slots__ = ("_tree", "source")

    def __init__(self, source: str) -> None:
        """Raises ExpressionSyntaxError."""
        self.source = source.strip()
        self._tree = parse(source)

    def evaluate(self, variables: Mapping[str, Any]) -> Any:
        """Raises EvaluationError."""
        return evaluate(self._tree, variables)


class Invocation:
    """`name(argument, ..., option=value)`: the name is not looked up here, the arguments are expressions."""

    __slots__ = ("_arguments", "_options", "name", "source")

    def __init__(self, source: str) -> None:
        """Raises ExpressionSyntaxError."""
        self.source = source.strip()
        tree = parse(source)
        if not isinstance(tree, ast.Call) or not isinstance(tree.func, ast.Name):
            raise ExpressionSyntaxError("expected the call of a check, such as `ping('h2')`")
        starred = next((a for a in tree.args if isinstance(a, ast.Starred)), None)
        if starred is not None:
            raise ExpressionSyntaxError(
                "`*` arguments cannot be given to a check", starred.lineno, starred.col_offset + 1
            )
        self.name = tree.func.id
        self._arguments = tuple(tree.args)
        self._options = {k.arg: k.value for k in tree.keywords if k.arg is not None}

    @property
    def shape(self) -> tuple[int, tuple[str, ...]]:
        """Number of positional arguments, and names of the others."""
        return len(self._arguments), tuple(self._options)

    def evaluate(self, variables: Mapping[str, Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """Values of the arguments. Raises EvaluationError."""
        return (
            tuple(evaluate(a, variables) for a in self._arguments),
            {name: evaluate(value, variables) for name, value in self._options.items()},
        )
