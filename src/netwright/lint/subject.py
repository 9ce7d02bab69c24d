"""What rules look at: the topology as the user wrote it, and the network it became.

Owns: places, subnets, names that are mentioned anywhere. Must not: judge.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from ..errors import Span
from ..model import Link, Map, Network, Seq, Topology
from ..model.adjacency import End


class Subject:
    """One topology and its network."""

    def __init__(self, topology: Topology, network: Network) -> None:
        self.topology = topology
        self.network = network
        self.written = topology.written
        """The topology file before anything is made of it: it has the places of lists and groups."""
        self._links = [data for data in topology.links if not data.get("disable")]

    def node_at(self, name: str, *path: str) -> Span:
        """Where a node says something, else where it stands."""
        return place(self.topology.nodes.get(name), *path)

    def setting_at(self, *path: str) -> Span:
        """Where the topology says something."""
        at = place(self.written, *path)
        return at if at != self.written.span else place(self.topology.settings, *path)

    def link_at(self, link: Link | None, node: str = "", *path: str) -> Span:
        """Where a link, or the end a node has in it, says something."""
        data = self._links[link.linkindex - 1] if link is not None and 0 < link.linkindex <= len(self._links) else None
        if data is None:
            return self.node_at(node)
        for end in data.get("interfaces") or ():
            if end.get("node") == node and (not path or path[0] in end):
                return place(end, *path)
        return place(data, *path)

    def end_at(self, end: End, *path: str) -> Span:
        """Where an interface says something: its link, else its node."""
        return self.link_at(self.network.link(end.interface), end.node.name, *path)

    @cached_property
    def subnets(self) -> list[list[End]]:
        """Interfaces that share a subnet, in the order of the topology; loopbacks are left out."""
        found: dict[tuple[str, int], list[End]] = {}
        for node in self.network.nodes.values():
            for interface in node.interfaces:
                if interface.segment:
                    found.setdefault(("segment", interface.segment), []).append(End(node, interface))
                elif interface.linkindex:
                    found.setdefault(("link", interface.linkindex), []).append(End(node, interface))
        return [ends for _, ends in sorted(found.items())]

    @cached_property
    def cables(self) -> list[list[End]]:
        """Ends of every link, in the order of the topology."""
        found: list[list[End]] = [[] for _ in self.network.links]
        for node in self.network.nodes.values():
            for interface in node.interfaces:
                if interface.linkindex:
                    found[interface.linkindex - 1].append(End(node, interface))
        return found

    def mentions(self, name: str, *, beside: tuple[str, ...] = ()) -> bool:
        """The topology uses a text as a value, or as a key, anywhere; what stands below `beside` does not count.

        `beside` is a path in the settings: the definition that is looked for.
        """
        if self._words.get(name, 0) > self._below(beside).get(name, 0):
            return True
        return any(name in text for text in self._texts)

    @cached_property
    def _words(self) -> dict[str, int]:
        found: dict[str, int] = {}
        topology = self.topology
        for owner in (topology.settings, *topology.nodes.values(), *topology.links):
            _count(owner, found)
        for group in topology.groups.values():
            _count(group.attributes, found)
        return found

    def _below(self, path: tuple[str, ...]) -> dict[str, int]:
        owner: Any = self.topology.settings
        for part in path[:-1]:
            owner = owner.get(part) if isinstance(owner, dict) else None
        found: dict[str, int] = {}
        if path and isinstance(owner, dict) and path[-1] in owner:
            found[path[-1]] = 1
            _count(owner[path[-1]], found)
        return found

    @cached_property
    def _texts(self) -> tuple[str, ...]:
        """Templates of the topology, which may name anything."""
        return (*self.network.configlets.values(), *self.network.files.values())

    @cached_property
    def foreign_templates(self) -> bool:
        """Nodes have templates in files of their own, which may name anything."""
        own = {path.split("/")[0].removesuffix(".j2") for path in self.network.configlets}
        own |= {path.rsplit("/")[-1].removesuffix(".j2") for path in self.network.files}
        return any(name not in own for node in self.network.nodes.values() for name in node.config)


def _count(value: Any, found: dict[str, int]) -> None:
    pending: list[Any] = [value]
    while pending:
        item = pending.pop()
        if isinstance(item, dict):
            for key in item:
                found[str(key)] = found.get(str(key), 0) + 1
            pending.extend(item.values())
        elif isinstance(item, (list, tuple)):
            pending.extend(item)
        elif isinstance(item, str):
            found[item] = found.get(item, 0) + 1


def place(owner: Any, *path: str) -> Span:
    """Where the key at the end of a path stands; as far as the path goes."""
    span = owner.span if isinstance(owner, (Map, Seq)) else Span("<topology>")
    for part in path:
        if not isinstance(owner, Map) or part not in owner:
            break
        span = owner.key_at(part)
        owner = owner[part]
    return span


def strings(value: Any) -> Iterator[str]:
    """A text or the texts of a list."""
    for item in value if isinstance(value, (list, tuple)) else (value,):
        if isinstance(item, str):
            yield item
