"""How to talk to a running BIRD: birdc commands and what they print.

Owns: command lines. Must not: run them. Parsing is `reading.py`.
"""

from __future__ import annotations

import shlex
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
from ..base import BIRD_DIRECTORY, BIRD_SOCKET, ShowCommand
from ..kernel import KernelDriver
from . import reading, reading_bfd

BIRDC = ("birdc", "-s", BIRD_SOCKET)


class BirdDriver(KernelDriver):
    """Commands name no protocol and no table, so a hand-written bird.conf is checked as well."""

    def bgp_sessions(self, vrf: str | None = None) -> ShowCommand[BgpSessionState]:
        return ShowCommand((*BIRDC, "show", "protocols", "all"), partial(reading.bgp_sessions, vrf=vrf))

    def bgp_routes(self, family: Family, prefix: str | None = None, vrf: str | None = None) -> ShowCommand[BgpRoute]:
        """Sessions are asked for too: they know the router id of the neighbour a path came from."""
        words = (self.bgp_sessions().argv, self._routes(prefix))
        script = "; ".join(shlex.join(argv) for argv in words)
        return ShowCommand(("sh", "-c", script), partial(reading.bgp_routes, family=family, vrf=vrf))

    def bfd_sessions(self, vrf: str | None = None) -> ShowCommand[BfdSessionState]:
        return ShowCommand((*BIRDC, "show", "bfd", "sessions"), reading_bfd.bfd_sessions)

    def isis_neighbors(self, vrf: str | None = None) -> ShowCommand[IsisNeighborState] | None:
        """BIRD has no IS-IS."""
        return None

    def isis_routes(self, family: Family, vrf: str | None = None) -> ShowCommand[IsisRoute] | None:
        return None

    def ospf_neighbors(self, family: Family, vrf: str | None = None) -> ShowCommand[OspfNeighborState]:
        argv = (*BIRDC, "show", "ospf", "neighbors")
        return ShowCommand(argv, partial(reading.ospf_neighbors, family=family, vrf=vrf))

    def ospf_routes(self, family: Family, vrf: str | None = None) -> ShowCommand[OspfRoute]:
        return ShowCommand(self._routes(None), partial(reading.ospf_routes, family=family, vrf=vrf))

    def routes(self, family: Family, prefix: str | None = None, vrf: str | None = None) -> ShowCommand[Route]:
        return ShowCommand(self._routes(prefix), partial(reading.routes, family=family, vrf=vrf))

    def _routes(self, prefix: str | None) -> tuple[str, ...]:
        return (*BIRDC, "show", "route", *([prefix] if prefix else []), "table", "all", "all")

    def show_argv(self, words: str, *, json: bool = False) -> tuple[str, ...]:
        return (*BIRDC, "show", *words.split())

    def exec_argv(self, text: str) -> tuple[str, ...]:
        return ("sh", "-c", text)

    def console_argv(self) -> tuple[str, ...]:
        return BIRDC

    def running_config_argv(self) -> tuple[str, ...]:
        return ("sh", "-c", f"cat {BIRD_DIRECTORY}/bird.conf {BIRD_DIRECTORY}/conf.d/*.conf")

    def reload_argv(self) -> tuple[str, ...]:
        return (*BIRDC, "configure")

    def snippet_kind(self, text: str) -> SnippetKind:
        return "shell" if text.lstrip().startswith("#!") else "file"
