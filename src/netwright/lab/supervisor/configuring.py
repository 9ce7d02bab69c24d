"""Configuration of a lab that changes: files of nodes, daemons that read them again, custom configuration.

Owns: writing, telling daemons, and putting back what a daemon refuses. Must not: start or end daemons.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from ...errors import DaemonError, LabError
from ...model import CommandResult, FilePlan, LabPlan, NodePlan, Snippet
from .. import snippets
from ..changes import PlanChange, gone_snippets, new_snippets
from ..snippets import BUSY_TRIES, BUSY_WAIT_S
from .filesystem import prepare_directories, write_file
from .jobs import Job, Jobs, Wait
from .namespaces import Namespaces
from .outcome import Outcome

Stage = Callable[[str, int], Callable[[], None]]


class Asked(NamedTuple):
    """A piece of configuration for a node."""

    node: str
    snippet: Snippet


class Configuring:
    """The configuration of one change. `reloads` are the pieces that make daemons read their files again."""

    def __init__(
        self,
        jobs: Jobs,
        nodes: Mapping[str, Namespaces],
        home: Namespaces,
        reloads: Mapping[str, Snippet],
        outcome: Outcome,
    ) -> None:
        self._jobs, self._nodes, self._home = jobs, nodes, home
        self._reloads, self._outcome = reloads, outcome
        self._said: dict[str, list[str]] = {}

    # -- files ---------------------------------------------------------------------------------------------

    def write_files(self, change: PlanChange, before: LabPlan, after: LabPlan) -> None:
        """Of nodes that stay; what cannot be written is told, and is as before."""
        old = {node.name: node for node in before.nodes}
        new = {node.name: node for node in after.nodes}
        for each in change.nodes_changed:
            node = new[each.name]
            written = [file for file in node.files if file.path in each.files_written]
            try:
                with self._nodes[each.name].entered(self._home):
                    prepare_directories(node)
                    _write(written)
                    _remove(each.files_removed)
            except OSError as error:
                text = f"cannot write {error.filename} in node {each.name}: {error.strerror}"
                self._outcome.fail(each.name, LabError(text))
            else:
                self._outcome.update(each.name, files=node.files)
        if change.hosts:
            for name in old.keys() & new.keys():
                with self._nodes[name].entered(self._home):
                    write_file("/etc/hosts", after.hosts)
        self._outcome.hosts = after.hosts

    def reload(self, names: Sequence[str], before: LabPlan, stage: Stage) -> Generator[Wait, None, None]:
        """Daemons read changed files; one that refuses goes on with what it has, and its files are those again."""
        old = {node.name: node for node in before.nodes}
        asked = [Asked(name, self._reloads[name]) for name in names if name in self._reloads]
        step = stage("reload", len(asked))
        for (node, snippet), result in zip(asked, (yield from self._run(asked)), strict=True):
            step()
            self._said.pop(node, None)
            if snippets.failed(snippet, result):
                text = f"node {node} does not take its configuration and keeps the one it has"
                self._outcome.fail(node, _refusal(text, result))
                self._put_back(old[node])
            elif snippet.kind == "shell":
                self._said[node] = [f"node {node} says: {line}" for line in result.stdout.splitlines() if line]

    def said(self, node: str) -> list[str]:
        """With what words of protest a node took its configuration."""
        return self._said.get(node, [])

    def _put_back(self, node: NodePlan) -> None:
        now = self._outcome.nodes[node.name]
        with self._nodes[node.name].entered(self._home):
            _write([file for file in node.files if file not in now.files])
            known = {file.path for file in node.files}
            _remove([file.path for file in now.files if file.path not in known])
        self._outcome.update(node.name, files=node.files)

    # -- custom configuration ------------------------------------------------------------------------------

    def apply_snippets(
        self, change: PlanChange, before: LabPlan, after: LabPlan, stage: Stage
    ) -> Generator[Wait, None, None]:
        """All of new nodes, what is new of others; nodes side by side, each one's in their order."""
        old = {node.name: node for node in before.nodes}
        waiting: dict[str, list[Snippet]] = {}
        for node in after.nodes:
            previous = old.get(node.name, NodePlan(name=node.name, device=node.device, interfaces=()))
            yield from self._withdraw(gone_snippets(previous, node), node.name)
            waiting[node.name] = new_snippets(previous, node)
        step = stage("configuration", sum(map(len, waiting.values())))
        while any(waiting.values()):
            asked = [Asked(node, todo.pop(0)) for node, todo in waiting.items() if todo]
            for each, result in zip(asked, (yield from self._run(asked)), strict=True):
                step()
                yield from self._taken(each, result, old.get(each.node))
        for node in after.nodes:
            self._outcome.settle_snippets(node, old.get(node.name))

    def _taken(self, asked: Asked, result: CommandResult, before: NodePlan | None) -> Generator[Wait, None, None]:
        """A refusal is told; a file that is refused is as it was before."""
        node, snippet = asked
        if not snippets.failed(snippet, result):
            return
        text = f"configuration {snippet.name} was not taken by node {node}"
        if snippet.written_for is not None:
            said = result.stdout.strip().splitlines() or ["no reason was given"]
            self._outcome.notices.append(f"{text}: it is written for {snippet.written_for}: {said[0].strip()}")
            return
        self._outcome.refuse_snippet(node, snippet, _refusal(text, result))
        if snippet.path is None:
            return
        previous = next((s for s in before.snippets if s.path == snippet.path), None) if before is not None else None
        with self._nodes[node].entered(self._home):
            if previous is not None:
                write_file(snippet.path, previous.text)
            else:
                _remove([snippet.path])
        if snippet.reload:
            yield from self._jobs.run([Job(node, snippet.reload)])

    def _withdraw(self, gone: Sequence[Snippet], node: str) -> Generator[Wait, None, None]:
        """Files go; what a script did stays, unless it says how to take it back."""
        for snippet in gone:
            if snippet.undo:
                yield from self._jobs.run([Job(node, snippet.undo)])
            elif snippet.path is None:
                text = f"what configuration {snippet.name} did in node {node} stays until the node starts again"
                self._outcome.notices.append(text)
            else:
                with self._nodes[node].entered(self._home):
                    _remove([snippet.path])
                if snippet.reload:
                    yield from self._jobs.run([Job(node, snippet.reload)])

    # -- programs ------------------------------------------------------------------------------------------

    def _run(self, asked: Sequence[Asked]) -> Generator[Wait, None, list[CommandResult]]:
        """Results in order; what came too early is tried again."""
        results = [CommandResult(argv=(), status=0, stdout="", stderr="") for _ in asked]
        waiting = [place for place, each in enumerate(asked) if self._prepare(each, results, place)]
        for _ in range(BUSY_TRIES):
            jobs = [Job(asked[place].node, snippets.steps(asked[place].snippet).argv) for place in waiting]
            for place, result in zip(waiting, (yield from self._jobs.run(jobs)), strict=True):
                results[place] = result
            waiting = [place for place in waiting if snippets.busy(asked[place].snippet, results[place])]
            if not waiting:
                break
            due = time.monotonic() + BUSY_WAIT_S
            yield partial(_is_past, due)
        return results

    def _prepare(self, asked: Asked, results: list[CommandResult], place: int) -> bool:
        """Write its file; whether there is a program to run then."""
        try:
            todo = snippets.steps(asked.snippet)
            if todo.path is not None:
                with self._nodes[asked.node].entered(self._home):
                    write_file(todo.path, todo.content, todo.mode)
        except (OSError, LabError) as error:
            results[place] = CommandResult(argv=(), status=1, stdout=str(error), stderr="")
            return False
        return bool(todo.argv)


def _refusal(text: str, result: CommandResult) -> DaemonError:
    return DaemonError(text, argv=result.argv, status=result.status or None, log=result.stdout)


def _write(files: Sequence[FilePlan]) -> None:
    for file in files:
        write_file(file.path, file.content, file.mode)


def _remove(paths: Sequence[str]) -> None:
    for path in paths:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path)


def _is_past(due: float) -> bool:
    return time.monotonic() > due
