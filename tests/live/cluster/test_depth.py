"""A cluster in a cluster in a cluster, in both families: every level is reached by its addresses alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from netwright.model.state import Family
from netwright.workbench import RunningLab

from . import labs

pytestmark = pytest.mark.live

PODS = ["po1", "po2", "pm1", "pm2", "pi1", "pi2"]
FAMILIES: list[Family] = ["ipv4", "ipv6"]
BLOCKS: dict[Family, dict[str, str]] = {
    "ipv4": {
        "10.123.0.0/26": "172.16.8.11",
        "10.123.0.64/26": "172.16.8.12",
        "10.123.64.0/26": "172.16.8.11",
        "10.123.64.64/26": "172.16.8.12",
        "192.168.0.0/26": "172.16.8.11",
        "192.168.0.64/26": "172.16.8.12",
    },
    "ipv6": {
        "ca11:c0::/122": "2001:db8:8::b",
        "ca11:c0::40/122": "2001:db8:8::c",
        "ca11:c0:0:64::/122": "2001:db8:8::b",
        "ca11:c0:0:64::40/122": "2001:db8:8::c",
        "ca11:a0::/122": "2001:db8:8::b",
        "ca11:a0::40/122": "2001:db8:8::c",
    },
}
"""What the rack learns, and the host it leads to."""
INNERMOST: dict[Family, str] = {"ipv4": "10.123.64.0/26", "ipv6": "ca11:c0:0:64::/122"}


@pytest.fixture(scope="module", params=["frr", "bird"])
def lab(request: pytest.FixtureRequest) -> Iterator[RunningLab]:
    with labs.started("dual", f"nodes.tor.device={request.param}") as running:
        for family in FAMILIES:
            labs.settled(lambda f=family: labs.next_hops(running, "tor", f), _wanted(family))
        yield running


def _wanted(family: Family) -> dict[str, tuple[str, ...]]:
    return {block: (host,) for block, host in BLOCKS[family].items()}


@pytest.mark.parametrize("family", FAMILIES)
def test_the_rack_learns_all_levels(lab: RunningLab, family: Family) -> None:
    assert labs.next_hops(lab, "tor", family) == _wanted(family)


@pytest.mark.parametrize("family", FAMILIES)
def test_paths_name_every_level(lab: RunningLab, family: Family) -> None:
    prefix = INNERMOST[family]
    (route,) = labs.learned(lab, "tor", family)[prefix]
    assert route.as_path == ("64512", "65401", "65402")
    at_host, at_machine = labs.kernel(lab, "w1", family)[prefix], labs.kernel(lab, "m1", family)[prefix]
    number = 4 if family == "ipv4" else 6
    assert at_host == labs.KernelRoute(labs.address(lab, "m1", number), labs.cali(lab, "m1"), labs.LEARNED)
    assert at_machine == labs.KernelRoute(labs.address(lab, "i1", number), labs.cali(lab, "i1"), labs.LEARNED)


def test_sessions_per_family_and_level(lab: RunningLab) -> None:
    inner = {"Local_Workload_10_123_0_1", "Local_Workload_ca11_c0__1"}
    assert labs.established(lab, "m1") == {"Global_169_254_0_179", "Global_fdc9_9723_9bc__1", *inner}
    assert labs.established(lab, "i1") == {"Global_169_254_0_180", "Global_fdc9_9723_9bc__2"}


@pytest.mark.parametrize("family", FAMILIES)
def test_every_pod_reaches_every_pod(lab: RunningLab, family: Family) -> None:
    targets = [labs.address(lab, pod, 4 if family == "ipv4" else 6) for pod in PODS]
    assert labs.settled(lambda: labs.all_ping(lab, ["tor", *PODS], targets), set()) == set()


def test_the_way_in_goes_through_every_level(lab: RunningLab) -> None:
    """And nothing is hidden in a tunnel: each hop has its turn."""
    hops = [labs.hop(lab, "tor", "10.123.64.1", number) for number in (1, 2, 3, 4)]
    assert hops == ["172.16.8.11", labs.address(lab, "m1"), labs.address(lab, "i1"), labs.address(lab, "pi1")]


def test_what_was_designed_is_up(lab: RunningLab) -> None:
    report = lab.validate()
    assert report.passed, report
