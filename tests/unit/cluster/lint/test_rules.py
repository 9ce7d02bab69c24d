"""What rules leave alone, beside the smells planted for them."""

from __future__ import annotations

import pytest

from ..building import configuration, document, node, peer
from .building import lint, lint_all, parents

V4 = configuration("nodeToNodeMeshEnabled: false, localWorkloadPeeringIPV4: 169.254.0.179")
ACCEPT = "{action: Accept, cidr: 10.123.0.0/16, matchOperator: In}"


def vm_pod(name: str, address: str, on: int = 1, labels: str = "color: red") -> str:
    return (
        f"apiVersion: v1\nkind: Pod\nmetadata: {{name: {name}, labels: {{{labels}}}}}\n"
        f"spec: {{nodeName: n{on}}}\nstatus: {{phase: Running, podIPs: [{{ip: {address}}}]}}\n"
    )


def machine(name: str, address: str) -> str:
    """A node of a nested cluster."""
    return document("Node", name, f"{{bgp: {{ipv4Address: {address}/32}}}}")


def joined(*documents: str) -> str:
    return "---\n".join(documents)


def bgp_filter(name: str, spec: str) -> str:
    return document("BGPFilter", name, f"{{{spec}}}")


def to_red(filters: str) -> str:
    return peer("red", f"localWorkloadSelector: color == 'red', asNumber: 65401, filters: [{filters}]")


@pytest.mark.parametrize(
    ("rules", "leaks"),
    [
        (ACCEPT, True),
        (f"{ACCEPT}, {{action: Reject}}", False),
        (f"{ACCEPT}, {{action: Reject, peerType: eBGP}}", False),
        (f"{ACCEPT}, {{action: Reject, peerType: iBGP}}", True),
        (f"{ACCEPT}, {{action: Reject, cidr: 0.0.0.0/0, matchOperator: In}}", False),
        (f"{ACCEPT}, {{action: Reject, cidr: 0.0.0.0/0, matchOperator: Equal}}", True),
        (f"{{action: Reject, cidr: 10.123.0.0/16, matchOperator: NotIn}}, {ACCEPT}", False),
        (f"{ACCEPT}, {{action: Accept}}", False),
        ("{action: Reject, cidr: 10.0.0.0/8, matchOperator: In}", False),
    ],
)
def test_filters_that_leak(rules: str, leaks: bool) -> None:
    text = joined(V4, bgp_filter("f", f"importV4: [{rules}]"), to_red("f"))
    assert bool(lint("filter-accepts-only", parent=text)) is leaks


def test_a_later_filter_may_close_an_earlier_one() -> None:
    accept, close = bgp_filter("a", f"importV4: [{ACCEPT}]"), bgp_filter("close", "importV4: [{action: Reject}]")
    both = joined(V4, accept, close, to_red("a, close"))
    assert lint("filter-accepts-only", parent=both) == []
    assert lint("unreachable-filter-rule", parent=both) == []
    (found,) = lint("unreachable-filter-rule", parent=joined(V4, accept, close, to_red("close, a")))
    assert "`a` never matches" in found.message


def test_families_without_sessions_do_not_count() -> None:
    six = bgp_filter("f", "importV6: [{action: Accept, cidr: 'ca11:c0::/48', matchOperator: In}]")
    four = bgp_filter("g", f"importV4: [{ACCEPT}, {{action: Reject}}]")
    assert lint("filter-accepts-only", parent=joined(V4, six, four, to_red("f, g"))) == []
    router = joined(six, peer("tor", "peerIP: 'fd00::fe', asNumber: 63000, filters: [f]"))
    (found,) = lint("filter-accepts-only", parent=router)
    assert found.hint == 'importV6: [ { action: Accept, cidr: "ca11:c0::/48", matchOperator: In }, { action: Reject } ]'


