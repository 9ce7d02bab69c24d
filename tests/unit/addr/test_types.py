"""Addresses and prefixes against the standard library, which is slower but authoritative."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netwright.addr import Address, AddressError, Prefix, parse_address, parse_interface, parse_prefix

ip4 = st.integers(0, 2**32 - 1)
ip6 = st.integers(0, 2**128 - 1)


@given(ip4)
def test_ipv4_text_is_the_standard_librarys(value):
    assert str(Address(4, value)) == str(ipaddress.IPv4Address(value))
    assert parse_address(str(Address(4, value))) == Address(4, value)


@given(ip6)
def test_ipv6_text_is_rfc5952(value):
    assert str(Address(6, value)) == str(ipaddress.IPv6Address(value))
    assert parse_address(str(Address(6, value))) == Address(6, value)


@given(ip4, st.integers(0, 32), ip4, st.integers(0, 32))
def test_containment_and_overlap_agree_with_the_standard_library(a, la, b, lb):
    mine, other = parse_prefix(f"{Address(4, a)}/{la}"), parse_prefix(f"{Address(4, b)}/{lb}")
    first, second = ipaddress.ip_network(str(mine)), ipaddress.ip_network(str(other))
    assert mine.contains(other) == second.subnet_of(first)
    assert mine.overlaps(other) == first.overlaps(second)
    assert mine.contains(Address(4, b)) == (ipaddress.IPv4Address(b) in first)
    assert mine.last == int(first.broadcast_address)


def test_families_never_contain_each_other():
    assert not parse_prefix("0.0.0.0/0").contains(parse_prefix("::/0"))
    assert not parse_prefix("::/0").contains(Address(4, 1))


def test_hosts_and_subnets_count_from_both_ends():
    prefix = parse_prefix("172.16.0.0/16")
    lan = prefix.subnet(3, 24)
    assert str(lan) == "172.16.3.0/24"
    assert str(lan.host(1)) == "172.16.3.1/24"
    assert str(lan.host(-2)) == "172.16.3.254/24"
    assert lan.host(7).prefix == lan
    assert lan.size == 256


def test_an_interface_address_without_length_is_a_host():
    assert parse_interface("10.0.0.1").length == 32
    assert parse_interface("2001:db8::1").length == 128


@pytest.mark.parametrize(("text", "expected"), [("fe80::1", True), ("fec0::1", False), ("169.254.3.1", True)])
def test_link_local_ranges(text, expected):
    assert parse_address(text).is_link_local is expected


@pytest.mark.parametrize("text", ["", "10.0.0", "10.0.0.256", "2001:db8:::1", "10.0.0.0/33", "r1"])
def test_what_is_no_prefix_is_refused(text):
    with pytest.raises(AddressError):
        parse_prefix(text)


def test_strict_prefixes_refuse_host_bits():
    assert parse_prefix("10.0.0.1/24") == Prefix(4, 10 << 24, 24)
    with pytest.raises(AddressError):
        parse_prefix("10.0.0.1/24", strict=True)
