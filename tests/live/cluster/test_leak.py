"""Import filters that only accept restrict nothing: what no rule matches is accepted. A last `Reject` is what helps."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from netwright import workbench
from netwright.workbench import RunningLab

from . import labs

pytestmark = pytest.mark.live

OWN = {"10.123.0.0/26", "10.123.1.0/26"}
UNRELATED, OF_THE_PARENTS_POOL = "172.30.7.0/26", "192.168.200.0/26"


@pytest.fixture(scope="module")
def lab() -> Iterator[RunningLab]:
    with labs.started("leak") as running:
        labs.settled(lambda: set(labs.next_hops(running, "tor")) >= OWN | {OF_THE_PARENTS_POOL}, True)
        yield running


def _of_children(lab: RunningLab, node: str) -> set[str]:
    """What a node's kernel has of children: their prefixes are not more specific than blocks."""
    return {p for p, r in labs.kernel(lab, node).items() if r.metric == labs.LEARNED and r.dev.startswith("cali")}


def test_both_machines_announce_everything(lab: RunningLab) -> None:
    for host, announced in (("w1", "172.30.7.0/26"), ("w2", "172.31.7.0/26")):
        (protocol,) = [name for name in labs.sessions(lab, host) if name.startswith("Local_Workload_")]
        shown = labs.session_options(lab, host, protocol)
        assert announced in lab.run("open" if host == "w1" else "shut", "birdc show route").stdout
        assert "Import updates:              3" in shown, shown


def test_the_filter_that_only_accepts_leaks_into_the_kernel(lab: RunningLab) -> None:
    wanted = {"10.123.0.0/26", UNRELATED, OF_THE_PARENTS_POOL}
    assert labs.settled(lambda: _of_children(lab, "w1"), wanted) == wanted


def test_and_what_is_in_the_parents_pool_goes_on_to_the_rack(lab: RunningLab) -> None:
    """The export filter lets Calico's own rules decide of the rest: they announce pools, whoever a route is from."""
    assert labs.next_hops(lab, "tor")[OF_THE_PARENTS_POOL] == ("172.16.8.11",)
    assert labs.kernel(lab, "tor")[OF_THE_PARENTS_POOL].via == "172.16.8.11"
    assert UNRELATED not in labs.next_hops(lab, "tor")
    assert labs.pings(lab, "tor", "192.168.200.1")


def test_lint_names_the_filter_and_not_the_corrected_one() -> None:
    found = [p for p in workbench.lint_topology(labs.TOPOLOGIES / "leak.yml") if p.code == "filter-accepts-only"]
    (problem,) = found
    assert "BGPFilter `accept-only` keeps nothing out" in problem.message
    assert "peer-open" in problem.message


def test_the_corrected_filter_stops_it(lab: RunningLab) -> None:
    assert _of_children(lab, "w2") == {"10.123.1.0/26"}
    assert set(labs.next_hops(lab, "tor")) & {"172.31.7.0/26", "192.168.201.0/26"} == set()
    assert not labs.pings(lab, "tor", "192.168.201.1")
    assert labs.pings(lab, "tor", "10.123.1.1")
