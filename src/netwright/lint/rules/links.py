"""Rules about cables and addresses.

Owns: MTU, unnumbered interfaces, hosts without a way out, nodes without a link.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...model.adjacency import End
from ...model.rule import names
from ..rule import Finding
from ..subject import Subject

USUAL_MTU = 1500
"""Bytes; what a Linux interface has when nobody says anything (RFC 894)."""


def asymmetric_mtu(subject: Subject) -> Iterator[Finding]:
    """Ends of a link with different MTUs: larger packets vanish, and OSPF stays in ExStart (RFC 2328 10.6)."""
    for link, ends in zip(subject.network.links, subject.cables, strict=True):
        sizes = [(end, end.interface.mtu or USUAL_MTU) for end in ends]
        if len({size for _, size in sizes}) > 1:
            said = ", ".join(f"{end.node.name} {size}" for end, size in sizes)
            odd = next(end for end in ends if end.interface.mtu)
            where = subject.link_at(link, odd.node.name, "mtu")
            yield Finding(f"the ends of a link have different MTUs: {said}", where, "set `mtu` on the link")


def unnumbered_lan(subject: Subject) -> Iterator[Finding]:
    """An unnumbered subnet of more than two routers: no protocol runs over it (RFC 5309 section 4)."""
    for ends in subject.subnets:
        routers = [end for end in ends if end.node.role != "host" and end.interface.ipv4 is True]
        if len(routers) > 2:
            listed = names(end.node.name for end in routers)
            where = subject.end_at(routers[0], "unnumbered")
            yield Finding(f"a subnet of {len(routers)} routers is unnumbered: {listed}", where, "give it a prefix")


def host_without_gateway(subject: Subject) -> Iterator[Finding]:
    """A host no router is on a subnet of: it reaches its neighbours only. Pods have their node."""
    for node in subject.network.nodes.values():
        attached = [i for i in node.interfaces if i.linkindex and (i.ipv4 or i.ipv6)]
        if node.role != "host" or node.workload is not None or not attached or any(i.dhcp_client for i in attached):
            continue
        if not any(i.gateway_ipv4 or i.gateway_ipv6 for i in attached):
            where = subject.end_at(End(node, attached[0]))
            yield Finding(f"host `{node.name}` has no gateway", where, "add a router to its link")


def isolated_node(subject: Subject) -> Iterator[Finding]:
    """A node without a single link in a network that has links."""
    if len(subject.network.nodes) < 2 or not subject.network.links:
        return
    for node in subject.network.nodes.values():
        if not any(interface.linkindex for interface in node.interfaces):
            yield Finding(f"node `{node.name}` has no links", subject.node_at(node.name), "link it, or remove it")