def test_the_corrected_filter_is_a_filter() -> None:
    rules = (
        "{action: Accept, cidr: 10.1.0.0/16, matchOperator: In, prefixLength: {min: 24, max: 26}, peerType: eBGP, "
        "communities: {values: ['65000:1']}, asPathPrefix: [65401, 65402], priority: 100, interface: 'cali*', "
        "operations: [{addCommunity: {value: '65000:1:2'}}, {prependASPath: {prefix: [65000]}}, "
        "{setPriority: {value: 7}}]}"
    )
    (found,) = lint("filter-accepts-only", parent=joined(V4, bgp_filter("f", f"importV4: [{rules}]"), to_red("f")))
    assert lint("filter-accepts-only", parent=joined(V4, bgp_filter("f", found.hint), to_red("f"))) == []
    router = peer("tor", "peerIP: 10.0.0.254, asNumber: 63000, filters: [f]")
    assert lint("filter-accepts-only", parent=joined(bgp_filter("f", f"importV4: [{rules}]"), router)) == []
    many = ", ".join([ACCEPT] * 9)
    (found,) = lint("filter-accepts-only", parent=joined(V4, bgp_filter("f", f"importV4: [{many}]"), to_red("f")))
    assert found.hint == "end `importV4` with `{ action: Reject }`"


def test_fields_that_say_nothing_are_not_ignored_ones() -> None:
    plain = peer("red", "localWorkloadSelector: all(), asNumber: 65401, keepOriginalNextHop: false, ttlSecurity: null")
    assert lint("ignored-for-workloads", parent=joined(V4, plain)) == []


def test_a_mesh_of_one_node_passes_on_everything() -> None:
    mesh = configuration("localWorkloadPeeringIPV4: 169.254.0.179")
    assert lint("workload-peering-with-mesh", parent=joined(mesh, node(1), to_red(""))) == []
    assert len(lint("workload-peering-with-mesh", parent=joined(mesh, to_red("")))) == 1


def test_who_tells_nested_routes_by_ibgp() -> None:
    router = peer("tor", "nodeSelector: has(rack), peerIP: 10.0.0.254, asNumber: 64512")
    parts = (V4, node(1), node(2, labels="{rack: a}"), router, to_red(""))
    assert lint("ibgp-without-next-hop-self", parent=joined(*parts, vm_pod("vm", "10.122.0.5"))) == []
    assert len(lint("ibgp-without-next-hop-self", parent=joined(*parts, vm_pod("vm", "10.122.0.5", on=2)))) == 1
    assert len(lint("ibgp-without-next-hop-self", parent=joined(V4, router, to_red("")))) == 1
    assert lint("ibgp-without-next-hop-self", parent=joined(V4, router)) == []


def test_exports_of_nodes_that_have_no_nested_machines() -> None:
    red = joined(
        configuration("nodeToNodeMeshEnabled: false, asNumber: 65401"),
        document("IPPool", "pods", "{cidr: 10.123.0.0/16}"),
        machine("red-1", "10.122.0.5"),
    )
    parts = (V4, node(1), node(2, labels="{rack: a}"), to_red(""), vm_pod("vm", "10.122.0.5"))
    elsewhere = peer("tor", "nodeSelector: has(rack), peerIP: 10.0.0.254, asNumber: 63000")
    assert lint("nested-routes-not-exported", parent=joined(*parts, elsewhere), red=red) == []
    everywhere = peer("tor", "peerIP: 10.0.0.254, asNumber: 63000, filters: [f]")
    part = bgp_filter("f", "exportV4: [{action: Accept, cidr: 10.123.0.0/17, matchOperator: In}]")
    assert len(lint("nested-routes-not-exported", parent=joined(*parts, everywhere, part), red=red)) == 1
    halves = bgp_filter(
        "f",
        "exportV4: [{action: Accept, cidr: 10.123.0.0/17, matchOperator: In}, "
        "{action: Accept, cidr: 10.123.128.0/17, matchOperator: In, source: RemotePeers}]",
    )
    assert lint("nested-routes-not-exported", parent=joined(*parts, everywhere, halves), red=red) == []
    around = document("IPPool", "pods", "{cidr: 10.0.0.0/8}")
    bare = peer("tor", "peerIP: 10.0.0.254, asNumber: 63000")
    assert lint("nested-routes-not-exported", parent=joined(*parts, bare, around), red=red) == []


