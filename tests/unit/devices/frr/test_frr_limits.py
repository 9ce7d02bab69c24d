"""What FRR, or a release of it, cannot do is an error that names what can."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from netwright.devices import RenderContext, check_nodes
from netwright.devices.frr import frr_conf
from netwright.errors import Problems
from netwright.model import BgpNetwork, Network, Redistribution

from ..bird.networks import CASES, instance, network, parse_prefix, router


def on_frr(case: Network) -> Network:
    return replace(case, nodes={n: replace(node, device="frr") for n, node in case.nodes.items()})


def found(case: str, version: str | None) -> list[tuple[str, str]]:
    problems = Problems()
    check_nodes(on_frr(CASES[case]), problems, context=RenderContext(versions={"frr": version} if version else {}))
    return [(p.code, p.hint) for p in problems]


def test_local_as_of_the_neighbour() -> None:
    assert found("localas-ibgp", None) == []
    assert found("localas-ibgp", "10.3") == []
    ((code, hint),) = found("localas-ibgp", "8.4.4")
    assert code == "frr-version"
    assert hint.startswith("FRR 10.0 can")


def test_nssa_of_an_old_release() -> None:
    assert "frr-version" in {code for code, _ in found("ospf-nssa", "8.4.4")}
    assert found("ospf-nssa", "10.3") == []


@pytest.mark.parametrize("case", ["ibgp-reflector", "confederation", "unnumbered", "gtsm", "ospf-digest", "aggregates"])
def test_the_usual_is_fine(case: str) -> None:
    assert found(case, "8.4.4") == []


def test_redistribution_leaves_out_internal_discards() -> None:
    bgp = replace(instance(networks=("10.9.0.0/16",)), redistribute=(Redistribution(source="static", policy="p1"),))
    node = router("r1", 1, bgp=bgp)
    text = frr_conf(network(node), node)
    assert "redistribute static route-map p1-static-ipv4" in text
    assert "ip route 10.9.0.0/16 Null0 tag 4294901760" in text
    assert "route-map p1-static-ipv4 deny 5\n match tag 4294901760" in text
    assert "call p1-ipv4" in text
    plain = replace(bgp, networks=(BgpNetwork(prefix=parse_prefix("10.0.0.1/32"), origin="loopback"),))
    node = router("r1", 1, bgp=plain)
    assert "redistribute static route-map p1-ipv4\n" in frr_conf(network(node), node)


def test_default_local_preference() -> None:
    node = router("r1", 1, bgp=replace(instance(), default_local_pref=17))
    assert " bgp default local-preference 17\n" in frr_conf(network(node), node)
