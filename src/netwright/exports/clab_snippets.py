"""How a setup script puts custom configuration into running daemons, and notices what they refuse.

Owns: shell functions and the line of each snippet. Must not: run anything, know signs of refusal (`model` does).
A refusal ends the script, as it ends the start of a lab; one of text that is written for another device is told only.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator

from ..model import Snippet
from ..model.snippets import BUSY, HARMLESS, REFUSAL, speaker

LOAD = f"""\
load() {{
    n=0
    while :; do
        status=0; said=$(vtysh -f "$1" 2>&1) || status=$?
        printf '%s\\n' "$said" >&2
        case $said in *"{BUSY}"*) ;; *) break ;; esac
        n=$((n + 1)); [ $n -lt 50 ] || return 1; sleep 0.2
    done
    [ $status -eq 0 ] || return 1
    ! printf '%s\\n' "$said" | grep -v "{HARMLESS}" | grep -Eq "{REFUSAL["vtysh"]}"
}}"""
"""FRR's own start script may still be writing: what mgmtd refused comes again."""
TELL = f"""\
tell() {{
    status=0; said=$("$@" </dev/null 2>&1) || status=$?
    printf '%s\\n' "$said" >&2
    [ $status -eq 0 ] || return 1
    ! printf '%s\\n' "$said" | grep -Eq "{REFUSAL["birdc"]}"
}}"""
"""Words for BIRD, whose client's exit status says nothing."""
COMMANDS = """\
commands() {
    while read -r line || [ -n "$line" ]; do
        case $line in "" | "#"*) ;; *) tell birdc -v "$line" || return 1 ;; esac
    done <"$1"
}"""
"""One birdc per command, as in a lab."""


def functions(snippets: Iterable[Snippet]) -> Iterator[str]:
    """What the lines of `apply` call."""
    told = [snippet for snippet in snippets if speaker(snippet)]
    if any(speaker(snippet) == "vtysh" for snippet in told):
        yield LOAD
    if any(speaker(snippet) == "birdc" for snippet in told):
        yield TELL
    if any(snippet.kind == "birdc" for snippet in told):
        yield COMMANDS


def apply(path: str, snippet: Snippet) -> Iterator[str]:
    """The line for a snippet that lies at a path in the container."""
    line = _command(path, snippet)
    if snippet.written_for is None:
        yield from (line,) if line else ()
    elif line:
        refused = f"not all of configuration {snippet.name} is taken, which is written for {snippet.written_for}"
        yield f"{line} || echo {shlex.quote(refused)} >&2"


def _command(path: str, snippet: Snippet) -> str:
    match snippet.kind:
        case "vtysh":
            return f"load {path}"
        case "birdc":
            return f"commands {path}"
        case "shell":
            return path if snippet.text.startswith("#!") else f"sh -e {path}"
        case "file":
            return shlex.join(("tell", *snippet.reload) if speaker(snippet) else snippet.reload)
