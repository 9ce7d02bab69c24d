"""Path expressions over plain data: `nodes.r1.bgp.neighbors[0].ipv4`, `nodes[r1,r2].loopback`, `nodes.*.id`.

Owns: the little language of `inspect`. Must not: evaluate anything.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ..errors import NOWHERE, InputError, Problem, nearest

_TOKEN = re.compile(r"""\.?(?P<name>[^.\[\]]+)|\[(?P<index>[^\[\]]*)\]""")


def select(data: Any, expression: str) -> Any:
    """The part of `data` an expression names; `*` and lists of keys give a mapping or list of parts.

    Raises InputError that says how far the path reached.
    """
    return _walk(data, _steps(expression), 0)


def _steps(expression: str) -> list[str]:
    steps, position = [], 0
    text = expression.strip()
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise _error("wrong-path", f"cannot read the path `{expression}` at `{text[position:]}`")
        steps.append((match["name"] if match["name"] is not None else match["index"]).strip("'\" "))
        position = match.end()
    return steps


def _walk(data: Any, steps: Sequence[str], at: int) -> Any:
    if at == len(steps):
        return data
    step = steps[at]
    if step == "*":
        if isinstance(data, Mapping):
            return {key: _walk(value, steps, at + 1) for key, value in data.items()}
        if isinstance(data, list):
            return [_walk(value, steps, at + 1) for value in data]
    if "," in step and isinstance(data, Mapping):
        return {key: _one(data, steps, at, key) for key in (part.strip() for part in step.split(","))}
    return _one(data, steps, at, step)


def _one(data: Any, steps: Sequence[str], at: int, step: str) -> Any:
    where = ".".join(steps[:at]) or "the network"
    if isinstance(data, Mapping):
        for key in (step, int(step) if re.fullmatch(r"-?\d+", step) else step):
            if key in data:
                return _walk(data[key], steps, at + 1)
        known = [str(key) for key in data]
        hint = nearest(step, known) or f"it has {', '.join(known[:20])}"
        raise _error("unknown-path", f"{where} has no `{step}`", hint)
    if isinstance(data, list):
        if re.fullmatch(r"-?\d+", step) and -len(data) <= int(step) < len(data):
            return _walk(data[int(step)], steps, at + 1)
        raise _error("unknown-path", f"{where} has {len(data)} elements, there is no `{step}`")
    raise _error("unknown-path", f"{where} is `{data}`, it has no `{step}`")


def _error(code: str, message: str, hint: str = "") -> InputError:
    return InputError([Problem(code, message, NOWHERE, hint)])
