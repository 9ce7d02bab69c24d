"""IS-IS: areas as boxes, circuits coloured by level; dashed where no adjacency can be.

Must not: know link states. Source: ISO 10589 section 7 (areas, levels).
"""

from __future__ import annotations

from ...model import IsisInstance, IsisLevels, Node
from ...model.adjacency import LEVELS, End, common_levels, isis_in, isis_of
from ..canvas import Canvas
from .subnets import Subnet, subnets


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


def _levels(end: End) -> IsisLevels:
    own, instance = end.interface.isis, isis_in(end.node, end.interface.vrf)
    return (own and own.levels) or (instance.levels if instance is not None else "level-2")


def _draw(canvas: Canvas, subnet: Subnet) -> None:
    """Between two routers the colour is that of the adjacency; elsewhere every end has its own."""
    ends = [End(canvas.network.nodes[name], found) for name, found in subnet.ends if found is not None]
    instances = [found for end in ends if (found := isis_in(end.node, end.interface.vrf)) is not None]
    areas = {instance.area for instance in instances}
    levels = {end.node.name: _levels(end) for end in ends}
    kinds: dict[str, str] = dict(levels)
    idle = not any(isis_of(end) for end in ends)
    if len(ends) == 2:
        shared = common_levels(*ends)
        idle = not shared
        kinds = dict.fromkeys(levels, next((word for word, found in LEVELS.items() if found == shared), "edge"))
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
