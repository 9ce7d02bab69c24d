"""How a piece of configuration is put into a running node.

Owns: files and commands per snippet kind. Must not: talk to labs (see client), know signs of refusal (`model` does).
"""

from __future__ import annotations

import shlex
from typing import NamedTuple

from ..errors import LabError
from ..model import CommandResult, Snippet
from ..model.snippets import BUSY, birdc_commands, is_refusal, safe_name, snippet_mode, speaker

SCRATCH = "/tmp/.netwright"
"""Where scripts lie inside a node (its private /tmp)."""
BUSY_TRIES = 20
BUSY_WAIT_S = 0.25
"""How often, and after how long, what came too early is tried again."""


class Steps(NamedTuple):
    """A file to write and then a program to run; either may be absent."""

    path: str | None
    content: str
    mode: int
    argv: tuple[str, ...]


def steps(snippet: Snippet) -> Steps:
    """What to do for a snippet. Raises LabError for a `file` without a path."""
    path = f"{SCRATCH}/{safe_name(snippet.name) or 'snippet'}"
    match snippet.kind:
        case "file":
            if not snippet.path or not snippet.path.startswith("/"):
                raise LabError(f"snippet {snippet.name} of kind file has no absolute path")
            return Steps(snippet.path, snippet.text, 0o644, snippet.reload)
        case "shell":
            argv = (path,) if snippet.text.startswith("#!") else ("sh", "-e", path)
            return Steps(path, snippet.text, snippet_mode(snippet), argv)
        case "vtysh":
            return Steps(path, snippet.text, snippet_mode(snippet), ("vtysh", "-f", path))
        case "birdc":
            return Steps(path, _birdc_script(snippet.text), 0o755, ("sh", "-e", path))


def _birdc_script(text: str) -> str:
    """One birdc per command: fed through standard input it prints prompts and forgets the replies' codes."""
    return "".join(f"birdc -v {shlex.quote(command)}\n" for command in birdc_commands(text))


def failed(snippet: Snippet, result: CommandResult) -> bool:
    """Whether a program's answer means that the configuration was not taken."""
    if result.status:
        return True
    program = speaker(snippet)
    return program is not None and is_refusal(program, result.stdout + "\n" + result.stderr)


def busy(snippet: Snippet, result: CommandResult) -> bool:
    """Whether a program only came too early: FRR's mgmtd serves one writer at a time, and tells daemons that start."""
    return snippet.kind == "vtysh" and BUSY in result.stdout + result.stderr
