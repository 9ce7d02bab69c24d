"""Pools, named prefixes, link types and addresses: the format's allocation rules."""

from __future__ import annotations

import pytest

from .build import addresses, codes, design, network

NODES = "nodes: {r1: , r2: , r3: , h: {device: linux}, r9: {id: 99}}"


def one(link: str, extra: str = "") -> list[str]:
    return addresses(network(f"{{{NODES}, links: [{link}] {extra}}}"))[0]


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("r1-r2", ["r1 10.1.0.1/30", "r2 10.1.0.2/30"]),
        ("r2-r1", ["r2 10.1.0.2/30", "r1 10.1.0.1/30"]),
        ("r1", ["r1 172.16.0.1/24"]),
        ("r1-h", ["r1 172.16.0.1/24", "h 172.16.0.4/24"]),
        ("r9-r1-h", ["r9 172.16.0.99/24", "r1 172.16.0.1/24", "h 172.16.0.4/24"]),
        ("{r2: , r1: , type: lan}", ["r2 10.1.0.2/30", "r1 10.1.0.1/30"]),
        ("{r9: , r1: , type: lan}", ["r9 10.1.0.1/30", "r1 10.1.0.2/30"]),
        ("{r9: , r1: , type: lan, prefix: 10.5.0.0/31}", ["r9 10.5.0.1/31", "r1 10.5.0.0/31"]),
        ("{r9: , r1: , type: lan, prefix: 10.5.0.0/24}", ["r9 10.5.0.99/24", "r1 10.5.0.1/24"]),
        ("{r9: , prefix: 10.5.0.0/31}", ["r9 10.5.0.0/31"]),
        ("{r9: , r1: , pool: lan}", ["r9 172.16.0.2/24", "r1 172.16.0.1/24"]),
        ("{h: , r1: , type: p2p}", ["h 172.16.0.1/24", "r1 172.16.0.2/24"]),
        ("{r1: , r2: , prefix: 192.168.1.0/24}", ["r1 192.168.1.1/24", "r2 192.168.1.2/24"]),
        ("{r1: , r2: , prefix: '2001:db8::/64'}", ["r1 2001:db8::1/64", "r2 2001:db8::2/64"]),
        ("{r2: , r1: , prefix: 10.5.0.0/31}", ["r2 10.5.0.1/31", "r1 10.5.0.0/31"]),
        ("{r1: , r2: , prefix: {ipv6: '2001:db8::/127'}}", ["r1 2001:db8::/127", "r2 2001:db8::1/127"]),
        ("{r1: , prefix: 10.5.0.0/32}", ["r1 10.5.0.0/32"]),
        ("{r1: , prefix: 10.5.0.0/31}", ["r1 10.5.0.1/31"]),
        ("{r9: , r1: , h: , prefix: 10.5.0.0/29}", ["r9 10.5.0.1/29", "r1 10.5.0.2/29", "h 10.5.0.3/29"]),
        ("{r9: , prefix: 10.5.0.0/26}", ["r9 10.5.0.1/26"]),
        ("{r9: , prefix: 10.5.0.0/25}", ["r9 10.5.0.99/25"]),
        ("{r1: , r2: , prefix: false}", ["r1", "r2"]),
        ("{r1: , r2: , pool: l2only}", ["r1", "r2"]),
        (
            "{r2: , r1: , prefix: {ipv4: 10.5.0.0/24, allocation: sequential}}",
            ["r2 10.5.0.1/24", "r1 10.5.0.2/24"],
        ),
        (
            "{r9: , r1: , prefix: {ipv4: 10.5.0.0/24, allocation: id_based}}",
            ["r9 10.5.0.99/24", "r1 10.5.0.1/24"],
        ),
        (
            "{r9: , r1: , r2: , prefix: {ipv4: 10.5.0.0/24, allocation: p2p}}",
            ["r9 10.5.0.3/24", "r1 10.5.0.1/24", "r2 10.5.0.2/24"],
        ),
        ("{r1: {ipv4: 2}, r2: {ipv4: 1}}", ["r1 10.1.0.2/30", "r2 10.1.0.1/30"]),
        ("{r1: {ipv4: -2}, r2: , r3: }", ["r1 172.16.0.254/24", "r2 172.16.0.2/24", "r3 172.16.0.3/24"]),
        ("{r1: {ipv4: false}, r2: , r3: }", ["r1", "r2 172.16.0.2/24", "r3 172.16.0.3/24"]),
        ("{r1: {ipv4: true}, r2: }", ["r1 True", "r2 10.1.0.2/30"]),
        ("{r1: {ipv4: 10.4.4.1/24}, r2: {ipv4: 10.4.4.2/24}}", ["r1 10.4.4.1/24", "r2 10.4.4.2/24"]),
        ("{r1: {ipv4: 10.4.5.7}, r2: , prefix: 10.4.5.0/24}", ["r1 10.4.5.7/24", "r2 10.4.5.2/24"]),
        ("{interfaces: [{node: r1}, {node: r1}]}", ["r1 10.1.0.1/30", "r1 10.1.0.2/30"]),
        ("{r1: , r2: , unnumbered: true}", ["r1 True", "r2 True"]),
        ("{r1: , h: , unnumbered: true}", ["r1 True", "h True"]),
        ("{r1: , r2: , prefix: {ipv4: true, ipv6: true}}", ["r1 True True", "r2 True True"]),
    ],
)
def test_addresses_of_a_link(link, expected):
    assert one(link) == expected


