"""Sessions with local workloads."""

from __future__ import annotations

import msgspec

from netwright.addr import parse_address
from netwright.cluster.peering import ClusterFacts, derive_nodes
from netwright.errors import Problems

from ..building import configuration, derive, derive_all, document, node, peer, peers, read, workload

VIRTUAL = configuration("nodeToNodeMeshEnabled: false, localWorkloadPeeringIPV4: 169.254.0.179")
BOTH = configuration(
    "nodeToNodeMeshEnabled: false, localWorkloadPeeringIPV4: 169.254.0.179, localWorkloadPeeringIPV6: 'fdc9::1'"
)
RED = peer("red", "localWorkloadSelector: color == 'red', asNumber: 65401")
POD = """
apiVersion: v1
kind: Pod
metadata: {name: vm-pod, namespace: team-a, labels: {color: red}}
spec: {nodeName: n1}
status: {podIPs: [{ip: 192.168.0.9}], phase: PHASE}
"""
NAMESPACE = """
apiVersion: v1
kind: Namespace
metadata: {name: team-a, labels: {tier: gold}}
"""


def test_selected_workloads_of_the_node() -> None:
    nodes = derive(
        VIRTUAL,
        node(1),
        node(2),
        RED,
        workloads=[
            workload("vm-1", 1, "192.168.0.5", "192.168.0.6", labels={"color": "red"}),
            workload("vm-2", 2, "192.168.0.70", labels={"color": "red"}),
            workload("vm-3", 1, "192.168.0.7", labels={"color": "blue"}),
            workload("vm-4", 9, "192.168.0.8", labels={"color": "red"}),
        ],
    )
    found = peers(nodes["n1"])
    assert list(found) == ["Local_Workload_192_168_0_5"]
    session = found["Local_Workload_192_168_0_5"]
    assert (session.passive, session.source_address, session.ttl_security_hops) == (True, None, None)
    assert (session.remote_as, session.local_as, session.internal) == (65401, 64512, False)
    assert (session.kind, session.resource, str(session.workload)) == ("workload", "red", "default/vm-1")
    assert list(peers(nodes["n2"])) == ["Local_Workload_192_168_0_70"]
    assert nodes["n1"].families[0].virtual_address == parse_address("169.254.0.179")
    assert [str(name) for name in nodes["n1"].peered_workloads] == ["default/vm-1"]


def test_the_first_name_wins_among_peers_of_the_node() -> None:
    blue = [workload("vm", 2, "192.168.0.70", labels={"color": "red"})]
    everywhere = peer("m", "localWorkloadSelector: all(), asNumber: 65402")
    first = peer("a", "node: n1, localWorkloadSelector: all(), asNumber: 65403")
    nodes = derive(VIRTUAL, node(1), node(2), RED, everywhere, first, workloads=blue)
    assert [(p.resource, p.remote_as) for p in nodes["n2"].peers] == [("m", 65402)]


def test_most_fields_are_ignored() -> None:
    spec = (
        "localWorkloadSelector: all(), asNumber: 65401, localASNumber: 65000, filters: [f], nextHopMode: Self, "
        "ttlSecurity: 1, keepaliveTime: 5s, maxRestartTime: 9s, numAllowedLocalASNumbers: 1, sourceAddress: UseNodeIP"
    )
    machine = workload("vm", 1, "192.168.0.5")
    documents = (VIRTUAL, node(1), document("BGPFilter", "f", "{importV4: [{action: Reject}]}"), peer("p", spec))
    (found,) = derive(*documents, workloads=[machine])["n1"].peers
    assert (found.local_as, found.filters) == (65000, ("f",))
    assert (found.next_hop, found.ttl_security_hops, found.allowed_local_as) == ("default", None, None)
    assert (found.keepalive_time_s, found.restart_time_s, found.password) == (None, None, None)


def test_pods_and_namespace_labels() -> None:
    selector = peer("p", "localWorkloadSelector: pcns.tier == 'gold' && color == 'red', asNumber: 65401")
    for phase, sessions in (("Running", 1), ("Succeeded", 0)):
        nodes = derive(VIRTUAL, NAMESPACE, POD.replace("PHASE", phase), node(1), selector)
        assert len(nodes["n1"].peers) == sessions


def test_families() -> None:
    machine = [workload("vm", 1, "192.168.0.5", "fd01::5", labels={"color": "red"})]
    nodes = derive(BOTH, node(1, ipv6=True), RED, workloads=machine)
    assert list(peers(nodes["n1"])) == ["Local_Workload_192_168_0_5", "Local_Workload_fd01__5"]
    nodes = derive(VIRTUAL, node(1, ipv6=True), RED, workloads=machine)
    assert list(peers(nodes["n1"])) == ["Local_Workload_192_168_0_5"]
    nodes = derive(BOTH, node(1), RED, workloads=machine)
    assert list(peers(nodes["n1"])) == ["Local_Workload_192_168_0_5"]


def test_without_a_virtual_address() -> None:
    machine = [workload("vm", 1, "192.168.0.5", labels={"color": "red"})]
    nodes, problems = derive_all(node(1), RED, workloads=machine)
    assert nodes["n1"].peers == ()
    (problem,) = problems
    assert "BGPPeer red peers with local workloads" in problem
    assert "[no-workload-peering-address]" in problem


def test_nobody_calls_himself() -> None:
    """In a chain of clusters each level needs a virtual address of its own."""
    machine = [workload(f"vm-{n}", n, f"192.168.0.{n}", labels={"color": "red"}) for n in (1, 2)]
    parent = peer("parent", "peerIP: 169.254.0.179, asNumber: 64512")
    _, problems = derive_all(VIRTUAL, node(1), node(2), RED, parent, workloads=machine)
    (problem,) = problems
    assert "BGPPeer parent names 169.254.0.179, its nodes' own address towards workloads" in problem
    assert "[peer-is-virtual-address]" in problem
    assert derive_all(VIRTUAL, node(1), node(2), RED, parent)[1] == []


def test_a_selector_with_a_mistake() -> None:
    """Reading refuses it; resources made by a program may still have one."""
    resources, problems = read(VIRTUAL, node(1), RED), Problems()
    wrong = msgspec.structs.replace(resources.bgp_peers["red"], local_workload_selector="color = 'red'")
    resources = msgspec.structs.replace(resources, bgp_peers={"red": wrong})
    facts = ClusterFacts(workloads=(workload("vm", 1, "192.168.0.5"),))
    (found,) = derive_nodes(resources, problems, facts)
    assert found.peers == ()
    (problem,) = problems
    assert problem.code == "selector-syntax"
    assert problem.message.startswith("in selector `color = 'red'`, column 7")
