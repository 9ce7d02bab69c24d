"""VLANs: their ids and prefixes, ports and trunks, VLAN interfaces, and who shares a subnet through them."""

from __future__ import annotations

from .definitions import VlanDefinition, define_vlans
from .expand import expand_vlans
from .interfaces import create_vlan_interfaces
from .names import finish_vlans, name_vlan_interfaces
from .ports import definition

__all__ = [
    "VlanDefinition",
    "create_vlan_interfaces",
    "define_vlans",
    "definition",
    "expand_vlans",
    "finish_vlans",
    "name_vlan_interfaces",
]
