"""Every rule over clusters, in the order of the reference page.

Owns: codes, and what is on by default: what is wrong with high confidence. Codes never change.
"""

from __future__ import annotations

from .rule import Rule
from .rules import filters, machines, nested, numbers, passing, peers, pools, prefixes, routers, workload_peers

ASKED = False
RULES: tuple[Rule, ...] = (
    Rule(
        "filter-accepts-only",
        filters.filter_accepts_only,
        "What no rule of an import filter matches is accepted: the filter names routes and keeps nothing out.",
    ),
    Rule(
        "workload-routes-unfiltered",
        filters.workload_routes_unfiltered,
        "A machine can draw the traffic of any address to itself.",
    ),
    Rule("unused-filter", filters.unused_filter, "A filter nobody uses filters nothing."),
    Rule(
        "unreachable-filter-rule",
        filters.unreachable_filter_rule,
        "The first rule that matches decides: rules behind one that takes everything do nothing.",
    ),
    Rule(
        "nested-routes-not-imported",
        passing.nested_routes_not_imported,
        "The nested cluster announces routes, and its parent does not take them.",
    ),
    Rule(
        "nested-routes-not-exported",
        passing.nested_routes_not_exported,
        "By themselves, nodes announce their own cluster's pools only: nobody else learns of nested ones.",
    ),
    Rule(
        "ignored-for-workloads",
        workload_peers.ignored_for_workloads,
        "Calico does not say that it ignores the field, and the session is not what was meant.",
    ),
    Rule("internal-workload-peer", workload_peers.internal_workload_peer, "IBGP with workloads is not supported."),
    Rule(
        "workload-selected-twice",
        workload_peers.workload_selected_twice,
        "The first BGPPeer by name has the session: AS and filters of the other do not count.",
    ),
    Rule(
        "workload-peering-with-mesh",
        workload_peers.workload_peering_with_mesh,
        "Sessions of the mesh have no filters, so routes of nested clusters stay on one node.",
    ),
    Rule("selector-selects-nothing", peers.selector_selects_nothing, "A BGPPeer without an end makes no session."),
    Rule("peer-shadowed", peers.peer_shadowed, "One address has one session: filters of the other do not count."),
    Rule(
        "node-without-session",
        peers.node_without_session,
        "Nobody learns of its pods, and it learns of nobody's.",
    ),
    Rule(
        "ibgp-without-next-hop-self",
        peers.ibgp_without_next_hop_self,
        "Routes arrive with a next hop that can itself be reached by a BGP route only, and are not used.",
    ),
    Rule(
        "deprecated-keep-next-hop",
        peers.deprecated_keep_next_hop,
        "A later release of Calico may not know the field.",
    ),
    Rule(
        "nested-node-not-selected",
        nested.nested_node_not_selected,
        "The node calls its host, and is refused: nobody learns of its pods.",
    ),
    Rule(
        "nested-family-without-session",
        nested.nested_family_without_session,
        "Each address family needs a session of its own.",
    ),
    Rule(
        "nested-without-parent-peer",
        nested.nested_without_parent_peer,
        "The parent waits for calls and never calls itself: the session never comes up.",
    ),
    Rule("peer-address-unknown", nested.peer_address_unknown, "The session never comes up."),
    Rule("nested-session-mismatch", nested.nested_session_mismatch, "The session never comes up."),
    Rule(
        "nested-with-mesh",
        nested.nested_with_mesh,
        "Nodes of a nested cluster reach each other through their hosts; the mesh tells them other ways.",
    ),
    Rule(
        "cluster-prefix-overlap",
        prefixes.cluster_prefix_overlap,
        "An address in two places is reached in one of them at most.",
    ),
    Rule("cluster-as-loop", numbers.cluster_as_loop, "A router drops routes with its own AS in their path."),
    Rule(
        "overlay-with-nesting",
        pools.overlay_with_nesting,
        "Nested clusters need both ends of their pods' way to be routed without tunnels.",
    ),
    Rule(
        "nested-nat-outgoing",
        pools.nested_nat_outgoing,
        "Whoever is asked sees the machine, not the pod, although pods are routed.",
    ),
    Rule(
        "machine-without-bridge",
        machines.machine_without_bridge,
        "BGP with the machine needs it to have the address that Calico gave its pod.",
    ),
    Rule(
        "machine-with-several-interfaces",
        machines.machine_with_several_interfaces,
        "The parent peers with one address of the machine.",
    ),
    Rule(
        "router-session-missing",
        routers.router_session_missing,
        "The router waits for a node that never calls.",
    ),
    Rule(
        "router-session-unanswered",
        routers.router_session_unanswered,
        "The node calls a router that does not know it.",
    ),
    Rule("router-session-mismatch", routers.router_session_mismatch, "The session never comes up."),
    Rule(
        "nat-towards-nested",
        pools.nat_towards_nested,
        "Nested pods see the node, not the pod that asks them.",
        ASKED,
    ),
    Rule(
        "single-route-reflector",
        peers.single_route_reflector,
        "When it fails, nodes of the cluster lose their routes to each other.",
        ASKED,
    ),
    Rule(
        "machine-not-migratable",
        machines.machine_not_migratable,
        "When its node is drained, the machine is stopped.",
        ASKED,
    ),
)
