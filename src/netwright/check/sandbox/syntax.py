"""Which Python expressions are allowed: text -> checked syntax tree.

Owns: the whitelist of syntax and its size limits. Must not: evaluate anything.
The language is a subset of Python's expressions; nothing that assigns, defines, imports or awaits is in it.
"""

from __future__ import annotations

import ast
import warnings

from .errors import ExpressionSyntaxError

MAX_SOURCE = 16_384
MAX_NODES = 4_000
MAX_DEPTH = 60

_ALLOWED: frozenset[type[ast.AST]] = frozenset(
    {
        ast.Expression,
        ast.Constant,
        ast.Name,
        ast.Load,
        ast.Store,
        ast.Attribute,
        ast.Subscript,
        ast.Slice,
        ast.Call,
        ast.keyword,
        ast.Starred,
        ast.List,
        ast.Tuple,
        ast.Set,
        ast.Dict,
        ast.BoolOp,
        ast.And,
        ast.Or,
        ast.UnaryOp,
        ast.Not,
        ast.USub,
        ast.UAdd,
        ast.BinOp,
        ast.Add,
        ast.Sub,
        ast.Mult,
        ast.Div,
        ast.FloorDiv,
        ast.Mod,
        ast.Pow,
        ast.BitAnd,
        ast.BitOr,
        ast.BitXor,
        ast.LShift,
        ast.RShift,
        ast.Compare,
        ast.Eq,
        ast.NotEq,
        ast.Lt,
        ast.LtE,
        ast.Gt,
        ast.GtE,
        ast.In,
        ast.NotIn,
        ast.Is,
        ast.IsNot,
        ast.IfExp,
        ast.ListComp,
        ast.SetComp,
        ast.DictComp,
        ast.GeneratorExp,
        ast.comprehension,
        ast.JoinedStr,
        ast.FormattedValue,
    }
)

_WORDS: dict[type[ast.AST], str] = {
    ast.Lambda: "functions (`lambda`)",
    ast.NamedExpr: "assignments (`:=`)",
    ast.Await: "`await`",
    ast.Yield: "`yield`",
    ast.YieldFrom: "`yield from`",
    ast.MatMult: "matrix multiplication",
    ast.Invert: "`~`",
}


def parse(source: str) -> ast.expr:
    """Parse and check one expression. Raises ExpressionSyntaxError."""
    text = source.strip()
    if not text:
        raise ExpressionSyntaxError("the expression is empty")
    if len(text) > MAX_SOURCE:
        raise ExpressionSyntaxError(f"the expression is longer than {MAX_SOURCE} characters")
    tree = _parse(text)
    _check(tree)
    return tree.body


def _parse(text: str) -> ast.Expression:
    """Lines of one expression may break anywhere, as they do in block text."""
    try:
        return _ast(text)
    except ExpressionSyntaxError:
        if "\n" not in text:
            raise
        try:
            return _ast(f"(\n{text}\n)")
        except ExpressionSyntaxError:
            pass
        return _ast(text)


def _ast(text: str) -> ast.Expression:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # "invalid escape sequence" in a user's regular expression
            return ast.parse(text, mode="eval")
    except SyntaxError as error:
        place = error.lineno or 1, error.offset or 1
        raise ExpressionSyntaxError(f"not a Python expression: {error.msg}", *place) from None
    except (ValueError, RecursionError, MemoryError):
        raise ExpressionSyntaxError("the expression is nested too deeply or has a null character") from None


def _check(tree: ast.Expression) -> None:
    count = 0
    todo: list[tuple[ast.AST, int]] = [(tree, 0)]
    while todo:
        node, depth = todo.pop()
        count += 1
        if count > MAX_NODES or depth > MAX_DEPTH:
            raise _refuse(node, "the expression is too complex")
        _check_node(node)
        todo.extend((child, depth + 1) for child in ast.iter_child_nodes(node))


def _check_node(node: ast.AST) -> None:
    if type(node) not in _ALLOWED:
        word = _WORDS.get(type(node), f"`{type(node).__name__}`")
        raise _refuse(node, f"{word} cannot be used in an expression")
    name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
    if name.startswith("__"):
        raise _refuse(node, f"the name `{name}` cannot be used in an expression")
    if isinstance(node, ast.FormattedValue) and node.format_spec is not None:
        raise _refuse(node, "format specifications cannot be used in an expression")
    if isinstance(node, ast.comprehension) and node.is_async:
        raise _refuse(node.target, "`async` cannot be used in an expression")
    if isinstance(node, ast.Constant) and isinstance(node.value, (bytes, complex)):
        raise _refuse(node, f"{type(node.value).__name__} values cannot be used in an expression")
    if isinstance(node, ast.Call) and not isinstance(node.func, (ast.Name, ast.Attribute)):
        raise _refuse(node, "only named functions can be called")
    if isinstance(node, ast.keyword) and node.arg is None:
        raise _refuse(node.value, "`**` arguments cannot be used in an expression")


def _refuse(node: ast.AST, message: str) -> ExpressionSyntaxError:
    return ExpressionSyntaxError(message, getattr(node, "lineno", 1), getattr(node, "col_offset", 0) + 1)
