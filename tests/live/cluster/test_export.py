"""Real BIRD sends peers what Calico's rules say: pools, blocks, services, communities, elevated routes."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netwright.addr import InterfaceAddress, Prefix
from netwright.cluster.bird import Dialect
from netwright.cluster.bird.functions import aggregation, apply_communities, export_to_peers
from netwright.cluster.peering import Advertisement, NodeFamily, Pool

from .passing import DIALECTS, Route, passed

pytestmark = pytest.mark.live

NORMAL = 1024
TEN = 10 << 24
PREFIXES = tuple(
    Prefix(4, TEN | second << 16 | last, length)
    for second, last, length in (
        (0, 0, 8), (1, 0, 16), (1, 0, 24), (1, 0, 26), (1, 5, 32), (1, 64, 26), (1, 70, 32), (2, 0, 16), (2, 0, 26),
        (3, 0, 24), (3, 9, 32),
    )
)  # fmt: skip
SOME = st.lists(st.sampled_from(PREFIXES), max_size=3, unique=True).map(tuple)
FAMILIES = st.builds(
    NodeFamily,
    family=st.just(4),
    address=st.just(InterfaceAddress(4, 192 << 24, 24)),
    normal_priority=st.just(NORMAL),
    felix_owns_ipip=st.booleans(),
    pools=st.lists(st.builds(Pool, cidr=st.sampled_from(PREFIXES), exported=st.booleans()), max_size=3).map(tuple),
    blocks=SOME,
    service_routes=SOME,
    reflected_ranges=SOME,
    advertisements=st.lists(
        st.builds(
            Advertisement,
            cidr=st.sampled_from(PREFIXES),
            communities=st.sampled_from([(), ((65000, 1),), ((65000, 2), (65000, 1, 2))]),
        ),
        max_size=2,
    ).map(tuple),
)
ROUTES = st.lists(
    st.builds(Route, prefix=st.sampled_from(PREFIXES), priority=st.sampled_from([None, 512, NORMAL])),
    min_size=1,
    unique_by=lambda route: route.prefix,
)


def expected(of: NodeFamily, route: Route, *, reflects: bool) -> Route | None:
    """The route as a peer gets it."""
    prefix = route.prefix
    if any(pool.cidr.contains(prefix) and not pool.exported for pool in of.pools):
        return None
    added = {c for a in of.advertisements if a.cidr.contains(prefix) for c in a.communities}
    route = msgspec.structs.replace(route, communities=route.communities | added)
    for block in of.blocks:
        if block == prefix:
            return route
        if block.contains(prefix):
            return route if route.priority is not None and route.priority < NORMAL else None
    reflected = of.reflected_ranges if reflects else ()
    announced = prefix in of.service_routes or any(r.contains(prefix) for r in reflected)
    return route if announced or any(pool.cidr.contains(prefix) for pool in of.pools) else None


@pytest.mark.parametrize("dialect", DIALECTS)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(of=FAMILIES, routes=ROUTES, reflects=st.booleans(), internal=st.booleans())
def test_peers_get_what_they_may(
    dialect: Dialect, of: NodeFamily, routes: list[Route], reflects: bool, internal: bool
) -> None:
    after = {route.prefix: expected(of, route, reflects=reflects) for route in routes}
    wanted = {prefix: route for prefix, route in after.items() if route is not None}
    functions = [apply_communities(of, dialect), aggregation(of, dialect), export_to_peers(of, reflects, dialect)]
    call = f"{functions[-1].name}({str(internal).lower()})"
    assert passed(functions, [call, "reject"], routes, dialect) == wanted
