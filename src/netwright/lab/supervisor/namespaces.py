"""Namespaces of a lab and of its nodes, and moving the supervisor between them.

Owns: unshare, id maps, setns. Must not: mount or configure. Everything is created inside the lab's own user
namespace (ordinary user) or as root in private namespaces, and dies with its last process.
Source: user_namespaces(7), pid_namespaces(7).
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from typing import NamedTuple

from ...errors import HostError
from ..host import userns_error
from ..seccomp import ignore_setgroups
from ..syscalls import (
    CLONE_NEWIPC,
    CLONE_NEWNET,
    CLONE_NEWNS,
    CLONE_NEWPID,
    CLONE_NEWUSER,
    CLONE_NEWUTS,
    setns,
    unshare,
)

_LAB = CLONE_NEWNET | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWUTS | CLONE_NEWIPC
_NODE = CLONE_NEWNET | CLONE_NEWNS | CLONE_NEWUTS


def enter_lab_namespaces() -> bool:
    """Leave the host's namespaces; the next fork is PID 1 of the lab. Raises HostError.

    Returns whether a user namespace with a single id was needed: for ordinary users, and for a root without
    CAP_SYS_ADMIN (in a container).
    """
    try:
        if os.geteuid() == 0:
            with contextlib.suppress(PermissionError):
                unshare(_LAB)
                return False
        enter_user_namespace()
        unshare(_LAB)
    except OSError as error:
        raise userns_error(error) from error
    ignore_setgroups()
    return True


def enter_user_namespace() -> None:
    """Become root of a new user namespace in which only our own ids exist."""
    user, group = os.geteuid(), os.getegid()
    unshare(CLONE_NEWUSER)
    for name, text in (("setgroups", "deny"), ("uid_map", f"0 {user} 1"), ("gid_map", f"0 {group} 1")):
        with contextlib.suppress(FileNotFoundError), open(f"/proc/self/{name}", "w") as file:
            file.write(text)


class Namespaces(NamedTuple):
    """Descriptors of one node's (or the lab's own) namespaces."""

    net: int
    mnt: int
    uts: int

    @classmethod
    def current(cls) -> Namespaces:
        flags = os.O_RDONLY | os.O_CLOEXEC
        return cls(*(os.open(f"/proc/self/ns/{kind}", flags) for kind in ("net", "mnt", "uts")))

    def enter(self) -> None:
        setns(self.net, CLONE_NEWNET)
        setns(self.mnt, CLONE_NEWNS)
        setns(self.uts, CLONE_NEWUTS)

    def enter_network(self) -> None:
        setns(self.net, CLONE_NEWNET)

    @contextlib.contextmanager
    def entered(self, home: Namespaces) -> Iterator[None]:
        """Be in these namespaces for a while, then at home again."""
        self.enter()
        try:
            yield
        finally:
            home.enter()

    @contextlib.contextmanager
    def network_entered(self, home: Namespaces) -> Iterator[None]:
        self.enter_network()
        try:
            yield
        finally:
            home.enter_network()


def create_node_namespaces() -> None:
    """Split off from the lab's own namespaces into new ones of a node. Raises HostError."""
    try:
        unshare(_NODE)
    except OSError as error:
        raise HostError(
            f"cannot create the namespaces of a node: {error.strerror}",
            remedy="see the sysctls user.max_net_namespaces and user.max_mnt_namespaces",
        ) from error
