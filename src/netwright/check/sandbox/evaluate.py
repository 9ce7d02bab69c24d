"""Computes a checked expression over plain data, step by step, within a budget.

Owns: the meaning of every allowed construct. Must not: call `eval`, change the data, reach attributes of
Python objects (a dot is a key of a mapping or a method of the table in `functions`).
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from ...errors import nearest
from . import regexp
from .errors import EvaluationError
from .functions import FUNCTIONS, MAX_ITEMS, method, methods_of

MAX_STEPS = 1_000_000
MAX_BITS = 4_096
_RE = object()
"""Stands for the module `re`; it has no attributes of its own."""

_COMPARE: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: lambda a, b: a in b,
    ast.NotIn: lambda a, b: a not in b,
    ast.Is: operator.is_,
    ast.IsNot: operator.is_not,
}
_FAILURES = (TypeError, ValueError, LookupError, ArithmeticError, RecursionError, MemoryError, RuntimeError)


def _number(value: Any) -> bool:
    return isinstance(value, (int, float))


def _size(value: Any) -> int:
    return len(value) if isinstance(value, (str, list, tuple)) else 0


def _add(a: Any, b: Any) -> Any:
    if _size(a) + _size(b) > MAX_ITEMS:
        raise EvaluationError("`+` makes too large a value")
    return a + b


def _multiply(a: Any, b: Any) -> Any:
    if _number(a) and _number(b):
        if isinstance(a, int) and isinstance(b, int) and a.bit_length() + b.bit_length() > MAX_BITS:
            raise EvaluationError("`*` makes too large a number")
        return a * b
    for items, count in ((a, b), (b, a)):
        if isinstance(items, (str, list, tuple)) and isinstance(count, int):
            if len(items) * max(count, 0) > MAX_ITEMS:
                raise EvaluationError("`*` makes too large a value")
            return items * count
    raise EvaluationError(f"`*` cannot multiply {_kind(a)} and {_kind(b)}")


def _power(a: Any, b: Any) -> Any:
    if not (_number(a) and _number(b)):
        raise EvaluationError(f"`**` works on numbers, found {_kind(a)} and {_kind(b)}")
    if isinstance(a, int) and isinstance(b, int) and (abs(b) > MAX_BITS or a.bit_length() * abs(b) > MAX_BITS):
        raise EvaluationError("`**` makes too large a number")
    return a**b


def _shift(a: Any, b: Any) -> Any:
    if not isinstance(a, int) or not isinstance(b, int) or not 0 <= b <= MAX_BITS:
        raise EvaluationError("`<<` shifts an integer by a small number of bits")
    if a.bit_length() + b > MAX_BITS:
        raise EvaluationError("`<<` makes too large a number")
    return a << b


def _modulo(a: Any, b: Any) -> Any:
    if not (_number(a) and _number(b)):
        raise EvaluationError("`%` works on numbers; text formatting is not available")
    return a % b


_BINARY: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: _add,
    ast.Sub: operator.sub,
    ast.Mult: _multiply,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: _modulo,
    ast.Pow: _power,
    ast.BitAnd: operator.and_,
    ast.BitOr: operator.or_,
    ast.BitXor: operator.xor,
    ast.LShift: _shift,
    ast.RShift: operator.rshift,
}
_UNARY: dict[type[ast.unaryop], Callable[[Any], Any]] = {
    ast.Not: operator.not_,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
}


def _kind(value: Any) -> str:
    return "a mapping" if isinstance(value, Mapping) else type(value).__name__


def evaluate(tree: ast.expr, variables: Mapping[str, Any]) -> Any:
    """The value of a checked expression. Raises EvaluationError, nothing else."""
    try:
        value = _Evaluator(variables).value(tree)
        return list(value) if isinstance(value, Iterator) else value
    except EvaluationError:
        raise
    except _FAILURES as error:
        raise EvaluationError(str(error) or type(error).__name__) from None


class _Evaluator:
    """One evaluation: variables, and the steps it has left."""

    __slots__ = ("_left", "_scopes")

    def __init__(self, variables: Mapping[str, Any]) -> None:
        self._scopes: list[Mapping[str, Any]] = [variables]
        self._left = MAX_STEPS

    def value(self, node: ast.expr) -> Any:
        self._left -= 1
        if self._left < 0:
            raise EvaluationError("the expression needs too many steps")
        result = _EVALUATE[type(node)](self, node)
        if not isinstance(node, (ast.Name, ast.Constant, ast.Attribute)):
            self._left -= _size(result) // 16
        return result

    def name(self, node: ast.Name) -> Any:
        for scope in reversed(self._scopes):
            if node.id in scope:
                return scope[node.id]
        if node.id in FUNCTIONS or node.id == "re":
            raise EvaluationError(f"`{node.id}` can only be called, or have its functions called")
        hint = nearest(node.id, self._scopes[0])
        raise EvaluationError(f"there is no `{node.id}` here" + (f"; {hint}" if hint else ""))

    def _holder(self, node: ast.expr) -> Any:
        """What stands before a dot: a value, or the module `re`."""
        if isinstance(node, ast.Name) and node.id == "re" and not any("re" in s for s in self._scopes):
            return _RE
        return self.value(node)

    def attribute(self, node: ast.Attribute) -> Any:
        value = self._holder(node.value)
        if isinstance(value, Mapping):
            return _key(value, node.attr, node)
        if value is _RE:
            if node.attr in regexp.FLAGS:
                return int(regexp.FLAGS[node.attr])
            raise EvaluationError(f"`re.{node.attr}` can only be called, or is not available")
        if method(value, node.attr) is not None:
            raise EvaluationError(f"`.{node.attr}` is a method: it can only be called")
        raise EvaluationError(
            f"there is no `{node.attr}` in `{_text(node.value)}`: it is {_kind(value)}, not a mapping"
        )

    def subscript(self, node: ast.Subscript) -> Any:
        value = self.value(node.value)
        if isinstance(node.slice, ast.Slice):
            parts = (node.slice.lower, node.slice.upper, node.slice.step)
            if not isinstance(value, (str, list, tuple, range)):
                raise EvaluationError(f"`{_text(node.value)}` cannot be sliced: it is {_kind(value)}")
            return value[slice(*(None if p is None else self.value(p) for p in parts))]
        index = self.value(node.slice)
        if isinstance(value, Mapping):
            return _key(value, index, node)
        if not isinstance(value, (str, list, tuple, range)):
            raise EvaluationError(f"`{_text(node.value)}` has no elements: it is {_kind(value)}")
        if isinstance(index, int) and not -len(value) <= index < len(value):
            raise EvaluationError(f"`{_text(node.value)}` has {len(value)} elements, there is no [{index}]")
        return value[index]

    def call(self, node: ast.Call) -> Any:
        function, receiver, name = self._callee(node.func)
        arguments = [*receiver]
        for argument in node.args:
            if isinstance(argument, ast.Starred):
                arguments.extend(self._iterate(argument.value))
            else:
                arguments.append(self.value(argument))
        options = {k.arg: self.value(k.value) for k in node.keywords if k.arg is not None}
        self._left -= sum(_size(a) for a in arguments) // 100
        try:
            return function(*arguments, **options)
        except EvaluationError:
            raise
        except _FAILURES as error:
            raise EvaluationError(f"{name}(): {error}") from None

    def _callee(self, node: ast.expr) -> tuple[Callable[..., Any], tuple[Any, ...], str]:
        if isinstance(node, ast.Name):
            if node.id in FUNCTIONS:
                return FUNCTIONS[node.id], (), node.id
            hint = nearest(node.id, FUNCTIONS)
            raise EvaluationError(f"there is no function `{node.id}()`" + (f"; {hint}" if hint else ""))
        assert isinstance(node, ast.Attribute)
        value = self._holder(node.value)
        if value is _RE:
            if node.attr not in regexp.FUNCTIONS:
                raise EvaluationError(f"`re.{node.attr}()` is not available")
            return regexp.call, (node.attr,), f"re.{node.attr}"
        found = method(value, node.attr)
        if found is None:
            hint = nearest(node.attr, methods_of(value))
            raise EvaluationError(f"{_kind(value)} has no method `{node.attr}()`" + (f"; {hint}" if hint else ""))
        return found, (value,), node.attr

    def _iterate(self, node: ast.expr) -> Iterable[Any]:
        value = self.value(node)
        if not isinstance(value, Iterable):
            raise EvaluationError(f"`{_text(node)}` cannot be looped over: it is {_kind(value)}")
        return value

    def items(self, nodes: list[ast.expr]) -> list[Any]:
        result: list[Any] = []
        for node in nodes:
            if isinstance(node, ast.Starred):
                result.extend(self._iterate(node.value))
            else:
                result.append(self.value(node))
        return result

    def mapping(self, node: ast.Dict) -> dict[Any, Any]:
        result: dict[Any, Any] = {}
        for key, value in zip(node.keys, node.values, strict=True):
            if key is None:
                inner = self.value(value)
                if not isinstance(inner, Mapping):
                    raise EvaluationError("`**` needs a mapping")
                result.update(inner)
            else:
                result[self.value(key)] = self.value(value)
        return result

    def boolean(self, node: ast.BoolOp) -> Any:
        wanted = isinstance(node.op, ast.Or)
        value: Any = None
        for part in node.values:
            value = self.value(part)
            if bool(value) is wanted:
                return value
        return value

    def compare(self, node: ast.Compare) -> Any:
        left = self.value(node.left)
        for op, part in zip(node.ops, node.comparators, strict=True):
            right = self.value(part)
            self._left -= (_size(left) + _size(right)) // 100
            if not _COMPARE[type(op)](left, right):
                return False
            left = right
        return True

    def chosen(self, node: ast.IfExp) -> Any:
        return self.value(node.body if self.value(node.test) else node.orelse)

    def text(self, node: ast.JoinedStr) -> str:
        parts = []
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                value = self.value(part.value)
                parts.append(repr(value) if part.conversion == ord("r") else str(value))
            else:
                parts.append(str(self.value(part)))
        if sum(map(len, parts)) > MAX_ITEMS:
            raise EvaluationError("the text is too long")
        return "".join(parts)

    def produced(self, node: ast.expr, generators: list[ast.comprehension]) -> list[Any]:
        """Elements of a comprehension; a dictionary's are (key, value) pairs."""
        result: list[Any] = []
        self._produce(node, generators, 0, result)
        return result

    def _produce(self, node: ast.expr, generators: list[ast.comprehension], level: int, result: list[Any]) -> None:
        if level == len(generators):
            if isinstance(node, ast.DictComp):
                result.append((self.value(node.key), self.value(node.value)))
            else:
                result.append(self.value(node.elt))  # type: ignore[attr-defined]  # the three others have it
            return
        loop = generators[level]
        items = self._iterate(loop.iter)
        scope: dict[str, Any] = {}
        self._scopes.append(scope)
        try:
            for item in items:
                self._left -= 1
                if self._left < 0:
                    raise EvaluationError("the expression needs too many steps")
                _bind(loop.target, item, scope)
                if all(self.value(test) for test in loop.ifs):
                    self._produce(node, generators, level + 1, result)
        finally:
            self._scopes.pop()


