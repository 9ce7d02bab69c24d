"""What the tests of a network need before its lab starts: a mistake is told at once, not after minutes of checks.

Owns: reading the tests early and looking for their templates. Must not: render or run anything.
"""

from __future__ import annotations

from msgspec.structs import replace

from ..errors import Problem, Problems
from ..model import Network
from ..render import TemplateFinder, find_template
from .attempt import device_names
from .spec import Test, read_tests


def check_tests(network: Network, finder: TemplateFinder, problems: Problems) -> None:
    """Add a problem for every mistake in `validate` and every template of a `config` test that is not there."""
    if not network.validate:
        return
    for test in read_tests(network, problems):
        if test.config is not None:
            _find(network, test, finder, problems)


def _find(network: Network, test: Test, finder: TemplateFinder, problems: Problems) -> None:
    """One problem a template, at its test."""
    change = test.config
    assert change is not None
    if change.inline:
        network = replace(network, configlets={**network.configlets, **change.inline})
    for name in test.nodes:
        node, found = network.nodes[name], Problems()
        if test.devices and not device_names(node) & set(test.devices):
            continue
        find_template(network, node, change.template, finder, found)
        for problem in found.errors:
            message = f"test {test.name}: {problem.message}"
            problems.add(Problem(problem.code, message, test.span, problem.hint, problem.severity))
        if found.errors:
            return


__all__ = ["check_tests"]
