"""The public scenario: children of two colours, selected everywhere and on one worker, seen by all around them.

With the top of the rack on FRR and on BIRD, and with a route reflector between it and the workers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from netwright.workbench import RunningLab

from . import labs

pytestmark = pytest.mark.live

HOSTS = {"w1": "172.16.8.11", "w2": "172.16.8.12"}
CHILDREN = {"red-1": ("w1", "10.123.0.0/26"), "red-2": ("w2", "10.123.1.0/26"), "blue-2": ("w2", "10.123.3.0/26")}
"""Those that a BGPPeer selects: where they run and what they own."""
PODS = {"red-1": "r1", "red-2": "r2", "blue-2": "b2"}
UNSELECTED, ITS_BLOCK = "blue-1", "10.123.2.0/26"
TO_PARENT = "Global_169_254_0_179"
LEARNED_BY_WORKERS = {
    "scenario": set(),  # the other's routes come back with the parent's AS in their path
    "reflectors": {"w1", "w2"},
}


@pytest.fixture(
    scope="module",
    params=[(name, device) for name in ("scenario", "reflectors") for device in ("frr", "bird")],
    ids="-".join,
)
def lab(request: pytest.FixtureRequest) -> Iterator[RunningLab]:
    name, device = request.param
    with labs.started(name, f"nodes.tor.device={device}") as running:
        wanted = {block: (HOSTS[host],) for host, block in CHILDREN.values()}
        labs.settled(lambda: wanted.items() <= labs.next_hops(running, "tor").items(), True)
        yield running


def _protocol(lab: RunningLab, child: str) -> str:
    return f"Local_Workload_{labs.address(lab, child).replace('.', '_')}"


def test_selected_children_are_established_from_both_ends(lab: RunningLab) -> None:
    for host in HOSTS:
        wanted = {_protocol(lab, child) for child, (where, _) in CHILDREN.items() if where == host}
        local = {name for name in labs.sessions(lab, host) if name.startswith("Local_Workload_")}
        assert local == wanted
        assert wanted <= labs.established(lab, host)
    for child in CHILDREN:
        assert labs.established(lab, child) == {TO_PARENT}


def test_the_unselected_child_is_not_established(lab: RunningLab) -> None:
    assert not labs.sessions(lab, UNSELECTED)[TO_PARENT].established
    assert _protocol(lab, UNSELECTED) not in labs.sessions(lab, "w1")
    for node in ("tor", *HOSTS):
        assert ITS_BLOCK not in labs.kernel(lab, node)
    assert not labs.pings(lab, "tor", "10.123.2.1")


def test_the_virtual_address_stands_where_children_are_selected(lab: RunningLab) -> None:
    for child, host in {"blue-1": "w1", **{c: h for c, (h, _) in CHILDREN.items()}}.items():
        shown = lab.run(host, f"ip -4 -o address show dev {labs.cali(lab, child)}").stdout
        assert ("169.254.0.179/32" in shown) == (child in CHILDREN)


def test_a_child_sees_its_default_route_and_nothing_of_its_parent(lab: RunningLab) -> None:
    for child in CHILDREN:
        kernel = labs.kernel(lab, child)
        assert kernel["default"].via == "169.254.1.1"
        seen = {path.prefix for path in labs.bird_paths(lab, child)}
        assert "0.0.0.0/0" in seen
        assert not [p for p in (*seen, *kernel) if re.match(r"192\.168\.\d+\.\d+/26", p)]
        own = {CHILDREN[child][1], f"{labs.address(lab, PODS[child])}/32"}
        assert {p for p in (*seen, *kernel) if p.startswith("10.123.")} == own


def test_nodes_route_to_children_through_their_pairs(lab: RunningLab) -> None:
    """`via ... on cali... [AS65401]`."""
    for child, (host, block) in CHILDREN.items():
        shown = lab.run(host, f"birdc show route {block}").stdout
        via = re.escape(f"via {labs.address(lab, child)} on {labs.cali(lab, child)}")
        assert re.search(rf"^{block} .*\[AS65401i\]\n\t{via}$", shown, re.MULTILINE), shown
        wanted = labs.KernelRoute(labs.address(lab, child), labs.cali(lab, child), labs.LEARNED)
        assert labs.settled(lambda h=host, b=block: labs.kernel(lab, h).get(b), wanted) == wanted


def test_next_hops_of_the_rack_are_the_hosts(lab: RunningLab) -> None:
    children = {block: (HOSTS[host],) for host, block in CHILDREN.values()}
    pods = {"192.168.0.0/26": (HOSTS["w1"],), "192.168.0.64/26": (HOSTS["w2"],)}
    wanted = {**children, **pods}
    assert labs.settled(lambda: labs.next_hops(lab, "tor"), wanted) == wanted
    kernel = labs.kernel(lab, "tor")
    assert {prefix: (kernel[prefix].via,) for prefix in wanted} == wanted
    for block in children:
        assert {route.as_path for route in labs.learned(lab, "tor")[block]} == {("64512", "65401")}


def test_what_workers_learn_of_each_other(lab: RunningLab) -> None:
    """The reflector passes on everything, the top of the rack only what is no loop."""
    name = lab.network.name
    for host, other in (("w1", "w2"), ("w2", "w1")):
        foreign = {block for where, block in CHILDREN.values() if where == other}
        wanted = foreign if host in LEARNED_BY_WORKERS[name] else set()
        assert labs.settled(lambda h=host, f=foreign: f & set(labs.kernel(lab, h)), wanted) == wanted


def test_everybody_reaches_everybody(lab: RunningLab) -> None:
    pods = [labs.address(lab, pod) for pod in ("r1", "r2", "b2", "p1", "p2")]
    assert labs.settled(lambda: labs.all_ping(lab, ["tor", "p1", "p2", "r1", "r2", "b2"], pods), set()) == set()


def test_what_was_designed_is_up(lab: RunningLab) -> None:
    report = lab.validate()
    assert report.passed, report
