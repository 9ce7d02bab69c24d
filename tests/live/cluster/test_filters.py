"""Real BIRD does with routes what BGPFilters say."""

from __future__ import annotations

from typing import Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netwright.addr import Prefix
from netwright.cluster.bird import Dialect
from netwright.cluster.bird.rules import argument, filter_functions
from netwright.cluster.resources import (
    AddCommunity,
    BGPFilter,
    BGPFilterRule,
    Metadata,
    PrefixLength,
    PrependASPath,
    SetPriority,
)

from .filters import OWN_AS, as_filtered, expected
from .passing import DIALECTS, Route, passed

pytestmark = pytest.mark.live

NUMBERS = st.sampled_from([65001, OWN_AS, 4200000000])
COMMUNITIES = st.sampled_from([(65001, 1), (65001, 2), (4200000000, 1, 2)])
PRIORITIES = st.sampled_from([512, 1024])
LENGTHS = st.sampled_from([None, 24, 25, 32])
CIDRS = st.sampled_from([Prefix(4, 10 << 24, 8), Prefix(4, 10 << 24 | 1 << 16, 16), Prefix(4, 10 << 24 | 1 << 16, 24)])
PREFIXES = st.sampled_from(
    [
        *(Prefix(4, 10 << 24 | 1 << 16, length) for length in (16, 24, 25, 32)),
        *(Prefix(4, 10 << 24 | 2 << 16, length) for length in (16, 24)),
        Prefix(4, 10 << 24, 8),
        Prefix(4, 11 << 24, 24),
    ]
)
PATHS = st.lists(NUMBERS, max_size=3).map(tuple)
OPERATIONS = st.one_of(
    st.builds(AddCommunity, COMMUNITIES),
    st.builds(PrependASPath, st.lists(NUMBERS, min_size=1, max_size=2).map(tuple)),
    st.builds(SetPriority, PRIORITIES),
)


@st.composite
def _rule(draw: st.DrawFn) -> BGPFilterRule:
    action = draw(st.sampled_from(["Accept", "Reject"]))
    cidr = draw(st.none() | CIDRS)
    low, high = draw(st.sampled_from([(None, None), (24, None), (None, 24), (24, 25), (32, 32)]))
    length = draw(st.sampled_from([None, PrefixLength(min=low, max=high)])) if cidr is not None else None
    return BGPFilterRule(
        action=action,
        cidr=cidr,
        match_operator=draw(st.sampled_from(["In", "NotIn", "Equal", "NotEqual"])) if cidr is not None else None,
        prefix_length=length,
        peer_type=draw(st.sampled_from([None, None, "iBGP", "eBGP"])),
        community=draw(st.none() | COMMUNITIES),
        as_path_prefix=draw(st.just(()) | PATHS),
        priority=draw(st.none() | PRIORITIES),
        operations=draw(st.lists(OPERATIONS, max_size=2).map(tuple)) if action == "Accept" else (),
    )


ROUTES = st.lists(
    st.builds(
        Route,
        prefix=PREFIXES,
        path=PATHS,
        communities=st.frozensets(COMMUNITIES, max_size=2),
        priority=st.none() | PRIORITIES,
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda route: route.prefix,
)


@pytest.mark.parametrize("dialect", DIALECTS)
@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    rules=st.lists(_rule(), min_size=1, max_size=4).map(tuple),
    direction=st.sampled_from(["import", "export"]),
    internal=st.booleans(),
    routes=ROUTES,
)
def test_filters_mean_what_they_say(
    dialect: Dialect,
    rules: tuple[BGPFilterRule, ...],
    direction: Literal["import", "export"],
    internal: bool,
    routes: list[Route],
) -> None:
    metadata = Metadata(name="f")
    imports, exports = (rules, ()) if direction == "import" else ((), rules)
    bgp_filter = BGPFilter(metadata=metadata, import_v4=imports, export_v4=exports)
    after = {r.prefix: expected(rules, r, direction, dialect, internal=internal) for r in routes}
    wanted = {prefix: route for prefix, route in after.items() if route is not None}
    (function,) = filter_functions(bgp_filter, 4, dialect)
    call = f"{function.name}({argument(direction, dialect, internal=internal, local_as=OWN_AS)})"
    given = [as_filtered(route, direction, dialect, internal=internal) for route in routes]
    assert passed([function], [call], given, dialect) == wanted