def test_unnumbered_hosts_without_loopback_use_link_local_ipv6():
    designed = network(f"{{{NODES}, links: [{{r1: , h: , unnumbered: true}}]}}")
    router, host = designed.nodes["r1"].interfaces[0], designed.nodes["h"].interfaces[0]
    assert (router.ipv4, router.ipv6) == (True, None)
    assert (str(router.borrowed_ipv4), router.borrowed_from) == ("10.0.0.1/32", "lo")
    assert (host.ipv4, host.ipv6) == (None, True)


def test_pools_of_roles_link_types_and_names():
    designed = network(
        f"""{{{NODES}, addressing: {{
              core: {{unnumbered: true}}, stub: {{ipv4: 10.99.0.0/16, prefix: 26}},
              ds: {{ipv4: 10.77.0.0/16, ipv6: '2001:db8:77::/48', prefix: 24, prefix6: 72}},
              p2p: {{ipv6: '2001:db8:2::/48'}} }},
            links: [r1-r2, {{r1: , r2: , role: core}}, r1, r1-h, {{r1: , role: ds}},
                    {{r1: , r2: , pool: ds}}]}}"""
    )
    assert addresses(designed) == [
        ["r1 10.1.0.1/30 2001:db8:2::1/64", "r2 10.1.0.2/30 2001:db8:2::2/64"],
        ["r1 True", "r2 True"],
        ["r1 10.99.0.1/26"],
        ["r1 10.99.0.65/26", "h 10.99.0.68/26"],
        ["r1 10.77.0.1/24 2001:db8:77::1/72"],
        ["r1 10.77.1.1/24 2001:db8:77:0:100::1/72", "r2 10.77.1.2/24 2001:db8:77:0:100::2/72"],
    ]


@pytest.mark.parametrize(
    ("pool", "first"),
    [
        ("{ipv4: 10.5.0.0/16, prefix: 31}", "10.5.0.0/31"),
        ("{ipv4: 10.5.0.0/16, prefix: 32}", "10.5.0.1/32"),
        ("{ipv6: '2001:db8::/48', prefix6: 126}", "2001:db8::/126"),
        ("{ipv6: '2001:db8::/48', prefix6: 127}", "2001:db8::2/127"),
        ("{ipv6: '2001:db8::/48', prefix6: 128}", "2001:db8::1/128"),
    ],
)
def test_the_first_prefix_of_a_pool(pool, first):
    link = network(f"{{addressing: {{x: {pool}}}, nodes: [a], links: [{{a: , pool: x}}]}}").links[0]
    assert str(link.ipv4 or link.ipv6) == first


def test_named_prefixes_of_pools_come_before_links():
    designed = network(
        f"""{{{NODES},
            prefix: {{a: {{pool: lan}}, b: {{ipv4: 10.200.1.0/24}}, c: {{allocation: sequential}}}},
            links: [r1-r2-r3, {{r1: , r2: , r9: , prefix: a}}, {{r1: , prefix: b}},
                    {{r9: , r1: , r2: , prefix: c}}]}}"""
    )
    assert str(designed.prefixes["a"].ipv4) == "172.16.0.0/24"
    assert [str(link.ipv4) for link in designed.links] == [
        "172.16.1.0/24",
        "172.16.0.0/24",
        "10.200.1.0/24",
        "172.16.2.0/24",
    ]
    assert addresses(designed)[3][0] == "r9 172.16.2.1/24"


def test_link_types_and_stub_role():
    links = "[r1-r2, r1-h, r1-r2-h, r1, {r1: , type: loopback}, {r1: , role: x}, r1-r2-r3]"
    designed = network(f"{{{NODES}, links: {links}}}")
    assert [(link.type, link.role) for link in designed.links] == [
        ("p2p", None),
        ("lan", "stub"),
        ("lan", None),
        ("stub", "stub"),
        ("loopback", None),
        ("stub", "x"),
        ("lan", None),
    ]
    assert [link.bridge for link in designed.links] == [
        None,
        "lab_2",
        "lab_3",
        "lab_4",
        None,
        "lab_6",
        "lab_7",
    ]


