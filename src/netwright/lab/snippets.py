"""How a piece of configuration is put into a running node.

Owns: files, commands and the signs of failure per snippet kind. Must not: talk to labs (see client).
"""

from __future__ import annotations

import re
import shlex
from typing import NamedTuple

from ..errors import LabError
from ..model import CommandResult, Snippet

SCRATCH = "/tmp/.netwright"
"""Where scripts lie inside a node (its private /tmp)."""
_VTYSH_ERROR = re.compile(
    r"^(% (?!Can't open configuration file)|line \d+:.*(%|[Ff]ailure)|.*processing failure)", re.M
)
_BIRDC_ERROR = re.compile(r"^(?:[89]\d{3}[ -]|No such command|Incomplete command|Ambiguous|.*, line \d+:\d+ )", re.M)


_VTYSH_BUSY = "locked by another session"


class Steps(NamedTuple):
    """A file to write and then a program to run; either may be absent."""

    path: str | None
    content: str
    mode: int
    argv: tuple[str, ...]


def steps(snippet: Snippet) -> Steps:
    """What to do for a snippet. Raises LabError for a `file` without a path."""
    name = re.sub(r"[^A-Za-z0-9._-]", "_", snippet.name) or "snippet"
    path = f"{SCRATCH}/{name}"
    match snippet.kind:
        case "file":
            if not snippet.path or not snippet.path.startswith("/"):
                raise LabError(f"snippet {snippet.name} of kind file has no absolute path")
            return Steps(snippet.path, snippet.text, 0o644, snippet.reload)
        case "shell":
            argv = (path,) if snippet.text.startswith("#!") else ("sh", "-e", path)
            return Steps(path, snippet.text, 0o755, argv)
        case "vtysh":
            return Steps(path, snippet.text, 0o644, ("vtysh", "-f", path))
        case "birdc":
            return Steps(path, _birdc_script(snippet.text), 0o755, ("sh", "-e", path))


def _birdc_script(text: str) -> str:
    """One birdc per command: fed through standard input it prints prompts and forgets the replies' codes."""
    lines = (line.strip() for line in text.splitlines())
    commands = (line for line in lines if line and not line.startswith("#"))
    return "".join(f"birdc -v {shlex.quote(command)}\n" for command in commands)


def failed(snippet: Snippet, result: CommandResult) -> bool:
    """Whether a program's answer means that the configuration was not taken."""
    if result.status:
        return True
    output = result.stdout + "\n" + result.stderr
    if snippet.kind == "vtysh":
        return bool(_VTYSH_ERROR.search(output))
    if snippet.kind == "birdc" or (snippet.reload and snippet.reload[0].endswith("birdc")):
        return bool(_BIRDC_ERROR.search(output))
    return False


def busy(snippet: Snippet, result: CommandResult) -> bool:
    """Whether a program only came too early: FRR's mgmtd serves one writer at a time, and tells daemons that start."""
    return snippet.kind == "vtysh" and _VTYSH_BUSY in result.stdout + result.stderr
