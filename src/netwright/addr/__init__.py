"""Addresses and prefixes as small tuples of integers; text only at the edge. RFC 4291, RFC 4632."""

from __future__ import annotations

from .types import (
    Address,
    AddressError,
    Family,
    InterfaceAddress,
    Prefix,
    family_name,
    format_address,
    parse_address,
    parse_interface,
    parse_prefix,
)

__all__ = [
    "Address",
    "AddressError",
    "Family",
    "InterfaceAddress",
    "Prefix",
    "family_name",
    "format_address",
    "parse_address",
    "parse_interface",
    "parse_prefix",
]
