"""Module attributes: defaults -> device -> global -> node, and link -> interface.

Owns: the order of layers, generic for every module. Must not: know what an attribute means.
Source: the topology format's "Merging default values" and "Propagating module attributes".

A node without own attributes shares one map with every other such node, and an interface without own
attributes shares the link's: results are read-only.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import Problems
from .draft import Draft
from .merge import SETTINGS_KEYS, mapping, merged, without

NO_PROPAGATE: dict[str, frozenset[str]] = {
    "sr": frozenset({"node_sid_offset", "ipv6_sid_offset"}),
    "srv6": frozenset({"locator_pool"}),
    "stp": frozenset({"stub_port_type"}),
    "bgp": frozenset({"advertise_roles", "as_list", "ebgp_role", "rr_list"}),
    "evpn": frozenset({"as", "start_transit_vni", "transport"}),
    "vxlan": frozenset({"start_vni", "use_v6_vtep"}),
    "vlan": frozenset({"mode", "start_vlan_id"}),
}
"""Global attributes a node does not inherit; `defaults.<module>.no_propagate` adds to them."""


def inherit_node_attributes(draft: Draft, problems: Problems) -> None:
    """Fill `node.attributes`: per module, the node's own over global, device and default attributes."""
    inherited: dict[tuple[str, str], Mapping[str, Any]] = {}
    for node in draft.nodes.values():
        for module in node.modules:
            key = (module, node.device.name)
            lower = inherited.get(key)
            if lower is None:
                lower = inherited[key] = _inherited(draft, module, node.device.name)
            node.attributes[module] = merged(mapping(node.data.get(module)), lower)


def _inherited(draft: Draft, module: str, device: str) -> Mapping[str, Any]:
    """Global over device over default attributes of a module, without those that do not propagate."""
    settings = mapping(draft.defaults.get(module))
    of_device = mapping(mapping(mapping(draft.defaults.get("devices")).get(device)).get(module))
    result = merged(mapping(draft.settings.get(module)), of_device)
    result = merged(result, without(settings, SETTINGS_KEYS))
    return without(result, {*NO_PROPAGATE.get(module, ()), *(settings.get("no_propagate") or ())})


def interface_attributes(link: Mapping[str, Any], own: Mapping[str, Any]) -> Mapping[str, Any]:
    """Module attributes of an interface: its own over the link's."""
    return merged(own, link)
