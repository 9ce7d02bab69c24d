"""Rules of a schema, `x-kubernetes-validations`, evaluated by cel-python.

Owns: which rules run, and what is said about one that fails or cannot run. Must not: check structure.
Source: Kubernetes documentation "Common Expression Language in Kubernetes"; rules that compare with an earlier
version of a resource (`oldSelf`) hold for files, which have none.
"""

from __future__ import annotations

import contextlib
import functools
import re
import sys
from collections.abc import Iterator
from typing import Any

import celpy
from celpy.adapter import json_to_cel
from celpy.celparser import CELParseError
from celpy.celtypes import BoolType

from ...errors import Problems, Span
from ...model import Map, Seq, to_plain
from .library import FUNCTIONS

RECURSION_LIMIT = 2500
"""Frames that rules of the depth CEL promises to take need."""
_OLD = re.compile(r"\boldSelf\b")
_UNDECLARED = re.compile(r"undeclared reference to '(\w+)'")


def check_rules(value: Any, at: Span, title: str, schema: Map, problems: Problems) -> None:
    """Add a problem for each rule of a schema that a value does not fulfil."""
    rules = schema.get("x-kubernetes-validations")
    for index, rule in enumerate(rules if isinstance(rules, Seq) else ()):
        text = rule.get("rule") if isinstance(rule, Map) else None
        if not isinstance(text, str) or _OLD.search(text):
            continue
        outcome = _evaluate(text, value)
        if outcome is True:
            continue
        where = rules.at(index) if isinstance(rules, Seq) else at
        if outcome is False:
            message = rule.get("message")
            said = message if isinstance(message, str) and message else f"rule `{' '.join(text.split())}` fails"
            problems.error("crd-rule", f"{title}: {said}", _field(rule, value, at))
        elif outcome is None:
            problems.error("crd-rule", f"{title}: a rule cannot be evaluated for it", at, f"the rule is at {where}")
        else:
            problems.notice("crd-rule-left-out", f"a rule was not checked: {outcome}", where)


def _field(rule: Map, value: Any, at: Span) -> Span:
    """The place of the field a rule blames (`fieldPath`), when it is a direct one."""
    path = rule.get("fieldPath")
    if isinstance(path, str) and isinstance(value, Map) and path.startswith("."):
        return value.at(path[1:])
    return at


def _evaluate(text: str, value: Any) -> bool | str | None:
    """The result of a rule; None when it fails to have one; text when the rule needs what is not supported.

    Whatever cel-python raises ends here. Its messages are not shown: they repeat the values they were given.
    """
    with _deep_stack():
        program = _program(text)
        if isinstance(program, str):
            return program
        try:
            result = program.evaluate({"self": json_to_cel(to_plain(value))})
        except RecursionError:
            return "it is nested too deep"
        except Exception as error:  # functions of a rule raise what they like; without a result the rule has failed
            missing = _UNDECLARED.match(str(error.args[0])) if error.args else None
            return f"it needs `{missing[1]}`, which is not supported" if missing else None
    return bool(result) if isinstance(result, BoolType) else None


@functools.lru_cache(maxsize=4096)
def _program(text: str) -> Any:
    """The compiled rule, or why there is none."""
    environment = celpy.Environment()
    try:
        return environment.program(environment.compile(text), functions=FUNCTIONS)
    except CELParseError:
        return "its notation is not supported"
    except RecursionError:
        return "it is nested too deep"


@contextlib.contextmanager
def _deep_stack() -> Iterator[None]:
    """The recursion limit cel-python asks for; it would set it for good."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, RECURSION_LIMIT))
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)
