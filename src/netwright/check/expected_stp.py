"""What spanning trees of a designed network come to: the root of each VLAN on every node.

Owns: deriving it from priorities and from which links carry a VLAN. Must not: look at a running network.
Source: IEEE 802.1D-2004 17.2 (the bridge with the lowest priority is the root). Bridges that run no tree pass on what
others say.
"""

from __future__ import annotations

from typing import NamedTuple

from ..model import Interface, Network, Node


class Tree(NamedTuple):
    """The tree of one VLAN as a node should see it."""

    vlan: str
    bridge: str
    """The node's bridge of the VLAN."""
    priority: int
    root_priority: int


def trees(network: Network) -> dict[str, list[Tree]]:
    """By node; nodes without trees are absent."""
    carriers = _carriers(network)
    found: dict[str, list[Tree]] = {}
    for node in network.nodes.values():
        for name, vlan in node.vlans.items():
            bridge = next((i for i in node.interfaces if i.type == "svi" and i.vlan and i.vlan.name == name), None)
            if vlan.spanning_tree is None or bridge is None or node.skip_config:
                continue
            members = _connected(node.name, carriers.get(name, {}))
            root = min(p for member in members for p in _priority(network.nodes[member], name))
            found.setdefault(node.name, []).append(Tree(name, bridge.ifname, vlan.spanning_tree.priority, root))
    return found


def _priority(node: Node, vlan: str) -> tuple[int, ...]:
    own = node.vlans.get(vlan)
    return (own.spanning_tree.priority,) if own is not None and own.spanning_tree is not None else ()


def _carriers(network: Network) -> dict[str, dict[str, set[str]]]:
    """VLAN -> node -> nodes it shares a link of that VLAN with."""
    ports = {(n.name, i.ifname): i for n in network.nodes.values() for i in n.interfaces}
    found: dict[str, dict[str, set[str]]] = {}
    for link in network.links:
        ends = [(e.node, ports.get((e.node, e.ifname))) for e in link.endpoints]
        carried = [(name, _carried(port)) for name, port in ends if port is not None and not port.shutdown]
        for name, vlans in carried:
            for other, theirs in carried:
                for vlan in vlans & theirs if other != name else ():
                    found.setdefault(vlan, {}).setdefault(name, set()).add(other)
    return found


def _carried(port: Interface) -> set[str]:
    vlan = port.vlan
    return {name for name in (vlan.access, vlan.native, *vlan.trunk) if name} if vlan is not None else set()


def _connected(start: str, neighbors: dict[str, set[str]]) -> set[str]:
    seen, todo = {start}, [start]
    while todo:
        for other in neighbors.get(todo.pop(), ()):
            if other not in seen:
                seen.add(other)
                todo.append(other)
    return seen
