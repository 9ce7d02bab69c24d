"""A pod or machine of a cluster as a node of the lab: how it reaches its host, whatever device it is.

Owns: its routes. Must not: know Calico's BGP. Source: Calico documentation, "Data path": the gateway 169.254.1.1 is
nobody's; the host answers for it (RFC 1027). In IPv6 it is the host's link-local address, made of its MAC.
The default route is marked on-link, as Calico's BIRD takes every gateway: BIRD 2 learns it only then, and complains at
every scan otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..addr import Family, Prefix, parse_address, parse_interface, parse_prefix
from ..model import WORKLOAD_IFNAME, Node, RoutePlan

LENGTHS: Mapping[Family, int] = {4: 32, 6: 128}
HOST_MAC = "ee:ee:ee:ee:ee:ee"
"""Of every host's end of a pair."""
HOST_LINK_LOCAL = parse_interface("fe80::ecee:eeff:feee:eeee/64")
GATEWAY = parse_address("169.254.1.1")


def workload_routes(node: Node) -> tuple[RoutePlan, ...]:
    """Default routes of a workload; none for other nodes."""
    if node.workload is None:
        return ()
    families = {address.family for address in node.workload.addresses}
    found: list[RoutePlan] = []
    if 4 in families:
        found.append(RoutePlan(prefix=Prefix(*GATEWAY, 32), ifname=WORKLOAD_IFNAME))
        found.append(RoutePlan(prefix=parse_prefix("0.0.0.0/0"), next_hop=GATEWAY, ifname=WORKLOAD_IFNAME, onlink=True))
    if 6 in families:
        gateway = HOST_LINK_LOCAL.address
        found.append(RoutePlan(prefix=parse_prefix("::/0"), next_hop=gateway, ifname=WORKLOAD_IFNAME))
    return tuple(found)
