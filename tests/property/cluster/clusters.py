"""Random clusters: any combination of resources that reading would let through."""

from __future__ import annotations

from hypothesis import strategies as st

from netwright.addr import Address, Family, InterfaceAddress, Prefix
from netwright.cluster.peering import ClusterFacts, Workload
from netwright.cluster.resources import (
    EXCLUDE_FROM_LOAD_BALANCERS,
    AddCommunity,
    BGPConfiguration,
    BGPFilter,
    BGPFilterRule,
    BGPPeer,
    BlockAffinity,
    Endpoint,
    EndpointSlice,
    IPPool,
    Metadata,
    NamespacedName,
    Node,
    NodeBGP,
    PrefixAdvertisement,
    PrefixLength,
    PrependASPath,
    Resources,
    Secret,
    SecretKeyRef,
    SecretValue,
    Service,
    SetPriority,
)

NODES = ("alpha", "beta.example", "gamma-3")
FILTERS = ("deny", "a.b-c", "0start", "long-" + "n" * 90)
SELECTORS = ("all()", "has(rr)", "!has(rr)", "rack in {'a'}", "rack == 'b' || has(rr)")
AS_NUMBERS = st.sampled_from([64512, 65001, 4200000000, 23456])
COMMUNITIES = st.tuples(st.integers(0, 65535), st.integers(0, 65535)) | st.tuples(*[st.integers(0, 2**32 - 1)] * 3)
SECRET = NamespacedName("calico-system", "bgp")
PASSWORD = SecretKeyRef(name="bgp", key="password")
OPTIONAL_PORT = st.sampled_from([None, 179, 1790])
_BITS: dict[Family, int] = {4: 32, 6: 128}
_NETS: dict[Family, int] = {4: 10 << 24, 6: 0xFD00 << 112}


def prefixes(family: Family) -> st.SearchStrategy[Prefix]:
    bits = _BITS[family]

    def make(length: int, value: int) -> Prefix:
        return Prefix(family, value >> (bits - length) << (bits - length), length)

    return st.builds(make, st.integers(0, bits), st.integers(0, 2**bits - 1))


def addresses(family: Family) -> st.SearchStrategy[Address]:
    """A few, so that they meet: those of nodes are among them."""
    return st.builds(lambda n: Address(family, _NETS[family] + n), st.integers(1, 6))


def rules(family: Family) -> st.SearchStrategy[BGPFilterRule]:
    lengths = st.none() | st.integers(0, _BITS[family])
    operations = st.one_of(
        st.builds(AddCommunity, COMMUNITIES),
        st.builds(PrependASPath, st.lists(AS_NUMBERS, min_size=1, max_size=3).map(tuple)),
        st.builds(SetPriority, st.integers(1, 2147483646)),
    )
    matches = {
        "source": st.sampled_from([None, "RemotePeers"]),
        "interface": st.sampled_from([None, "eth0", "cali*", "*.calico", "lo:1"]),
        "peer_type": st.sampled_from([None, "eBGP", "iBGP"]),
        "community": st.none() | COMMUNITIES,
        "as_path_prefix": st.lists(AS_NUMBERS, max_size=3).map(tuple),
        "priority": st.none() | st.integers(1, 2147483646),
    }
    by_prefix = {
        "cidr": prefixes(family),
        "match_operator": st.sampled_from(["Equal", "NotEqual", "In", "NotIn"]),
        "prefix_length": st.none() | st.builds(PrefixLength, min=lengths, max=lengths),
    }
    accept = {"action": st.just("Accept"), "operations": st.lists(operations, max_size=3).map(tuple)}
    return st.one_of(
        st.builds(BGPFilterRule, action=st.just("Reject"), **matches),
        st.builds(BGPFilterRule, action=st.just("Reject"), **matches, **by_prefix),
        st.builds(BGPFilterRule, **accept, **matches),
        st.builds(BGPFilterRule, **accept, **matches, **by_prefix),
    )


