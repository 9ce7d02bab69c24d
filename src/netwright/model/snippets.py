"""Files and custom configuration of a node outside of it, and how a daemon says that it does not take something.

Owns: names, modes, commands and signs of refusal, for whatever applies them: a lab, or the script of an export.
Must not: apply anything. Regular expressions are POSIX extended ones that Python reads alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from .plan import FilePlan, NodePlan, Snippet

Speaker = Literal["vtysh", "birdc"]
"""Programs that say in words what they do not take."""
REFUSAL: dict[Speaker, str] = {
    "vtysh": "^% |^line [0-9]+:.*(%|[Ff]ailure)|processing failure",
    "birdc": "^[89][0-9][0-9][0-9][ -]|^No such command|^Incomplete command|^Ambiguous|, line [0-9]+:[0-9]+ ",
}
"""By line of what they say."""
HARMLESS = "^% Can.t open configuration file"
"""What looks like a refusal: vtysh has no configuration of its own."""
BUSY = "locked by another session"
"""FRR's mgmtd takes one writer at a time: what it refuses with these words comes again."""
_VOLATILE = ("/var/run/", "/run/", "/tmp/")
_SUFFIX = {"shell": "sh", "vtysh": "vtysh", "birdc": "birdc", "file": "conf"}


def kept_files(node: NodePlan) -> Iterator[FilePlan]:
    """Files of a node without those of volatile directories, which repeat parts of a daemon's configuration."""
    return (file for file in node.files if not file.path.startswith(_VOLATILE))


def safe_name(name: str) -> str:
    """A name of a user's own as the name of a file."""
    return re.sub(r"[^A-Za-z0-9._-]", "_", name)


def snippet_path(position: int, snippet: Snippet) -> str:
    """Where custom configuration lies, relative to the node's directory; `position` keeps the order."""
    return f"custom/{position:02}-{safe_name(snippet.name)}.{_SUFFIX[snippet.kind]}"


def snippet_mode(snippet: Snippet) -> int:
    """Scripts can be run."""
    return 0o755 if snippet.kind == "shell" else 0o644


def interpreter(snippet: Snippet) -> str:
    """The program its first line names (`#!`); empty when it names none."""
    first = snippet.text.partition("\n")[0]
    return first[2:].split()[0] if first.startswith("#!") and first[2:].strip() else ""


def birdc_commands(text: str) -> list[str]:
    """One command a line; empty lines and comments are none."""
    lines = (line.strip() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def speaker(snippet: Snippet) -> Speaker | None:
    """The program whose words tell whether a snippet was taken; None = its exit status does."""
    if snippet.kind == "vtysh":
        return "vtysh"
    return "birdc" if snippet.kind == "birdc" or (snippet.reload and snippet.reload[0].endswith("birdc")) else None


def is_refusal(speaker: Speaker, output: str) -> bool:
    """Some line of what a program said is a refusal."""
    lines = (line for line in output.splitlines() if not re.search(HARMLESS, line))
    return any(re.search(REFUSAL[speaker], line) for line in lines)
