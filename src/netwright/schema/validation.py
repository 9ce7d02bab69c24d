"""Attributes of a test in the `validate` section. Source: the format's "Network Validation Tests"."""

from __future__ import annotations

from .types import ANY, BOOL, NUMBER, TEXT, A, AnyOf, Attribute, ListOf, MapOf, Table, Word

_BY_DEVICE = AnyOf(TEXT, MapOf(TEXT))
"""Text for every device, or by device."""
_CONFIG = AnyOf(
    TEXT,
    Table(
        {
            "template": A(TEXT, "name of a configuration template"),
            "inline": A(AnyOf(TEXT, MapOf(ANY)), "text of the template, perhaps by device"),
            "variable": A(MapOf(ANY), "further variables of the template"),
        }
    ),
)
TEST: dict[str, Attribute] = {
    "ansible": A(ANY, "kept as data: the test is reported as not run"),
    "config": A(_CONFIG, "change the configuration of the nodes"),
    "description": A(TEXT, "what the test finds out"),
    "devices": A(ListOf(TEXT), "device types the test runs on"),
    "exec": A(_BY_DEVICE, "command to run, perhaps by device"),
    "fail": A(TEXT, "said when the test fails"),
    "level": A(Word("error", "warning"), "what a failure counts as"),
    "nodes": A(ListOf(TEXT), "nodes the test runs on"),
    "pass": A(TEXT, "said when the test passes"),
    "plugin": A(TEXT, "named check with its arguments: `ping('h2')`"),
    "show": A(_BY_DEVICE, "show command whose JSON `valid` looks at, perhaps by device"),
    "stop_on_error": A(AnyOf(BOOL, Word("True", "true", "False", "false")), "a failure ends the run"),
    "suzieq": A(ANY, "kept as data: the test is reported as not run"),
    "valid": A(AnyOf(BOOL, TEXT, MapOf(AnyOf(BOOL, TEXT))), "Python expression over the result, perhaps by device"),
    "wait": A(AnyOf(NUMBER, TEXT), "seconds to try for, or the name of a time in `defaults.const.validate`"),
    "wait_msg": A(TEXT, "said while waiting"),
    "wait_str": A(TEXT, "older spelling of `wait_msg`"),
}
