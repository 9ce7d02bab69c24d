"""Real BIRD daemons from rendered plans: reflection, EBGP, unnumbered sessions, OSPF, fragments."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from netwright.devices.base import RenderContext, ShowCommand, StateError
from netwright.devices.bird import DEVICE
from netwright.errors import DaemonError
from netwright.lab import Lab
from netwright.model import BgpNeighbor, LabPlan, Network, OspfInstance, OspfInterface, Segment
from netwright.render import snippet

from ...unit.devices.bird.networks import ALL, ebgp, ibgp, instance, loopback, network, port, router

pytestmark = pytest.mark.live
DRIVER = DEVICE.driver


def _ospf() -> OspfInterface:
    return OspfInterface(area="0.0.0.0", network_type="point-to-point", hello_interval_s=1)


def _instance() -> OspfInstance:
    return OspfInstance(router_id=None, area="0.0.0.0", ipv4=True, ipv6=True)


def _unnumbered(name: str, asn: int, ifname: str) -> BgpNeighbor:
    return BgpNeighbor(
        name=name,
        asn=asn,
        type="ebgp",
        ipv4=True,
        ipv6=True,
        local_ifname=ifname,
        activate_ipv4=True,
        activate_ipv6=True,
        extended_next_hop=True,
        send_community=ALL,
    )


def _network() -> Network:
    """x - r2 - rr - r3 with rr reflecting; y hangs off x without addresses."""
    rr = router(
        "rr",
        1,
        port(1, 1, "10.1.0.1/30", "2001:db8:2::1/64", _ospf()),
        port(2, 2, "10.1.0.5/30", "2001:db8:2:1::1/64", _ospf()),
        loopback=loopback(1, ipv6=True),
        ospf=_instance(),
        bgp=instance(
            ibgp("r2", 2, 1, ipv6=True, rr_client=True),
            ibgp("r3", 3, 1, ipv6=True, rr_client=True),
            rr=True,
            cluster_id="10.0.0.1",
        ),
    )
    r2 = router(
        "r2",
        2,
        port(1, 1, "10.1.0.2/30", "2001:db8:2::2/64", _ospf()),
        port(2, 3, "10.1.0.9/30", "2001:db8:2:2::1/64"),
        loopback=loopback(2, ipv6=True),
        ospf=_instance(),
        bgp=instance(ibgp("rr", 1, 2, ipv6=True, rr=True), ebgp("x", 65100, "10.1.0.10", "2001:db8:2:2::2")),
    )
    r3 = router(
        "r3",
        3,
        port(1, 2, "10.1.0.6/30", "2001:db8:2:1::2/64", _ospf()),
        loopback=loopback(3, ipv6=True),
        ospf=_instance(),
        bgp=instance(ibgp("rr", 1, 3, ipv6=True, rr=True), networks=("10.33.0.0/16",)),
    )
    x = router(
        "x",
        4,
        port(1, 3, "10.1.0.10/30", "2001:db8:2:2::2/64"),
        port(2, 4, True, True),
        loopback=loopback(4, area=None),
        bgp=instance(
            ebgp("r2", 65000, "10.1.0.9", "2001:db8:2:2::1"),
            _unnumbered("y", 65200, "eth2"),
            asn=65100,
            networks=("10.44.0.0/16", "2001:db8:44::/48"),
        ),
    )
    y = router(
        "y",
        5,
        port(1, 4, True, True),
        loopback=loopback(5, area=None),
        bgp=instance(_unnumbered("x", 65100, "eth1"), asn=65200, networks=("10.55.0.0/16", "2001:db8:55::/48")),
    )
    return network(rr, r2, r3, x, y)


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    designed = _network()
    plan = LabPlan(
        name="bird-live",
        nodes=tuple(DEVICE.plan_node(designed, node, RenderContext()) for node in designed.nodes.values()),
        segments=tuple(
            Segment(linkindex=link.linkindex, ends=tuple((e.node, e.ifname) for e in link.endpoints))
            for link in designed.links
        ),
        hosts="127.0.0.1 localhost\n",
        features=("veth",),
    )
    running = Lab.start(plan, Path(tmp_path_factory.mktemp("lab")))
    yield running
    running.stop(cleanup=True)


def _state(lab: Lab, node: str, command: ShowCommand) -> tuple:  # type: ignore[type-arg]  # any state
    try:
        return command.parse(lab.run(node, command.argv).stdout)
    except StateError:
        return ()


def _eventually(check: Callable[[], bool], seconds: float = 45) -> None:
    deadline = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < deadline, "not within time"
        time.sleep(0.5)


def test_every_session_comes_up(lab: Lab) -> None:
    expected = {"rr": 4, "r2": 4, "r3": 2, "x": 3, "y": 1}

    def up(node: str) -> int:
        return sum(s.state == "Established" for s in _state(lab, node, DRIVER.bgp_sessions()))

    _eventually(lambda: {node: up(node) for node in expected} == expected)


def test_reflected_routes_carry_originator_and_cluster(lab: Lab) -> None:
    def reflected() -> bool:
        found = _state(lab, "r3", DRIVER.bgp_routes("ipv4", "10.44.0.0/16"))
        return [(r.originator_id, r.cluster_list) for r in found] == [("10.0.0.2", ("10.0.0.1",))]

    _eventually(reflected)


def test_unnumbered_session_carries_both_families(lab: Lab) -> None:
    def known(family: str, prefix: str) -> bool:
        return any(r.best for r in _state(lab, "r3", DRIVER.bgp_routes(family, prefix)))  # type: ignore[arg-type]

    _eventually(lambda: known("ipv4", "10.55.0.0/16") and known("ipv6", "2001:db8:55::/48"))


def test_ospf(lab: Lab) -> None:
    for family in ("ipv4", "ipv6"):
        states = [n.state for n in _state(lab, "rr", DRIVER.ospf_neighbors(family))]  # type: ignore[arg-type]
        assert states == ["Full", "Full"]
    prefixes = {r.prefix: r.cost for r in _state(lab, "r3", DRIVER.ospf_routes("ipv4"))}
    assert prefixes["10.0.0.2/32"] == 20
    assert lab.run("r3", ("ping", "-c1", "-W2", "-I", "10.0.0.3", "10.0.0.2")).status == 0


def test_routes_are_in_the_kernel(lab: Lab) -> None:
    selected = {r.prefix: r.protocol for r in _state(lab, "r3", DRIVER.routes("ipv4")) if r.selected}
    assert selected["10.0.0.2/32"] == "ospf"
    assert selected["10.44.0.0/16"] == "bgp"
    assert "10.44.0.0/16 via 10.1.0.5" in lab.run("r3", ("ip", "route")).stdout


def test_a_custom_fragment_is_loaded(lab: Lab) -> None:
    node = _network().nodes["r3"]
    text = "protocol static extra { ipv4; route 10.77.0.0/16 blackhole; }\n"
    lab.apply("r3", snippet(node, "extra", text))
    found = _state(lab, "r3", DRIVER.routes("ipv4", "10.77.0.0/16"))
    assert [r.discard for r in found] == [True]


def test_a_broken_fragment_is_refused_and_changes_nothing(lab: Lab) -> None:
    node = _network().nodes["r3"]
    with pytest.raises(DaemonError, match="syntax error"):
        lab.apply("r3", snippet(node, "broken", "protocol static broken { nonsense }\n", 9))
    sessions = _state(lab, "r3", DRIVER.bgp_sessions())
    assert {s.state for s in sessions} == {"Established"}
