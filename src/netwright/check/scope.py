"""Names an expression or a template of a test can use: the designed network as plain data, built lazily.

Owns: which names exist. Must not: know tests. `nodes`, `node`, `hostvars`, `links`, `prefix`, `groups`,
`addressing`, `module`, the topology's other elements, and at top level everything of the node itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from ..model import Network, to_plain
from ..render import NodeInventory, groups
from ..render import interfaces as render_interfaces
from ..render import vlans as render_vlans
from ..render.vrfs import global_vrfs

Plain = dict[str, Any]


class Lazy(Mapping[str, Any]):
    """A mapping whose values are computed on first use."""

    __slots__ = ("_makers", "_values")

    def __init__(self, makers: Mapping[str, Callable[[], Any]]) -> None:
        self._makers = dict(makers)
        self._values: Plain = {}

    def __getitem__(self, key: str) -> Any:
        if key not in self._values:
            self._values[key] = self._makers[key]()
        return self._values[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)

    def __contains__(self, key: object) -> bool:
        return key in self._makers


class Layers(Mapping[str, Any]):
    """Several mappings, the first that has a name wins; none is copied."""

    __slots__ = ("_layers",)

    def __init__(self, *layers: Mapping[str, Any]) -> None:
        self._layers = layers

    def __getitem__(self, key: str) -> Any:
        for layer in self._layers:
            if key in layer:
                return layer[key]
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(key for layer in self._layers for key in layer))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, key: object) -> bool:
        return any(key in layer for layer in self._layers)


class Scopes:
    """Scopes of all nodes of one network; shared parts are built once."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self.hostvars = NodeInventory(network)
        makers: dict[str, Callable[[], Any]] = {
            key: partial(to_plain, value) for key, value in network.settings.items()
        }
        makers |= {
            "name": lambda: network.name,
            "module": lambda: list(network.modules),
            "nodes": lambda: self.hostvars,
            "hostvars": lambda: self.hostvars,
            "links": lambda: [render_interfaces.link(link) for link in network.links],
            "prefix": lambda: {name: render_interfaces.named_prefix(p) for name, p in network.prefixes.items()},
            "addressing": lambda: self.hostvars.addressing,
            "groups": lambda: {
                **groups(network),
                "all": {"members": list(network.nodes)},
            },
            "vrfs": lambda: global_vrfs(network),
            **({"vlans": lambda: render_vlans.of_network(network)} if network.vlans else {}),
            "defaults": lambda: to_plain(network.defaults),
        }
        self.shared = Lazy(makers)

    def topology(self, node: str) -> Mapping[str, Any]:
        """For arguments of named checks: topology elements, then `node`; the node's own data last."""
        data = self.hostvars[node]
        return Layers({"node": data}, self.shared, data)

    def template(self, node: str) -> Plain:
        """For templates: the node's data at top level, `hostvars` and `nodes` of all."""
        data = self.hostvars[node]
        shared = {key: self.shared[key] for key in ("nodes", "hostvars", "addressing")}
        groups_of = {name: list(group.members) for name, group in self._network.groups.items()}
        return {**shared, "groups": groups_of, "links": _LinksLater(self.shared), "node": data, **data}


class _LinksLater:
    """`links` in a template, built only when a template uses it."""

    __slots__ = ("_shared",)

    def __init__(self, shared: Lazy) -> None:
        self._shared = shared

    def __iter__(self) -> Iterator[Any]:
        return iter(self._shared["links"])

    def __getitem__(self, index: Any) -> Any:
        return self._shared["links"][index]

    def __len__(self) -> int:
        return len(self._shared["links"])
