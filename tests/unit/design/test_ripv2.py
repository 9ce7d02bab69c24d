"""RIP and BFD timers."""

from __future__ import annotations

from netwright.model import BfdTimers, RipTimers

from .reading import codes, network

TOPOLOGY = """
module: [ ripv2, routing ]
addressing.p2p.ipv6: 2001:db8:1::/48
ripv2.timers.update: 10
nodes:
  r1: { ripv2.af.ipv4: True }
  r2: { ripv2: { timers.timeout: 50, import: [ connected, isis ] } }
  h: { device: linux }
links:
- r1-r2
- { r1: { ripv2.passive: True }, r2: }
- r1-h
- r1
- { r1: , r2: , ripv2: False }
- { r1: , r2: , role: external }
"""


def test_interfaces_and_families():
    r1, r2 = (network(TOPOLOGY).nodes[name] for name in ("r1", "r2"))
    assert [i.ripv2 and i.ripv2.passive for i in r1.interfaces] == [False, True, True, True, None, None]
    assert [(n.ripv2.ipv4, n.ripv2.ipv6) for n in (r1, r2)] == [(True, False), (True, True)]
    assert r1.loopback.ripv2 is not None


def test_timers_and_imports():
    r1, r2 = (network(TOPOLOGY).nodes[name] for name in ("r1", "r2"))
    assert r1.ripv2.timers == RipTimers(update_s=10, timeout_s=60, garbage_s=40)
    assert r2.ripv2.timers == RipTimers(update_s=10, timeout_s=50, garbage_s=40)
    assert [r.source for r in r2.ripv2.redistribute] == ["connected"], "IS-IS does not run there"


def test_mistakes():
    bare = "module: [ ripv2 ]\nnodes: [ r1, r2 ]\nlinks: [ { r1: , r2: , unnumbered: True } ]\n"
    assert set(codes(bare)) == {"rip-unnumbered"}
    assert codes("module: [ ripv2 ]\nnodes: [ r1 ]\nlinks: [ { r1: , ripv2: False } ]\n") == ["protocol-inactive"]
    assert codes("module: [ ripv2 ]\nripv2.bfd: True\nnodes: [ r1 ]\nlinks: [ r1 ]\n") == ["rip-without-bfd"]


def test_bfd_timers():
    r1 = network(
        "module: [ ospf, bfd ]\nbfd.min_rx: 500\nnodes: [ r1, r2 ]\nlinks: [ { r1: , r2: , bfd.min_tx: 222 }, r1-r2 ]\n"
    ).nodes["r1"]
    assert r1.bfd == BfdTimers(min_rx_ms=500, multiplier=3, min_echo_rx_ms=0)
    assert [i.bfd for i in r1.interfaces] == [BfdTimers(min_tx_ms=222), None]
