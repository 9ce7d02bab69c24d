"""The `validate` section read into typed tests; every mistake becomes one problem with its place.

Owns: how attributes of a test relate, and what is compiled. Must not: run anything, know types of attributes
(`schema/validation.py` does). Source: the format's documentation of validation tests.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec
from jinja2 import TemplateSyntaxError

from ..errors import NOWHERE, Problems, Span, nearest
from ..model import Map, Network, copy_tree, to_plain
from ..render import environment
from ..schema.types import read_attribute, unknown_key
from ..schema.validation import TEST
from . import named
from .report import Kind
from .sandbox import Expression, ExpressionSyntaxError, Invocation
from .waits import wait_seconds

ACTIONS = ("plugin", "show", "exec", "config", "suzieq", "ansible")

_SAYING = ("plugin", "show", "exec", "valid")
"""Attributes that are nothing without a text."""
_ELSEWHERE = ("suzieq", "ansible")
"""Actions of other tools: their tests are reported as not run."""


class ConfigChange(msgspec.Struct, frozen=True, kw_only=True):
    """A `config` test: which template, or its text, and extra variables."""

    template: str
    inline: Mapping[str, str] = {}
    """Template path -> source, laid over the network's configlets."""
    variables: Mapping[str, Any] = {}


class Test(msgspec.Struct, frozen=True, kw_only=True):
    """One test, checked and compiled. Texts by device use `*` for any device."""

    __test__ = False  # not a test of pytest's

    name: str
    nodes: tuple[str, ...] = ()
    devices: tuple[str, ...] = ()
    description: str = ""
    show: Mapping[str, str] = {}
    exec: Mapping[str, str] = {}
    valid: Mapping[str, str] = {}
    plugin: Invocation | None = None
    config: ConfigChange | None = None
    unavailable: str = ""
    """Why the test cannot run anywhere here."""
    wait_s: float = 0.0
    wait_message: str = ""
    stop_on_error: bool = False
    level: Literal["error", "warning"] = "error"
    passed: str = ""
    failed: str = ""
    span: Span = NOWHERE

    @property
    def kind(self) -> Kind:
        if self.plugin or self.show or self.exec or self.unavailable:
            return "check" if self.plugin or self.valid or self.unavailable else "action"
        return "action" if self.config else "wait"


def read_tests(network: Network, problems: Problems) -> tuple[Test, ...]:
    """All tests in order; a test with a mistake is left out after its problem is recorded."""
    section = network.validate
    tests = []
    for name, raw in section.items():
        span = section.key_at(name) if isinstance(section, Map) else NOWHERE
        before = len(problems.errors)
        test = _Reader(network, str(name), raw, span, problems).test()
        if test is not None and len(problems.errors) == before:
            tests.append(test)
    return tuple(tests)


