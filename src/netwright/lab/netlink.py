"""rtnetlink messages and a blocking socket to send them in batches.

Owns: encoding of links, addresses, routes; acknowledgements. Must not: know labs or nodes.
Why not pyroute2: its import alone costs 140 ms and 30 MB in a process that forks for every command, and one
message costs about 0.5 ms to build; these cost some 10 us. Source: rtnetlink(7), RFC 3549, linux/if_link.h.
"""

from __future__ import annotations

import os
import socket
import struct
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import NamedTuple

RTM_NEWLINK, RTM_DELLINK, RTM_GETLINK = 16, 17, 18
RTM_NEWADDR = 20
RTM_NEWROUTE = 24
NLM_F_REQUEST, NLM_F_ACK, NLM_F_DUMP = 1, 4, 0x300
NLM_F_REPLACE, NLM_F_EXCL, NLM_F_CREATE, NLM_F_APPEND = 0x100, 0x200, 0x400, 0x800
NLMSG_ERROR, NLMSG_DONE = 2, 3

IFLA_ADDRESS, IFLA_IFNAME, IFLA_MTU, IFLA_MASTER = 1, 3, 4, 10
IFLA_OPERSTATE, IFLA_LINKINFO, IFLA_IFALIAS, IFLA_NET_NS_FD = 16, 18, 20, 28
IFLA_INFO_KIND, IFLA_INFO_DATA = 1, 2
VETH_INFO_PEER = 1
IFLA_BR_FORWARD_DELAY, IFLA_BR_STP_STATE, IFLA_BR_MCAST_SNOOPING = 1, 5, 23
IFA_ADDRESS, IFA_LOCAL, IFA_FLAGS = 1, 2, 8
IFA_F_NODAD = 2
RTA_DST, RTA_OIF, RTA_GATEWAY, RTA_PRIORITY, RTA_VIA = 1, 4, 5, 6, 18
RTN_UNICAST, RTN_BLACKHOLE = 1, 6
RTPROT_STATIC, RT_TABLE_MAIN, RT_SCOPE_LINK, RTNH_F_ONLINK = 4, 254, 253, 4
IFF_UP, IFF_RUNNING, IFF_LOWER_UP = 1, 0x40, 0x10000

_HEADER = struct.Struct("=IHHII")
_ATTRIBUTE = struct.Struct("=HH")
_IFINFO = struct.Struct("=BxHiII")
_BATCH_BYTES = 24_000


def attribute(kind: int, value: bytes) -> bytes:
    """One netlink attribute, padded to 4 bytes."""
    length = 4 + len(value)
    return _ATTRIBUTE.pack(length, kind) + value + b"\0" * (-length & 3)


def u32(kind: int, value: int) -> bytes:
    return attribute(kind, struct.pack("=I", value))


def text(kind: int, value: str) -> bytes:
    return attribute(kind, value.encode() + b"\0")


def mac_bytes(mac: str) -> bytes:
    return bytes.fromhex(mac.replace(":", "").replace("-", "").replace(".", ""))


class Request(NamedTuple):
    """A message without its header (sequence numbers are given when it is sent)."""

    kind: int
    flags: int
    body: bytes
    what: str = ""
    """For error messages: `add 10.0.0.1/24 to eth1`."""


def ifinfo(index: int = 0, flags: int = 0, change: int = 0, family: int = 0) -> bytes:
    return _IFINFO.pack(family, 0, index, flags, change)


def _end(name: str, index: int, netns_fd: int | None, mac: str | None, mtu: int | None, master: int = 0) -> bytes:
    """Attributes that both ends of a veth pair have."""
    parts = [text(IFLA_IFNAME, name)]
    if netns_fd is not None:
        parts.append(u32(IFLA_NET_NS_FD, netns_fd))
    if mac:
        parts.append(attribute(IFLA_ADDRESS, mac_bytes(mac)))
    if mtu:
        parts.append(u32(IFLA_MTU, mtu))
    if master:
        parts.append(u32(IFLA_MASTER, master))
    return b"".join(parts)


class VethEnd(NamedTuple):
    """One end of a veth pair: where it lives and what it looks like from birth."""

    name: str
    netns_fd: int | None = None
    ifindex: int = 0
    mac: str | None = None
    mtu: int | None = None