@st.composite
def _filter(draw: st.DrawFn, name: str) -> BGPFilter:
    v4, v6 = st.lists(rules(4), max_size=3).map(tuple), st.lists(rules(6), max_size=3).map(tuple)
    return BGPFilter(
        metadata=Metadata(name=name), import_v4=draw(v4), export_v4=draw(v4), import_v6=draw(v6), export_v6=draw(v6)
    )


@st.composite
def _node(draw: st.DrawFn, name: str, number: int) -> Node:
    labels = draw(st.dictionaries(st.sampled_from(["rr", "rack"]), st.sampled_from(["a", "b"])))
    if draw(st.booleans()):
        labels[EXCLUDE_FROM_LOAD_BALANCERS] = "true"
    families = draw(st.sampled_from([(4,), (6,), (4, 6), ()]))
    bgp = NodeBGP(
        as_number=draw(st.none() | AS_NUMBERS),
        ipv4_address=InterfaceAddress(4, _NETS[4] + number, 24) if 4 in families else None,
        ipv6_address=InterfaceAddress(6, _NETS[6] + number, 64) if 6 in families else None,
        route_reflector_cluster_id=draw(st.sampled_from([None, None, "244.0.0.1", "244.0.0.2"])),
    )
    return Node(metadata=Metadata(name=name, labels=labels), bgp=bgp)


@st.composite
def _peer(draw: st.DrawFn, name: str) -> BGPPeer:
    where = draw(
        st.one_of(
            st.just({}),
            st.builds(lambda node: {"node": node}, st.sampled_from(NODES)),
            st.builds(lambda text: {"node_selector": text}, st.sampled_from(SELECTORS)),
        )
    )
    address = draw(addresses(4) | addresses(6))
    who = draw(
        st.one_of(
            st.builds(
                lambda port, number: {"peer_ip": address, "peer_port": port, "as_number": number},
                OPTIONAL_PORT,
                AS_NUMBERS,
            ),
            st.builds(lambda text: {"peer_selector": text}, st.sampled_from(SELECTORS)),
            st.builds(lambda number: {"local_workload_selector": "all()", "as_number": number}, AS_NUMBERS),
        )
    )
    reachable = draw(st.none() | addresses(address.family)) if "peer_ip" in who else None
    return BGPPeer(
        metadata=Metadata(name=name),
        local_as_number=draw(st.none() | AS_NUMBERS),
        next_hop_mode=draw(st.sampled_from([None, "Auto", "Self", "Keep"])),
        keep_original_next_hop=draw(st.booleans()),
        source_address=draw(st.sampled_from(["UseNodeIP", "None"])),
        max_restart_time_s=draw(st.sampled_from([None, 0.4, 120.0, 4095.0])),
        keepalive_time_s=draw(st.sampled_from([None, 1.0, 60.0])),
        num_allowed_local_as_numbers=draw(st.sampled_from([None, 0, 1, 7])),
        ttl_security=draw(st.sampled_from([None, 1, 255])),
        reachable_by=reachable,
        reverse_peering=draw(st.sampled_from(["Auto", "Manual"])),
        filters=draw(st.lists(st.sampled_from(FILTERS), max_size=3).map(tuple)),
        password=draw(st.sampled_from([None, PASSWORD])),
        **where,
        **who,
    )


@st.composite
def _configuration(draw: st.DrawFn, name: str) -> BGPConfiguration:
    ranges = st.lists(prefixes(4) | prefixes(6), max_size=3).map(tuple)
    advertisement = st.builds(
        PrefixAdvertisement, cidr=prefixes(4) | prefixes(6), communities=st.lists(COMMUNITIES, max_size=2).map(tuple)
    )
    return BGPConfiguration(
        metadata=Metadata(name=name),
        as_number=draw(st.none() | AS_NUMBERS),
        bind_mode=draw(st.sampled_from([None, "None", "NodeIP"])),
        ignored_interfaces=draw(st.sampled_from([(), ("eth9", "vlan*")])),
        ipv4_normal_route_priority=draw(st.sampled_from([None, 1, 2147483646])),
        ipv6_normal_route_priority=draw(st.sampled_from([None, 1, 2147483646])),
        listen_port=draw(OPTIONAL_PORT),
        local_workload_peering_ipv4=draw(st.sampled_from([None, Address(4, 0xA9FE00B3)])),
        local_workload_peering_ipv6=draw(st.sampled_from([None, Address(6, 0xFDC9 << 112 | 1)])),
        log_severity_screen=draw(st.sampled_from(["Info", "Debug", "Fatal"])),
        node_mesh_max_restart_time_s=draw(st.sampled_from([None, 90.0])),
        node_mesh_password=draw(st.sampled_from([None, PASSWORD])),
        node_to_node_mesh_enabled=draw(st.sampled_from([None, True, False])),
        prefix_advertisements=draw(st.lists(advertisement, max_size=2).map(tuple)),
        program_cluster_routes=draw(
            st.sampled_from([None, "Enabled", "Disabled", "EnabledIPIPOnly", "EnabledNoEncapOnly"])
        ),
        service_cluster_ips=draw(ranges),
        service_external_ips=draw(ranges),
        service_load_balancer_ips=draw(ranges),
        service_load_balancer_aggregation=draw(st.sampled_from(["Enabled", "Disabled"])),
    )


