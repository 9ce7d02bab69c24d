"""rtnetlink messages as bytes: headers, attributes, a request.

Owns: the encoding every subject shares. Must not: send, know labs or nodes.
Source: rtnetlink(7), RFC 3549.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

NLM_F_REQUEST, NLM_F_ACK, NLM_F_DUMP = 1, 4, 0x300
NLM_F_REPLACE, NLM_F_EXCL, NLM_F_CREATE, NLM_F_APPEND = 0x100, 0x200, 0x400, 0x800

_ATTRIBUTE = struct.Struct("=HH")


def attribute(kind: int, value: bytes) -> bytes:
    """One netlink attribute, padded to 4 bytes."""
    length = 4 + len(value)
    return _ATTRIBUTE.pack(length, kind) + value + b"\0" * (-length & 3)


def u8(kind: int, value: int) -> bytes:
    return attribute(kind, struct.pack("=B", value))


def u16(kind: int, value: int) -> bytes:
    return attribute(kind, struct.pack("=H", value))


def u32(kind: int, value: int) -> bytes:
    return attribute(kind, struct.pack("=I", value))


def be16(kind: int, value: int) -> bytes:
    """In network byte order."""
    return attribute(kind, struct.pack(">H", value))


def be32(kind: int, value: int) -> bytes:
    """In network byte order."""
    return attribute(kind, struct.pack(">I", value))


def text(kind: int, value: str) -> bytes:
    return attribute(kind, value.encode() + b"\0")


def mac_bytes(mac: str) -> bytes:
    return bytes.fromhex(mac.replace(":", "").replace("-", "").replace(".", ""))


def packed(family: int, value: int) -> bytes:
    """An address (family 4 or 6) in network byte order."""
    return value.to_bytes(4 if family == 4 else 16, "big")


def attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Attributes of a message body."""
    at = 0
    while at + 4 <= len(data):
        length, kind = _ATTRIBUTE.unpack_from(data, at)
        if length < 4:
            return
        yield kind & 0x3FFF, data[at + 4 : at + length]
        at += (length + 3) & ~3


class Request(NamedTuple):
    """A message without its header (sequence numbers are given when it is sent)."""

    kind: int
    flags: int
    body: bytes
    what: str = ""
    """For error messages: `add 10.0.0.1/24 to eth1`."""
