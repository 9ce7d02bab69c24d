"""Address, prefix and interface address: immutable, ordered, hashable, cheap to make by the 100,000.

Owns: arithmetic and text form. Must not: know pools, nodes or allocation rules.
Source: RFC 4632 (prefixes), RFC 4291 section 2.2 and RFC 5952 (IPv6 text form).
"""

from __future__ import annotations

import ipaddress
from typing import Literal, NamedTuple

Family = Literal[4, 6]
FAMILIES: tuple[Family, Family] = (4, 6)
_BITS = {4: 32, 6: 128}


class AddressError(ValueError):
    """Text that is not an address or prefix; callers turn it into a `Problem` with a place."""


def family_name(family: Family) -> Literal["ipv4", "ipv6"]:
    """`ipv4` or `ipv6`, the words of the topology format."""
    return "ipv4" if family == 4 else "ipv6"


def format_address(family: Family, value: int) -> str:
    """Text of an address; IPv6 in the canonical form of RFC 5952."""
    if family == 4:
        return f"{value >> 24}.{value >> 16 & 255}.{value >> 8 & 255}.{value & 255}"
    return str(ipaddress.IPv6Address(value))


class Address(NamedTuple):
    """One IP address."""

    family: Family
    value: int

    def __str__(self) -> str:
        return format_address(self.family, self.value)

    @property
    def is_link_local(self) -> bool:
        """fe80::/10 or 169.254.0.0/16 (RFC 4291 section 2.5.6, RFC 3927)."""
        return self.value >> 118 == 0x3FA if self.family == 6 else self.value >> 16 == 0xA9FE


class Prefix(NamedTuple):
    """A network: `network` has no bits set beyond `length`."""

    family: Family
    network: int
    length: int

    def __str__(self) -> str:
        return f"{format_address(self.family, self.network)}/{self.length}"

    @property
    def bits(self) -> int:
        """Host bits."""
        return _BITS[self.family] - self.length

    @property
    def size(self) -> int:
        """Number of addresses."""
        return 1 << self.bits

    @property
    def last(self) -> int:
        """Value of the highest address."""
        return self.network + self.size - 1

    def host(self, n: int) -> InterfaceAddress:
        """The n-th address with the prefix's length; negative counts from the end (-1 is the last)."""
        return InterfaceAddress(self.family, self.network + (n if n >= 0 else self.size + n), self.length)

    def subnet(self, n: int, length: int) -> Prefix:
        """The n-th prefix of the given length inside this one (from 0)."""
        return Prefix(self.family, self.network + (n << (_BITS[self.family] - length)), length)

    def contains(self, other: Address | InterfaceAddress | Prefix) -> bool:
        if other[0] != self.family:
            return False
        if isinstance(other, Prefix) and other.length < self.length:
            return False
        return other[1] >> self.bits == self.network >> self.bits

    def overlaps(self, other: Prefix) -> bool:
        return self.contains(other) or other.contains(self)


class InterfaceAddress(NamedTuple):
    """An address with the prefix length of its network."""

    family: Family
    value: int
    length: int

    def __str__(self) -> str:
        return f"{format_address(self.family, self.value)}/{self.length}"

    @property
    def address(self) -> Address:
        return Address(self.family, self.value)

    @property
    def prefix(self) -> Prefix:
        bits = _BITS[self.family] - self.length
        return Prefix(self.family, self.value >> bits << bits, self.length)


def parse_address(text: str) -> Address:
    """Raises AddressError."""
    try:
        ip = ipaddress.ip_address(text.strip())
    except ValueError as error:
        raise AddressError(str(error)) from None
    return Address(ip.version, int(ip))


def parse_interface(text: str) -> InterfaceAddress:
    """`10.0.0.1/24`; without a length a host address (/32, /128). Raises AddressError."""
    try:
        ip = ipaddress.ip_interface(text.strip())
    except ValueError as error:
        raise AddressError(str(error)) from None
    return InterfaceAddress(ip.version, int(ip), ip.network.prefixlen)


def parse_prefix(text: str, *, strict: bool = False) -> Prefix:
    """`10.0.0.0/24`; host bits are cleared unless `strict`. Raises AddressError."""
    try:
        net = ipaddress.ip_network(text.strip(), strict=strict)
    except ValueError as error:
        raise AddressError(str(error)) from None
    return Prefix(net.version, int(net.network_address), net.prefixlen)
