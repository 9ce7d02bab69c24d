"""What a lab and its nodes see of the file system: the host (or an image) read-only, a few directories private.

Owns: mounts, private /etc, files of the plan. Must not: write outside the lab's own tmpfs and log directory.
A directory of the host that a node must be able to write into becomes a "farm": a private directory whose
entries are links to the host's, so single files can be replaced without copying anything. A node with an image
first makes the image its root; from there on "the host" is the image.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from ...errors import HostError
from ...model import NodePlan
from ..syscalls import (
    CLONE_NEWNS,
    MS_BIND,
    MS_NODEV,
    MS_NOEXEC,
    MS_NOSUID,
    MS_PRIVATE,
    MS_REC,
    bind,
    bind_all,
    make_root,
    mount,
    set_read_only,
    setns,
)

LABFS = "/run"
"""The lab's tmpfs covers /run: nothing of the host's run-time state is seen in a lab."""
HOST = "/run/.host"
"""Inside a node: farmed directories of the host."""
FRESH = {"tmp": "/tmp", "var-tmp": "/var/tmp", "var-log": "/var/log", "root": "/root"}
"""Private directories that begin empty: name in the lab's tmpfs -> path in the node."""
UNSHARED_ETC = ("frr", "bird")
"""Directories of /etc where the host's own daemons keep their configuration: empty in a node."""
ACCOUNTS = ("frr", "bird")
GROUPS = ("frr", "frrvty", "bird")