def add_veth(one: VethEnd, two: VethEnd) -> Request:
    """A veth pair created directly in two namespaces with final names, MTUs and MAC addresses."""
    peer = ifinfo(two.ifindex) + _end(two.name, two.ifindex, two.netns_fd, two.mac, two.mtu)
    info = text(IFLA_INFO_KIND, "veth") + attribute(IFLA_INFO_DATA, attribute(VETH_INFO_PEER, peer))
    body = (
        ifinfo(one.ifindex)
        + _end(one.name, one.ifindex, one.netns_fd, one.mac, one.mtu)
        + attribute(IFLA_LINKINFO, info)
    )
    return Request(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, body, f"create veth {one.name} - {two.name}")


def add_link(end: VethEnd, kind: str, data: bytes = b"") -> Request:
    """A link of any other kind (`dummy`, `bridge`, ...)."""
    info = text(IFLA_INFO_KIND, kind) + (attribute(IFLA_INFO_DATA, data) if data else b"")
    body = (
        ifinfo(end.ifindex)
        + _end(end.name, end.ifindex, end.netns_fd, end.mac, end.mtu)
        + attribute(IFLA_LINKINFO, info)
    )
    return Request(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, body, f"create {kind} {end.name}")


def add_bridge(name: str, index: int, mtu: int | None) -> Request:
    """A plain learning switch: no STP, no multicast snooping, no forwarding delay."""
    data = u32(IFLA_BR_FORWARD_DELAY, 0) + u32(IFLA_BR_STP_STATE, 0) + attribute(IFLA_BR_MCAST_SNOOPING, b"\0")
    return add_link(VethEnd(name, None, index, None, mtu), "bridge", data)


def set_link(
    name: str,
    *,
    index: int = 0,
    up: bool | None = None,
    mtu: int | None = None,
    mac: str | None = None,
    alias: str = "",
    master: int = 0,
) -> Request:
    """Change an existing link, found by index or else by name."""
    flags, change = (0 if up is None else (IFF_UP if up else 0), 0 if up is None else IFF_UP)
    body = ifinfo(index, flags, change)
    if not index:
        body += text(IFLA_IFNAME, name)
    if mtu:
        body += u32(IFLA_MTU, mtu)
    if mac:
        body += attribute(IFLA_ADDRESS, mac_bytes(mac))
    if alias:
        body += attribute(IFLA_IFALIAS, alias.encode()[:255])
    if master:
        body += u32(IFLA_MASTER, master)
    return Request(RTM_NEWLINK, 0, body, f"change interface {name}")


def delete_link(name: str) -> Request:
    return Request(RTM_DELLINK, 0, ifinfo() + text(IFLA_IFNAME, name), f"delete interface {name}")


def add_address(index: int, family: int, value: int, length: int, what: str = "") -> Request:
    """An address without duplicate address detection (RFC 4862 5.4: labs have no foreign hosts)."""
    raw = value.to_bytes(4 if family == 4 else 16, "big")
    inet = socket.AF_INET if family == 4 else socket.AF_INET6
    loopback = family == 4 and value >> 24 == 127
    scope = 254 if loopback else RT_SCOPE_LINK if family == 6 and value >> 118 == 0x3FA else 0
    body = struct.pack("=BBBBI", inet, length, 0, scope, index)
    body += attribute(IFA_LOCAL, raw) + attribute(IFA_ADDRESS, raw) + u32(IFA_FLAGS, IFA_F_NODAD)
    return Request(RTM_NEWADDR, NLM_F_CREATE | NLM_F_REPLACE, body, f"add address {what}".rstrip())


class Hop(NamedTuple):
    """Where a route leads: a gateway and/or an interface; neither = discard."""

    family: int = 0
    value: int = 0
    ifindex: int = 0
    onlink: bool = False


