"""Segment routing of a node -> lines of FRR's isisd, ospfd, zebra and bgpd.

Owns: segments in IGPs, locators. Must not: print. Source: RFC 8402, 8660, 8665 (OSPF), 8667 (IS-IS), 8986, 9352; FRR
user guide "OSPFv2", "ISIS", "Zebra".
"""

from __future__ import annotations

from ...addr import InterfaceAddress
from ...model import Node
from .versions import Version, has

LOCATOR = "main"
"""Name of the node's locator."""
BLOCK_BITS, FUNCTION_BITS = 32, 16
"""RFC 9800 section 4: 32 bits of block, 16 of node, 16 of function in a /48 locator."""

RECOMPUTE = "max-metric router-lsa on-startup 30"
"""Deviation: older ospfd leaves outgoing labels empty when a neighbour's global block arrives between two SPF runs.
Stub router advertisement (RFC 6987) ends 30 s after the start, when two hellos have made adjacencies; with it comes an
SPF run that knows all blocks."""


def isis_segments(node: Node) -> list[str]:
    """Lines of the IS-IS process."""
    lines: list[str] = []
    if node.sr is not None and "isis" in node.sr.protocols:
        lines += _block(node)
        for index, address in _node_sids(node):
            lines.append(f"segment-routing prefix {address.prefix} index {index}")
    if node.srv6 is not None and "isis" in node.srv6.protocols:
        lines += ["segment-routing srv6", f" locator {LOCATOR}", "exit"]
    return lines


def ospf_segments(node: Node, version: Version) -> list[str]:
    """Lines of the OSPFv2 process; segments travel in opaque LSAs (RFC 7684, 7770)."""
    if node.sr is None or "ospfv2" not in node.sr.protocols:
        return []
    lines = ["capability opaque", "router-info area", *_block(node)]
    if not has(version, "ospf_segments_settle"):
        lines.append(RECOMPUTE)
    for index, address in _node_sids(node):
        if address.family == 4:
            lines.append(f"segment-routing prefix {address.prefix} index {index}")
    return lines


def _block(node: Node) -> list[str]:
    if node.sr is None:
        return []
    last = node.sr.block_start + node.sr.block_size - 1
    return ["segment-routing on", f"segment-routing global-block {node.sr.block_start} {last}"]


def _node_sids(node: Node) -> list[tuple[int, InterfaceAddress]]:
    loopback, sr = node.loopback, node.sr
    if loopback is None or sr is None:
        return []
    wanted = ((sr.node_sid_ipv4, loopback.ipv4), (sr.node_sid_ipv6, loopback.ipv6))
    return [(index, ip) for index, ip in wanted if index is not None and isinstance(ip, InterfaceAddress)]


def locator_lines(node: Node) -> tuple[str, ...]:
    """Lines of zebra."""
    if node.srv6 is None:
        return ()
    locator = node.srv6.locator
    block = min(BLOCK_BITS, locator.length - 8)
    lines = ["segment-routing", " srv6"]
    loopback = node.loopback.ipv6 if node.loopback is not None else None
    if isinstance(loopback, InterfaceAddress):
        lines += ["  encapsulation", f"   source-address {loopback.address}", "  exit"]
    sizes = f"block-len {block} node-len {locator.length - block} func-bits {FUNCTION_BITS}"
    lines += [
        "  locators",
        f"   locator {LOCATOR}",
        f"    prefix {locator} {sizes}",
        "   exit",
        "  exit",
        " exit",
        "exit",
    ]
    return tuple(lines)


def bgp_locator(node: Node) -> list[str]:
    """Lines of the BGP process that ends segments of VPNs."""
    srv6 = node.srv6
    if srv6 is None or srv6.transit_only or not (srv6.vpn_ipv4 or srv6.vpn_ipv6 or srv6.bgp_ipv4 or srv6.bgp_ipv6):
        return []
    return ["segment-routing srv6", f" locator {LOCATOR}", "exit"]
