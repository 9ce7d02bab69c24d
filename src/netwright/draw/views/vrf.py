"""VRFs: each as a node joined to the routers that have it; what is attached to a single VRF stands in its box.

Must not: know how routes leak; imports of another VRF's targets are arrows. Source: RFC 4364 section 4.
"""

from __future__ import annotations

from ...model import Network, Vrf
from ..canvas import Canvas
from ..picture import PictureEnd
from .subnets import subnets


def draw_vrfs(canvas: Canvas) -> None:
    network = canvas.network
    found = vrfs_of(network)
    attached = attached_vrfs(network)
    for name in found:
        canvas.cluster(f"vrf:{name}", f"VRF {name}", "vrf")
    for node in network.nodes.values():
        vrfs = attached.get(node.name, [])
        if node.vrfs:
            canvas.node(node)
        elif vrfs:
            canvas.node(node, cluster=f"vrf:{vrfs[0]}" if len(vrfs) == 1 else None)
    for name, vrf in found.items():
        hub = canvas.thing(_hub(name), vrf_label(vrf), cluster=f"vrf:{name}", noun="VRF", detail=_detail(vrf))
        for node in network.nodes.values():
            if name in node.vrfs:
                detail = {"node": node.name, "VRF": name, "route distinguisher": node.vrfs[name].rd}
                end = PictureEnd(node=node.name)
                canvas.edge(f"{hub}:{node.name}", end, PictureEnd(node=hub), kind="vrf_link", detail=detail)
    _links(canvas)
    _leaks(canvas, found)


def _hub(name: str) -> str:
    return f"vrf-node:{name}"


def vrfs_of(network: Network) -> dict[str, Vrf]:
    """Every VRF once: those of the topology, then those nodes have on their own."""
    found = dict(network.vrfs)
    for node in network.nodes.values():
        for name, vrf in node.vrfs.items():
            found.setdefault(name, vrf)
    used = {name for node in network.nodes.values() for name in node.vrfs}
    return {name: vrf for name, vrf in found.items() if name in used}


def attached_vrfs(network: Network) -> dict[str, list[str]]:
    """VRFs that nodes without VRFs are attached to."""
    found: dict[str, list[str]] = {}
    for subnet in subnets(network, lambda interface: True):
        vrfs = {i.vrf for _, i in subnet.ends if i is not None and i.vrf is not None}
        for name, _ in subnet.ends:
            known = found.setdefault(name, [])
            known += sorted(vrfs - set(known))
    return {name: vrfs for name, vrfs in found.items() if vrfs and not network.nodes[name].vrfs}


def vrf_label(vrf: Vrf) -> tuple[str, ...]:
    return (vrf.name, f"RD {vrf.rd}")


def _detail(vrf: Vrf) -> dict[str, str]:
    found = {
        "VRF": vrf.name,
        "route distinguisher": vrf.rd,
        "import": ", ".join(vrf.import_targets),
        "export": ", ".join(vrf.export_targets),
    }
    return {key: value for key, value in found.items() if value}


def _links(canvas: Canvas) -> None:
    """Subnets in VRFs, the VRF written on them."""
    for subnet in subnets(canvas.network, lambda interface: True):
        vrfs = list(dict.fromkeys(i.vrf for _, i in subnet.ends if i is not None and i.vrf is not None))
        if vrfs:
            canvas.link(
                subnet.link,
                subnet.ends,
                id=subnet.id,
                label=tuple(vrfs),
                vlan=subnet.vlan,
                cluster=f"vrf:{vrfs[0]}" if len(vrfs) == 1 else None,
                detail={"VRF": ", ".join(vrfs)},
            )


def _leaks(canvas: Canvas, found: dict[str, Vrf]) -> None:
    """An arrow from each VRF to those that import its targets."""
    for source in found.values():
        for target in found.values():
            shared = [rt for rt in source.export_targets if rt in target.import_targets]
            if source.name != target.name and shared:
                canvas.edge(
                    f"leak:{source.name}:{target.name}",
                    PictureEnd(node=_hub(source.name)),
                    PictureEnd(node=_hub(target.name)),
                    kind="vrf_leak",
                    directed=True,
                    detail={"leak": f"{source.name} to {target.name}", "targets": ", ".join(shared)},
                )
