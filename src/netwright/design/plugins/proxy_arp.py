"""Plugin `proxy_arp`: routers that answer ARP requests for other subnets, per VRF.

Owns: `interface.proxy_arp`. Must not: look at links.
Source: observed behaviour of the format: `proxy_arp` of a VRF holds for interfaces in it, loopbacks excepted; RFC 1027.
Deviation: `proxy_arp: False`, and what a node says of its VRF, count here.
"""

from __future__ import annotations

from ...errors import Problems
from ..draft import Draft


def set_proxy_arp(draft: Draft, problems: Problems) -> None:
    """Turn it on where the VRF of an interface asks for it."""
    if "proxy_arp" not in draft.topology.plugins:
        return
    for node in draft.nodes.values():
        asking = {name for name, vrf in node.vrfs.items() if vrf.data.get("proxy_arp")}
        for interface in node.interfaces if asking else ():
            interface.proxy_arp = interface.vrf in asking and interface.type != "loopback"
