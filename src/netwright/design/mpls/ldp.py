"""LDP: the instance and the interfaces it runs on.

Owns: `interface.ldp`, the LDP part of `node.mpls`. Must not: look at BGP sessions.
Source: the topology format's "LDP": on all interfaces with IPv4 inside the autonomous system and outside of VRFs;
`mpls.ldp` of a link or interface switches it on or off. RFC 5036.
"""

from __future__ import annotations

from ...errors import Problems
from ...model import LdpInstance, LdpInterface
from ..draft import DraftInterface, DraftNode
from ..merge import mapping
from ..protocols import protocol_router_id_value
from ..values import as_list


def design_ldp(node: DraftNode, problems: Problems) -> LdpInstance | None:
    """None when the node or all of its interfaces run no LDP."""
    asked = node.module("mpls").get("ldp", True)
    if asked is False:
        return None
    running = False
    for interface in node.interfaces:
        interface.ldp = _interface(interface)
        running = running or (interface.ldp is not None and interface.type != "loopback")
    if not running:
        return None
    options = mapping(asked)
    router_id = node.router_id
    if options.get("router_id") is not None:
        router_id = protocol_router_id_value(node, options["router_id"], ("mpls", "ldp", "router_id"), problems)
    return LdpInstance(
        router_id=router_id,
        explicit_null=bool(options.get("explicit_null")),
        igp_sync=bool(options.get("igp_sync")),
        advertise=tuple(str(role) for role in as_list(options.get("advertise"))),
    )


def _interface(interface: DraftInterface) -> LdpInterface | None:
    asked = interface.module("mpls").get("ldp")
    if asked is False or interface.disabled("mpls") or interface.ipv4 is None:
        return None
    if asked is not True and (interface.vrf is not None or interface.role == "external"):
        return None
    link = interface.link
    routers = sum(end.node.role != "host" for end in link.interfaces) if link is not None else 0
    return LdpInterface(passive=interface.type != "loopback" and routers <= 1)


__all__ = ["design_ldp"]