def _bind(target: ast.expr, value: Any, scope: dict[str, Any]) -> None:
    if isinstance(target, ast.Name):
        scope[target.id] = value
        return
    if not isinstance(target, (ast.Tuple, ast.List)):
        raise EvaluationError("a loop variable must be a name")
    values = list(value) if isinstance(value, Iterable) else []
    if len(values) != len(target.elts):
        raise EvaluationError(f"cannot unpack {len(values)} values into {len(target.elts)} names")
    for part, inner in zip(target.elts, values, strict=True):
        _bind(part, inner, scope)


def _key(data: Mapping[Any, Any], key: Any, node: ast.Attribute | ast.Subscript) -> Any:
    try:
        return data[key]
    except KeyError:
        pass
    where = _text(node.value)
    hint = nearest(key, [k for k in data if isinstance(k, str)]) if isinstance(key, str) else ""
    raise EvaluationError(f"there is no `{key}` in `{where}`" + (f"; {hint}" if hint else ""))


def _text(node: ast.expr) -> str:
    text = ast.unparse(node)
    return text if len(text) <= 60 else text[:57] + "..."


_EVALUATE: dict[type[ast.expr], Callable[[_Evaluator, Any], Any]] = {
    ast.Constant: lambda e, n: n.value,
    ast.Name: _Evaluator.name,
    ast.Attribute: _Evaluator.attribute,
    ast.Subscript: _Evaluator.subscript,
    ast.Call: _Evaluator.call,
    ast.List: lambda e, n: e.items(n.elts),
    ast.Tuple: lambda e, n: tuple(e.items(n.elts)),
    ast.Set: lambda e, n: set(e.items(n.elts)),
    ast.Dict: _Evaluator.mapping,
    ast.BoolOp: _Evaluator.boolean,
    ast.UnaryOp: lambda e, n: _UNARY[type(n.op)](e.value(n.operand)),
    ast.BinOp: lambda e, n: _BINARY[type(n.op)](e.value(n.left), e.value(n.right)),
    ast.Compare: _Evaluator.compare,
    ast.IfExp: _Evaluator.chosen,
    ast.JoinedStr: _Evaluator.text,
    ast.ListComp: lambda e, n: e.produced(n, n.generators),
    ast.GeneratorExp: lambda e, n: e.produced(n, n.generators),
    ast.SetComp: lambda e, n: set(e.produced(n, n.generators)),
    ast.DictComp: lambda e, n: dict(e.produced(n, n.generators)),
}
