"""What layers and kinds of lines are called on the page: data only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ..settings import GraphType


class LayerNames(NamedTuple):
    name: str
    noun: str
    """Its lines in a node's details."""


LAYERS: Mapping[str, LayerNames] = {
    "topology": LayerNames("Physical", "Links"),
    "bgp": LayerNames("BGP", "BGP sessions"),
    "ospf": LayerNames("OSPF", "OSPF links"),
    "isis": LayerNames("IS-IS", "IS-IS circuits"),
    "evpn": LayerNames("EVPN", "EVPN sessions"),
    "vlan": LayerNames("VLAN", "VLANs"),
    "vrf": LayerNames("VRF", "VRFs"),
}
"""By graph type."""
OVERLAYS: tuple[GraphType, ...] = ("topology", "bgp", "ospf", "isis", "evpn")
"""Graph types that are layers of a page about another one; VLANs and VRFs are pictures of their own."""

KINDS: Mapping[str, str] = {
    "edge": "link",
    "ibgp": "IBGP",
    "ebgp": "EBGP",
    "localas_ibgp": "IBGP by local AS",
    "confed_ebgp": "EBGP in the confederation",
    "vlan_trunk": "VLAN trunk",
    "vlan_access": "VLAN access",
    "level-1": "IS-IS level 1",
    "level-2": "IS-IS level 2",
    "level-1-2": "IS-IS levels 1 and 2",
    "ospf-backbone": "OSPF area 0",
    "ospf-area": "OSPF, other areas",
    "vxlan": "member of an instance",
    "vrf_link": "member of a VRF",
    "vrf_leak": "imported routes",
}
