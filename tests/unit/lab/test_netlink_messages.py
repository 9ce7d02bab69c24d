"""Encoding of netlink messages, compared with bytes taken apart by hand."""

from __future__ import annotations

import struct

import pytest

from netwright.lab import netlink, qdisc
from netwright.lab.netlink import Hop, LinkEnd, links, routes
from netwright.model import Impairment


def attributes(data: bytes) -> dict[int, bytes]:
    return dict(netlink.attributes(data))


def test_attributes_are_padded_to_four_bytes() -> None:
    assert netlink.attribute(3, b"abcde") == b"\x09\x00\x03\x00abcde\0\0\0"
    assert netlink.text(3, "lo") == b"\x07\x00\x03\x00lo\0\0"


def test_veth_names_both_ends_and_their_namespaces() -> None:
    request = netlink.add_veth(LinkEnd("eth1", 7, 2, "02:00:00:01:00:02", 1400), LinkEnd("eth2", 8, 3, None, None))
    found = attributes(request.body[16:])
    assert struct.unpack_from("=BxHiII", request.body)[2] == 2
    assert found[links.IFLA_IFNAME] == b"eth1\0"
    assert found[links.IFLA_NET_NS_FD] == struct.pack("=I", 7)
    assert found[links.IFLA_ADDRESS] == bytes.fromhex("020000010002")
    assert found[links.IFLA_MTU] == struct.pack("=I", 1400)
    info = attributes(found[links.IFLA_LINKINFO])
    assert info[links.IFLA_INFO_KIND] == b"veth\0"
    peer = attributes(info[links.IFLA_INFO_DATA])[links.VETH_INFO_PEER]
    assert struct.unpack_from("=BxHiII", peer)[2] == 3
    assert attributes(peer[16:])[links.IFLA_NET_NS_FD] == struct.pack("=I", 8)


def test_addresses_skip_duplicate_address_detection() -> None:
    request = netlink.add_address(4, 6, 0x20010DB8 << 96 | 1, 64)
    assert request.body[:8] == struct.pack("=BBBBI", 10, 64, 0, 0, 4)
    found = attributes(request.body[8:])
    assert found[routes.IFA_FLAGS] == struct.pack("=I", routes.IFA_F_NODAD)
    assert found[routes.IFA_LOCAL].hex() == "20010db8000000000000000000000001"


def test_scope_of_addresses() -> None:
    assert netlink.add_address(1, 4, 127 << 24 | 1, 8).body[3] == 254
    assert netlink.add_address(1, 6, 0xFE80 << 112 | 1, 64).body[3] == 253
    assert netlink.add_address(1, 4, 10 << 24, 24).body[3] == 0


def test_discard_route_is_a_blackhole() -> None:
    body = netlink.add_route(4, 0xC0000200, 24, Hop(), None, "").body
    assert body[7] == routes.RTN_BLACKHOLE
    assert attributes(body[12:]) == {routes.RTA_DST: bytes([192, 0, 2, 0])}


def test_ipv4_route_over_an_ipv6_next_hop_uses_via() -> None:
    body = netlink.add_route(4, 0, 0, Hop(6, 0xFE80 << 112 | 2, 3), 20, "").body
    found = attributes(body[12:])
    assert routes.RTA_DST not in found
    assert found[routes.RTA_VIA][:2] == struct.pack("=H", 10)
    assert found[routes.RTA_OIF] == struct.pack("=I", 3)
    assert found[routes.RTA_PRIORITY] == struct.pack("=I", 20)


@pytest.mark.parametrize(
    ("family", "metric", "exact"), [(6, None, 1024), (6, 512, 512), (4, None, None), (4, 512, 512)]
)
def test_a_route_is_deleted_with_its_metric(family: int, metric: int | None, exact: int | None) -> None:
    request = netlink.delete_route(family, 0, 0, Hop(ifindex=3), metric, "")
    assert request.kind == routes.RTM_DELROUTE
    found = attributes(request.body[12:])
    assert found.get(routes.RTA_PRIORITY) == (None if exact is None else struct.pack("=I", exact))


def test_a_link_moves_with_its_name_and_index() -> None:
    request = netlink.move_link(7, netlink.LinkEnd("cali1", 9, 5, "ee:ee:ee:ee:ee:ee", 1450))
    assert struct.unpack_from("=BxHiII", request.body)[2] == 7
    found = attributes(request.body[16:])
    assert found[links.IFLA_NEW_IFINDEX] == struct.pack("=I", 5)
    assert found[links.IFLA_NET_NS_FD] == struct.pack("=I", 9)
    assert found[links.IFLA_IFNAME] == b"cali1\0"


class TestQdisc:
    def options(self, request: netlink.Request) -> bytes:
        return attributes(request.body[20:])[qdisc.TCA_OPTIONS]

    def test_netem(self) -> None:
        asked = Impairment(delay_ms=10.5, jitter_ms=1, loss_percent=50, duplicate_percent=100, rate_kbps=8000)
        options = self.options(qdisc.netem(3, asked))
        latency, limit, loss, gap, duplicate, jitter = struct.unpack_from("=6I", options)
        assert (latency, limit, gap, jitter) == (0, 1000, 0, 0)
        assert loss == round(0.5 * 0xFFFFFFFF)
        assert duplicate == 0xFFFFFFFF
        found = attributes(options[24:])
        assert found[qdisc.TCA_NETEM_LATENCY64] == struct.pack("=q", 10_500_000)
        assert found[qdisc.TCA_NETEM_JITTER64] == struct.pack("=q", 1_000_000)
        assert found[qdisc.TCA_NETEM_RATE] == struct.pack("=IiIi", 1_000_000, 0, 0, 0)

    def test_reordering_needs_a_gap(self) -> None:
        options = self.options(qdisc.netem(3, Impairment(reorder_percent=25)))
        assert struct.unpack_from("=6I", options)[3] == 1
        assert qdisc.TCA_NETEM_REORDER in attributes(options[24:])

    def test_tbf_holds_at_least_two_frames(self) -> None:
        options = attributes(self.options(qdisc.tbf(3, 64, 1500)))
        assert options[qdisc.TCA_TBF_BURST] == struct.pack("=I", 2 * 1514)
        assert struct.unpack_from("=I", options[qdisc.TCA_TBF_PARMS], 8)[0] == 8000
