"""Filters for the split horizon: what the kernel is asked to mark and to refuse."""

from __future__ import annotations

import struct

from netwright.addr import parse_address
from netwright.lab import filters, netlink
from netwright.model import InterfacePlan, MarkPlan


def attributes(data: bytes) -> dict[int, bytes]:
    return dict(netlink.attributes(data))


def requests(**more: object) -> list[netlink.Request]:
    return list(filters.requests(InterfacePlan(name="eth1", kind="veth", **more), 7))


def test_nothing_is_asked_for_without_need() -> None:
    assert requests() == []


def test_packets_of_an_endpoint_are_marked() -> None:
    discipline, mark = requests(marks=(MarkPlan(parse_address("10.0.0.2"), 99),))
    assert struct.unpack("=BxHiIII", discipline.body[:20])[2:] == (7, 0xFFFF0000, 0xFFFFFFF1, 0)
    assert struct.unpack("=BxHiIII", mark.body[:20])[2:5] == (7, 0, 0xFFFFFFF2)
    options = attributes(attributes(mark.body[20:])[2])
    keys = [struct.unpack(">IIiI", options[5][at : at + 16])[:2] for at in range(16, len(options[5]), 16)]
    assert (0xFFFFFFFF, 0x0A000002) in keys
    assert (0x0000FFFF, 4789) in keys
    assert len(keys) == options[5][2] == 4
    action = attributes(attributes(options[7])[1])
    assert action[1] == b"skbedit\0"
    assert struct.unpack("=I", attributes(action[2])[5]) == (99,)


def test_frames_with_a_mark_are_refused() -> None:
    _, refusal = requests(refused_marks=(99,))
    assert struct.unpack("=BxHiIII", refusal.body[:20])[2:5] == (7, 99, 0xFFFFFFF3)
    action = attributes(attributes(attributes(attributes(refusal.body[20:])[2])[4])[1])
    assert action[1] == b"gact\0"
    assert struct.unpack("=IIiii", attributes(action[2])[2])[2] == 2
