"""What routes look like after a BIRD router: a (65001) - m (65000) - b, m is under test."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from netwright.addr import parse_prefix
from netwright.devices.base import RenderContext, StateError
from netwright.devices.bird import DEVICE
from netwright.lab import Lab
from netwright.model import (
    Aggregate,
    BgpNeighborPolicy,
    BgpRoute,
    BgpSessionOptions,
    CommunityValues,
    LabPlan,
    Network,
    PolicyEntry,
    PolicyMatch,
    PolicySet,
    PrefixList,
    PrefixRule,
    RoutingPolicy,
    RoutingTables,
    Segment,
)

from ...unit.devices.bird.networks import ALL, ebgp, instance, network, port, router

pytestmark = pytest.mark.live

_SOURCE = RoutingTables(
    policies={
        "out": RoutingPolicy(
            name="out",
            entries=(
                PolicyEntry(
                    sequence=10,
                    action="permit",
                    match=PolicyMatch(prefix="p71"),
                    set=PolicySet(prepend_path="64512 64513"),
                ),
                PolicyEntry(
                    sequence=20,
                    action="permit",
                    set=PolicySet(community=CommunityValues(standard=("65001:1",), large=("1:2:3",))),
                ),
            ),
        )
    },
    prefix_lists={
        "p71": PrefixList(
            name="p71",
            ipv4=(PrefixRule(sequence=10, action="permit", prefix=parse_prefix("10.71.0.0/16")),),
        )
    },
)


def _network(to_b: dict[str, Any], b_asn: int, **bgp: Any) -> Network:
    seen_as = to_b.get("local_as", 65000)
    m = router(
        "m",
        1,
        port(1, 1, "10.1.0.1/30"),
        port(2, 2, "10.1.0.5/30"),
        bgp=instance(
            ebgp("a", 65001, "10.1.0.2"),
            ebgp("b", b_asn, "10.1.0.6", **to_b),
            networks=("10.60.1.0/24",),
            **bgp,
        ),
    )
    a = router(
        "a",
        2,
        port(1, 1, "10.1.0.2/30"),
        bgp=instance(
            ebgp("m", 65000, "10.1.0.1", send_community=ALL, policy=BgpNeighborPolicy(outbound="out")),
            asn=65001,
            networks=("10.70.0.0/16", "10.71.0.0/16"),
        ),
        routing=_SOURCE,
    )
    b = router("b", 3, port(1, 2, "10.1.0.6/30"), bgp=instance(ebgp("m", seen_as, "10.1.0.5"), asn=b_asn))
    return network(m, a, b)


def _routes_at_b(designed: Network, directory: Path, wanted: set[str]) -> dict[str, BgpRoute]:
    plan = LabPlan(
        name="bird-policy",
        nodes=tuple(DEVICE.plan_node(designed, node, RenderContext()) for node in designed.nodes.values()),
        segments=tuple(
            Segment(linkindex=link.linkindex, ends=tuple((e.node, e.ifname) for e in link.endpoints))
            for link in designed.links
        ),
        hosts="127.0.0.1 localhost\n",
        features=("veth",),
    )
    lab = Lab.start(plan, directory)
    try:
        command = DEVICE.driver.bgp_routes("ipv4")
        deadline = time.monotonic() + 20
        while True:
            try:
                found = {r.prefix: r for r in command.parse(lab.run("b", command.argv).stdout) if r.peer}
            except StateError:
                found = {}
            if wanted <= set(found) or time.monotonic() > deadline:
                return found
            time.sleep(0.3)
    finally:
        lab.stop(cleanup=True)


def test_private_as_removed_communities_stripped_aggregate_only(tmp_path: Path) -> None:
    designed = _network(
        {"options": BgpSessionOptions(remove_private_as="all"), "send_community": ("standard",)},
        65002,
        aggregates=(Aggregate(prefix=parse_prefix("10.60.0.0/16"), summary_only=True),),
    )
    routes = _routes_at_b(designed, tmp_path, {"10.60.0.0/16", "10.70.0.0/16", "10.71.0.0/16"})
    assert set(routes) == {"10.60.0.0/16", "10.70.0.0/16", "10.71.0.0/16"}
    assert routes["10.71.0.0/16"].as_path == ("65000",)
    assert routes["10.70.0.0/16"].communities == ("65001:1",)
    assert routes["10.70.0.0/16"].large_communities == ()


def test_as_override_and_default_route(tmp_path: Path) -> None:
    designed = _network({"options": BgpSessionOptions(as_override=True, default_originate=True)}, 65001)
    routes = _routes_at_b(designed, tmp_path, {"0.0.0.0/0", "10.70.0.0/16", "10.60.1.0/24"})
    assert routes["10.70.0.0/16"].as_path == ("65000", "65000")
    assert routes["0.0.0.0/0"].as_path == ("65000",)
    assert routes["10.60.1.0/24"].med == 0


def test_local_as_that_keeps_the_global_one(tmp_path: Path) -> None:
    designed = _network({"local_as": 65100, "replace_global_as": False}, 65002)
    routes = _routes_at_b(designed, tmp_path, {"10.70.0.0/16", "10.60.1.0/24"})
    assert routes["10.70.0.0/16"].as_path == ("65100", "65000", "65001")
    assert routes["10.60.1.0/24"].as_path == ("65100", "65000")


def test_local_as_that_hides_the_global_one(tmp_path: Path) -> None:
    routes = _routes_at_b(_network({"local_as": 65100}, 65002), tmp_path, {"10.70.0.0/16"})
    assert routes["10.70.0.0/16"].as_path == ("65100", "65001")
