"""What reading produces and designing consumes: the user's topology, normalised, with places.

Every shorthand is expanded, files are included, components instantiated, groups resolved and applied,
defaults layered, keys and types checked against the schema. Nothing is allocated yet.
"""

from __future__ import annotations

from typing import Any

import msgspec

from .tree import Map


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """A resolved group of nodes."""

    name: str
    members: tuple[str, ...]
    """Node names, nested groups and wildcards resolved, in topology order of nodes."""
    kind: str = "node"
    """`node`, `vlan` or `vrf`."""
    vars: dict[str, Any] = msgspec.field(default_factory=dict)
    config: tuple[str, ...] = ()
    """Custom configuration templates the group gives to its members."""
    attributes: dict[str, Any] = msgspec.field(default_factory=dict)


class Topology(msgspec.Struct, frozen=True, kw_only=True):
    """The normalised topology.

    `nodes[name]` holds: `device` (as requested), `role` when given, `module` (list, global and group lists
    resolved), every node attribute after group inheritance, in the format's own names (`bgp.as` is
    `node["bgp"]["as"]`). `links[i]` holds `interfaces`: a Seq of Maps with `node` and interface attributes,
    plus link attributes; `linkindex` from 1. `settings` holds the remaining top-level elements
    (`addressing`, `prefix`, `bgp`, `ospf`, `routing`, `vlans`, `vrfs`, `validate`, `message`, ...).
    """

    name: str
    path: str
    """The topology file as the user named it; `-` for standard input."""
    directory: str
    """Absolute directory of the topology file (the working directory for standard input)."""
    defaults: Map
    """All layers of defaults merged: topology, files, user, built in."""
    settings: Map
    nodes: dict[str, Map]
    links: list[Map]
    groups: dict[str, Group]
    modules: tuple[str, ...]
    """Global module list."""
    plugins: tuple[str, ...]
    source_files: tuple[str, ...] = ()
    """Every file read, topology first: what a cache or an editor has to watch."""
    written: Map = msgspec.field(default_factory=Map)
    """The topology file with what it includes, before anything is made of it; empty unless reading was asked for it."""
