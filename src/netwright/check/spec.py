"""The `validate` section read into typed tests; every mistake becomes one problem with its place.

Owns: the forms of a test. Must not: run anything. Source: the format's documentation of validation tests.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec
from jinja2 import TemplateSyntaxError

from ..errors import NOWHERE, Problems, Span, nearest
from ..model import Map, Network, to_plain
from ..render import environment
from ..schema.validation import TEST
from . import named
from .report import Kind
from .sandbox import Expression, ExpressionSyntaxError, Invocation
from .waits import wait_seconds

ATTRIBUTES = tuple(TEST)
ACTIONS = ("plugin", "show", "exec", "config", "suzieq", "ansible")

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
        self.network, self.name, self.raw, self.span, self.problems = network, name, raw, span, problems

    def at(self, key: str) -> Span:
        return self.raw.at(key) if isinstance(self.raw, Map) else self.span

    def error(self, code: str, message: str, key: str = "", hint: str = "") -> None:
        self.problems.error(code, f"test {self.name}: {message}", self.at(key) if key else self.span, hint=hint)

    def test(self) -> Test | None:
        if not isinstance(self.raw, Mapping):
            self.error("wrong-type", f"expected a mapping of attributes, found {self.raw!r}")
            return None
        for key in self.raw:
            if key not in ATTRIBUTES:
                place = self.raw.key_at(key) if isinstance(self.raw, Map) else self.span
                self.problems.error(
                    "unknown-key",
                    f"test {self.name}: unknown attribute `{key}`",
                    place,
                    hint=nearest(str(key), ATTRIBUTES),
                )
        given = [a for a in ACTIONS if a in self.raw]
        if not given and "wait" not in self.raw and "stop_on_error" not in self.raw:
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
            devices=self.names("devices"),
            description=self.text("description"),
            show=self.texts("show"),
            exec=self.texts("exec"),
            valid=valid,
            plugin=self.plugin(),
            config=self.config(),
            unavailable=next((f"{name} is not available here" for name in _ELSEWHERE if name in self.raw), ""),
            wait_s=wait_seconds(self.network, self.name, self.raw.get("wait"), self.problems, self.at("wait")),
            wait_message=self.text("wait_msg") or self.text("wait_str"),
            stop_on_error=self.raw.get("stop_on_error") in (True, "True", "true"),
            level=self.level(),
            passed=self.text("pass"),
            failed=self.text("fail"),
        )

    def relations(self, given: list[str]) -> None:
        if "show" in given and "valid" not in self.raw:
            self.error("incomplete-test", "`show` needs a `valid` expression", "show")
        if "valid" in self.raw and not {"show", "exec", *_ELSEWHERE} & set(given):
            self.error("incomplete-test", "`valid` needs `show` or `exec`", "valid")

    def text(self, key: str) -> str:
        value = self.raw.get(key)
        if value is None:
            return ""
        if isinstance(value, (dict, list)):
            self.error("wrong-type", f"`{key}` must be text, found {to_plain(value)!r}", key)
            return ""
        return str(value).strip()

    def level(self) -> Literal["error", "warning"]:
        value = self.raw.get("level", "error")
        if value not in ("error", "warning"):
            self.error("wrong-value", f"`level` must be `warning` or `error`, found {value!r}", "level")
        return "warning" if value == "warning" else "error"

    def names(self, key: str) -> tuple[str, ...]:
        value = self.raw.get(key)
        if value is None:
            return ()
        items = [value] if isinstance(value, str) else value
        if not isinstance(items, list) or not all(isinstance(i, str) for i in items):
            self.error("wrong-type", f"`{key}` must be a list of names, found {to_plain(value)!r}", key)
            return ()
        return tuple(dict.fromkeys(items))

    def nodes(self, given: list[str]) -> tuple[str, ...]:
        names = self.names("nodes")
        for name in names:
            if name not in self.network.nodes:
                self.error("unknown-node", f"there is no node `{name}`", "nodes", nearest(name, self.network.nodes))
        if not names and given and "nodes" not in self.raw:
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
            if isinstance(text, (dict, list)) or text is None:
                self.error("wrong-type", f"`{key}` must be text, found {to_plain(text)!r}", key)
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
        if not isinstance(value, Mapping):
            self.error("wrong-type", f"`config` must be a template name or a mapping, found {value!r}", "config")
            return None
        unknown = [k for k in value if k not in ("template", "inline", "variable")]
        for key in unknown:
            hint = nearest(str(key), ("template", "inline", "variable"))
            self.error("unknown-key", f"unknown attribute `config.{key}`", "config", hint)
        variables = value.get("variable") or {}
        if not isinstance(variables, Mapping):
            self.error("wrong-type", "`config.variable` must be a mapping", "config")
            variables = {}
        if ("template" in value) == ("inline" in value):
            self.error("incomplete-test", "`config` needs either `template` or `inline`", "config")
            return None
        if "template" in value:
            return ConfigChange(template=str(value["template"]), variables=to_plain(variables))
        name = f"_v_{self.name}"
        return ConfigChange(template=name, inline=inline_paths(name, value["inline"]), variables=to_plain(variables))


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