def test_built_in_pools_go_on_when_they_are_used_up():
    nodes = "nodes: [a, b]"
    designed = network(f"{{{nodes}, links: [{', '.join(['a'] * 258)}]}}")
    assert [str(designed.links[i].ipv4) for i in (0, 255, 256, 257)] == [
        "172.16.0.0/24",
        "172.16.255.0/24",
        "172.17.0.0/24",
        "172.17.1.0/24",
    ]


def test_no_number_of_links_is_too_many():
    designed = network(f"{{nodes: [a, b], links: [{', '.join(['a-b'] * 16_400)}]}}")
    prefixes = [link.ipv4 for link in designed.links]
    assert [str(prefixes[i]) for i in (0, 16_383, 16_384)] == [
        "10.1.0.0/30",
        "10.1.255.252/30",
        "10.64.0.0/30",
    ]
    assert len(set(prefixes)) == 16_400


def test_a_used_up_pool_of_the_user_is_one_problem():
    _, problems = design("{addressing: {p2p: {ipv4: 10.1.0.0/29}}, nodes: [a, b], links: [a-b, a-b, a-b, a-b]}")
    assert [p.code for p in problems] == ["pool-exhausted"]


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        ("[{r1: , r2: , pool: lon}]", [("unknown-pool", 101)]),
        ("[{r1: , r2: , prefix: foo}]", [("unknown-prefix", 101)]),
        ("[{r1: , r2: , prefix: 10.0.0.1/24}]", [("wrong-prefix", 101)]),
        ("[{r1: , r2: , prefix: {allocation: foo}}]", [("wrong-allocation", 101)]),
        ("[{r1: , r2: , r3: , prefix: 10.5.0.0/30}]", [("prefix-too-small", 101)]),
        ("[{r1: {ipv4: 7}, r2: }]", [("address-outside-prefix", 101)]),
        ("[{r1: {ipv4: 7}, r2: , prefix: {ipv6: '2001:db8::/64'}}]", [("host-without-prefix", 101)]),
        ("[{r1: {ipv4: 10.7.7.1}, r2: }]", [("address-outside-prefix", 101)]),
        ("[{r1: {ipv4: 10.7.7.1/24}, r2: , prefix: 10.7.8.0/24}]", [("address-outside-prefix", 101)]),
        ("[{r1: {ipv4: 10.7.7.0/24}, r2: }]", [("address-without-host", 101)]),
        ("[{r1: {ipv4: 10.7.7.1/24}, r2: {ipv4: 10.7.7.1/24}}]", [("duplicate-address", 101)]),
        ("[{r1: {ipv4: '2001:db8::1/64'}, r2: }]", [("wrong-address", 101)]),
        (
            "[{r1: , type: p2p}, {r1: , r2: , type: stub}]",
            [("wrong-link-type", 101), ("wrong-link-type", 102)],
        ),
        ("[{r1: , r2: , type: lann}]", [("wrong-link-type", 101)]),
        ("[r1-r2, {r2: , r3: , prefix: 10.1.0.0/30}]", [("prefix-overlap", 102)]),
        ("[{r1: , prefix: 10.5.0.0/24}, {r2: , prefix: 10.5.0.0/25}]", [("prefix-overlap", 102)]),
    ],
)
def test_mistakes_are_problems_with_a_place(links, expected):
    _, problems = design(f"{{{NODES}, links: {links}}}")
    assert codes(problems) == expected


def test_the_same_prefix_written_twice_is_a_warning():
    _, problems = design(f"{{{NODES}, links: [{{r1: , prefix: 10.5.0.0/24}}, {{r2: , prefix: 10.5.0.0/24}}]}}")
    assert [(p.code, p.severity) for p in problems] == [("prefix-overlap", "warning")]


@pytest.mark.parametrize(
    ("pool", "code"),
    [
        ("{ipv4: 10.0.0.1/24, prefix: 26}", "wrong-prefix"),
        ("{ipv4: 10.0.0.0/24, prefix: 16}", "pool-too-small"),
        ("{ipv4: '2001:db8::/48'}", "wrong-prefix"),
        ("{ipv4: 10.0.0.0/16, allocation: foo}", "wrong-allocation"),
    ],
)
def test_wrong_pools(pool, code):
    _, problems = design(f"{{addressing: {{x: {pool}}}, nodes: [a]}}")
    assert [p.code for p in problems] == [code]
