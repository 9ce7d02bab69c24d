"""How to talk to a running FRR: vtysh commands and what they print.

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
    NodePlan,
    OspfNeighborState,
    OspfRoute,
    Route,
    Snippet,
)
from ...model.plan import SnippetKind
from ...model.state import Family
from ..base import ShowCommand
from ..kernel import KernelDriver
from . import reading, reading_isis
from .changes import change_snippet


def _show(words: str) -> tuple[str, ...]:
    return ("vtysh", "-c", f"show {words}")


def _of(vrf: str | None) -> str:
    return f" vrf {vrf}" if vrf is not None else ""


class FrrDriver(KernelDriver):
    """Everything is asked as JSON, IS-IS excepted (see `reading_isis.py`)."""

    def bgp_sessions(self, vrf: str | None = None) -> ShowCommand[BgpSessionState]:
        return ShowCommand(_show(f"bgp{_of(vrf)} neighbors json"), reading.bgp_sessions)

    def bgp_routes(self, family: Family, prefix: str | None = None, vrf: str | None = None) -> ShowCommand[BgpRoute]:
        one = f" {prefix}" if prefix else ""
        return ShowCommand(_show(f"bgp{_of(vrf)} {family} unicast{one} json"), reading.bgp_routes)

    def bfd_sessions(self, vrf: str | None = None) -> ShowCommand[BfdSessionState]:
        return ShowCommand(_show(f"bfd{_of(vrf)} peers json"), reading_isis.bfd_sessions)

    def isis_neighbors(self, vrf: str | None = None) -> ShowCommand[IsisNeighborState]:
        return ShowCommand(_show(f"isis{_of(vrf)} neighbor detail"), reading_isis.neighbors)

    def isis_routes(self, family: Family, vrf: str | None = None) -> ShowCommand[IsisRoute]:
        return ShowCommand(_show(f"isis{_of(vrf)} route"), partial(reading_isis.routes, family=family))

    def ospf_neighbors(self, family: Family, vrf: str | None = None) -> ShowCommand[OspfNeighborState]:
        if family == "ipv4":
            return ShowCommand(_show(f"ip ospf{_of(vrf)} neighbor detail json"), reading.ospf_neighbors)
        return ShowCommand(_show(f"ipv6 ospf6{_of(vrf)} neighbor json"), reading.ospf6_neighbors)

    def ospf_routes(self, family: Family, vrf: str | None = None) -> ShowCommand[OspfRoute]:
        if family == "ipv4":
            return ShowCommand(_show(f"ip ospf{_of(vrf)} route json"), reading.ospf_routes)
        table = f"show ipv6 route{_of(vrf)} ospf6 json"
        return ShowCommand((*_show(f"ipv6 ospf6{_of(vrf)} route"), "-c", table), reading.ospf6_routes)

    def routes(self, family: Family, prefix: str | None = None, vrf: str | None = None) -> ShowCommand[Route]:
        word = "ip" if family == "ipv4" else "ipv6"
        one = f" {prefix}" if prefix else ""
        return ShowCommand(_show(f"{word} route{_of(vrf)}{one} json"), reading.routes)

    def show_argv(self, words: str, *, json: bool = False) -> tuple[str, ...]:
        return _show(words + " json" if json else words)

    def exec_argv(self, text: str) -> tuple[str, ...]:
        return ("sh", "-c", text)

    def console_argv(self) -> tuple[str, ...]:
        return ("vtysh",)

    def running_config_argv(self) -> tuple[str, ...]:
        return ("vtysh", "-c", "show running-config")

    def reload_argv(self) -> tuple[str, ...]:
        return ("vtysh", "-b")

    def change_snippet(self, before: NodePlan, after: NodePlan) -> Snippet | None:
        return change_snippet(before, after)

    def snippet_kind(self, text: str) -> SnippetKind:
        """A script says which interpreter it wants; all else are vtysh commands."""
        first = text.lstrip().partition("\n")[0]
        return "shell" if first.startswith("#!") and "vtysh" not in first else "vtysh"
