"""AS-path and community expressions, names, limits."""

from __future__ import annotations

import pytest

from netwright.addr import parse_prefix
from netwright.devices.bird import bird_conf, check_node
from netwright.devices.bird.aspath import path_condition
from netwright.devices.bird.communities import link_bandwidth, literal, patterns
from netwright.devices.bird.expressions import UntranslatableError
from netwright.devices.bird.names import Symbols, quoted
from netwright.errors import Problems
from netwright.model import (
    AsPathList,
    AsPathRule,
    BgpNeighborPolicy,
    OspfDefault,
    PolicyEntry,
    PolicyMatch,
    PrefixList,
    PrefixRule,
    RoutingPolicy,
    RoutingTables,
)

from .networks import CASES, ebgp, instance, ospf, pair


@pytest.mark.parametrize(
    ("regexp", "condition"),
    [
        ("_65000_", "bgp_path ~ [= * 65000 * =]"),
        ("65000", "bgp_path ~ [= * 65000 * =]"),
        ("^65000_", "bgp_path ~ [= 65000 * =]"),
        ("_65000$", "bgp_path ~ [= * 65000 =]"),
        ("^65000$", "bgp_path ~ [= 65000 =]"),
        ("^$", "bgp_path.len = 0"),
        (".*", "true"),
        ("^65000 65001$", "bgp_path ~ [= 65000 65001 =]"),
        ("^65000_.+$", "bgp_path ~ [= 65000 ? * =]"),
        ("^[0-9]+$", "bgp_path ~ [= ? =]"),
        ("^65000.*$", "bgp_path ~ [= 65000 * =]"),
        ("^6500[0-2]_", "bgp_path ~ [= [65000, 65001, 65002] * =]"),
        ("_(65000|65001)_", "bgp_path ~ [= * [65000, 65001] * =]"),
        ("^65000(_65000)*$", "(bgp_path.len > 0 && filter(bgp_path, [65000]).len = bgp_path.len)"),
    ],
)
def test_path_condition(regexp: str, condition: str) -> None:
    assert path_condition(regexp) == condition


@pytest.mark.parametrize("regexp", ["^6500[0-4]+$", "(65000_)?65001", "65..0", "6500+", "_(65000|65001)+_"])
def test_untranslatable_path(regexp: str) -> None:
    with pytest.raises(UntranslatableError, match="no equivalent"):
        path_condition(regexp)


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("standard", "65000:1", "(65000,1)"),
        ("standard", "no-export", "(65535,65281)"),
        ("standard", "4259840001", "(65000,1)"),
        ("large", "1:2:3", "(1,2,3)"),
        ("extended", "rt 65000:1", "(rt, 65000, 1)"),
        ("extended", "soo 10.0.0.1:1", "(ro, 10.0.0.1, 1)"),
        ("extended", "65000:1", "(rt, 65000, 1)"),
    ],
)
def test_community_literal(kind: str, text: str, expected: str) -> None:
    assert literal(kind, text) == expected


@pytest.mark.parametrize(
    ("regexp", "expected"),
    [
        ("^65000:.*$", "(65000, *)"),
        ("65000:[0-9]+", "(65000, *)"),
        (".*:100", "(*, 100)"),
        ("65000:[10-20]", "(65000, 10..20)"),
        (".*", "(*, *)"),
        ("_65000:4[23]_", "(65000, 42) (65000, 43)"),
        ("^6500[0-1]:(1|20)$", "(65000, 1) (65000, 20) (65001, 1) (65001, 20)"),
        ("65000:[10]", "(65000, 0) (65000, 1)"),
        ("65000:15?", "(65000, 1) (65000, 15)"),
    ],
)
def test_community_pattern(regexp: str, expected: str) -> None:
    assert " ".join(patterns("standard", regexp)) == expected


def test_large_community_pattern() -> None:
    assert patterns("large", "_65101:101:4[23]_") == ["(65101, 101, 42)", "(65101, 101, 43)"]


@pytest.mark.parametrize("regexp", ["65000:1...", "65000:1+", "65000:(1|2)*", "65000", "65000:x"])
def test_community_pattern_bird_lacks(regexp: str) -> None:
    with pytest.raises(UntranslatableError):
        patterns("standard", regexp)


def test_link_bandwidth_is_bytes_per_second() -> None:
    assert link_bandwidth(65000, 100) == "(generic, 0x4fde8, 0x4b3ebc20)"


def test_symbols_are_stable_and_never_shared() -> None:
    symbols = Symbols()
    assert symbols.get("policy", "a-b") == "policy_a_b"
    assert symbols.get("policy", "a_b") == "policy_a_b_2"
    assert symbols.get("policy", "a-b") == "policy_a_b"
    assert symbols.fresh("policy", "a-b") == "policy_a_b_3"


def test_quotes_cannot_leave_a_string() -> None:
    assert quoted('a" ; b\n') == '"a\' ; b "'


def test_what_bird_cannot_express_is_one_problem() -> None:
    tables = RoutingTables(
        policies={
            "p": RoutingPolicy(
                name="p",
                entries=(PolicyEntry(sequence=10, action="permit", match=PolicyMatch(as_path="a")),),
            )
        },
        as_path_lists={
            "a": AsPathList(name="a", rules=(AsPathRule(sequence=10, action="permit", regexp="^6500[0-4]+$"),))
        },
    )
    left = instance(ebgp("x1", 65001, "10.1.0.2", policy=BgpNeighborPolicy(inbound="p", outbound="p")))
    network = pair(left, routing=tables)
    problems = Problems()
    check_node(network, network.nodes["r1"], problems)
    assert [p.code for p in problems] == ["bird-unsupported"]
    assert "^6500[0-4]+$" in next(iter(problems)).message


def test_ignored_settings_are_warnings() -> None:
    network = pair(instance(), ospf=ospf(reference_bandwidth=10_000))
    problems = Problems()
    check_node(network, network.nodes["r1"], problems)
    assert [(p.code, p.severity) for p in problems] == [("bird-ignored", "warning")]


def test_designed_limits_are_silent_for_everything_else() -> None:
    for network in CASES.values():
        problems = Problems()
        check_node(network, next(iter(network.nodes.values())), problems)
        assert {p.code for p in problems} <= {"bird-ignored"}


def test_rendering_is_deterministic() -> None:
    network = CASES["policies"]
    node = network.nodes["r1"]
    assert bird_conf(network, node) == bird_conf(network, node)


@pytest.mark.parametrize("rule", [{"le": 32}, {"ge": 24}])
def test_a_default_route_cannot_depend_on_any_prefix_of_a_range(rule: dict[str, int]) -> None:
    tables = RoutingTables(
        policies={
            "df": RoutingPolicy(
                name="df", entries=(PolicyEntry(sequence=10, action="permit", match=PolicyMatch(prefix="lb")),)
            )
        },
        prefix_lists={
            "lb": PrefixList(
                name="lb", ipv4=(PrefixRule(sequence=10, action="permit", prefix=parse_prefix("10.0.0.0/16"), **rule),)
            )
        },
    )
    network = pair(instance(), ospf=ospf(default=OspfDefault(policy="df")), routing=tables)
    problems = Problems()
    check_node(network, network.nodes["r1"], problems)
    assert [p.code for p in problems] == ["bird-unsupported"]
    assert "10.0.0.0/16" in next(iter(problems)).message
