"""The format's `frr` attribute of the topology and of nodes: debugging, a log file, further daemons.

Owns: reading it. Must not: know what daemons configure. Source: the format's "FRR" device notes; FRR user guide.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from ...model import Network, Node

_DAEMONS = {"bfd": "bfdd", "bgp": "bgpd", "ospf": "ospfd", "ospf6": "ospf6d", "static": "staticd", "zebra": "zebra"}
"""Second word of a debug command -> the daemon that knows it."""
KNOWN = frozenset(
    {
        *("babeld", "bfdd", "bgpd", "eigrpd", "fabricd", "isisd", "ldpd", "nhrpd", "ospf6d", "ospfd", "pathd"),
        *("pbrd", "pimd", "ripd", "ripngd", "staticd", "vrrpd", "zebra"),
    }
)
"""Programs of the suite that `daemons` may name."""


class Settings(NamedTuple):
    debug: tuple[str, ...] = ()
    """Without the word `debug`."""
    logfile: str = ""
    daemons: tuple[str, ...] = ()

    def lines(self, daemon: str | None = None) -> tuple[str, ...]:
        """Lines of the head of one daemon's configuration, or of frr.conf."""
        chosen = [d for d in self.debug if daemon is None or _DAEMONS.get(d.split()[0]) == daemon]
        return (*([f"log file {self.logfile}"] if self.logfile else []), *(f"debug {d}" for d in chosen))


def settings_of(network: Network, node: Node) -> Settings:
    """The node's settings, the topology's where it has none."""
    given = {**_mapping(network.settings.get("frr")), **_mapping(node.extra.get("frr"))}
    return Settings(
        debug=tuple(line for text in _texts(given.get("debug")) for line in map(str.strip, text.splitlines()) if line),
        logfile=str(given.get("logfile") or ""),
        daemons=tuple(_texts(given.get("daemons"))),
    )


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _texts(value: Any) -> Iterable[str]:
    return [str(item) for item in value] if isinstance(value, list) else [] if value is None else [str(value)]


__all__ = ["KNOWN", "Settings", "settings_of"]
