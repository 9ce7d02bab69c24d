"""Settings of nodes, pools and blocks."""

from __future__ import annotations

from netwright.addr import parse_address
from netwright.cluster.peering import ClusterFacts, derive_nodes
from netwright.errors import Problems

from ..building import configuration, derive, document, node, read


def test_defaults() -> None:
    found = derive(node(1))["n1"]
    assert (found.as_number, str(found.router_id)) == (64512, "10.0.0.1")
    assert (found.listen_port, found.listen_on_node_address, found.log_severity) == (None, False, "Info")
    (family,) = found.families
    assert (family.normal_priority, family.felix_owns_ipip) == (1024, True)
    assert (family.pools, family.blocks, family.service_routes, family.virtual_address) == ((), (), (), None)


def test_what_a_node_says_wins() -> None:
    nodes = derive(
        configuration(
            "asNumber: 65000, listenPort: 1790, bindMode: NodeIP, "
            "ignoredInterfaces: [eth9], ipv4NormalRoutePriority: 2048"
        ),
        configuration("listenPort: 1791, logSeverityScreen: Debug", "node.n2"),
        node(1),
        node(2, bgp="asNumber: 65002"),
    )
    one, two = nodes["n1"], nodes["n2"]
    assert (one.as_number, one.listen_port, one.log_severity) == (65000, 1790, "Info")
    assert (two.as_number, two.listen_port, two.log_severity) == (65002, 1791, "Debug")
    assert two.listen_on_node_address
    assert two.ignored_interfaces == ("eth9",)
    assert two.families[0].normal_priority == 2048


def test_router_id_without_ipv4() -> None:
    resources = read(document("Node", "six", "{bgp: {ipv6Address: 'fd00::1/64'}}"))
    (made,) = derive_nodes(resources, Problems())
    assert made.router_id.family == 4
    assert made.router_id == derive_nodes(resources, Problems())[0].router_id
    facts = ClusterFacts(router_ids={"six": parse_address("10.9.9.9")})
    (given,) = derive_nodes(resources, Problems(), facts)
    assert str(given.router_id) == "10.9.9.9"


def test_pools() -> None:
    pools = (
        document("IPPool", "plain", "{cidr: 10.1.0.0/16, disableBGPExport: true}"),
        document("IPPool", "ipip", "{cidr: 10.2.0.0/16, ipipMode: CrossSubnet}"),
        document("IPPool", "vxlan", "{cidr: 10.3.0.0/16, vxlanMode: Always}"),
        document("IPPool", "six", "{cidr: 'fd01::/48'}"),
    )
    for mode, expected in (
        ("EnabledNoEncapOnly", (True, False, False)),
        ("EnabledIPIPOnly", (False, True, False)),
        ("Enabled", (True, True, False)),
        ("Disabled", (False, False, False)),
    ):
        found = derive(configuration(f"programClusterRoutes: {mode}"), *pools, node(1, ipv6=True))["n1"]
        four, six = found.families
        assert [(p.encapsulation, p.cross_subnet, p.exported) for p in four.pools] == [
            ("none", False, False),
            ("ipip", True, True),
            ("vxlan", False, True),
        ]
        assert tuple(p.programmed for p in four.pools) == expected
        assert [str(p.cidr) for p in six.pools] == ["fd01::/48"]
        assert four.felix_owns_ipip is not expected[1]


def test_blocks_are_confirmed_and_of_hosts() -> None:
    def affinity(number: int, more: str) -> str:
        cidr = f"10.1.0.{number}/32"
        return document("BlockAffinity", f"b{number}", f"{{cidr: {cidr}, node: n1, {more}}}")

    found = derive(
        document("IPPool", "plain", "{cidr: 10.1.0.0/16, blockSize: 32}"),
        node(1),
        affinity(2, "state: confirmed, deleted: false"),
        affinity(3, "state: pending, deleted: false"),
        affinity(4, "state: pendingDeletion, deleted: false"),
        affinity(5, "state: confirmed, deleted: true"),
        affinity(6, "state: confirmed, deleted: false, type: virtual"),
        affinity(1, "state: confirmed, deleted: false, type: host"),
        blocks={"n1": "10.1.9.0/26"},
    )["n1"]
    assert [str(b) for b in found.families[0].blocks] == ["10.1.0.1/32", "10.1.0.2/32", "10.1.9.0/26"]


def test_communities_by_prefix() -> None:
    spec = (
        "communities: [{name: mark, value: '65000:1'}], prefixAdvertisements: [{cidr: 10.1.0.0/16, communities: [mark, "
        "'65000:2:3']}, {cidr: 'fd01::/48', communities: ['65000:9']}]"
    )
    four, six = derive(configuration(spec), node(1, ipv6=True))["n1"].families
    assert [(str(a.cidr), a.communities) for a in four.advertisements] == [("10.1.0.0/16", ((65000, 1), (65000, 2, 3)))]
    assert [(str(a.cidr), a.communities) for a in six.advertisements] == [("fd01::/48", ((65000, 9),))]


def test_order_does_not_matter() -> None:
    documents = [node(2), node(1), configuration("asNumber: 65000"), document("IPPool", "p", "{cidr: 10.1.0.0/16}")]
    assert derive(*documents) == derive(*reversed(documents))
