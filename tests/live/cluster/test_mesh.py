"""Nodes that mesh: blocks as a whole, services with ECMP and from hosting nodes, what is left out and ignored."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from netwright.workbench import RunningLab

from . import labs

pytestmark = pytest.mark.live

NODES = {"w1": "172.16.8.11", "w2": "172.16.8.12", "w3": "172.16.8.13"}
BLOCKS = {"w1": "192.168.0.0/26", "w2": "192.168.0.64/26", "w3": "192.168.0.128/26"}
PODS = {"w1": "web-1", "w2": "web-2", "w3": "web-3"}
OWN_NETWORK, IGNORED_NETWORK = "192.168.250.0/24", "192.168.251.0/24"
EVERYWHERE = {"10.96.0.0/24", "203.0.113.0/24", "198.51.100.10/32"}
"""Ranges, and a single address of a load balancer as they are not aggregated: of all nodes but the excluded one."""
OF_THE_HOST = {"10.96.0.20/32", "203.0.113.20/32", "198.51.100.20/32"}
"""Of a service whose traffic policy is `Local`."""


def _protocol(node: str) -> str:
    return f"Mesh_{NODES[node].replace('.', '_')}"


@pytest.fixture(scope="module", params=["frr", "bird"])
def lab(request: pytest.FixtureRequest) -> Iterator[RunningLab]:
    with labs.started("mesh", f"nodes.tor.device={request.param}") as running:
        for node in NODES:
            wanted = {_protocol(other) for other in NODES if other != node} | {"Global_172_16_8_1"}
            assert labs.settled(lambda n=node: labs.established(running, n), wanted) == wanted
        yield running


def test_nodes_route_blocks_to_each_other_and_nothing_smaller(lab: RunningLab) -> None:
    for node in NODES:
        remote = {
            BLOCKS[other]: labs.KernelRoute(NODES[other], "eth1", labs.LEARNED) for other in NODES if other != node
        }
        wanted = {**remote, BLOCKS[node]: labs.KernelRoute(kind="blackhole")}
        assert labs.settled(lambda n=node: _of_pods(lab, n), wanted) == wanted
        alone = {p for p in labs.kernel(lab, node) if p.startswith("192.168.") and p.endswith("/32")}
        local = {w for w in ("web-1", "web-2", "web-3", "one") if lab.network.nodes[w].workload.host == node}
        assert alone == {f"{labs.address(lab, w)}/32" for w in local}


def _of_pods(lab: RunningLab, node: str) -> dict[str, labs.KernelRoute]:
    return {p: r for p, r in labs.kernel(lab, node).items() if p in BLOCKS.values()}


def test_workload_routes_have_calicos_metric(lab: RunningLab) -> None:
    for node, pod in PODS.items():
        route = labs.kernel(lab, node)[f"{labs.address(lab, pod)}/32"]
        assert route == labs.KernelRoute(dev=labs.cali(lab, pod), metric=1024)


def test_an_address_nobody_has_ends_in_the_black_hole(lab: RunningLab) -> None:
    shown = lab.run("web-2", ["ping", "-c", "1", "-W", "1", "192.168.0.40"])
    assert shown.status != 0
    assert "exceeded" not in shown.stdout, "it goes round between the node and the rack"


def test_the_mesh_has_its_restart_time_and_password(lab: RunningLab) -> None:
    shown = labs.session_options(lab, "w1", _protocol("w2"))
    assert shown.count("Restart time: 77") == 2, shown
    assert 'password "a word between nodes"' in lab.run("w1", "cat /etc/bird/bird.conf").stdout


def test_ranges_of_services_have_two_next_hops_at_the_rack(lab: RunningLab) -> None:
    """The third node is labelled to be left out of load balancing."""
    wanted = dict.fromkeys(EVERYWHERE, "172.16.8.11,172.16.8.12")
    assert labs.settled(lambda: _gateways(lab, EVERYWHERE), wanted) == wanted


def test_a_local_service_leads_to_its_host_alone(lab: RunningLab) -> None:
    wanted = dict.fromkeys(OF_THE_HOST, "172.16.8.12")
    assert labs.settled(lambda: _gateways(lab, OF_THE_HOST), wanted) == wanted


def _gateways(lab: RunningLab, prefixes: set[str]) -> dict[str, str]:
    return {prefix: route.via for prefix, route in labs.kernel(lab, "tor").items() if prefix in prefixes}


def test_nodes_leave_their_services_ranges_to_the_kernel_s_rules(lab: RunningLab) -> None:
    for node in NODES:
        assert not (EVERYWHERE | OF_THE_HOST) & {p for p, r in labs.kernel(lab, node).items() if r.kind == "unicast"}


def test_ignored_interfaces_are_not_announced(lab: RunningLab) -> None:
    assert labs.settled(lambda: OWN_NETWORK in labs.kernel(lab, "w2"), True)
    for node in ("w2", "w3", "tor"):
        assert IGNORED_NETWORK not in labs.kernel(lab, node)


def test_pods_reach_each_other_and_the_rack_reaches_them(lab: RunningLab) -> None:
    targets = [labs.address(lab, pod) for pod in PODS.values()]
    assert labs.settled(lambda: labs.all_ping(lab, ["tor", *PODS.values()], targets), set()) == set()
