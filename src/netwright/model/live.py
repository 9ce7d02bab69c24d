"""What a running lab does at one moment, beside its design: links, nodes, sessions and adjacencies.

Made by `check` and `lab`, shown by `draw`; plain data.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec


class LiveLink(msgspec.Struct, frozen=True):
    """One end of a link."""

    up: bool
    """Administratively up."""
    carrier: bool

    @property
    def works(self) -> bool:
        return self.up and self.carrier


class LiveSession(msgspec.Struct, frozen=True, kw_only=True):
    """A designed session or adjacency as one of its ends has it."""

    protocol: Literal["bgp", "ospf", "isis"]
    node: str
    neighbor: str
    up: bool | None
    """None = the node did not say."""
    word: str
    """The protocol's own word: `Established`, `Full`, `Up`, `Active`, ...; `none` when there is no such session."""
    vrf: str | None = None
    address: str | None = None
    """BGP: of the neighbour."""
    ifname: str | None = None
    """Interface of an adjacency or an unnumbered session."""


class LiveNetwork(msgspec.Struct, frozen=True, kw_only=True):
    """A lab at one moment."""

    links: Mapping[tuple[str, str], LiveLink]
    """By (node, interface)."""
    nodes: Mapping[str, bool]
    """Whether every daemon of a node runs."""
    sessions: tuple[LiveSession, ...]
