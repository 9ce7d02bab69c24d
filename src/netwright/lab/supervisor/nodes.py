"""The nodes of a lab: their namespaces and file systems come and go.

Owns: which nodes there are, and the processes in them. Must not: know networks or daemons.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import signal
from collections.abc import Sequence

from ...errors import HostError
from ...model import NodePlan
from ..syscalls import sethostname
from .filesystem import LABFS, NodeFiles, account_files, add_image, enter_image
from .namespaces import Namespaces, create_node_namespaces


class Nodes:
    """`spaces` are the namespaces by node; `images` are the root file systems the lab has mounted, in their order."""

    def __init__(self, home: Namespaces, images: Sequence[str], *, single_id: bool) -> None:
        self.home, self._images, self._single_id = home, list(images), single_id
        self._accounts: dict[str | None, dict[str, str]] = {None: account_files(single_id)}
        self.spaces: dict[str, Namespaces] = {}

    def create(self, node: NodePlan, hosts: str) -> None:
        """Namespaces and file system of a node. Raises HostError; nothing of it is left then."""
        try:
            os.makedirs(f"{LABFS}/logs/{node.name}", exist_ok=True)
            os.mkdir(f"{LABFS}/nodes/{node.name}")
            if node.root is not None and node.root not in self._images:
                add_image(len(self._images), node.root)
                self._images.append(node.root)
            create_node_namespaces()
            try:
                self._set_up(node, hosts)
            finally:
                self.home.enter()
        except OSError as error:
            self._remove_files(node.name)
            if error.errno == errno.ENOSPC:
                raise HostError("no space left in memory for the files of the nodes") from error
            raise HostError(
                f"cannot prepare the file system of node {node.name}: {error.strerror} ({error.filename})"
            ) from error
        except HostError:
            self._remove_files(node.name)
            raise

    def _set_up(self, node: NodePlan, hosts: str) -> None:
        sethostname(node.name)
        if node.root is not None:
            enter_image(self._images.index(node.root))
        if node.root not in self._accounts:
            self._accounts[node.root] = account_files(self._single_id)
        NodeFiles(hosts, node, self._accounts[node.root]).set_up()
        self.spaces[node.name] = Namespaces.current()

    def end_processes(self, name: str) -> int:
        """Kill every process in a node; how many there were."""
        found = self._processes(name)
        for pid in found:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return len(found)

    def _processes(self, name: str) -> list[int]:
        """Process ids as the lab knows them, also where /proc is the host's own."""
        space, own = os.fstat(self.spaces[name].net), os.stat("/proc/self/ns/pid")
        found = []
        for entry in filter(str.isdigit, os.listdir("/proc")):
            with contextlib.suppress(OSError):
                ours = os.path.samestat(os.stat(f"/proc/{entry}/ns/pid"), own)
                if ours and os.path.samestat(os.stat(f"/proc/{entry}/ns/net"), space):
                    found.append(_inner_pid(entry))
        return found

    def remove(self, name: str) -> None:
        """Let go of namespaces without processes: the kernel ends them."""
        for descriptor in self.spaces.pop(name):
            os.close(descriptor)
        self._remove_files(name)

    @staticmethod
    def _remove_files(name: str) -> None:
        shutil.rmtree(f"{LABFS}/nodes/{name}", ignore_errors=True)


def _inner_pid(entry: str) -> int:
    """The last of a process's ids is that of its own namespace (proc_pid_status(5))."""
    with open(f"/proc/{entry}/status") as status:
        return next((int(line.split()[-1]) for line in status if line.startswith("NSpid:")), int(entry))
