"""What layers are called on the page: data only."""

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
    "workloads": LayerNames("Workloads", "Links of workloads"),
}
"""By graph type."""
OVERLAYS: tuple[GraphType, ...] = ("topology", "bgp", "ospf", "isis", "evpn", "workloads")
"""Graph types that are layers of a page about another one; VLANs and VRFs are pictures of their own."""
