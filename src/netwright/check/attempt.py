"""One attempt of one test on one node: run what it asks for, judge what came back.

Owns: the meaning of `plugin`, `show`, `exec`, `config` and `valid`. Must not: wait, retry, count.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from jinja2 import TemplateError
from msgspec.structs import replace

from ..devices.base import Driver
from ..errors import DaemonError, Problems
from ..model import CommandResult, Network, Node, NodeRunner
from ..render import TemplateFinder, custom_snippets, environment, limited
from .expected import Expectations
from .named import CHECKS, CheckFailedError, CheckUnavailableError, Context
from .named.base import CheckArgumentError
from .report import Status
from .sandbox import EvaluationError, Expression, ExpressionSyntaxError
from .scope import Layers, Scopes
from .spec import Test, is_template
from .states import StateReader

EXEC_TIMEOUT_S = 60.0
_SAME_COMMANDS = {"cumulus": "frr", "cumulus_nvue": "frr"}
"""Device types of the format that take the commands of a device that runs here."""


class Outcome(NamedTuple):
    """What one attempt found; only `failed` is worth another attempt."""

    status: Status
    messages: tuple[str, ...] = ()


class Attempts:
    """Makes attempts on one network; safe to call from several threads for different nodes."""

    def __init__(
        self, network: Network, runner: NodeRunner, drivers: Mapping[str, Driver], finder: TemplateFinder
    ) -> None:
        self._network, self._runner, self._drivers, self._finder = network, runner, drivers, finder
        self._scopes = Scopes(network)
        self.due = Expectations(network)

    def prepare(self, nodes: Sequence[str]) -> None:
        """Build the shared data of these nodes, so that threads only read it."""
        for node in nodes:
            self._scopes.topology(node)
        for name in ("links", "prefix", "groups"):
            self._scopes.shared[name]

    def __call__(self, test: Test, name: str) -> Outcome:
        """One attempt. Raises LabError when the lab is not running."""
        node = self._network.nodes[name]
        unfit = self._unfit(test, node)
        if unfit:
            return Outcome("skipped", (unfit,))
        try:
            return self._run(test, node)
        except CheckUnavailableError as error:
            return Outcome("skipped", (str(error),))
        except (CheckFailedError, DaemonError) as error:
            return Outcome("failed", (test.failed, str(error)) if test.failed else (str(error),))
        except (CheckArgumentError, TemplateError, ExpressionSyntaxError) as error:
            return Outcome("error", (str(error),))

    def _unfit(self, test: Test, node: Node) -> str:
        """Why the test is not for this node."""
        if test.unavailable:
            return test.unavailable
        names = device_names(node)
        runs = f"{node.name} runs {node.device}"
        if node.requested_device != node.device:
            runs += f" in place of {node.requested_device}"
        if test.devices and not names & set(test.devices):
            return f"the test is for {', '.join(test.devices)}, {runs}"
        if (test.show or test.exec) and _chosen(test.show, node) is None and _chosen(test.exec, node) is None:
            return f"the test has commands for {', '.join({**test.show, **test.exec})}, {runs}"
        if test.valid and _chosen(test.valid, node) is None:
            return f"the test has expressions for {', '.join(test.valid)}, {runs}"
        return "" if node.device in self._drivers else f"there is no driver for {node.device}"

    def _run(self, test: Test, node: Node) -> Outcome:
        if test.plugin is not None:
            message = self._plugin(test, node)
        elif test.config is not None:
            message = self._config(test, node)
        else:
            message = self._command(test, node)
        return Outcome("passed", (test.passed or message,) if test.passed or message else ())

    def _command_runner(self, node: str) -> Any:
        def run(argv: Sequence[str], timeout_s: float) -> CommandResult:
            return self._runner.run(node, argv, timeout_s=timeout_s)

        return run

    def _plugin(self, test: Test, node: Node) -> str:
        assert test.plugin is not None
        try:
            arguments, options = test.plugin.evaluate(self._scopes.topology(node.name))
        except EvaluationError as error:
            raise CheckArgumentError(f"`{test.plugin.source}`: {error}") from None
        run = self._command_runner(node.name)
        context = Context(
            network=self._network,
            node=node,
            state=StateReader(node.device, self._drivers[node.device], run),
            run=run,
            due=self.due,
        )
        try:
            return CHECKS[test.plugin.name](context, *arguments, **options)
        except (TypeError, ValueError, AttributeError) as error:
            raise CheckArgumentError(f"`{test.plugin.source}`: unusable argument: {error}") from error

    def _rendered(self, text: str, node: Node) -> str:
        if not is_template(text):
            return text
        with limited():
            return environment(sandbox=True).from_string(text).render(self._scopes.template(node.name)).strip()

    def _command(self, test: Test, node: Node) -> str:
        driver = self._drivers[node.device]
        show, command = _chosen(test.show, node), _chosen(test.exec, node)
        if show is not None:
            text = self._rendered(show, node).strip()
            argv = driver.show_argv(text, json=not text.endswith("json"))
        else:
            text = self._rendered(command or "", node).strip()
            argv = driver.exec_argv(text)
        done = self._runner.run(node.name, argv, timeout_s=EXEC_TIMEOUT_S)
        expression = _chosen(test.valid, node)
        if expression is not None:
            self._judge(expression, done, node, json_expected=show is not None)
        elif done.status:
            raise CheckFailedError(f"`{text}` failed with exit status {done.status}: {_last(done)}")
        return ""

    def _judge(self, text: str, done: CommandResult, node: Node, *, json_expected: bool) -> None:
        """Evaluate `valid` over what a command printed.

        `default` is the whole where the command does not print it: later releases of FRR put more of what they
        print under the name of the VRF.
        """
        data, note = _parsed(done) if json_expected else ({}, "")
        about = {"stdout": done.stdout, "stderr": done.stderr, "status": done.status}
        result = data if isinstance(data, dict) else {}
        scope = Layers(
            result, {"result": data, "_result": data, "default": data}, about, self._scopes.topology(node.name)
        )
        expression = Expression(self._rendered(text, node))
        try:
            value = expression.evaluate(scope)
        except EvaluationError as error:
            raise CheckFailedError(f"`{_short(expression.source)}`: {note or error}") from None
        if not value:
            seen = note or (f"{_last(done)}" if not json_expected else "")
            raise CheckFailedError(
                f"`{_short(expression.source)}` is {value!r}" + (f"; the output ends with: {seen}" if seen else "")
            )

    def _config(self, test: Test, node: Node) -> str:
        assert test.config is not None
        change, problems = test.config, Problems()
        network = self._network
        if change.inline:
            network = replace(network, configlets={**network.configlets, **change.inline})
        if change.variables:
            node = replace(node, vars={**node.vars, **change.variables})
        snippets = custom_snippets(
            network, node, self._finder, problems, hostvars=self._scopes.hostvars, names=[change.template]
        )
        if problems.errors:
            raise CheckArgumentError("; ".join(p.message for p in problems.errors))
        if not snippets:
            raise CheckUnavailableError("; ".join(p.message for p in problems) or "no template for this node")
        for snippet in snippets:
            done = self._runner.apply(node.name, snippet)
            if done.status:
                raise CheckFailedError(f"configuration `{snippet.name}` was refused: {_last(done)}")
        return f"applied {', '.join(s.name for s in snippets)}"


def device_names(node: Node) -> set[str]:
    same = _SAME_COMMANDS.get(node.requested_device) == node.device
    return {node.device, node.requested_device} if same else {node.device}


def _chosen(texts: Mapping[str, str], node: Node) -> str | None:
    """The text for a node's device; `*` is for any."""
    for name in (node.device, *sorted(device_names(node)), "*"):
        if name in texts:
            return texts[name]
    return None


def _parsed(done: CommandResult) -> tuple[Any, str]:
    """(data, why there is none)."""
    try:
        return json.loads(done.stdout), ""
    except ValueError as error:
        return {}, f"the command did not print JSON ({error}): {_last(done)}"


def _last(done: CommandResult) -> str:
    lines = (done.stderr.strip() or done.stdout.strip()).splitlines()
    return _short(lines[-1]) if lines else "nothing was printed"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 160 else line[:157] + "..."