class _Reader:
    """Reads one test."""

    def __init__(self, network: Network, name: str, raw: Any, span: Span, problems: Problems) -> None:
        self.network, self.name, self.span, self.problems = network, name, span, problems
        self.raw = copy_tree(raw)
        """The user's words, where what types say is written; the network keeps its own."""
        if isinstance(self.raw, Map) and not isinstance(raw, Map):
            self.raw.span = span
        self.keys = frozenset(self.raw) if isinstance(self.raw, Map) else frozenset()
        """All that the user gives: what has the wrong type is not called missing, too."""

    def error(self, code: str, message: str, key: str = "", hint: str = "") -> None:
        self.problems.error(code, f"test {self.name}: {message}", self.raw.at(key) if key else self.span, hint=hint)

    def check_types(self) -> None:
        """Attributes nobody knows and values of other types become problems, and are taken out."""
        for key in list(self.raw):
            if key in _SAYING and self.raw[key] is None:
                self.error("incomplete-test", f"`{key}` is empty", key)
            if key in TEST:
                read_attribute(self.raw, key, TEST[key].type, f"validate.{self.name}.{key}", self.problems)
            else:
                unknown_key(self.raw, key, f"test `{self.name}`", TEST, self.problems)

    def test(self) -> Test | None:
        if not isinstance(self.raw, Map):
            self.error("wrong-type", f"expected a mapping of attributes, found {self.raw!r}")
            return None
        self.check_types()
        given = [a for a in ACTIONS if a in self.keys]
        if not given and not {"wait", "stop_on_error"} & self.keys:
            self.error(
                "incomplete-test",
                "expected one of `plugin`, `show`, `exec`, `config`, or `wait` to do something",
            )
        if len([a for a in given if a not in ("show", "exec")]) > 1 or (
            {"plugin", "config"} & set(given) and ({"show", "exec"} & set(given))
        ):
            self.error("ambiguous-test", f"{' and '.join(f'`{a}`' for a in given)} cannot be used together")
        valid = self.texts("valid", expression=True)
        self.relations(given)
        return Test(
            name=self.name,
            span=self.span,
            nodes=self.nodes(given),
            devices=tuple(dict.fromkeys(self.raw.get("devices") or ())),
            description=self.text("description"),
            show=self.texts("show"),
            exec=self.texts("exec"),
            valid=valid,
            plugin=self.plugin(),
            config=self.config(),
            unavailable=next((f"{name} is not available here" for name in _ELSEWHERE if name in self.keys), ""),
            wait_s=wait_seconds(self.network, self.name, self.raw.get("wait"), self.problems, self.raw.at("wait")),
            wait_message=self.text("wait_msg") or self.text("wait_str"),
            stop_on_error=self.raw.get("stop_on_error") in (True, "True", "true"),
            level=self.raw.get("level", "error"),
            passed=self.text("pass"),
            failed=self.text("fail"),
        )

    def relations(self, given: list[str]) -> None:
        if "show" in given and "valid" not in self.keys:
            self.error("incomplete-test", "`show` needs a `valid` expression", "show")
        if "valid" in self.keys and not {"show", "exec", *_ELSEWHERE} & set(given):
            self.error("incomplete-test", "`valid` needs `show` or `exec`", "valid")

    def text(self, key: str) -> str:
        return str(self.raw.get(key, "")).strip()

    def nodes(self, given: list[str]) -> tuple[str, ...]:
        names = tuple(dict.fromkeys(self.raw.get("nodes") or ()))
        for name in names:
            if name not in self.network.nodes:
                self.error("unknown-node", f"there is no node `{name}`", "nodes", nearest(name, self.network.nodes))
        if not names and given and "nodes" not in self.keys:
            self.error("incomplete-test", "expected `nodes`: the list of nodes it runs on")
        return names

    def texts(self, key: str, *, expression: bool = False) -> dict[str, str]:
        """Text for any device (`*`) or by device; templates and expressions are checked here."""
        value = self.raw.get(key)
        if value is None:
            return {}
        found = value if isinstance(value, Mapping) else {"*": value}
        result = {}
        for device, text in found.items():
            if text is None:
                self.error("wrong-type", f"`{key}.{device}` must be text, found nothing", key)
                continue
            result[str(device)] = str(text)
            if self.template(key, str(text)) and expression and not is_template(str(text)):
                self.compiled(key, Expression, str(text))
        return result

    def template(self, key: str, text: str) -> bool:
        if not is_template(text):
            return True
        try:
            environment(sandbox=True).from_string(text)
        except TemplateSyntaxError as error:
            self.error(
                "template-error",
                f"`{key}` is not a Jinja2 template: {error.message} (line {error.lineno})",
                key,
            )
            return False
        return True

    def compiled(self, key: str, kind: type[Expression] | type[Invocation], text: str) -> Any:
        try:
            return kind(text)
        except ExpressionSyntaxError as error:
            where = f"line {error.line}, " if "\n" in text.strip() else ""
            self.error("bad-expression", f"`{key}`: {error} ({where}column {error.column})", key)
            return None

    def plugin(self) -> Invocation | None:
        text = self.text("plugin")
        if not text:
            if "plugin" in self.raw:
                self.error("bad-expression", "`plugin` is empty", "plugin")
            return None
        call: Invocation | None = self.compiled("plugin", Invocation, text)
        if call is None:
            return None
        mistake = named.mistake(call.name, *call.shape)
        if mistake is not None:
            code, message, hint = mistake
            self.error(code, f"`plugin`: {message}", "plugin", hint)
        return call

    def config(self) -> ConfigChange | None:
        value = self.raw.get("config")
        if value is None:
            return None
        if isinstance(value, str):
            return ConfigChange(template=value)
        variables = to_plain(value.get("variable") or {})
        if ("template" in value) == ("inline" in value):
            self.error("incomplete-test", "`config` needs either `template` or `inline`", "config")
            return None
        if "template" in value:
            return ConfigChange(template=value["template"], variables=variables)
        name = f"_v_{self.name}"
        return ConfigChange(template=name, inline=inline_paths(name, value["inline"]), variables=variables)


def is_template(text: str) -> bool:
    """The text has Jinja2 in it."""
    return "{{" in text or "{%" in text


def inline_paths(name: str, value: Any, parts: tuple[str, ...] = ()) -> dict[str, str]:
    """Inline text, perhaps keyed by device or node: template path -> source."""
    if isinstance(value, Mapping):
        result: dict[str, str] = {}
        for key, inner in value.items():
            result |= inline_paths(name, inner, parts if key == "base" else (*parts, str(key)))
        return result
    return {f"{name}/{'.'.join(parts)}.j2" if parts else f"{name}.j2": str(value)}
