"""Links and interfaces of a designed network."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from ..addr import InterfaceAddress, Prefix
from .bfd import BfdTimers
from .dhcp import DhcpClient, DhcpRelay
from .evpn import EthernetSegment
from .gateway import FirstHopGateway
from .isis import IsisInterface
from .lag import Lag
from .mpls import LdpInterface
from .ripv2 import RipInterface
from .stp import StpPort
from .tunnel import Tunnel
from .vlan import VlanPort

LinkType = Literal["lan", "p2p", "stub", "loopback", "tunnel", "lag", "vlan_member", "svi", "bond"]
InterfaceIP = InterfaceAddress | Literal[True] | None
"""An address; True = unnumbered (IPv4) or link-local only (IPv6); None = family off."""


class Impairment(msgspec.Struct, frozen=True, kw_only=True):
    """`tc` attributes of an interface; None = not asked for."""

    delay_ms: float | None = None
    jitter_ms: float | None = None
    loss_percent: float | None = None
    corrupt_percent: float | None = None
    duplicate_percent: float | None = None
    reorder_percent: float | None = None
    rate_kbps: float | None = None

    @property
    def is_nothing(self) -> bool:
        return self == Impairment()

    @property
    def is_only_rate(self) -> bool:
        """A token bucket does it: nothing but a limit of the rate is asked for."""
        return self.rate_kbps is not None and self == Impairment(rate_kbps=self.rate_kbps)


class RouterAdvertisement(msgspec.Struct, frozen=True, kw_only=True):
    """RFC 4861 section 6.2.1 switches of one interface."""

    disable: bool = False
    slaac: bool = True
    """Autonomous address-configuration flag of the prefix."""
    onlink: bool = True
    dhcp: str | None = None
    """`all` sets the managed flag, `other` the other-configuration flag."""


class OspfInterface(msgspec.Struct, frozen=True, kw_only=True):
    """OSPF on one interface (both versions; `af` of the instance says which run)."""

    area: str
    """Dotted quad."""
    cost: int | None = None
    network_type: str | None = None
    """`point-to-point`, `broadcast`, `non-broadcast`, `point-to-multipoint`; None = the daemon's default."""
    passive: bool = False
    priority: int | None = None
    hello_interval_s: int | None = None
    dead_interval_s: int | None = None
    password: str | None = None
    digest_key_id: int | None = None
    """Cryptographic authentication with `password` as key (RFC 2328 D.3) when set."""
    bfd: bool = False
    mixed: bool = False
    """Both it and an interface of a node with another device are active on the link."""


class Interface(msgspec.Struct, frozen=True, kw_only=True):
    """One interface of a node."""

    ifindex: int
    ifname: str
    type: LinkType
    linkindex: int = 0
    """Index of its link from 1; 0 for the node's own loopback and for what VLANs make of links."""
    segment: int = 0
    """Index from 1 into the network's segments of the VLAN it is attached to, or of the trunk's member it is; 0 = what
    shares its link is what shares its subnet."""
    name: str = ""
    """Description, `r1 -> r2`."""
    role: str | None = None
    ipv4: InterfaceIP = None
    ipv6: InterfaceIP = None
    borrowed_ipv4: InterfaceAddress | None = None
    """The loopback address an unnumbered interface uses."""
    borrowed_from: str | None = None
    mtu: int | None = None
    """Bytes."""
    bandwidth_kbps: int | None = None
    shutdown: bool = False
    virtual: bool = False
    bridge: str | None = None
    gateway_ipv4: InterfaceAddress | None = None
    """First-hop router of a host interface."""
    gateway_ipv6: InterfaceAddress | None = None
    ra: RouterAdvertisement | None = None
    tc: Impairment | None = None
    bfd: BfdTimers | None = None
    """BFD timers of its own."""
    isis: IsisInterface | None = None
    ospf: OspfInterface | None = None
    ripv2: RipInterface | None = None
    gateway: FirstHopGateway | None = None
    """The shared first-hop address of the subnet: served by a router, used by a host."""
    ldp: LdpInterface | None = None
    dhcp_client: DhcpClient | None = None
    dhcp_relay: DhcpRelay | None = None
    stp: StpPort | None = None
    lag: Lag | None = None
    """What an aggregated interface is."""
    lag_member_of: str | None = None
    """The aggregated interface it belongs to."""
    ethernet_segment: EthernetSegment | None = None
    """EVPN segment it is in."""
    tunnel: Tunnel | None = None
    """What an interface is that leads through other interfaces of its node."""
    vlan: VlanPort | None = None
    vrf: str | None = None
    """VRF it belongs to; None = the global routing table."""
    parent_ifname: str | None = None
    """Interface a `vlan_member` stands on."""
    mac: str | None = None
    """MAC address the design chose."""
    proxy_arp: bool = False
    """It answers ARP requests for addresses that it can reach through other interfaces (RFC 1027)."""
    bgp_advertise: bool | None = None
    """Its prefixes are originated into BGP."""
    extra: Mapping[str, Any] = {}
    """Attributes the format lets users attach (custom attributes, module attributes that protocols kept)."""


class Endpoint(msgspec.Struct, frozen=True):
    """One side of a link."""

    node: str
    ifname: str
    ipv4: InterfaceIP = None
    ipv6: InterfaceIP = None
    ifindex: int = 0
    vrf: str | None = None
    vlan: VlanPort | None = None
    """For VLAN interfaces and routed subinterfaces."""


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """One link: its endpoints in the order of the topology."""

    linkindex: int
    type: LinkType
    endpoints: tuple[Endpoint, ...]
    name: str | None = None
    role: str | None = None
    ipv4: Prefix | Literal[True] | None = None
    ipv6: Prefix | Literal[True] | None = None
    bridge: str | None = None
    mtu: int | None = None
    extra: Mapping[str, Any] = {}
    """Remaining link attributes in the format's own names."""