def add_route(family: int, network: int, length: int, hop: Hop, metric: int | None, what: str) -> Request:
    """A route of the main table; an IPv4 route with an IPv6 next hop uses RTA_VIA (RFC 8950)."""
    size = 4 if family == 4 else 16
    discard = not hop.family and not hop.ifindex
    inet = socket.AF_INET if family == 4 else socket.AF_INET6
    scope = RT_SCOPE_LINK if family == 4 and not hop.family and not discard else 0
    kind = RTN_BLACKHOLE if discard else RTN_UNICAST
    flags = RTNH_F_ONLINK if hop.onlink else 0
    body = struct.pack("=8BI", inet, length, 0, 0, RT_TABLE_MAIN, RTPROT_STATIC, scope, kind, flags)
    if length:
        body += attribute(RTA_DST, network.to_bytes(size, "big"))
    if hop.family:
        gateway = hop.value.to_bytes(4 if hop.family == 4 else 16, "big")
        if hop.family == family:
            body += attribute(RTA_GATEWAY, gateway)
        else:
            via = socket.AF_INET6 if hop.family == 6 else socket.AF_INET
            body += attribute(RTA_VIA, struct.pack("=H", via) + gateway)
    if hop.ifindex:
        body += u32(RTA_OIF, hop.ifindex)
    if metric is not None:
        body += u32(RTA_PRIORITY, metric)
    return Request(RTM_NEWROUTE, NLM_F_CREATE | NLM_F_APPEND, body, f"add route {what}")


class LinkState(NamedTuple):
    """One interface as the kernel sees it."""

    ifindex: int
    name: str
    up: bool
    carrier: bool
    mtu: int


class NetlinkError(OSError):
    """The kernel refused a message; `request` says which."""

    def __init__(self, number: int, request: Request) -> None:
        super().__init__(number, os.strerror(number), request.what)
        self.request = request


def attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Attributes of a message body."""
    at = 0
    while at + 4 <= len(data):
        length, kind = _ATTRIBUTE.unpack_from(data, at)
        if length < 4:
            return
        yield kind & 0x3FFF, data[at + 4 : at + length]
        at += (length + 3) & ~3


class Netlink:
    """A routing socket of the network namespace the process is in when it is opened."""

    def __init__(self) -> None:
        self._socket = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW | socket.SOCK_CLOEXEC, 0)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        self._socket.bind((0, 0))
        self._sequence = 0

    def __enter__(self) -> Netlink:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: object, trace: TracebackType | None) -> None:
        self._socket.close()

    def request(self, requests: Iterable[Request]) -> None:
        """Send in batches and wait for every acknowledgement. Raises NetlinkError for the first refusal."""
        batch: list[Request] = []
        size = 0
        for message in requests:
            batch.append(message)
            size += len(message.body) + 16
            if size > _BATCH_BYTES or len(batch) >= 100:
                self._send(batch)
                batch, size = [], 0
        if batch:
            self._send(batch)

    def _send(self, batch: list[Request]) -> None:
        first = self._sequence
        data = []
        for message in batch:
            flags = NLM_F_REQUEST | NLM_F_ACK | message.flags
            data.append(_HEADER.pack(16 + len(message.body), message.kind, flags, self._sequence, 0))
            data.append(message.body)
            self._sequence += 1
        self._socket.send(b"".join(data))
        left, failure = len(batch), None
        while left:
            for kind, sequence, body in self._receive():
                if kind != NLMSG_ERROR or sequence < first:
                    continue
                left -= 1
                number = -struct.unpack_from("=i", body)[0]
                if number and failure is None:
                    failure = NetlinkError(number, batch[sequence - first])
        if failure is not None:
            raise failure

    def _receive(self) -> Iterator[tuple[int, int, bytes]]:
        data = self._socket.recv(1 << 17)
        at = 0
        while at + 16 <= len(data):
            length, kind, _flags, sequence, _pid = _HEADER.unpack_from(data, at)
            yield kind, sequence, data[at + 16 : at + length]
            at += (length + 3) & ~3

    def links(self) -> list[LinkState]:
        """All interfaces of the namespace."""
        body = ifinfo()
        header = _HEADER.pack(16 + len(body), RTM_GETLINK, NLM_F_REQUEST | NLM_F_DUMP, self._sequence, 0)
        self._sequence += 1
        self._socket.send(header + body)
        found: list[LinkState] = []
        while True:
            for kind, _sequence, message in self._receive():
                if kind == NLMSG_DONE:
                    return found
                if kind == RTM_NEWLINK:
                    found.append(_link_state(message))


def _link_state(message: bytes) -> LinkState:
    _family, _kind, index, flags, _change = _IFINFO.unpack_from(message)
    name, mtu = "", 0
    for kind, value in attributes(message[16:]):
        if kind == IFLA_IFNAME:
            name = value.rstrip(b"\0").decode()
        elif kind == IFLA_MTU:
            mtu = struct.unpack("=I", value)[0]
    return LinkState(index, name, bool(flags & IFF_UP), bool(flags & IFF_LOWER_UP), mtu)