@st.composite
def _pool(draw: st.DrawFn, name: str) -> IPPool:
    encapsulation = st.sampled_from(["Never", "Always", "CrossSubnet"])
    ipip = draw(encapsulation)
    return IPPool(
        metadata=Metadata(name=name),
        cidr=draw(prefixes(4) | prefixes(6)),
        block_size=26,
        ipip_mode=ipip,
        vxlan_mode=draw(encapsulation) if ipip == "Never" else "Never",
        disable_bgp_export=draw(st.booleans()),
    )


@st.composite
def clusters(draw: st.DrawFn) -> tuple[Resources, ClusterFacts]:
    """Resources and facts of one cluster."""
    names = ("p1", "p2", "p3", "p4")[: draw(st.integers(0, 4))]
    pools = ("q1", "q2")[: draw(st.integers(0, 2))]
    blocks = draw(st.lists(prefixes(4) | prefixes(6), max_size=3, unique=True))
    service = NamespacedName("web", "shop")
    ends = tuple(
        Endpoint(addresses=(Address(4, 9),), node_name=name) for name in draw(st.lists(st.sampled_from(NODES)))
    )
    labels = {"kubernetes.io/service-name": service.name}
    resources = Resources(
        nodes={name: draw(_node(name, number)) for number, name in enumerate(NODES, 1)},
        bgp_filters={name: draw(_filter(name)) for name in FILTERS},
        bgp_peers={name: draw(_peer(name)) for name in names},
        bgp_configurations={
            name: draw(_configuration(name))
            for name in draw(st.sampled_from([(), ("default",), ("default", "node.alpha")]))
        },
        ip_pools={name: draw(_pool(name)) for name in pools},
        block_affinities={
            f"b{i}": BlockAffinity(metadata=Metadata(name=f"b{i}"), cidr=b, node="alpha", state="confirmed")
            for i, b in enumerate(blocks)
        },
        services={
            service: Service(
                metadata=Metadata(name=service.name, namespace=service.namespace),
                cluster_ips=draw(st.lists(addresses(4) | addresses(6), max_size=2).map(tuple)),
                load_balancer_ips=draw(st.lists(addresses(4), max_size=2).map(tuple)),
                external_traffic_policy=draw(st.sampled_from(["Local", "Cluster"])),
            )
        },
        endpoint_slices={
            service: EndpointSlice(
                metadata=Metadata(name=service.name, namespace=service.namespace, labels=labels),
                address_type="IPv4",
                endpoints=ends,
            )
        },
        secrets={
            SECRET: Secret(
                metadata=Metadata(name=SECRET.name, namespace=SECRET.namespace),
                values={"password": SecretValue(b"with 'quotes', #hash; {braces} and \\")},
            )
        },
    )
    workloads = tuple(
        Workload(
            name=NamespacedName("vms", f"vm{i}"),
            node=draw(st.sampled_from(NODES)),
            addresses=(Address(4, 192 << 24 | i), Address(6, 0xFD99 << 112 | i)),
        )
        for i in range(draw(st.integers(0, 2)))
    )
    return resources, ClusterFacts(workloads=workloads)
