"""What a node's device cannot do on interfaces.

Owns: checks of addresses against device features. Must not: check protocols (their rooms do).
"""

from __future__ import annotations

from ..errors import Problems
from .draft import Draft


def check_capabilities(draft: Draft, problems: Problems) -> None:
    """Report unnumbered and link-local-only interfaces on devices without them."""
    for node in draft.nodes.values():
        device = node.device
        if device.unnumbered_ipv4 and device.ipv6_link_local_only:
            continue
        for interface in node.interfaces:
            lacking = ""
            if interface.ipv4 is True and not device.unnumbered_ipv4:
                lacking = "unnumbered IPv4 interfaces"
            elif interface.ipv6 is True and not device.ipv6_link_local_only:
                lacking = "interfaces with link-local IPv6 addresses only"
            if lacking:
                message = f"device `{device.name}` of node {node.name} has no {lacking}"
                hint = "give the link a prefix or use another device"
                problems.error("address-not-supported", message, interface.at("prefix"), hint)
