"""Messages about addresses, routes and rules.

Owns: their encoding. Must not: send, know labs or nodes.
Source: rtnetlink(7), linux/rtnetlink.h, linux/fib_rules.h.
"""

from __future__ import annotations

import socket
import struct
from typing import NamedTuple

from .encoding import NLM_F_APPEND, NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE, Request, attribute, packed, u8, u32

RTM_NEWADDR, RTM_DELADDR = 20, 21
RTM_NEWROUTE, RTM_DELROUTE = 24, 25
RTM_NEWRULE, RTM_DELRULE = 32, 33
IFA_ADDRESS, IFA_LOCAL, IFA_FLAGS = 1, 2, 8
IFA_F_NODAD = 2
RTA_DST, RTA_OIF, RTA_GATEWAY, RTA_PRIORITY, RTA_TABLE, RTA_VIA = 1, 4, 5, 6, 15, 18
RTA_ENCAP_TYPE, RTA_ENCAP, NLA_F_NESTED = 21, 22, 0x8000
RTN_UNICAST, RTN_BLACKHOLE = 1, 6
RTPROT_STATIC, RT_TABLE_MAIN, RT_TABLE_LOCAL, RT_SCOPE_LINK, RTNH_F_ONLINK = 4, 254, 255, 253, 4
FRA_PRIORITY, FRA_TABLE, FRA_L3MDEV = 6, 15, 19
FR_ACT_TO_TBL, FR_ACT_UNREACHABLE = 1, 7


def _inet(family: int) -> int:
    return socket.AF_INET if family == 4 else socket.AF_INET6


IPV6_METRIC = 1024
"""Of an IPv6 route that names none."""


def delete_address(index: int, family: int, value: int, length: int, what: str = "") -> Request:
    raw = packed(family, value)
    body = struct.pack("=BBBBI", _inet(family), length, 0, 0, index) + attribute(IFA_LOCAL, raw)
    return Request(RTM_DELADDR, 0, body, f"delete address {what}".rstrip())


def add_address(index: int, family: int, value: int, length: int, what: str = "") -> Request:
    """An address without duplicate address detection (RFC 4862 5.4: labs have no foreign hosts)."""
    raw = packed(family, value)
    loopback = family == 4 and value >> 24 == 127
    scope = 254 if loopback else RT_SCOPE_LINK if family == 6 and value >> 118 == 0x3FA else 0
    body = struct.pack("=BBBBI", _inet(family), length, 0, scope, index)
    body += attribute(IFA_LOCAL, raw) + attribute(IFA_ADDRESS, raw) + u32(IFA_FLAGS, IFA_F_NODAD)
    return Request(RTM_NEWADDR, NLM_F_CREATE | NLM_F_REPLACE, body, f"add address {what}".rstrip())


class Hop(NamedTuple):
    """Where a route leads: a gateway and/or an interface; neither = discard."""

    family: int = 0
    value: int = 0
    ifindex: int = 0
    onlink: bool = False


def add_route(
    family: int, network: int, length: int, hop: Hop, metric: int | None, what: str, table: int = RT_TABLE_MAIN
) -> Request:
    """A route; an IPv4 route with an IPv6 next hop uses RTA_VIA (RFC 8950)."""
    body = _route(family, network, length, hop, metric, table)
    return Request(RTM_NEWROUTE, NLM_F_CREATE | NLM_F_APPEND, body, f"add route {what}")


def delete_route(
    family: int, network: int, length: int, hop: Hop, metric: int | None, what: str, table: int = RT_TABLE_MAIN
) -> Request:
    """Exactly this route: without a metric the kernel would take the first of IPv6 that fits."""
    exact = IPV6_METRIC if metric is None and family == 6 else metric
    return Request(RTM_DELROUTE, 0, _route(family, network, length, hop, exact, table), f"delete route {what}")


def _route(family: int, network: int, length: int, hop: Hop, metric: int | None, table: int) -> bytes:
    discard = not hop.family and not hop.ifindex
    scope = RT_SCOPE_LINK if family == 4 and not hop.family and not discard else 0
    kind = RTN_BLACKHOLE if discard else RTN_UNICAST
    flags = RTNH_F_ONLINK if hop.onlink else 0
    short = table if table < 256 else 0
    body = struct.pack("=8BI", _inet(family), length, 0, 0, short, RTPROT_STATIC, scope, kind, flags)
    if length:
        body += attribute(RTA_DST, packed(family, network))
    if hop.family:
        gateway = packed(hop.family, hop.value)
        if hop.family == family:
            body += attribute(RTA_GATEWAY, gateway)
        else:
            body += attribute(RTA_VIA, struct.pack("=H", _inet(hop.family)) + gateway)
    if hop.ifindex:
        body += u32(RTA_OIF, hop.ifindex)
    if metric is not None:
        body += u32(RTA_PRIORITY, metric)
    if table != RT_TABLE_MAIN:
        body += u32(RTA_TABLE, table)
    return body


def _rule(family: int, action: int, table: int, priority: int) -> bytes:
    return struct.pack("=8BI", _inet(family), 0, 0, 0, table, 0, 0, action, 0) + u32(FRA_PRIORITY, priority)


def add_encapsulated_route(family: int, encapsulation: int) -> Request:
    """A route through lo whose encapsulation says nothing: refused in one way when its type is unknown, in another
    when it is not. Source: linux/lwtunnel.h."""
    body = struct.pack("=8BI", family, 0, 0, 0, RT_TABLE_MAIN, RTPROT_STATIC, 0, RTN_UNICAST, 0)
    body += u32(RTA_OIF, 1) + attribute(RTA_ENCAP_TYPE, struct.pack("=H", encapsulation))
    body += attribute(RTA_ENCAP | NLA_F_NESTED, b"")
    return Request(RTM_NEWROUTE, NLM_F_CREATE, body, "add an encapsulated route")


def add_local_rule(family: int, priority: int) -> Request:
    """Look up the table of local addresses at this place of the order."""
    body = _rule(family, FR_ACT_TO_TBL, RT_TABLE_LOCAL, priority) + u32(FRA_TABLE, RT_TABLE_LOCAL)
    return Request(RTM_NEWRULE, NLM_F_CREATE | NLM_F_EXCL, body, f"add the local rule of IPv{family}")


def delete_local_rule(family: int, priority: int = 0) -> Request:
    """Remove the kernel's own rule for local addresses."""
    body = _rule(family, FR_ACT_TO_TBL, RT_TABLE_LOCAL, priority) + u32(FRA_TABLE, RT_TABLE_LOCAL)
    return Request(RTM_DELRULE, 0, body, f"delete the local rule of IPv{family}")


def add_vrf_end_rule(family: int, priority: int) -> Request:
    """What a VRF's table has no route for is unreachable, instead of being looked up in the main table."""
    body = _rule(family, FR_ACT_UNREACHABLE, 0, priority) + u8(FRA_L3MDEV, 1)
    return Request(RTM_NEWRULE, NLM_F_CREATE | NLM_F_EXCL, body, f"add the last VRF rule of IPv{family}")
