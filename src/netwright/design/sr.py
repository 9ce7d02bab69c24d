"""Segment routing with MPLS: node segments and global blocks.

Owns: `node.sr`. Must not: know how an IGP advertises segments (devices do).
Source: the topology format's "Segment Routing": index = node id + offset (0 for IPv4, 100 for IPv6); RFC 8402.
Deviation: OSPFv2 has no IPv6 segments, so a node that uses OSPFv2 alone has none unless it asks; the format refuses it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import Problems
from ..model import SegmentRouting
from .draft import Draft, DraftNode
from .merge import EMPTY, mapping, without
from .values import as_list, number

BLOCK_START, BLOCK_SIZE = 24000, 8000
_PROTOCOLS = {"isis": "isis", "ospfv2": "ospf"}
"""Protocol of the format -> its module."""
_TYPED = ("af", "node_sid", "protocol", "srgb", "srgb_range_size", "srgb_range_start")


def design_sr(draft: Draft, problems: Problems) -> None:
    """Segments of every node; two nodes with one index are one problem."""
    offsets = _offsets(draft)
    taken: dict[tuple[str, int], DraftNode] = {}
    for node in draft.nodes_with("sr"):
        node.sr = _instance(node, offsets, problems)
        for family, index in (("ipv4", node.sr.node_sid_ipv4), ("ipv6", node.sr.node_sid_ipv6)):
            if index is None:
                continue
            _check_range(node, family, index, problems)
            for other_family in ("ipv4", "ipv6"):
                other = taken.get((other_family, index))
                if other is not None and other is not node:
                    message = f"nodes {other.name} and {node.name} have the same node segment index {index}"
                    hint = "set `sr.node_sid`, or the global `sr.node_sid_offset`"
                    problems.error("sr-duplicate-sid", message, node.at("sr", "node_sid"), hint)
            taken[family, index] = node


def _offsets(draft: Draft) -> dict[str, int]:
    whole = draft.global_module("sr")
    given = mapping(whole.get("node_sid_offset"))
    older = number(whole.get("ipv6_sid_offset"))
    ipv6 = older if older is not None else number(given.get("ipv6"))
    return {"ipv4": number(given.get("ipv4")) or 0, "ipv6": 100 if ipv6 is None else ipv6}


def _instance(node: DraftNode, offsets: Mapping[str, int], problems: Problems) -> SegmentRouting:
    data = node.module("sr")
    protocols = tuple(str(p) for p in as_list(data.get("protocol")))
    for protocol in protocols:
        module = _PROTOCOLS.get(protocol, protocol)
        if not node.runs(module):
            message = f"segment routing on node {node.name} uses {protocol}, but it does not run `{module}`"
            hint = f"add `{module}` to its modules, or set `sr.protocol`"
            problems.error("sr-without-igp", message, node.at("sr", "protocol"), hint)
    families = _families(node, data, protocols, problems)
    given = mapping(data.get("node_sid"))
    index = {family: number(given.get(family)) or node.id + offsets[family] for family in families}
    block = mapping(data.get("srgb"))
    start = number(block.get("start", data.get("srgb_range_start")))
    size = number(block.get("size", data.get("srgb_range_size")))
    return SegmentRouting(
        protocols=protocols,
        node_sid_ipv4=index.get("ipv4"),
        node_sid_ipv6=index.get("ipv6"),
        block_start=BLOCK_START if start is None else start,
        block_size=BLOCK_SIZE if size is None else size,
        extra=without(data, _TYPED) or EMPTY,
    )


def _families(node: DraftNode, data: Mapping[str, Any], protocols: tuple[str, ...], problems: Problems) -> list[str]:
    """Families asked for, else those of the loopback."""
    asked = data.get("af")
    loopback = node.loopback
    of_loopback = {
        "ipv4": loopback is not None and loopback.ipv4 is not None,
        "ipv6": loopback is not None and loopback.ipv6 is not None,
    }
    if asked:
        found = list(asked) if isinstance(asked, list) else [f for f, on in mapping(asked).items() if on]
    else:
        found = [family for family, there in of_loopback.items() if there]
        if "isis" not in protocols:
            found = [family for family in found if family == "ipv4"]
    if asked and "ipv6" in found and "isis" not in protocols:
        message = f"node {node.name}: OSPFv2 advertises no IPv6 segments"
        problems.error("sr-ipv6-without-isis", message, node.at("sr", "af"), "add `isis` to `sr.protocol`")
    for family in found:
        if not of_loopback.get(family):
            message = f"node {node.name} has an {family} node segment but no {family} loopback address"
            problems.error("sr-without-loopback", message, node.at("sr", "af"))
    return [family for family in found if of_loopback.get(family)]


def _check_range(node: DraftNode, family: str, index: int, problems: Problems) -> None:
    if node.sr is not None and index >= node.sr.block_size:
        message = (
            f"{family} node segment index {index} of {node.name} is outside its global block of {node.sr.block_size}"
        )
        problems.error("sr-index-range", message, node.at("sr"), "make `sr.srgb.size` larger")


__all__ = ["design_sr"]
