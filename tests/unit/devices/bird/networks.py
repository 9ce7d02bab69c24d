"""Small designed networks for the BIRD tests, built by hand."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from netwright.addr import parse_address, parse_interface, parse_prefix
from netwright.model import (
    Aggregate,
    AsPathList,
    AsPathRule,
    BgpInstance,
    BgpNeighbor,
    BgpNeighborPolicy,
    BgpNetwork,
    BgpSessionOptions,
    BgpTimers,
    CommunityList,
    CommunityRule,
    CommunityValues,
    Confederation,
    Endpoint,
    Interface,
    Link,
    LinkBandwidth,
    Network,
    Node,
    OspfArea,
    OspfDefault,
    OspfInstance,
    OspfInterface,
    OspfRange,
    PolicyEntry,
    PolicyMatch,
    PolicySet,
    PrefixList,
    PrefixRule,
    Prepend,
    Redistribution,
    RouterAdvertisement,
    RoutingPolicy,
    RoutingTables,
    StaticRoute,
)

ALL = ("standard", "extended", "large")


def loopback(number: int, *, ipv6: bool = False, area: str | None = "0.0.0.0") -> Interface:
    return Interface(
        ifindex=0,
        ifname="lo",
        type="loopback",
        ipv4=parse_interface(f"10.0.0.{number}/32"),
        ipv6=parse_interface(f"2001:db8:1:{number}::1/64") if ipv6 else None,
        ospf=OspfInterface(area=area) if area else None,
    )


def port(
    ifindex: int,
    link: int,
    ipv4: Any = None,
    ipv6: Any = None,
    ospf: OspfInterface | None = None,
    **extra: Any,
) -> Interface:
    return Interface(
        ifindex=ifindex,
        ifname=f"eth{ifindex}",
        type=extra.pop("type", "p2p"),
        linkindex=link,
        ipv4=parse_interface(ipv4) if isinstance(ipv4, str) else ipv4,
        ipv6=parse_interface(ipv6) if isinstance(ipv6, str) else ipv6,
        ospf=ospf,
        **extra,
    )


def router(name: str, number: int, *interfaces: Interface, **fields: Any) -> Node:
    fields.setdefault("loopback", loopback(number))
    return Node(
        name=name,
        id=number,
        device="bird",
        requested_device="bird",
        ipv4=True,
        router_id=f"10.0.0.{number}",
        interfaces=interfaces,
        **fields,
    )


def network(*nodes: Node) -> Network:
    ends: dict[int, list[Endpoint]] = {}
    kinds: dict[int, str] = {}
    for node in nodes:
        for i in node.interfaces:
            ends.setdefault(i.linkindex, []).append(Endpoint(node.name, i.ifname, i.ipv4, i.ipv6, i.ifindex))
            kinds[i.linkindex] = i.type
    links = tuple(
        Link(linkindex=n, type=kinds.get(n, "p2p"), endpoints=tuple(ends.get(n, ())))  # type: ignore[arg-type]
        for n in range(1, max(ends, default=0) + 1)
    )
    return Network(name="lab", nodes={n.name: n for n in nodes}, links=links, pools={}, prefixes={}, groups={})


def ebgp(name: str, asn: int, ipv4: str | None = None, ipv6: str | None = None, **fields: Any) -> BgpNeighbor:
    fields.setdefault("send_community", ("standard", "large"))
    return BgpNeighbor(
        name=name,
        asn=asn,
        type=fields.pop("type", "ebgp"),
        ipv4=parse_address(ipv4) if ipv4 else None,
        ipv6=parse_address(ipv6) if ipv6 else None,
        activate_ipv4=ipv4 is not None,
        activate_ipv6=ipv6 is not None,
        ifindex=1,
        **fields,
    )


def ibgp(name: str, number: int, own: int, *, ipv6: bool = False, **fields: Any) -> BgpNeighbor:
    fields.setdefault("send_community", ALL)
    fields.setdefault("next_hop_self", "ebgp")
    return BgpNeighbor(
        name=name,
        asn=65000,
        type="ibgp",
        ipv4=parse_address(f"10.0.0.{number}"),
        ipv6=parse_address(f"2001:db8:1:{number}::1") if ipv6 else None,
        activate_ipv4=True,
        activate_ipv6=ipv6,
        source_ifname="lo",
        source_ipv4=parse_address(f"10.0.0.{own}"),
        source_ipv6=parse_address(f"2001:db8:1:{own}::1") if ipv6 else None,
        **fields,
    )


def instance(*neighbors: BgpNeighbor, networks: tuple[str, ...] = (), **fields: Any) -> BgpInstance:
    fields.setdefault("asn", 65000)
    return BgpInstance(
        neighbors=neighbors,
        networks=tuple(BgpNetwork(prefix=parse_prefix(p), origin="originate") for p in networks),
        ipv4=True,
        **fields,
    )


def pair(
    left: BgpInstance, *, ospf: OspfInstance | None = None, ipv6: Any = "2001:db8:2::1/64", **fields: Any
) -> Network:
    """Node r1 with the given BGP, joined to x1."""
    r1 = router("r1", 1, port(1, 1, "10.1.0.1/30", ipv6), bgp=left, ospf=ospf, **fields)
    x1 = router("x1", 2, port(1, 1, "10.1.0.2/30", "2001:db8:2::2/64" if ipv6 is not True else True))
    return network(r1, x1)


def _options(**fields: Any) -> Network:
    return pair(instance(ebgp("x1", 65001, "10.1.0.2", "2001:db8:2::2", options=BgpSessionOptions(**fields))))


def _neighbor(**fields: Any) -> Network:
    return pair(instance(ebgp("x1", 65001, "10.1.0.2", "2001:db8:2::2", **fields)))


def _ospf(instance: OspfInstance, **interface: Any) -> Network:
    area = interface.pop("area", "0.0.0.0")
    node = router(
        "r1",
        1,
        port(1, 1, "10.1.0.1/30", "2001:db8:2::1/64", OspfInterface(area=area, **interface)),
        port(2, 2, "172.16.0.1/24", True, OspfInterface(area="0.0.0.0", passive=True)),
        loopback=loopback(1, ipv6=True),
        ospf=instance,
    )
    return network(node)


def ospf(**fields: Any) -> OspfInstance:
    fields.setdefault("ipv4", True)
    fields.setdefault("ipv6", True)
    return OspfInstance(router_id="10.0.0.1", area="0.0.0.0", **fields)


TABLES = RoutingTables(
    policies={
        "p1": RoutingPolicy(
            name="p1",
            entries=(
                PolicyEntry(
                    sequence=10,
                    action="permit",
                    match=PolicyMatch(
                        prefix="pl", next_hop="nh", as_path="ap", community={"standard": "cl", "large": "ll"}
                    ),
                    set=PolicySet(
                        local_pref=200,
                        med=5,
                        weight=10,
                        prepend_count=2,
                        community=CommunityValues(
                            standard=("65000:1", "no-export"), large=("1:2:3",), extended=("rt 65000:1",)
                        ),
                        delete_community=CommunityValues(standard=("65000:2",), lists={"standard": "cl"}),
                        next_hop={"ipv4": "10.0.0.9", "ipv6": "2001:db8::9"},
                        bandwidth=100,
                    ),
                ),
                PolicyEntry(sequence=20, action="deny", match=PolicyMatch(as_path="ap")),
                PolicyEntry(
                    sequence=30,
                    action="permit",
                    set=PolicySet(
                        prepend_path="65010 65011", community=CommunityValues(standard=("1:1",), append=True)
                    ),
                ),
            ),
        )
    },
    prefix_lists={
        "pl": PrefixList(
            name="pl",
            ipv4=(
                PrefixRule(sequence=10, action="deny", prefix=parse_prefix("10.1.0.0/16"), le=32),
                PrefixRule(sequence=20, action="permit", prefix=parse_prefix("10.0.0.0/8"), ge=16, le=24),
                PrefixRule(sequence=30, action="permit", prefix=parse_prefix("172.16.0.0/12")),
            ),
            ipv6=(PrefixRule(sequence=10, action="permit", prefix=parse_prefix("2001:db8::/32"), ge=48),),
        ),
        "nh": PrefixList(
            name="nh", ipv4=(PrefixRule(sequence=10, action="permit", prefix=parse_prefix("10.0.0.0/8")),)
        ),
    },
    as_path_lists={
        "ap": AsPathList(
            name="ap",
            rules=(
                AsPathRule(sequence=10, action="permit", regexp="_65000_"),
                AsPathRule(sequence=20, action="deny", regexp="^65001_(65002|65003)_.*$"),
                AsPathRule(sequence=30, action="permit", regexp="^$"),
                AsPathRule(sequence=40, action="permit", regexp="^65001(_65001)*$"),
                AsPathRule(sequence=50, action="permit", regexp="^[0-9]+$"),
            ),
        )
    },
    community_lists={
        "cl": CommunityList(
            name="cl",
            kind="standard",
            rules=(
                CommunityRule(sequence=10, action="permit", values=("65000:1", "65000:2")),
                CommunityRule(sequence=20, action="permit", regexp="^65000:.*$"),
            ),
        ),
        "ll": CommunityList(
            name="ll", kind="large", rules=(CommunityRule(sequence=10, action="permit", values=("1:2:3",)),)
        ),
    },
)

CASES: dict[str, Network] = {
    "empty": network(router("r1", 1)),
    "ebgp-dual-stack": _neighbor(),
    "ibgp-reflector": pair(
        instance(
            ibgp("r2", 2, 1, ipv6=True, rr_client=True),
            ibgp("r3", 3, 1, rr=True, next_hop_self=None),
            rr=True,
            cluster_id="10.0.0.1",
            networks=("10.9.0.0/16", "2001:db8:9::/48"),
        ),
        ospf=ospf(),
        loopback=loopback(1, ipv6=True),
    ),
    "pure-reflector": network(
        router(
            "rr",
            1,
            port(1, 1, "172.16.0.1/24", type="lan"),
            role="host",
            loopback=None,
            bgp=instance(
                BgpNeighbor(
                    name="r2",
                    asn=65000,
                    type="ibgp",
                    ipv4=parse_address("10.0.0.2"),
                    activate_ipv4=True,
                    rr_client=True,
                    send_community=ALL,
                ),
                rr=True,
            ),
            static_routes=(StaticRoute(prefix=parse_prefix("10.0.0.0/24"), next_hop=parse_address("172.16.0.2")),),
        ),
    ),
    "unnumbered": pair(
        instance(
            BgpNeighbor(
                name="x1",
                asn=65001,
                type="ebgp",
                ipv4=True,
                ipv6=True,
                local_ifname="eth1",
                ifindex=1,
                activate_ipv4=True,
                activate_ipv6=True,
                extended_next_hop=True,
                send_community=ALL,
            )
        ),
        ipv6=True,
    ),
    "rfc8950-numbered": pair(
        instance(
            BgpNeighbor(
                name="x1",
                asn=65001,
                type="ebgp",
                ipv6=parse_address("2001:db8:2::2"),
                ifindex=1,
                activate_ipv4=True,
                activate_ipv6=True,
                extended_next_hop=True,
            )
        )
    ),
    "local-as": _neighbor(local_as=65100),
    "local-as-keeps-global": _neighbor(local_as=65100, replace_global_as=False),
    "localas-ibgp": pair(
        instance(
            ebgp(
                "x1",
                65001,
                "10.1.0.2",
                type="localas_ibgp",
                local_as=65001,
                rr_client=True,
                next_hop_self="all",
            )
        )
    ),
    "allowas-in": _options(allowas_in=2),
    "as-override": _options(as_override=True),
    "default-originate": _options(default_originate=True),
    "gtsm": _options(gtsm_hops=1),
    "gtsm-far": _options(gtsm_hops=3),
    "multihop": _options(multihop_ttl=5),
    "passive-password": _options(passive=True, password='pa"ss'),
    "remove-private": _options(remove_private_as="on"),
    "remove-private-all": _options(remove_private_as="all"),
    "remove-private-replace": _options(remove_private_as="all replace-as"),
    "timers": _options(timers=BgpTimers(keepalive_s=1, hold_s=3, min_hold_s=3)),
    "route-server": _options(route_server_client=True),
    "bfd": _options(bfd=True),
    "override-and-remove": _options(as_override=True, remove_private_as="replace-as"),
    "attributes": _neighbor(
        weight=5,
        local_pref=200,
        med=7,
        prepend=Prepend(count=2),
        bandwidth=LinkBandwidth(inbound=10, outbound=20),
    ),
    "no-communities": _neighbor(send_community=()),
    "policies": pair(
        instance(
            ebgp(
                "x1",
                65001,
                "10.1.0.2",
                "2001:db8:2::2",
                policy=BgpNeighborPolicy(inbound="p1", outbound="p1"),
            )
        ),
        routing=TABLES,
    ),
    "aggregates": pair(
        instance(
            ebgp("x1", 65001, "10.1.0.2"),
            aggregates=(
                Aggregate(prefix=parse_prefix("10.0.0.0/8"), summary_only=True),
                Aggregate(prefix=parse_prefix("172.16.0.0/12"), suppress_policy="p1", attributes_policy="p1"),
            ),
        ),
        routing=TABLES,
    ),
    "redistribution": pair(
        instance(
            ebgp("x1", 65001, "10.1.0.2"),
            redistribute=(
                Redistribution(source="connected"),
                Redistribution(source="static", policy="p1"),
                Redistribution(source="ospf"),
            ),
        ),
        routing=TABLES,
        ospf=ospf(redistribute=(Redistribution(source="bgp"), Redistribution(source="static", policy="p1"))),
    ),
    "confederation": pair(
        instance(
            ebgp("x1", 65001, "10.1.0.2", type="confed_ebgp"),
            ibgp("r2", 2, 1),
            ebgp("y", 100, "10.1.0.6"),
            confederation=Confederation(identifier=100, members=(65001,)),
        )
    ),
    "ospf": _ospf(ospf()),
    "ospf-parameters": _ospf(
        ospf(),
        cost=5,
        priority=3,
        hello_interval_s=5,
        dead_interval_s=20,
        bfd=True,
        network_type="point-to-point",
    ),
    "ospf-password": _ospf(ospf(), password="secret"),
    "ospf-digest": _ospf(ospf(), password="secret", digest_key_id=3),
    "ospf-nbma": _ospf(ospf(), network_type="non-broadcast"),
    "ospf-default-always": _ospf(ospf(default=OspfDefault(always=True, cost=7, metric_type=1))),
    "ospf-default": _ospf(ospf(default=OspfDefault())),
    "ospf-default-conditional": replace(
        _ospf(ospf(default=OspfDefault(policy="df", cost=40))),
        nodes={
            "r1": replace(
                _ospf(ospf(default=OspfDefault(policy="df", cost=40))).nodes["r1"],
                routing=RoutingTables(
                    policies={
                        "df": RoutingPolicy(
                            name="df",
                            entries=(PolicyEntry(sequence=10, action="permit", match=PolicyMatch(prefix="lb")),),
                        )
                    },
                    prefix_lists={
                        "lb": PrefixList(
                            name="lb",
                            ipv4=(
                                PrefixRule(sequence=10, action="permit", prefix=parse_prefix("192.168.42.0/24")),
                                PrefixRule(sequence=20, action="permit", prefix=parse_prefix("192.168.43.0/24")),
                            ),
                            ipv6=(PrefixRule(sequence=10, action="permit", prefix=parse_prefix("2001:db8:42::/48")),),
                        )
                    },
                ),
            )
        },
    ),
    "ospf-stub": _ospf(
        ospf(
            areas=(
                OspfArea(
                    area="0.0.0.1",
                    kind="stub",
                    default_cost=5,
                    ranges=(
                        OspfRange(prefix=parse_prefix("10.1.0.0/16")),
                        OspfRange(prefix=parse_prefix("2001:db8::/32"), advertise=False),
                    ),
                ),
            )
        ),
        area="0.0.0.1",
    ),
    "ospf-nssa": _ospf(
        ospf(
            areas=(
                OspfArea(
                    area="0.0.0.1",
                    kind="nssa",
                    default=True,
                    external_ranges=(OspfRange(prefix=parse_prefix("10.5.0.0/16")),),
                ),
            )
        ),
        area="0.0.0.1",
    ),
    "ospf-totally-nssa": _ospf(
        ospf(areas=(OspfArea(area="0.0.0.1", kind="nssa", inter_area=False, default_cost=3),)), area="0.0.0.1"
    ),
    "static": network(
        router(
            "r1",
            1,
            port(1, 1, "10.1.0.1/30", "2001:db8:2::1/64"),
            static_routes=(
                StaticRoute(prefix=parse_prefix("10.5.0.0/16"), next_hop=parse_address("10.1.0.2")),
                StaticRoute(prefix=parse_prefix("10.5.0.0/16"), next_hop=parse_address("10.1.0.3")),
                StaticRoute(prefix=parse_prefix("10.6.0.0/16"), discard=True),
                StaticRoute(prefix=parse_prefix("10.7.0.0/16"), next_hop=parse_address("10.9.9.9")),
                StaticRoute(prefix=parse_prefix("10.8.0.0/16"), ifname="eth1"),
                StaticRoute(prefix=parse_prefix("10.10.0.0/16"), next_hop=parse_address("10.1.0.2"), ifname="eth1"),
                StaticRoute(prefix=parse_prefix("10.11.0.0/16"), next_hop=parse_address("fe80::2:1"), ifname="eth1"),
                StaticRoute(prefix=parse_prefix("2001:db8:5::/48"), next_hop=parse_address("2001:db8:2::2")),
            ),
        )
    ),
    "router-advertisements": network(
        router(
            "r1",
            1,
            port(
                1,
                1,
                "10.1.0.1/30",
                "2001:db8:2::1/64",
                ra=RouterAdvertisement(slaac=False, onlink=False, dhcp="all"),
            ),
            port(2, 2, None, True),
        )
    ),
}
"""One network per feature; node `r1` (or the only one) is under test."""
