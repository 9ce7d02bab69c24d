"""Which VLANs of a node EVPN carries.

Owns: that question, which BGP asks before EVPN is designed. Must not: make instances (`evpn.py` does).
Source: the topology format's `evpn.vlans`: those listed, else every VLAN with a VNI.
"""

from __future__ import annotations

from .draft import DraftNode
from .values import as_list


def is_carried(node: DraftNode, vlan: str) -> bool:
    """Whether EVPN of the node carries the VLAN."""
    listed = node.module("evpn").get("vlans")
    if listed is not None:
        return vlan in as_list(listed)
    return vlan in node.vlans and node.vlans[vlan].vni is not None


def share_by_evpn(left: DraftNode, right: DraftNode, vlan: str | None) -> bool:
    """Whether two nodes have a VLAN in common by EVPN: they are one switch there, and no neighbours for EBGP."""
    if vlan is None or not (left.runs("evpn") and right.runs("evpn")):
        return False
    return is_carried(left, vlan) or is_carried(right, vlan)


__all__ = ["is_carried", "share_by_evpn"]
