"""IS-IS: areas as boxes, circuits coloured by level; dashed where no adjacency can be.

Must not: know link states. Source: ISO 10589 section 7 (areas, levels).
"""

from __future__ import annotations

from ...model import Interface, IsisInstance, IsisLevels, Network, Node
from ..canvas import Canvas
from .subnets import Subnet, subnets

_LEVELS = {"level-1": frozenset({1}), "level-2": frozenset({2}), "level-1-2": frozenset({1, 2})}


def draw_isis(canvas: Canvas) -> None:
    for node in canvas.network.nodes.values():
        instance = instance_of(node)
        if instance is not None:
            box = area_box(canvas, instance.area)
            canvas.node(node, cluster=box, detail={"IS-IS NET": instance.net, "IS-IS levels": instance.levels})
    for subnet in subnets(canvas.network, lambda interface: interface.isis is not None):
        _draw(canvas, subnet)


def instance_of(node: Node) -> IsisInstance | None:
    return node.isis or next((vrf.isis for vrf in node.vrfs.values() if vrf.isis is not None), None)


def area_box(canvas: Canvas, area: str) -> str:
    return canvas.cluster(f"area:{area}", f"Area {area}", "area")


def _levels(network: Network, name: str, interface: Interface | None) -> IsisLevels:
    own = interface.isis.levels if interface is not None and interface.isis is not None else None
    instance = instance_of(network.nodes[name])
    return own or (instance.levels if instance is not None else "level-2")


def common_levels(levels: list[IsisLevels], areas: set[str]) -> IsisLevels | None:
    """Levels all ends have in common; between areas level 2 alone (ISO 10589 section 8.2.4.2). None: no adjacency."""
    shared = frozenset.intersection(*(_LEVELS[each] for each in levels))
    if len(areas) > 1:
        shared &= {2}
    found: dict[frozenset[int], IsisLevels] = {
        frozenset({1}): "level-1",
        frozenset({2}): "level-2",
        frozenset({1, 2}): "level-1-2",
    }
    return found.get(shared)


def _draw(canvas: Canvas, subnet: Subnet) -> None:
    network = canvas.network
    names = [name for name, _ in subnet.ends]
    instances = [found for name in names if (found := instance_of(network.nodes[name])) is not None]
    areas = {instance.area for instance in instances}
    levels = {name: _levels(network, name, interface) for name, interface in subnet.ends}
    passive = all(i is not None and i.isis is not None and i.isis.passive for _, i in subnet.ends)
    kinds: dict[str, str] = dict(levels)
    idle = passive
    if len(names) == 2:
        common = common_levels(list(levels.values()), areas)
        idle = passive or common is None
        kinds = dict.fromkeys(names, common or "edge")
    canvas.link(
        subnet.link,
        subnet.ends,
        id=subnet.id,
        kinds=kinds,
        vlan=subnet.vlan,
        cluster=area_box(canvas, min(areas)) if len(areas) == 1 else None,
        dashed="passive" if idle else None,
        detail={"IS-IS levels": ", ".join(f"{n} {level}" for n, level in levels.items())},
    )
