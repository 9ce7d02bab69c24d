"""Values, one by one."""

from __future__ import annotations

from typing import Any

import pytest

from netwright.cluster.resources.kubevirt_tables import parse_quantity
from netwright.cluster.resources.objects import python_name
from netwright.cluster.resources.types import (
    ADDRESS,
    AS_NUMBER,
    CIDR,
    IPV4_INTERFACE,
    PEER_ADDRESS,
    is_name,
    parse_community,
    parse_duration,
)
from netwright.schema.types import INVALID


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1, 1),
        (4294967295, 4294967295),
        ("64512", 64512),
        ("1.10", 65546),
        ("65535.65535", 4294967295),
        (0, INVALID),
        (4294967296, INVALID),
        ("0.0", INVALID),
        ("0.65536", INVALID),
        ("1.2.3", INVALID),
        ("", INVALID),
        ("-1", INVALID),
        (1.1, INVALID),
        (True, INVALID),
        ("9" * 5000, INVALID),
    ],
)
def test_as_numbers(value: Any, expected: Any) -> None:
    assert AS_NUMBER.convert(value) == expected


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("90s", 90),
        ("1m30s", 90),
        ("1h", 3600),
        ("1.5s", 1.5),
        ("500ms", 0.5),
        ("0", 0),
        ("10", INVALID),
        ("1d", INVALID),
        ("-1s", INVALID),
        ("s", INVALID),
        ("1 s", INVALID),
        ("", INVALID),
        (90, INVALID),
        ("9" * 400 + "h", INVALID),
    ],
)
def test_durations(text: Any, seconds: Any) -> None:
    assert parse_duration(text) == seconds


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("65535:0", (65535, 0)),
        ("4294967295:1:2", (4294967295, 1, 2)),
        ("65536:0", INVALID),
        ("4294967296:1:2", INVALID),
        ("1", INVALID),
        ("1:2:3:4", INVALID),
        ("a:b", INVALID),
        (65000, INVALID),
    ],
)
def test_communities(text: Any, value: Any) -> None:
    assert parse_community(text) == value


@pytest.mark.parametrize("text", ["10.0.0.0", "10.0.0.0/255.0.0.0", "10.0.0.1/8", "10.0.0.0/33", "fd00::1%eth0/64", ""])
def test_no_prefixes(text: str) -> None:
    assert CIDR.convert(text) is INVALID


@pytest.mark.parametrize("text", [" 10.0.0.1", "10.0.0", "fe80::1%eth0", "010.0.0.1", 10])
def test_no_addresses(text: Any) -> None:
    assert ADDRESS.convert(text) is INVALID
    assert PEER_ADDRESS.convert(text) is INVALID


@pytest.mark.parametrize("text", ["10.0.0.1:0", "10.0.0.1:65536", "[10.0.0.1]:179", "[fd00::1]", "fd00::1:99999"])
def test_no_addresses_of_peers(text: str) -> None:
    assert PEER_ADDRESS.convert(text) is INVALID


def test_interfaces() -> None:
    assert str(IPV4_INTERFACE.convert("10.0.0.1/24")) == "10.0.0.1/24"
    assert IPV4_INTERFACE.convert("fd00::1/64") is INVALID
    assert IPV4_INTERFACE.convert("10.0.0.1/33") is INVALID


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2Gi", 2 << 30),
        ("512Mi", 512 << 20),
        ("1.5G", 1_500_000_000),
        ("1000", 1000),
        (1024, 1024),
        ("2gb", INVALID),
        (-1, INVALID),
        (True, INVALID),
        ("9" * 30, INVALID),
    ],
)
def test_quantities(value: Any, expected: Any) -> None:
    assert parse_quantity(value) == expected


def test_names() -> None:
    assert is_name("node.worker-1")
    assert not is_name("a..b")
    assert not is_name("-a")
    assert not is_name("a" * 254)


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("peerIP", "peer_ip"),
        ("numAllowedLocalASNumbers", "num_allowed_local_as_numbers"),
        ("serviceClusterIPs", "service_cluster_ips"),
        ("localWorkloadPeeringIPV4", "local_workload_peering_ipv4"),
        ("ipv4IPIPTunnelAddr", "ipv4_ipip_tunnel_addr"),
        ("ipv6VXLANTunnelAddr", "ipv6_vxlan_tunnel_addr"),
        ("routeReflectorClusterID", "route_reflector_cluster_id"),
        ("disableBGPExport", "disable_bgp_export"),
        ("prependASPath", "prepend_as_path"),
        ("exportV4", "export_v4"),
    ],
)
def test_names_of_fields(field: str, name: str) -> None:
    assert python_name(field) == name