def prepare_lab(logs: Path, nodes: Sequence[NodePlan]) -> list[str]:
    """Mounts of the lab's own mount namespace; returns notices. Raises HostError."""
    notices = []
    _leave_chroot()
    images = [_image_source(root) for root in image_roots(nodes)]
    log_source = os.open(logs, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    etc_source = os.open("/etc", os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    mount("netwright", LABFS, "tmpfs", MS_NOSUID | MS_NODEV, "mode=755")
    for name in ("logs", "etc", "nodes", "images", "lock"):
        os.mkdir(f"{LABFS}/{name}")
    for number, source in enumerate(images):
        _show_image(number, source)
    bind(f"/proc/self/fd/{log_source}", f"{LABFS}/logs")
    bind(f"/proc/self/fd/{etc_source}", f"{LABFS}/etc")
    os.close(log_source)
    os.close(etc_source)
    try:
        set_read_only("/", True, recursive=True)
    except OSError as error:
        if error.errno != errno.ENOSYS:
            raise
        notices.append("kernel before 5.12: programs in nodes can write to the host's files")
    for path in (LABFS, f"{LABFS}/logs"):
        set_read_only(path, False)
    for fstype, target, flags, data in (
        ("proc", "/proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, ""),
        ("devpts", "/dev/pts", MS_NOSUID | MS_NOEXEC, "newinstance,ptmxmode=0666,mode=620"),
        ("tmpfs", "/dev/shm", MS_NOSUID | MS_NODEV, "mode=1777"),
    ):
        try:
            mount(fstype, target, fstype, flags, data)
        except OSError as error:
            if error.errno not in (errno.EPERM, errno.ENOENT):
                raise
            set_read_only(target, False)
            notices.append(f"{target} is the host's own: {error.strerror}")
    return notices


def image_roots(nodes: Iterable[NodePlan]) -> list[str]:
    """Root file systems of a lab, each once; an image's place in the list is its name in the lab's tmpfs."""
    return list(dict.fromkeys(node.root for node in nodes if node.root is not None))


def _image_source(root: str) -> int:
    try:
        return os.open(root, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        raise HostError(f"the image in {root} cannot be used: {error.strerror}") from error


def _show_image(number: int, source: int) -> None:
    place = f"{LABFS}/images/{number}"
    os.mkdir(place)
    bind(f"/proc/self/fd/{source}", place)
    os.close(source)


def add_image(number: int, root: str) -> None:
    """An image that comes later, in the lab's own mount namespace. Raises HostError."""
    _show_image(number, _image_source(root))


def enter_image(number: int) -> None:
    """Make an image the root of a node's fresh mount namespace: only devices, processes and the lab's tmpfs stay."""
    place = f"{LABFS}/images/{number}"
    for name in ("/proc", "/sys", "/dev"):
        bind_all(name, place + name)
    bind(LABFS, place + LABFS)
    bind(f"{LABFS}/logs", f"{place}{LABFS}/logs")
    make_root(place)


def _leave_chroot() -> None:
    """Cut all ties of mounts to the host; the caller's root becomes the root of the lab's mount namespace.

    In a chroot it is not, and entering a namespace always leads to that root (setns(2)).
    """
    root = os.open("/", os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    own = os.open("/proc/self/ns/mnt", os.O_RDONLY | os.O_CLOEXEC)
    try:
        setns(own, CLONE_NEWNS)
        mount("none", "/", None, MS_REC | MS_PRIVATE)
        if os.path.samestat(os.fstat(root), os.stat("/")):
            return
        place = os.readlink(f"/proc/self/fd/{root}")
    finally:
        os.close(own)
        os.close(root)
    mount(place, place, None, MS_BIND | MS_REC)
    make_root(place)


class NodeFiles:
    """The private part of one node's file system. Use inside the node's fresh mount namespace, in its root."""

    def __init__(self, hosts: str, node: NodePlan, accounts: dict[str, str]) -> None:
        self._hosts, self._node, self._accounts = hosts, node, accounts
        self._base = os.open(f"{LABFS}/nodes/{node.name}", os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
        self._logs = os.open(f"{LABFS}/logs/{node.name}", os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
        etc = f"{LABFS}/etc" if node.root is None else "/etc"
        self._etc = os.open(etc, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)

    def set_up(self) -> None:
        """Mount everything and write the plan's files. Raises HostError."""
        base = f"/proc/self/fd/{self._base}"
        for name in ("run", "etc", *FRESH):
            os.mkdir(f"{base}/{name}")
        for name in ("tmp", "var-tmp"):
            os.chmod(f"{base}/{name}", 0o1777)
        os.makedirs(f"{base}/run/.host/etc")
        os.makedirs(f"{base}/run/lock")
        os.mkdir(f"{base}/var-log/netwright")
        self._fill_etc(f"{base}/etc")
        bind(f"{base}/run", "/run")
        bind(f"/proc/self/fd/{self._etc}", f"{HOST}/etc")
        bind(f"{base}/etc", "/etc")
        for name, target in FRESH.items():
            if os.path.isdir(target):
                bind(f"{base}/{name}", target)
        bind(f"/proc/self/fd/{self._logs}", "/var/log/netwright")
        self._mount_sysfs()
        prepare_directories(self._node)
        for file in self._node.files:
            write_file(file.path, file.content, file.mode)
        for fd in (self._base, self._logs, self._etc):
            os.close(fd)

    def _mount_sysfs(self) -> None:
        """/sys of the node's own network namespace, where the kernel allows it."""
        try:
            mount("sysfs", "/sys", "sysfs", MS_NOSUID | MS_NODEV | MS_NOEXEC)
        except PermissionError:
            return

    def _fill_etc(self, etc: str) -> None:
        own = {
            "hosts": self._hosts,
            "hostname": f"{self._node.name}\n",
            "resolv.conf": "",
            "nsswitch.conf": "passwd: files\ngroup: files\nhosts: files\nservices: files\nprotocols: files\n",
            **self._accounts,
        }
        _farm(f"/proc/self/fd/{self._etc}", f"{HOST}/etc", etc, skip={*own, *UNSHARED_ETC})
        for name in UNSHARED_ETC:
            os.mkdir(f"{etc}/{name}")
        for name, content in own.items():
            with open(f"{etc}/{name}", "w") as file:
                file.write(content)


def prepare_directories(node: NodePlan) -> None:
    """In the node: everything a plan writes into can be written into. Raises HostError."""
    for daemon in node.daemons:
        for directory in daemon.run_directories:
            _make_writable(directory, node.name)
            os.makedirs(directory, mode=0o755, exist_ok=True)
    for path in (*(file.path for file in node.files), *(snippet.path for snippet in node.snippets if snippet.path)):
        _make_writable(os.path.dirname(path), node.name)


def _make_writable(directory: str, node: str) -> None:
    """Make sure files can be created in a directory of the node."""
    existing = directory
    while not os.path.isdir(existing):
        existing = os.path.dirname(existing)
    if os.access(existing, os.W_OK):
        return
    existing = os.path.realpath(existing)
    if existing.startswith(f"{HOST}/etc/"):
        _open_etc(existing[len(HOST) :])
    elif existing == "/":
        raise HostError(
            f"{directory} cannot be created in node {node}: it lies directly below /",
            remedy="choose a path below /etc, /tmp, /var, /opt or /root",
        )
    else:
        _cover(existing)


def _open_etc(path: str) -> None:
    """Replace the links that lead from the private /etc to the host's by private directories."""
    parts = path.split("/")[2:]
    at = "/etc"
    for part in parts:
        at = f"{at}/{part}"
        if os.path.islink(at):
            source = os.path.realpath(at)
            os.unlink(at)
            os.mkdir(at)
            _farm(source, source, at)


def _cover(path: str) -> None:
    """Mount a private directory of links over a directory of the host."""
    name = path.strip("/").replace("/", "-")
    private, hidden = f"{HOST}/cover-{name}", f"{HOST}/{name}"
    os.mkdir(private)
    os.mkdir(hidden)
    bind(path, hidden)
    _farm(path, hidden, private)
    bind(private, path)


def _farm(source: str, seen_as: str, target: str, skip: Iterable[str] = ()) -> None:
    """Fill `target` with links to the entries of `source`, which the node reaches as `seen_as`."""
    left_out = set(skip)
    with os.scandir(source) as entries:
        for entry in entries:
            if entry.name in left_out:
                continue
            link = os.readlink(entry.path) if entry.is_symlink() else f"{seen_as}/{entry.name}"
            os.symlink(link, f"{target}/{entry.name}")


def write_file(path: str, content: str, mode: int = 0o644) -> None:
    """Write a file in the current mount namespace; a link to the host's file is replaced, not followed."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    if os.path.islink(path):
        os.unlink(path)
    with open(path, "w") as file:
        file.write(content)
        os.fchmod(file.fileno(), mode)


def account_files(single_id: bool) -> dict[str, str]:
    """passwd, group and shadow for nodes of the current root, where routing daemons' own accounts are root.

    Daemons insist on changing to their account and on finding its group, but in a user namespace with a
    single id there is only root; the same in labs of root keeps both alike. With a single id all others are
    root as well.
    """
    users = [line.split(":") for line in _lines("/etc/passwd")]
    groups = [line.split(":") for line in _lines("/etc/group")]
    passwd = [":".join(_as_root(user, 2, single_id)) for user in users if user[0] not in ACCOUNTS]
    passwd += [f"{name}:x:0:0:{name}:/root:/bin/sh" for name in ACCOUNTS]
    group = [":".join(_as_root(entry, 1, single_id)) for entry in groups if entry[0] not in GROUPS]
    group += [f"{name}:x:0:" for name in GROUPS]
    shadow = [f"{name}:*:19000:0:99999:7:::" for name in ("root", *ACCOUNTS)]  # PAM wants to read it
    files = {"passwd": passwd, "group": group, "shadow": shadow}
    return {name: "\n".join(lines) + "\n" for name, lines in files.items()}


def _as_root(fields: list[str], ids: int, single_id: bool) -> list[str]:
    """An account with its ids (after the password field) replaced by 0, when there is no other id."""
    return [*fields[:2], *["0"] * ids, *fields[2 + ids :]] if single_id else fields


def _lines(path: str) -> list[str]:
    try:
        with open(path, errors="replace") as file:
            return file.read().splitlines()
    except FileNotFoundError:
        return ["root:x:0:0:root:/root:/bin/sh"] if path.endswith("passwd") else ["root:x:0:"]
