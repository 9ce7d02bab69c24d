"""Every rule, in the order of the reference page.

Owns: codes, and what is on by default: what is wrong with high confidence. Codes never change. Beside them, the codes
of what reading and designing warn of, which a topology can leave out as well. Rules over clusters are in their room.
"""

from __future__ import annotations

from ..cluster.lint import RULES as CLUSTER_RULES
from .rule import Rule
from .rules import bgp, habits, isis, links, ospf, resilience, unused, vlans

__all__ = ["CLUSTER_RULES", "RULES", "WARNINGS"]

ON, ASKED = True, False
RULES: tuple[Rule, ...] = (
    Rule("unused-vrf", unused.unused_vrf, "A VRF no node uses is a leftover, or a link has lost it."),
    Rule("unused-vlan", unused.unused_vlan, "A VLAN no node uses is a leftover, or a port has lost it."),
    Rule("unused-policy", unused.unused_policy, "A routing policy nothing applies changes nothing."),
    Rule("unused-prefix-list", unused.unused_prefix_list, "A prefix list nothing matches on filters nothing."),
    Rule("unused-as-path-list", unused.unused_as_path_list, "An AS-path list nothing matches on filters nothing."),
    Rule("unused-community-list", unused.unused_community_list, "A community list nothing names filters nothing."),
    Rule("unused-static-list", unused.unused_static_list, "A list of static routes no node includes routes nothing."),
    Rule("unused-pool", unused.unused_pool, "A pool nothing names gives no addresses: a link takes them elsewhere."),
    Rule("unused-prefix", unused.unused_prefix, "A named prefix nothing names is a leftover, or a link has lost it."),
    Rule("unused-component", unused.unused_component, "A component no node includes makes no nodes."),
    Rule("unused-plugin", unused.unused_plugin, "A plugin whose attributes nobody gives does nothing."),
    Rule("unused-module", unused.unused_module, "A module no node does anything with does nothing."),
    Rule("empty-group", unused.empty_group, "What a group without members says holds for nobody."),
    Rule("isolated-node", links.isolated_node, "A node without links takes part in nothing."),
    Rule("asymmetric-mtu", links.asymmetric_mtu, "Large packets vanish on the way, and OSPF adjacencies hang."),
    Rule(
        "unnumbered-lan", links.unnumbered_lan, "More than two routers on an unnumbered subnet do not find each other."
    ),
    Rule("host-without-gateway", links.host_without_gateway, "The host reaches its own subnet only.", ASKED),
    Rule("ospf-timer-mismatch", ospf.ospf_timer_mismatch, "Neighbours with different timers ignore each other."),
    Rule(
        "ospf-network-type-mismatch",
        ospf.ospf_network_type_mismatch,
        "The adjacency comes up, and the routes over it are missing.",
    ),
    Rule("ospf-area-mismatch", ospf.ospf_area_mismatch, "Neighbours in different areas ignore each other."),
    Rule(
        "ospf-authentication-mismatch",
        ospf.ospf_authentication_mismatch,
        "Neighbours with different keys ignore each other.",
    ),
    Rule(
        "ospf-area-without-backbone",
        ospf.ospf_area_without_backbone,
        "Areas exchange routes through area 0 only.",
    ),
    Rule(
        "ospf-partitioned-backbone",
        ospf.ospf_partitioned_backbone,
        "Areas exchange routes through area 0 only, and it is in pieces.",
    ),
    Rule("isis-level-mismatch", isis.isis_level_mismatch, "Neighbours without a common level ignore each other."),
    Rule(
        "duplicate-router-id", bgp.duplicate_router_id, "Routes of two routers with one id are taken for each other's."
    ),
    Rule("bgp-without-neighbors", bgp.bgp_without_neighbors, "A BGP router without a session hears and says nothing."),
    Rule("bgp-session-mismatch", bgp.session_mismatch, "The session never comes up."),
    Rule("bgp-family-on-one-end", bgp.family_on_one_end, "The session comes up and carries no routes of the family."),
    Rule("next-hop-unreachable", bgp.next_hop_unreachable, "Routers of the AS get routes they cannot use."),
    Rule(
        "reflector-without-clients",
        bgp.reflector_without_clients,
        "A route reflector without clients reflects nothing.",
    ),
    Rule("private-as-leak", bgp.private_as_leak, "Others see AS numbers that mean something else to them."),
    Rule("vni-on-one-node", vlans.vni_on_one_node, "A VXLAN segment with one end is a VLAN with extra steps."),
    Rule("vlan-dead-end", vlans.vlan_dead_end, "A trunk carries a VLAN to a switch that has nothing in it."),
    Rule("ebgp-without-policy", bgp.ebgp_without_policy, "The router accepts and announces everything.", ASKED),
    Rule("single-reflector", bgp.single_reflector, "When it fails, the AS loses its routes.", ASKED),
    Rule("single-uplink", bgp.single_uplink, "When it fails, the AS is on its own.", ASKED),
    Rule(
        "single-point-of-failure", resilience.single_point_of_failure, "When it fails, the network is in parts.", ASKED
    ),
    Rule("single-link", resilience.single_link, "When it fails, the network is in parts.", ASKED),
    Rule("password-in-clear", habits.password_in_clear, "Whoever has the file has the password.", ASKED),
    Rule("no-validation", habits.no_validation, "Nobody notices when it stops working.", ASKED),
)
WARNINGS = frozenset(
    {
        "attribute-on-trunk",
        "bird2-no-tunnel",
        "pool-with-tunnels",
        "bird-ignored",
        "cluster-node-without-gateway",
        "custom-config-device",
        "custom-config-left-out",
        "frr-limit",
        "frr-version",
        "ibgp-without-igp",
        "isis-metric-and-cost",
        "lonely-segment",
        "module-not-used",
        "mpls-without-bgp",
        "multihop-within-as",
        "ospf-inactive",
        "ospfv3-authentication",
        "prefix-overlap",
        "protocol-inactive",
        "rip-without-bfd",
        "unknown-plugin",
        "unknown-rule",
        "unused-crds",
        "vrf-inactive",
    }
)
"""What other rooms warn of, and what this one says of codes that are left out."""
