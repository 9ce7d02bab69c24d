"""Networks with VRFs for the tests of devices, designed from topologies."""

from __future__ import annotations

from netwright.model import Network

from ..design import reading

LEAKS = """
module: [ vrf, ospf, bgp, routing ]
bgp.as: 65000
vrfs:
  red:
    import: [ red, common ]
    export: [ red, "65000:99" ]
    loopback: True
  blue: { ospf.area: 1 }
  common:
    import: [ red, common ]
    ospf: False
    bgp.router_id: 10.9.9.9
prefix.far.ipv4: 192.0.2.0/24
nodes:
  r1:
    routing.static:
    - { prefix: far, vrf: red, nexthop.node: r2 }
    - { ipv4: 198.51.100.0/24, vrf: red, nexthop: { node: r4, vrf: common } }
    - { ipv4: 203.0.113.0/24, vrf: blue, nexthop.discard: True }
  r2: { module: [ bgp ], bgp.as: 65002 }
  r3: { module: [ ospf ] }
  r4: { module: [ bgp ], bgp.as: 65004 }
links:
- { r1: { vrf: red }, r2: , prefix: { ipv4: 172.16.1.0/24, ipv6: 2001:db8:1::/64 } }
- { r1: { vrf: blue }, r3: , prefix: { ipv4: 172.16.1.0/24, ipv6: 2001:db8:1::/64 } }
- { r1: { vrf: common }, r4: , prefix: { ipv4: 172.16.3.0/24 } }
"""
INTERIOR = """
module: [ vrf, isis, ripv2, ospf ]
addressing.loopback.ipv6: 2001:db8:1::/48
addressing.vrf_loopback.ipv6: 2001:db8:3::/48
vrfs:
  red: { loopback: True, ripv2: False, ospf: False }
  blue: { ripv2: True, isis: False, ospf: False }
  green: { ospf: { router_id: 10.7.7.7, default: True }, isis: False, ripv2: False }
nodes: [ r1, r2 ]
links:
- { r1: { vrf: red }, r2: { vrf: red }, prefix: { ipv4: 172.16.1.0/24, ipv6: 2001:db8:4::/64 } }
- { r1: { vrf: blue }, r2: { vrf: blue }, prefix: { ipv4: 172.16.1.0/24, ipv6: 2001:db8:4::/64 } }
- { r1: { vrf: green }, r2: { vrf: green }, prefix: { ipv4: 172.16.1.0/24, ipv6: 2001:db8:4::/64 } }
- { r1: , r2: }
"""


def vrf_leaks() -> Network:
    """A node with leaks between VRFs, static routes in and between them, and one prefix in two of them."""
    return reading.network(LEAKS)


def vrf_interior() -> Network:
    """Interior routing protocols in VRFs, in both families."""
    return reading.network(INTERIOR)
