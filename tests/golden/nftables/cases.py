"""Small nodes of clusters with services, by name of the golden."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from netwright.addr import parse_address
from netwright.model import NORMAL_PRIORITY, Backend, ClusterNode, LocalWorkload, ServicePortal
from netwright.model.calico import CalicoNode
from netwright.model.kubernetes import NamespacedName

HERE = Path(__file__).parent
LOCAL = ("10.122.0.9", "10.122.0.10", "ca11::9", "ca11::10")
WEB = ("10.122.0.9", "10.122.0.10", "10.122.1.9")
"""The last is on another node."""


def portal(
    address: str, port: int, *backends: str, at: int | None = None, inside: tuple[str, ...] = (), **more: object
) -> ServicePortal:
    def found(addresses: tuple[str, ...]) -> tuple[Backend, ...]:
        return tuple(Backend(address=parse_address(a), port=at or port, local=a in LOCAL) for a in addresses)

    return ServicePortal(
        service=NamespacedName("default", f"s{port}"),
        address=parse_address(address),
        port=port,
        backends=found(backends),
        inside=found(inside),
        **more,  # type: ignore[arg-type]
    )


def node(*portals: ServicePortal) -> ClusterNode:
    pods = (("web-1", LOCAL[0], LOCAL[2]), ("web-2", LOCAL[1], LOCAL[3]))
    return ClusterNode(
        cluster="parent",
        bgp=CalicoNode(name="w1", router_id=parse_address("192.0.2.1"), as_number=64512, families=()),
        workloads=tuple(
            LocalWorkload(
                node=name,
                ifname=f"cali{name}",
                addresses=(parse_address(ipv4), parse_address(ipv6)),
                priorities=(NORMAL_PRIORITY, NORMAL_PRIORITY),
            )
            for name, ipv4, ipv6 in pods
        ),
        portals=portals,
    )


def _dual_stack() -> ClusterNode:
    """Services of both families and protocols; one sends to a port of another number."""
    return node(
        portal("10.96.0.10", 80, *WEB, at=8080),
        portal("10.96.0.53", 53, *WEB[:2], protocol="UDP"),
        portal("fd00:96::10", 80, "ca11::9", "ca11::1:9"),
    )


def _local_policy() -> ClusterNode:
    """Sources are preserved; what has no endpoint on this node is dropped. The node and its workloads get all."""
    return node(
        portal("203.0.113.10", 80, WEB[0], inside=WEB, external=True, preserve_source=True),
        portal("203.0.113.11", 80, inside=WEB[2:], external=True, preserve_source=True),
        portal("203.0.113.12", 80, external=True, preserve_source=True),
        portal("10.96.0.10", 80, *WEB),
    )


def _without_endpoints() -> ClusterNode:
    """What arrives is refused."""
    return node(portal("10.96.0.10", 80), portal("fd00:96::10", 53, protocol="UDP"))


def _claimed_twice() -> ClusterNode:
    """An address and port of two services belong to the first; an endpoint that is named twice counts once."""
    return node(
        portal("203.0.113.10", 80, "10.122.0.9", external=True),
        portal("203.0.113.10", 80, "10.122.1.9", "10.122.1.10", external=True),
        portal("203.0.113.10", 80, "10.122.1.9", "10.122.1.9", protocol="UDP", external=True),
    )


CASES: dict[str, Callable[[], ClusterNode]] = {
    "dual-stack": _dual_stack,
    "local-policy": _local_policy,
    "without-endpoints": _without_endpoints,
    "claimed-twice": _claimed_twice,
    "nothing": node,
}
