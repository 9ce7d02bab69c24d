"""Messages about links: create, change, delete, list.

Owns: RTM_*LINK of every kind; what a kind alone knows is in `kinds`. Must not: send, know labs or nodes.
Source: rtnetlink(7), linux/if_link.h.
"""

from __future__ import annotations

import struct
from typing import NamedTuple

from .encoding import NLM_F_CREATE, NLM_F_EXCL, Request, attribute, attributes, mac_bytes, text, u32

RTM_NEWLINK, RTM_DELLINK, RTM_GETLINK = 16, 17, 18
IFLA_ADDRESS, IFLA_IFNAME, IFLA_MTU, IFLA_LINK, IFLA_MASTER = 1, 3, 4, 5, 10
IFLA_OPERSTATE, IFLA_LINKINFO, IFLA_IFALIAS, IFLA_NET_NS_FD, IFLA_NEW_IFINDEX = 16, 18, 20, 28, 49
IFLA_INFO_KIND, IFLA_INFO_DATA, IFLA_INFO_SLAVE_KIND, IFLA_INFO_SLAVE_DATA = 1, 2, 4, 5
VETH_INFO_PEER = 1
IFF_UP, IFF_RUNNING, IFF_MULTICAST, IFF_LOWER_UP = 1, 0x40, 0x1000, 0x10000

_IFINFO = struct.Struct("=BxHiII")


def ifinfo(index: int = 0, flags: int = 0, change: int = 0, family: int = 0) -> bytes:
    return _IFINFO.pack(family, 0, index, flags, change)


class LinkEnd(NamedTuple):
    """A link to create, or one end of a veth pair: where it lives and what it looks like from birth."""

    name: str
    netns_fd: int | None = None
    ifindex: int = 0
    mac: str | None = None
    mtu: int | None = None


def _end(end: LinkEnd) -> bytes:
    """Attributes that every new link has."""
    parts = [text(IFLA_IFNAME, end.name)]
    if end.netns_fd is not None:
        parts.append(u32(IFLA_NET_NS_FD, end.netns_fd))
    if end.mac:
        parts.append(attribute(IFLA_ADDRESS, mac_bytes(end.mac)))
    if end.mtu:
        parts.append(u32(IFLA_MTU, end.mtu))
    return b"".join(parts)


def add_veth(one: LinkEnd, two: LinkEnd) -> Request:
    """A veth pair created directly in two namespaces with final names, MTUs and MAC addresses."""
    peer = ifinfo(two.ifindex) + _end(two)
    info = text(IFLA_INFO_KIND, "veth") + attribute(IFLA_INFO_DATA, attribute(VETH_INFO_PEER, peer))
    body = ifinfo(one.ifindex) + _end(one) + attribute(IFLA_LINKINFO, info)
    return Request(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, body, f"create veth {one.name} - {two.name}")


def add_link(end: LinkEnd, kind: str, data: bytes = b"", parent: int = 0) -> Request:
    """A link of any other kind (`dummy`, `bridge`, ...); `parent` is the index of the link it stands on."""
    info = text(IFLA_INFO_KIND, kind) + (attribute(IFLA_INFO_DATA, data) if data else b"")
    lower = u32(IFLA_LINK, parent) if parent else b""
    body = ifinfo(end.ifindex) + _end(end) + lower + attribute(IFLA_LINKINFO, info)
    return Request(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, body, f"create {kind} {end.name}")


def set_link(
    name: str,
    *,
    index: int = 0,
    up: bool | None = None,
    multicast: bool = False,
    mtu: int | None = None,
    mac: str | None = None,
    alias: str | None = None,
    master: int = 0,
) -> Request:
    """Change an existing link, found by index or else by name; an empty alias takes the old one away."""
    flags, change = (0 if up is None else (IFF_UP if up else 0), 0 if up is None else IFF_UP)
    if multicast:
        flags, change = flags | IFF_MULTICAST, change | IFF_MULTICAST
    body = ifinfo(index, flags, change)
    if not index:
        body += text(IFLA_IFNAME, name)
    if mtu:
        body += u32(IFLA_MTU, mtu)
    if mac:
        body += attribute(IFLA_ADDRESS, mac_bytes(mac))
    if alias is not None:
        body += attribute(IFLA_IFALIAS, alias.encode()[:255])
    if master:
        body += u32(IFLA_MASTER, master)
    return Request(RTM_NEWLINK, 0, body, f"change interface {name}")


def set_member(name: str, index: int, kind: str, data: bytes) -> Request:
    """Settings a link has as a member of a master of some kind (`bridge`, `bond`)."""
    info = text(IFLA_INFO_SLAVE_KIND, kind) + attribute(IFLA_INFO_SLAVE_DATA, data)
    return Request(RTM_NEWLINK, 0, ifinfo(index) + attribute(IFLA_LINKINFO, info), f"change {kind} port {name}")


def set_kind(name: str, index: int, kind: str, data: bytes) -> Request:
    """Change settings of a link's own kind."""
    info = text(IFLA_INFO_KIND, kind) + attribute(IFLA_INFO_DATA, data)
    return Request(RTM_NEWLINK, 0, ifinfo(index) + attribute(IFLA_LINKINFO, info), f"change {kind} {name}")


def move_link(index: int, end: LinkEnd) -> Request:
    """Into another namespace, with the name and index it has there; it arrives down and without addresses."""
    body = ifinfo(index) + _end(end) + u32(IFLA_NEW_IFINDEX, end.ifindex)
    return Request(RTM_NEWLINK, 0, body, f"move interface {end.name}")


def delete_link(name: str, index: int = 0) -> Request:
    """Found by index or else by name."""
    body = ifinfo(index) + (b"" if index else text(IFLA_IFNAME, name))
    return Request(RTM_DELLINK, 0, body, f"delete interface {name}")


class LinkState(NamedTuple):
    """One interface as the kernel sees it."""

    ifindex: int
    name: str
    up: bool
    carrier: bool
    mtu: int


def link_state(message: bytes) -> LinkState:
    """The body of an RTM_NEWLINK message."""
    _family, _kind, index, flags, _change = _IFINFO.unpack_from(message)
    name, mtu = "", 0
    for kind, value in attributes(message[16:]):
        if kind == IFLA_IFNAME:
            name = value.rstrip(b"\0").decode()
        elif kind == IFLA_MTU:
            mtu = struct.unpack("=I", value)[0]
    return LinkState(index, name, bool(flags & IFF_UP), bool(flags & IFF_LOWER_UP), mtu)
