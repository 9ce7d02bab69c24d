"""Starting programs inside a node and telling how they ended.

Owns: spawn and the environment of programs. Must not: wait (the event loop reaps). The supervisor itself
steps into the node's namespaces and uses posix_spawn (a vfork): no page tables are copied, a start costs
under 1 ms.
"""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Mapping, Sequence

from ...errors import HostError
from ..host import SEARCH_PATH
from .namespaces import Namespaces

CHILD_OPEN_FILES = 1024
"""Soft limit of programs: some daemons allocate per possible descriptor."""
_DEFAULT_SIGNALS = [
    signal.SIGPIPE,
    signal.SIGCHLD,
    signal.SIGTERM,
    signal.SIGINT,
    signal.SIGHUP,
    signal.SIGXFSZ,
]


def raise_open_file_limit() -> int:
    """The supervisor holds three descriptors a node."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard


def check_open_files(nodes: int) -> None:
    """Take what is allowed. Raises HostError when that is not enough."""
    hard = raise_open_file_limit()
    if hard < 4 * nodes + 100:
        raise HostError(
            f"at most {hard} open files are allowed (ulimit -Hn)",
            needed_by=f"a lab of {nodes} nodes",
            remedy=f"raise the hard limit to {4 * nodes + 100}",
        )


def environment(node: str, extra: Mapping[str, str]) -> dict[str, str]:
    return {
        "PATH": SEARCH_PATH,
        "HOME": "/root",
        "USER": "root",
        "LOGNAME": "root",
        "SHELL": "/bin/bash" if os.path.exists("/bin/bash") else "/bin/sh",
        "LANG": "C.UTF-8",
        "TERM": "dumb",
        "HOSTNAME": node,
        **extra,
    }


class Spawner:
    """Starts programs; the caller gives namespaces, descriptors and environment.

    It is made before the nodes of a lab: what a program inherits goes through low descriptors, since the C library
    refuses those beyond the limit the program will have.
    """

    def __init__(self, home: Namespaces) -> None:
        self._home = home
        self._null = os.open("/dev/null", os.O_RDWR | os.O_CLOEXEC)
        self._low = [os.dup(self._null) for _ in range(3)]
        self._soft, self._hard = resource.getrlimit(resource.RLIMIT_NOFILE)

    def spawn(self, node: Namespaces, argv: Sequence[str], env: Mapping[str, str], stdio: tuple[int, int, int]) -> int:
        """Process id of the new program, leader of its own session. Raises OSError when it cannot start."""
        for fd, low in zip(stdio, self._low, strict=True):
            os.dup2(fd, low, inheritable=False)
        actions = [(os.POSIX_SPAWN_DUP2, low, number) for number, low in enumerate(self._low)]
        try:
            return self._start(node, argv, env, actions)
        finally:
            for low in self._low:
                os.dup2(self._null, low, inheritable=False)

    def spawn_on_terminal(self, node: Namespaces, argv: Sequence[str], env: Mapping[str, str], terminal: str) -> int:
        """The same with a pty as controlling terminal: the first one a session leader opens becomes it."""
        actions = [
            (os.POSIX_SPAWN_OPEN, 0, terminal, os.O_RDWR, 0),
            (os.POSIX_SPAWN_DUP2, 0, 1),
            (os.POSIX_SPAWN_DUP2, 0, 2),
        ]
        return self._start(node, argv, env, actions)

    def _start(
        self,
        node: Namespaces,
        argv: Sequence[str],
        env: Mapping[str, str],
        actions: Sequence[tuple[object, ...]],
    ) -> int:
        with node.entered(self._home):
            limit = min(CHILD_OPEN_FILES, self._hard)
            resource.setrlimit(resource.RLIMIT_NOFILE, (limit, self._hard))
            try:
                return os.posix_spawnp(
                    argv[0],
                    list(argv),
                    dict(env),
                    file_actions=actions,
                    setsid=True,
                    setsigmask=[],
                    setsigdef=_DEFAULT_SIGNALS,
                )
            finally:
                resource.setrlimit(resource.RLIMIT_NOFILE, (self._soft, self._hard))


def exit_status(wait_status: int) -> tuple[int | None, str | None]:
    """Exit status, or the name of the signal that ended a process."""
    if os.WIFSIGNALED(wait_status):
        number = os.WTERMSIG(wait_status)
        try:
            return None, signal.Signals(number).name
        except ValueError:
            return None, f"signal {number}"
    return os.WEXITSTATUS(wait_status), None


def shell_status(wait_status: int) -> int:
    """As a shell says it: 128 + signal number when killed."""
    if os.WIFSIGNALED(wait_status):
        return 128 + os.WTERMSIG(wait_status)
    return os.WEXITSTATUS(wait_status)
