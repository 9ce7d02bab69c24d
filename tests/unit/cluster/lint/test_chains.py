"""Routes through filter rules, against asking every route by itself."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from netwright.addr import Prefix, parse_prefix
from netwright.cluster.lint.chains import Routes, follow, takes_all, without
from netwright.cluster.resources import BGPFilterRule, PrefixLength

WHOLE, LENGTH = parse_prefix("10.0.0.0/24"), 28
PARTS = [WHOLE.subnet(n, LENGTH) for n in range(16)]
CIDRS = st.builds(
    lambda length, n: WHOLE.subnet(n % (1 << (length - 24)), length), st.integers(24, 30), st.integers(0, 63)
) | st.sampled_from([parse_prefix("0.0.0.0/0"), parse_prefix("10.0.0.0/16"), parse_prefix("192.168.0.0/24")])
LENGTHS = st.none() | st.builds(PrefixLength, min=st.none() | st.integers(0, 32), max=st.none() | st.integers(0, 32))
RULES = st.lists(
    st.builds(
        BGPFilterRule,
        action=st.sampled_from(["Accept", "Reject"]),
        cidr=CIDRS,
        match_operator=st.sampled_from(["In", "NotIn", "Equal", "NotEqual"]),
        prefix_length=LENGTHS,
        peer_type=st.sampled_from([None, None, "eBGP", "iBGP"]),
    ),
    max_size=6,
)


def decide(rules: list[BGPFilterRule], route: Prefix) -> str:
    """What the first rule that matches does with one EBGP route, as the filter language says it."""
    for rule in rules:
        assert rule.cidr is not None
        lengths = rule.prefix_length
        low = lengths.min if lengths is not None and lengths.min is not None else rule.cidr.length
        high = lengths.max if lengths is not None and lengths.max is not None else 32
        exact = rule.match_operator in ("Equal", "NotEqual")
        inside = rule.cidr == route if exact else rule.cidr.contains(route)
        inside = inside and low <= route.length <= high
        if inside == (rule.match_operator in ("In", "Equal")) and rule.peer_type != "iBGP":
            return rule.action
    return "undecided"


@given(RULES)
def test_every_route_ends_where_it_would_by_itself(rules: list[BGPFilterRule]) -> None:
    verdict = follow(rules, Routes(WHOLE, LENGTH), internal=False)
    for route in PARTS:
        found = [
            word
            for word, parts in (
                ("Accept", verdict.accepted),
                ("Reject", verdict.rejected),
                ("undecided", verdict.undecided),
            )
            if any(part.contains(route) for part in parts)
        ]
        assert found == [decide(rules, route)]


@given(st.integers(24, 32), st.integers(0, 255))
def test_what_is_left_without_a_part(length: int, n: int) -> None:
    part = WHOLE.subnet(n % (1 << (length - 24)), length)
    left = without(WHOLE, part)
    assert sum(p.size for p in left) == WHOLE.size - part.size
    assert not any(p.overlaps(part) for p in left)


def test_what_is_not_known_is_taken_at_its_best() -> None:
    accept, reject = (
        BGPFilterRule(action="Accept", community=(65000, 1)),
        BGPFilterRule(action="Reject", interface="eth0"),
    )
    assert follow([reject, accept], Routes(WHOLE, LENGTH), internal=True).accepted == (WHOLE,)
    assert not takes_all(accept, "import", 4, internal=False)


def test_rules_that_take_all() -> None:
    def takes(direction: str = "import", **fields: object) -> bool:
        rule = BGPFilterRule(action="Reject", **fields)
        return takes_all(rule, direction, 4, internal=False)

    every = parse_prefix("0.0.0.0/0")
    assert takes()
    assert takes(peer_type="eBGP")
    assert not takes(peer_type="iBGP")
    assert takes(source="RemotePeers")
    assert not takes("export", source="RemotePeers")
    assert takes(cidr=every, match_operator="In")
    assert not takes(cidr=every, match_operator="Equal")
    assert not takes(cidr=every, match_operator="In", prefix_length=PrefixLength(max=24))
    assert not takes(cidr=WHOLE, match_operator="In")
