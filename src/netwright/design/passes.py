"""The passes of designing, in the order they run.

Owns: the order. Must not: contain passes. Every pass is `verb(draft, problems) -> None`: it reads the draft,
fills typed fields of it, adds problems for what the user must mend and goes on with the rest. Cost is linear
in nodes, links and sessions.

When protocols run, the core has settled: devices, roles, ids, modules and module attributes, loopbacks, links
with types, roles, prefixes, interfaces with addresses, names, MTU, router ids and address families; what VLANs make
of links: `draft.subnets` are what is addressed, `interface.subnet` is where an interface's neighbours are. What is
left to protocols: `node.bgp/ospf/routing/static_routes`, `interface.ospf/bgp_advertise`. Roles that BGP gives
to links come earlier, in `ROLE_PASSES`. Protocol rooms add their passes to these two tables, one line each.
"""

from __future__ import annotations

from collections.abc import Callable

from ..errors import Problems
from .addresses import assign_addresses
from .bfd import design_bfd
from .bgp import design_bgp, mark_external_links
from .capabilities import check_capabilities
from .dhcp import design_dhcp, find_dhcp_clients, withdraw_client_addresses
from .draft import Draft
from .evpn import design_evpn
from .files import collect_configs, collect_files
from .gateway import design_gateways
from .groups import finish_groups, set_extra_attributes
from .hosts import set_host_gateways, set_router_ids
from .inherit import inherit_node_attributes
from .interfaces import set_families, set_interface_attributes, set_node_mtu
from .isis import design_isis
from .lag import design_lags
from .links import build_links, name_interfaces, set_stub_roles
from .loopbacks import assign_loopbacks
from .mpls import design_mpls
from .nodes import assign_ids, assign_management, select_devices, select_roles
from .ospf import design_ospf
from .overlaps import check_addresses
from .plugins.bonding import bond_interfaces
from .plugins.multihoming import design_segments, find_endpoints
from .plugins.proxy_arp import set_proxy_arp
from .plugins.tunnel import check_tunnels, design_tunnels
from .pools import read_named_prefixes, read_pools
from .prefixes import assign_prefixes
from .ripv2 import design_ripv2
from .routing import add_static_routes, read_routing_tables
from .sr import design_sr
from .srv6 import design_srv6
from .stp import design_stp
from .vlan import create_vlan_interfaces, define_vlans, expand_vlans, finish_vlans, name_vlan_interfaces
from .vrf import assign_interface_vrfs, borrow_from_vrf_loopbacks, join_vrfs, read_vrfs, set_vrf_families
from .vrf.redistribution import redistribute_in_vrfs
from .vxlan import design_vxlan

Pass = Callable[[Draft, Problems], None]

LINK_PASSES: tuple[Pass, ...] = (
    select_devices,
    select_roles,
    inherit_node_attributes,
    assign_ids,
    read_pools,
    read_named_prefixes,
    assign_management,
    assign_loopbacks,
    define_vlans,
    build_links,
    check_tunnels,
    expand_vlans,
    create_vlan_interfaces,
    read_vrfs,
    assign_interface_vrfs,
    design_lags,
    design_segments,
    find_dhcp_clients,
)
"""Nodes with modules and attributes; links with types and the user's roles; nothing is addressed yet."""

ROLE_PASSES: tuple[Pass, ...] = (mark_external_links,)
"""Protocols that give links roles, before prefixes are chosen (a role may name a pool). BGP: a link with more
than one AS among the `as` and `local_as` of its nodes gets `bgp.ebgp_role` (`external`), even with a single
router."""

ADDRESS_PASSES: tuple[Pass, ...] = (
    set_stub_roles,
    assign_prefixes,
    assign_addresses,
    withdraw_client_addresses,
    join_vrfs,
    name_interfaces,
    borrow_from_vrf_loopbacks,
    name_vlan_interfaces,
    set_node_mtu,
    set_interface_attributes,
    design_gateways,
    bond_interfaces,
    design_tunnels,
    set_families,
    set_vrf_families,
    set_proxy_arp,
    set_host_gateways,
    set_router_ids,
    check_addresses,
    check_capabilities,
    finish_vlans,
    design_vxlan,
    find_endpoints,
)

PROTOCOL_PASSES: tuple[Pass, ...] = (
    read_routing_tables,
    add_static_routes,
    design_bfd,
    design_stp,
    design_dhcp,
    design_bgp,
    design_ospf,
    design_isis,
    design_ripv2,
    design_mpls,
    design_sr,
    design_srv6,
    redistribute_in_vrfs,
    design_evpn,
)
"""In this order: BGP originates prefixes (discard routes) and sets roles of links, which interior protocols read;
MPLS and segment routing extend BGP sessions and follow the interior protocols.

BGP turns on IPv6 (`interface.ipv6` becomes True) at both ends of unnumbered IPv4 sessions between different
ASes (RFC 8950)."""

FINAL_PASSES: tuple[Pass, ...] = (
    set_extra_attributes,
    finish_groups,
    collect_files,
    collect_configs,
)

CORE_PASSES: tuple[Pass, ...] = LINK_PASSES + ROLE_PASSES + ADDRESS_PASSES
PASSES: tuple[Pass, ...] = CORE_PASSES + PROTOCOL_PASSES + FINAL_PASSES
