"""What starts in a container after its network: daemons and custom configuration.

Owns: the order of the rest of the setup script, FRR's list of daemons. Must not: run anything, know how custom
configuration is applied (`clab_snippets` does).
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from ..model import DaemonPlan, NodePlan
from ..model.snippets import snippet_path
from .clab_snippets import apply, functions

PLACE = "/netwright"
"""Directory of the node in its container."""
_OWN_OPTIONS = ("-f", "-P", "--log", "-p")
"""Options of a daemon in a Netwright lab that FRR's own start script chooses itself."""
_SERVED = ("zebra", "staticd", "mgmtd")
"""Daemons that FRR's start script always starts."""


def frr_daemons(node: NodePlan) -> tuple[str, ...]:
    """Routing daemons of a node."""
    return tuple(d.name for d in node.daemons if d.package == "frr" and d.name not in _SERVED)


def daemons_file(node: NodePlan) -> str:
    """/etc/frr/daemons: which daemons FRR's start script starts, and their options."""
    lines = [f"{name}=yes" for name in frr_daemons(node)]
    lines.append("vtysh_enable=yes")
    for daemon in node.daemons:
        if daemon.package == "frr":
            options = " ".join(["-A 127.0.0.1", *_options(daemon)])
            lines.append(f'{daemon.name}_options="{options}"')
    return "".join(f"{line}\n" for line in lines)


def _options(daemon: DaemonPlan) -> Iterator[str]:
    words = iter(daemon.argv[1:])
    for word in words:
        if word in _OWN_OPTIONS:
            next(words, None)
        else:
            yield word


def start_lines(node: NodePlan, *, built: bool) -> Iterator[str]:
    """Daemons, when the image does not start them, and then the custom configuration."""
    snippets = [*enumerate(node.snippets)]
    for position, snippet in snippets:
        if snippet.kind == "file" and snippet.path:
            yield f"mkdir -p {shlex.quote(snippet.path.rpartition('/')[0])}"
            yield f"cp {PLACE}/{snippet_path(position, snippet)} {shlex.quote(snippet.path)}"
    if built:
        yield from _daemons(node)
    yield from _wait(node)
    applied = [(f"{PLACE}/{snippet_path(position, s)}", s) for position, s in snippets if s.kind != "file" or not built]
    yield from functions(snippet for _, snippet in applied)
    for path, snippet in applied:
        yield from apply(path, snippet)


def _daemons(node: NodePlan) -> Iterator[str]:
    """FRR by its own script, others one by one."""
    if any(daemon.package == "frr" for daemon in node.daemons):
        yield "install -d -o frr -g frr /var/run/frr /var/lib/frr"
        yield "/usr/lib/frr/frrinit.sh start"
    for daemon in node.daemons:
        if daemon.package == "frr":
            continue
        yield from (f"mkdir -p {shlex.quote(path)}" for path in daemon.run_directories)
        yield f"{shlex.join(daemon.argv)} </dev/null >/var/log/{daemon.name}.log 2>&1 &"


def _wait(node: NodePlan) -> Iterator[str]:
    """Custom configuration needs daemons that serve."""
    sockets = [d.ready_socket for d in node.daemons if d.ready_socket]
    kinds = {snippet.kind for snippet in node.snippets}
    if sockets and kinds & {"vtysh", "birdc", "shell"}:
        yield f"for socket in {' '.join(map(shlex.quote, sockets))}; do"
        yield '    n=0; until [ -S "$socket" ] || [ $n -ge 100 ]; do n=$((n + 1)); sleep 0.1; done'
        yield "done"
