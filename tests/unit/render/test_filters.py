"""Filters of the format."""

from __future__ import annotations

from typing import Any

import pytest

from netwright.render import environment


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("'10.1.0.1/30'|ipaddr('address')", "10.1.0.1"),
        ("'10.1.0.1/30'|ansible.utils.ipaddr('address')", "10.1.0.1"),
        ("'10.1.0.1/30'|ipaddr('prefix')", "30"),
        ("'10.1.0.1/30'|ipaddr('subnet')", "10.1.0.0/30"),
        ("'10.1.0.1/30'|ipaddr('network')", "10.1.0.0"),
        ("'10.1.0.1/30'|ipaddr('netmask')", "255.255.255.252"),
        ("'10.1.0.1/30'|ipaddr('hostmask')", "0.0.0.3"),
        ("'10.1.0.0/24'|ipaddr(5)", "10.1.0.5/24"),
        ("'10.1.0.0/24'|ipaddr('-2')", "10.1.0.254/24"),
        ("'10.1.0.1'|ipaddr('host')", "10.1.0.1/32"),
        ("'2001:db8::1/64'|ipv6('address')", "2001:db8::1"),
        ("'10.1.0.1'|ipv6", "False"),
        ("['10.0.0.1','x','::1']|ipaddr", "['10.0.0.1', '::1']"),
        ("['10.0.0.1','x','::1']|ipv4", "['10.0.0.1']"),
        ("'10.0.0.1/31'|ipaddr('peer')", "10.0.0.0"),
        ("'10.0.0.0/16'|ipsubnet(24, 3)", "10.0.3.0/24"),
        ("'ca:fe:00:01:00:00'|hwaddr('cisco')", "cafe.0001.0000"),
        ("'CAFE.0001.0000'|hwaddr('linux')", "ca:fe:00:01:00:00"),
        ("'eth1'|regex_replace('^eth', 'Ethernet')", "Ethernet1"),
        ("[1,[2,[3]]]|flatten", "[1, 2, 3]"),
        ("[1,2,3]|difference([2])", "[1, 3]"),
        ("({'a':1}|combine({'b':2}))|to_nice_yaml", "a: 1\nb: 2\n"),
        ("1|ternary('y','n')", "y"),
    ],
)
def test_filter(expression: str, expected: Any) -> None:
    assert environment().from_string("{{ " + expression + " }}").render() == expected