def test_pools_that_may_overlap() -> None:
    parent = joined(
        configuration("serviceLoadBalancerIPs: [{cidr: 10.200.0.0/24}], serviceExternalIPs: [{cidr: 10.0.0.128/25}]"),
        document("IPPool", "pods", "{cidr: 10.122.0.0/16}"),
        document("IPPool", "lb", "{cidr: 10.200.0.0/24, allowedUses: [LoadBalancer]}"),
        document("IPPool", "no-nat", "{cidr: 10.123.0.0/16, disabled: true, disableBGPExport: true}"),
        node(1),
        vm_pod("vm", "10.122.0.5"),
    )
    red = joined(
        document("IPPool", "pods", "{cidr: 10.123.0.0/16}"),
        document("Node", "red-1", "{bgp: {ipv4Address: 10.122.0.5/16}}"),
    )
    assert lint("cluster-prefix-overlap", parent=parent, red=red) == []
    assert len(lint("cluster-prefix-overlap", parent=parent, red=red, blue=red.replace("10.122", "10.9"))) == 1


def test_clusters_of_one_as_whose_routes_do_not_meet() -> None:
    def nested(name: str, pool: str, address: str) -> str:
        up = peer("parent", "peerIP: 169.254.0.179, asNumber: 64512")
        own = configuration("nodeToNodeMeshEnabled: false, asNumber: 65401")
        return joined(own, document("IPPool", "pods", f"{{cidr: {pool}}}"), machine(name, address), up)

    pods = (vm_pod("red-1", "10.122.0.5"), vm_pod("blue-1", "10.122.0.6"))
    red, blue = nested("red-1", "10.123.0.0/16", "10.122.0.5"), nested("blue-1", "10.124.0.0/16", "10.122.0.6")
    assert lint("cluster-as-loop", parent=joined(V4, node(1), to_red(""), *pods), red=red, blue=blue) == []


def test_the_as_of_a_cluster_further_out() -> None:
    parent = joined(V4, document("IPPool", "p", "{cidr: 10.1.0.0/16}"), node(1))
    middle = joined(
        configuration("asNumber: 65401"), machine("m", "10.1.0.5"), document("IPPool", "p", "{cidr: 10.2.0.0/16}")
    )
    inner = joined(configuration("asNumber: 64512"), machine("i", "10.2.0.5"))
    (found,) = lint("cluster-as-loop", parent=parent, middle=middle, inner=inner)
    assert (found.span.file, found.message[:9]) == ("inner.yml", "AS 64512 ")
    assert parents(parent=parent, middle=middle, inner=inner) == {
        "parent": None,
        "middle": "parent",
        "inner": "middle",
    }


def test_which_cluster_is_in_which() -> None:
    pool = document("IPPool", "p", "{cidr: 10.1.0.0/16}")
    knows = joined(document("IPPool", "far", "{cidr: 10.2.0.0/16, disabled: true}"), node(1))
    assert parents(other=knows, parent=joined(pool, node(1)), red=machine("m", "10.2.0.5")) == {
        "other": None,
        "parent": None,
        "red": None,
    }
    runs = joined(node(1), vm_pod("vm", "10.1.0.5"))
    assert parents(room=joined(pool, node(1)), runs=runs, red=machine("m", "10.1.0.5"))["red"] == "runs"
    one, other = joined(pool, machine("n", "10.2.0.5")), joined(pool.replace("10.1", "10.2"), machine("m", "10.1.0.5"))
    assert sorted(map(str, parents(a=one, b=other).values())) == ["None", "b"]


def test_a_router_of_a_nested_cluster_s_as() -> None:
    parent = joined(V4, node(1), vm_pod("vm", "10.122.0.5"), peer("tor", "peerIP: 10.0.0.254, asNumber: 65401"))
    red = joined(configuration("asNumber: 65401"), machine("red-1", "10.122.0.5"))
    (found,) = lint("cluster-as-loop", parent=parent, red=red)
    assert "is also that of 10.0.0.254" in found.message
    assert lint("cluster-as-loop", parent=parent.replace("asNumber: 65401", "asNumber: 63000"), red=red) == []


