"""Format strings of generated names and attributes: `leaf-{count}`, `{65000+count}`, `{name[:13]}-{id:02d}`.

Owns: evaluating expressions between braces over given values. Must not: run code: only arithmetic, slices,
comparisons and a few functions on numbers and text are understood.
Source: the format's plugins `fabric` and `node.clone`, whose templates are Python format strings.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from typing import Any

LONGEST = 256
"""Longest text a format string may give, in characters."""
LARGEST = 1 << 64

_BINARY: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}
_UNARY: dict[type[ast.unaryop], Callable[[Any], Any]] = {ast.USub: operator.neg, ast.Not: operator.not_}
_COMPARE: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "abs": abs,
    "chr": chr,
    "hex": hex,
    "int": int,
    "len": len,
    "max": max,
    "min": min,
    "ord": ord,
    "str": str,
}


def is_format(value: object) -> bool:
    """A text with an expression in braces."""
    return isinstance(value, str) and "{" in value


def evaluate(template: str, values: Mapping[str, Any]) -> str:
    """The text with every expression replaced. Raises ValueError with what is wrong."""
    try:
        tree = ast.parse("f" + repr(template), mode="eval").body
    except (SyntaxError, RecursionError, MemoryError):
        raise ValueError(f"`{template}` is no format string") from None
    try:
        return str(_value(tree, values))
    except (ArithmeticError, LookupError, RecursionError, TypeError, ValueError) as error:
        raise ValueError(f"`{template}` cannot be evaluated: {error}") from None


def _value(node: ast.AST, values: Mapping[str, Any]) -> Any:
    """The value of an expression, bounded in size."""
    found = _evaluated(node, values)
    if (isinstance(found, str) and len(found) > LONGEST) or (isinstance(found, int) and abs(found) > LARGEST):
        raise ValueError("its value is too large")
    return found


def _evaluated(node: ast.AST, values: Mapping[str, Any]) -> Any:
    match node:
        case ast.JoinedStr(values=parts):
            return "".join(str(_value(part, values)) for part in parts)
        case ast.FormattedValue(value=inner, conversion=-1, format_spec=spec):
            return format(_value(inner, values), "" if spec is None else _specification(_value(spec, values)))
        case ast.Constant(value=constant) if isinstance(constant, (str, int)):
            return constant
        case ast.Name(id=name):
            if name not in values:
                raise ValueError(f"nothing is called `{name}` here; known: " + ", ".join(sorted(values)))
            return values[name]
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _BINARY:
            return _numbers(_BINARY[type(op)], op, _value(left, values), _value(right, values))
        case ast.UnaryOp(op=sign, operand=operand) if type(sign) in _UNARY:
            return _UNARY[type(sign)](_value(operand, values))
        case ast.Compare(left=left, ops=[compare], comparators=[right]) if type(compare) in _COMPARE:
            return _COMPARE[type(compare)](_value(left, values), _value(right, values))
        case ast.IfExp(test=test, body=body, orelse=orelse):
            return _value(body if _value(test, values) else orelse, values)
        case ast.Subscript(value=inner, slice=ast.Slice() as part):
            ends = (part.lower, part.upper, part.step)
            return _value(inner, values)[slice(*(None if end is None else _value(end, values) for end in ends))]
        case ast.Subscript(value=inner, slice=index):
            return _value(inner, values)[_value(index, values)]
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in _FUNCTIONS:
            return _FUNCTIONS[name](*(_value(argument, values) for argument in arguments))
    raise ValueError(f"`{ast.unparse(node)}` is not understood here")


def _numbers(apply: Callable[[Any, Any], Any], op: ast.operator, left: Any, right: Any) -> Any:
    """Arithmetic; text can only be joined."""
    texts = isinstance(left, str) or isinstance(right, str)
    if texts and not isinstance(op, ast.Add):
        raise TypeError("text can only be joined, with `+`")
    return apply(left, right)


def _specification(text: str) -> str:
    """A format specification whose width is bounded."""
    if any(len(digits) > 2 for digits in "".join(c if c.isdigit() else " " for c in text).split()):
        raise ValueError(f"`{text}` asks for too many characters")
    return text
