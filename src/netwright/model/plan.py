"""What has to exist for a network to run: the pure plan a lab executes and undoes.

Produced by `devices`, executed by `lab`. Contains no behaviour and no host state.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from ..addr import Address, InterfaceAddress, Prefix
from .interface import Impairment

SnippetKind = Literal["shell", "vtysh", "birdc", "file"]


class FilePlan(msgspec.Struct, frozen=True, kw_only=True):
    """A file inside a node's mount namespace."""

    path: str
    """Absolute path as the node sees it."""
    content: str
    mode: int = 0o644


class DaemonPlan(msgspec.Struct, frozen=True, kw_only=True):
    """One daemon of a node. It must stay in the foreground; its output goes to its log file."""

    name: str
    """`zebra`, `bgpd`, `bird`, ..."""
    argv: tuple[str, ...]
    package: str
    """Debian package that provides the program."""
    ready_socket: str | None = None
    """Unix socket (as the node sees it) that exists when the daemon serves."""
    after: tuple[str, ...] = ()
    """Daemons of the same node that must be ready first."""
    run_directories: tuple[str, ...] = ()
    """Directories (as the node sees them) that must exist and be writable."""
    refusal: str = ""
    """What stands in its log before a line of configuration it does not take; empty = it would not start then."""


class Snippet(msgspec.Struct, frozen=True, kw_only=True):
    """Configuration applied after the daemons serve (custom templates, in order)."""

    name: str
    kind: SnippetKind
    text: str
    path: str | None = None
    """For `file`: where it goes; the daemon is told to reload."""
    reload: tuple[str, ...] = ()
    """For `file`: the command that tells it (`("birdc", "configure")`); empty = nothing to tell."""


class InterfacePlan(msgspec.Struct, frozen=True, kw_only=True):
    """One interface to create in a node."""

    name: str
    kind: Literal["veth", "loopback", "dummy"]
    """`loopback` = the kernel's own `lo`; `dummy` = a further loopback."""
    segment: int | None = None
    """Index into `LabPlan.segments` for veth."""
    mtu: int | None = None
    mac: str | None = None
    addresses: tuple[InterfaceAddress, ...] = ()
    up: bool = True
    description: str = ""
    sysctls: tuple[tuple[str, str], ...] = ()
    """Relative to net/: ("ipv6/conf/{ifname}/accept_ra", "2")."""
    impairment: Impairment | None = None


class RoutePlan(msgspec.Struct, frozen=True, kw_only=True):
    """A kernel route installed by the lab itself (hosts and static routers without a daemon)."""

    prefix: Prefix
    next_hop: Address | None = None
    ifname: str | None = None
    discard: bool = False
    onlink: bool = False
    metric: int | None = None


class NodePlan(msgspec.Struct, frozen=True, kw_only=True):
    """Everything one node needs."""

    name: str
    device: str
    interfaces: tuple[InterfacePlan, ...]
    routes: tuple[RoutePlan, ...] = ()
    sysctls: tuple[tuple[str, str], ...] = ()
    """Relative to net/."""
    files: tuple[FilePlan, ...] = ()
    daemons: tuple[DaemonPlan, ...] = ()
    snippets: tuple[Snippet, ...] = ()


class Segment(msgspec.Struct, frozen=True, kw_only=True):
    """A layer-2 segment: two ends = one veth pair; any other number = a bridge in the lab's own namespace."""

    linkindex: int
    ends: tuple[tuple[str, str], ...]
    """(node, interface name)."""
    bridge: str | None = None


class LabPlan(msgspec.Struct, frozen=True, kw_only=True):
    """The whole lab."""

    name: str
    nodes: tuple[NodePlan, ...]
    segments: tuple[Segment, ...]
    hosts: str
    """Content of /etc/hosts in every node."""
    features: tuple[str, ...] = ()
    """Kernel features the plan needs: `veth`, `bridge`, `dummy`, `netem`, `tbf`, ..."""
