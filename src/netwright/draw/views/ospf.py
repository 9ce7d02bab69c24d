"""OSPF: areas as boxes, routers of several areas between them, the backbone set off, passive subnets dashed.

Must not: know link states or costs of paths. Source: RFC 2328 section 3.
"""

from __future__ import annotations

from ...model import Interface, Network, Node
from ..canvas import Canvas
from .subnets import Subnet, subnets

BACKBONE = "0.0.0.0"


def draw_ospf(canvas: Canvas) -> None:
    for node in canvas.network.nodes.values():
        areas = areas_of(node)
        if areas:
            box = area_box(canvas, areas[0]) if len(areas) == 1 else None
            canvas.node(node, cluster=box, detail=_detail(node, areas))
    for subnet in subnets(canvas.network, lambda interface: interface.ospf is not None):
        _draw(canvas, subnet)


def _active(node: Node) -> list[Interface]:
    return [i for i in node.interfaces if i.ospf is not None]


def areas_of(node: Node) -> list[str]:
    """Areas of a router, the backbone first; without interfaces that of its instance."""
    found = {i.ospf.area for i in _active(node) if i.ospf is not None}
    if not found and node.ospf is not None:
        found = {node.ospf.area}
    return sorted(found, key=lambda area: [int(octet) for octet in area.split(".")])


def area_name(area: str) -> str:
    return "0 (backbone)" if area == BACKBONE else area


def area_box(canvas: Canvas, area: str) -> str:
    id = f"area:{area}"
    if id in canvas.clusters:
        return id
    kind = kind_of_area(canvas.network, area)
    label = f"Area {area_name(area)}" + (f", {kind}" if kind else "")
    return canvas.cluster(id, label, "area")


def kind_of_area(network: Network, area: str) -> str:
    """`stub` or `NSSA`, when its routers make it so."""
    for node in network.nodes.values():
        for found in node.ospf.areas if node.ospf is not None else ():
            if found.area == area and found.kind != "regular":
                return "NSSA" if found.kind == "nssa" else found.kind
    return ""


def _detail(node: Node, areas: list[str]) -> dict[str, str]:
    found = {"OSPF area": ", ".join(areas)}
    if len(areas) > 1:
        found["OSPF role"] = "area border router"
    return found


def _draw(canvas: Canvas, subnet: Subnet) -> None:
    """One subnet: the box it stands in, its area in the tooltip, its cost at the ends of the tooltip."""
    interfaces = [i for _, i in subnet.ends if i is not None and i.ospf is not None]
    areas = list(dict.fromkeys(i.ospf.area for i in interfaces if i.ospf is not None))
    passive = all(i.ospf.passive for i in interfaces if i.ospf is not None)
    costs = [f"{n} {i.ospf.cost}" for n, i in subnet.ends if i is not None and i.ospf is not None and i.ospf.cost]
    detail = {"OSPF area": ", ".join(areas)}
    if costs:
        detail["OSPF cost"] = ", ".join(costs)
    if passive:
        detail["OSPF"] = "passive"
    canvas.link(
        subnet.link,
        subnet.ends,
        id=subnet.id,
        kinds="ospf-backbone" if areas == [BACKBONE] else "ospf-area",
        vlan=subnet.vlan,
        cluster=area_box(canvas, areas[0]) if len(areas) == 1 else None,
        dashed="passive" if passive else None,
        detail=detail,
    )
