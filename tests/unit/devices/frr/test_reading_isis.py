"""Recorded answers about IS-IS and BFD can be read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from netwright.devices.base import StateError
from netwright.devices.frr import reading_isis

RECORDED = Path(__file__).parent / "recorded"


def test_neighbors() -> None:
    found = reading_isis.neighbors((RECORDED / "isis-neighbors.txt").read_text())
    assert [(n.name, n.ifname, n.levels, n.state, n.areas) for n in found] == [
        ("r1", "eth1", "L1L2", "Up", ("49.0001",)),
        ("r3", "eth2", "L1L2", "Up", ("49.0002.0001",)),
        ("r4", "eth3", "L1", "Up", ("49.0001",)),
    ]


def test_routes() -> None:
    text = (RECORDED / "isis-routes.txt").read_text()
    four = [(r.prefix, r.level, r.metric, r.next_hops) for r in reading_isis.routes(text, "ipv4")]
    assert four == [
        ("10.0.0.1/32", 1, 20, ("10.1.0.1", "172.16.0.1")),
        ("10.0.0.2/32", 1, 0, ()),
        ("10.0.0.4/32", 1, 20, ("172.16.0.4",)),
        ("10.0.0.3/32", 2, 20, ("10.1.0.6", "172.16.0.3")),
    ]
    assert [r.prefix for r in reading_isis.routes(text, "ipv6")] == ["2001:db8:1::/64", "2001:db8:2:1::/64"]


def test_bfd_sessions() -> None:
    text = json.dumps([{"peer": "10.1.0.2", "interface": "eth1", "status": "up"}, {"peer": "::1", "status": "down"}])
    assert [(s.peer, s.state, s.ifname) for s in reading_isis.bfd_sessions(text)] == [
        ("10.1.0.2", "Up", "eth1"),
        ("::1", "Down", None),
    ]
    with pytest.raises(StateError):
        reading_isis.bfd_sessions("failed to connect")


def test_no_daemon() -> None:
    assert reading_isis.neighbors("") == ()
    with pytest.raises(StateError):
        reading_isis.routes("isisd is not running\n", "ipv4")
