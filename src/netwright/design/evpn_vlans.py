"""Which VLANs of a node EVPN carries, and where that makes two nodes one switch.

Owns: these questions; BGP asks the second one before EVPN is designed. Must not: make instances (`evpn.py` does).
Source: the topology format's `evpn.vlans`: those listed, else every VLAN with a VNI.
"""

from __future__ import annotations

from .draft import DraftNode
from .values import as_list


def listed_by_evpn(node: DraftNode, key: str) -> frozenset[str] | None:
    """Names of `evpn.vlans` or `evpn.vrfs` of the node; None = all."""
    listed = node.module("evpn").get(key)
    return None if listed is None else frozenset(str(name) for name in as_list(listed))


def has_vni(node: DraftNode, vlan: str) -> bool:
    """Whether the VLAN is on the node and VXLAN gave it a VNI: EVPN carries no other."""
    return vlan in node.vlans and node.vlans[vlan].vni is not None


def share_by_evpn(left: DraftNode, right: DraftNode, vlan: str | None) -> bool:
    """Whether two nodes have a VLAN in common by EVPN: they are one switch there, and no neighbours for EBGP.

    Observed behaviour of the format: a VLAN that `evpn.vlans` lists is such a one also where it has no VNI, and one
    end that says so is enough.
    """
    if vlan is None or not (left.runs("evpn") and right.runs("evpn")):
        return False
    return any(_is_meant(node, vlan) for node in (left, right))


def _is_meant(node: DraftNode, vlan: str) -> bool:
    listed = listed_by_evpn(node, "vlans")
    return has_vni(node, vlan) if listed is None else vlan in listed
