"""How to ask a Linux node: iproute2 commands.

Owns: command lines. Must not: run them. Parsing is `reading.py`.
"""

from __future__ import annotations

from functools import partial

from ...model import (
    BfdSessionState,
    BgpRoute,
    BgpSessionState,
    IsisNeighborState,
    IsisRoute,
    OspfNeighborState,
    OspfRoute,
    Route,
)
from ...model.plan import SnippetKind
from ...model.state import Family
from ..base import ShowCommand
from ..kernel import KernelDriver
from . import reading


class LinuxDriver(KernelDriver):
    """No routing daemon: only a routing table."""

    def bgp_sessions(self, vrf: str | None = None) -> ShowCommand[BgpSessionState] | None:
        return None

    def bgp_routes(
        self, family: Family, prefix: str | None = None, vrf: str | None = None
    ) -> ShowCommand[BgpRoute] | None:
        return None

    def bfd_sessions(self, vrf: str | None = None) -> ShowCommand[BfdSessionState] | None:
        return None

    def isis_neighbors(self, vrf: str | None = None) -> ShowCommand[IsisNeighborState] | None:
        return None

    def isis_routes(self, family: Family, vrf: str | None = None) -> ShowCommand[IsisRoute] | None:
        return None

    def ospf_neighbors(self, family: Family, vrf: str | None = None) -> ShowCommand[OspfNeighborState] | None:
        return None

    def ospf_routes(self, family: Family, vrf: str | None = None) -> ShowCommand[OspfRoute] | None:
        return None

    def routes(self, family: Family, prefix: str | None = None, vrf: str | None = None) -> ShowCommand[Route]:
        exact = ("exact", prefix) if prefix else ()
        argv = ("ip", "-j", "-d", f"-{family[-1]}", "route", "show", *(("vrf", vrf) if vrf else ()), *exact)
        return ShowCommand(argv, partial(reading.routes, family=family))

    def show_argv(self, words: str, *, json: bool = False) -> tuple[str, ...]:
        """`show route` of a host is iproute2's: the words are given to `ip`."""
        return ("ip", *(("-j",) if json else ()), *words.split())

    def exec_argv(self, text: str) -> tuple[str, ...]:
        return ("sh", "-c", text)

    def console_argv(self) -> tuple[str, ...]:
        return ("sh", "-c", "exec ${SHELL:-bash} -i")

    def running_config_argv(self) -> tuple[str, ...]:
        return ("sh", "-c", "ip address show; ip -4 route show; ip -6 route show")

    def reload_argv(self) -> tuple[str, ...] | None:
        return None

    def snippet_kind(self, text: str) -> SnippetKind:
        return "shell"
