"""Values of parameters.

Owns: reading one, defaults, what does not go together. Must not: ask for one.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..errors import InputError, Problem, Problems, Span, nearest
from .kinds import KINDS, Kind, Parameter

OPTION = Span("<command line>")
Values = Mapping[str, int | str]


def kind_of(name: str) -> Kind:
    """A kind by its name. Raises InputError."""
    if name not in KINDS:
        hint = nearest(name, KINDS) or "known: " + ", ".join(KINDS)
        raise InputError([Problem("unknown-starter", f"no kind of topology is called `{name}`", OPTION, hint)])
    return KINDS[name]


def read_value(name: str, parameter: Parameter, given: object) -> int | str:
    """A value as it is meant. Raises InputError."""
    text = str(given).strip()
    if parameter.words:
        if text.lower() in parameter.words:
            return text.lower()
        expected = "one of " + ", ".join(f"`{word}`" for word in parameter.words)
    else:
        if text.isascii() and text.isdigit() and len(text) < 10 and parameter.low <= int(text) <= parameter.high:
            return int(text)
        expected = f"a number from {parameter.low} to {parameter.high}"
    raise InputError([Problem("wrong-value", f"`{name}` must be {expected}, found `{text}`", OPTION)])


def complete(name: str, given: Mapping[str, object]) -> dict[str, int | str]:
    """Every parameter of a kind with its value, given or not. Raises InputError with every mistake."""
    kind = kind_of(name)
    problems = Problems()
    found: dict[str, int | str] = {}
    for key in given:
        if key not in kind.parameters:
            known = ", ".join(f"`{parameter}`" for parameter in kind.parameters)
            problems.error("wrong-value", f"`{key}` is no parameter of `{name}`", OPTION, f"it has {known}")
    for key, parameter in kind.parameters.items():
        try:
            found[key] = parameter.default if given.get(key) is None else read_value(key, parameter, given[key])
        except InputError as error:
            for problem in error.problems:
                problems.add(problem)
    if found.get("routing") == "evpn" and found.get("device") == "bird":
        message = "EVPN between BIRD routers is not written by this starter"
        problems.error("wrong-value", message, OPTION, "take `frr`, or another routing")
    if found.get("routing") == "evpn" and found.get("hosts") == 0:
        problems.error("wrong-value", "EVPN stretches the subnet of hosts, and there are none", OPTION, "--hosts 1")
    problems.raise_errors()
    return found