def test_selectors_see_service_accounts_and_machines_that_do_not_run() -> None:
    account = vm_pod("vm", "10.122.0.5").replace("nodeName: n1", "nodeName: n1, serviceAccountName: builder")
    by_account = peer("b", "localWorkloadSelector: pcsa.projectcalico.org/name == 'builder', asNumber: 65401")
    assert lint("selector-selects-nothing", parent=joined(V4, node(1), account, by_account)) == []
    assert lint("selector-selects-nothing", parent=joined(V4, by_account)) == []
    assert len(lint("selector-selects-nothing", parent=joined(V4, node(1), vm_pod("vm", "10.1.0.5"), by_account))) == 1


ROUTE_REFLECTORS = (
    V4,
    node(1),
    node(2, labels="{role: rr}", bgp="routeReflectorClusterID: 244.0.0.1"),
    document("IPPool", "pods", "{cidr: 10.122.0.0/16}"),
    vm_pod("vm", "10.122.0.5"),
    bgp_filter("nested", "exportV4: [{action: Accept, cidr: 10.123.0.0/16, matchOperator: In, source: RemotePeers}]"),
    bgp_filter("red", f"exportV4: [{{action: Reject}}], importV4: [{ACCEPT}, {{action: Reject}}]"),
    to_red("red"),
    peer("reflectors", "nodeSelector: '!has(role)', peerSelector: has(role), nextHopMode: Self, filters: [nested]"),
    peer("tor", "nodeSelector: has(role), peerIP: 10.0.0.254, asNumber: 63000, nextHopMode: Keep, filters: [nested]"),
)
RED = (
    configuration("nodeToNodeMeshEnabled: false, asNumber: 65401"),
    document("IPPool", "pods", "{cidr: 10.123.0.0/16}"),
    machine("red-1", "10.122.0.5"),
    peer("parent", "peerIP: 169.254.0.179, asNumber: 64512"),
)


def test_route_reflectors_done_right() -> None:
    assert lint_all(parent=joined(*ROUTE_REFLECTORS), red=joined(*RED)) == ["single-route-reflector"]


@pytest.mark.parametrize(
    ("written", "instead", "code"),
    [
        ("nextHopMode: Self, ", "", "ibgp-without-next-hop-self"),
        (
            "has(role), nextHopMode: Self, filters: [nested]",
            "has(role), nextHopMode: Self",
            "nested-routes-not-exported",
        ),
        ("nextHopMode: Keep, filters: [nested]", "nextHopMode: Keep", "nested-routes-not-exported"),
        ("'!has(role)'", "has(none)", "selector-selects-nothing"),
    ],
)
def test_route_reflectors_done_wrong(written: str, instead: str, code: str) -> None:
    text = joined(*ROUTE_REFLECTORS)
    assert written in text
    assert code in lint_all(parent=text.replace(written, instead), red=joined(*RED))


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ("{action: Reject, source: RemotePeers}", 0),
        ("{action: Accept, source: RemotePeers}", 1),
        ("{action: Reject, cidr: 10.9.0.0/16, matchOperator: In}", 1),
    ],
)
def test_nested_nodes_may_peer_with_each_other_when_hosts_hear_of_own_blocks_alone(rule: str, found: int) -> None:
    parent = joined(V4, node(1), vm_pod("red-1", "10.122.0.5"), vm_pod("red-2", "10.122.0.6"), to_red(""))
    child = joined(
        configuration("nodeToNodeMeshEnabled: false, asNumber: 65401"),
        machine("red-1", "10.122.0.5"),
        machine("red-2", "10.122.0.6"),
        bgp_filter("own", f"exportV4: [{rule}]"),
        peer("each-other", "nodeSelector: all(), peerSelector: all()"),
        peer("parent", "peerIP: 169.254.0.179, asNumber: 64512, filters: [own]"),
    )
    assert len(lint("nested-with-mesh", parent=parent, red=child)) == found
