"""BGP of a designed network. Words of RFC 4271, 4456 (reflection), 5065 (confederations), 7947 (route server)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from ..addr import Address, Prefix

BgpRole = Literal["provider", "customer", "peer", "rs-server", "rs-client"]
GracefulRestart = Literal["enable", "disable", "helper"]
"""RFC 4724: restart gracefully and help neighbours to, neither, or help only."""
SessionType = Literal["ibgp", "ebgp", "localas_ibgp", "confed_ebgp"]


class BgpTimers(msgspec.Struct, frozen=True, kw_only=True):
    """RFC 4271 section 4.2: hold time 0 or at least 3 seconds."""

    keepalive_s: int | None = None
    hold_s: int | None = None
    min_hold_s: int | None = None


class Prepend(msgspec.Struct, frozen=True, kw_only=True):
    """AS_PATH prepending: the own AS `count` times, or an explicit path."""

    count: int | None = None
    path: str | None = None


class LinkBandwidth(msgspec.Struct, frozen=True, kw_only=True):
    """Link-bandwidth extended community set on routes in a direction; `auto` = from the interface."""

    inbound: int | Literal["auto"] | None = None
    outbound: int | Literal["auto"] | None = None


class BgpSessionOptions(msgspec.Struct, frozen=True, kw_only=True):
    """Options of `bgp.session` and `ebgp.multihop`."""

    allowas_in: int | None = None
    as_override: bool = False
    default_originate: bool = False
    gtsm_hops: int | None = None
    """RFC 5082: expected distance in hops."""
    multihop_ttl: int | None = None
    passive: bool = False
    password: str | None = None
    """RFC 2385."""
    remove_private_as: str | None = None
    """`on`, `all`, `replace-as`, ... in the format's words joined by a space."""
    timers: BgpTimers | None = None
    route_server_client: bool = False
    """RFC 7947: this router is the route server and the neighbour its client."""
    route_server: bool = False
    """The neighbour is a route server: its AS may be missing from AS_PATH."""
    bfd: bool = False
    role: BgpRole | None = None
    """RFC 9234: this end's role."""
    role_strict: bool = False
    """RFC 9234 section 4.2: refuse a neighbour that sends no role."""
    graceful_restart: GracefulRestart | None = None
    tcp_ao: Mapping[str, Any] | None = None


class BgpNeighborPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """Names of routing policies applied to a session (those of `bgp.policy`, auto-created ones included)."""

    inbound: str | None = None
    outbound: str | None = None


class BgpNeighbor(msgspec.Struct, frozen=True, kw_only=True):
    """One neighbour: one session per family with an address, or one unnumbered session."""

    name: str
    """Node name of the neighbour."""
    asn: int
    type: SessionType
    ipv4: Address | Literal[True] | None = None
    """Remote address; True = IPv4 over an unnumbered (link-local) session, RFC 8950."""
    ipv6: Address | Literal[True] | None = None
    local_ifname: str | None = None
    """Interface of an unnumbered session, or of an IPv6 link-local one."""
    ifindex: int | None = None
    """Interface the neighbour is attached to (EBGP on links)."""
    source_ifname: str | None = None
    """Source of a session between loopbacks."""
    source_ipv4: Address | None = None
    source_ipv6: Address | None = None
    extended_next_hop: bool = False
    """RFC 8950: IPv4 routes with IPv6 next hops are negotiated."""
    activate_ipv4: bool = False
    activate_ipv6: bool = False
    labelled_ipv4: bool = False
    labelled_ipv6: bool = False
    """The session of that family carries labelled unicast routes (RFC 8277)."""
    six_pe: bool = False
    """The IPv4 session carries labelled IPv6 routes (RFC 4798)."""
    vpnv4: bool = False
    vpnv6: bool = False
    """The IPv4 session carries VPN routes (RFC 4364, 4659)."""
    srv6_bgp: tuple[str, ...] = ()
    srv6_vpn: tuple[str, ...] = ()
    """Families (`ipv4`, `ipv6`) whose routes the IPv6 session carries with segments (RFC 9252)."""
    evpn: str | None = None
    """Family of the session that carries EVPN routes (RFC 7432 section 7)."""
    rr: bool = False
    """The neighbour is a route reflector."""
    rr_client: bool = False
    """The neighbour is a client of this reflector."""
    next_hop_self: Literal["ebgp", "all"] | None = None
    """`ebgp` = on routes learned from EBGP; `all` = on reflected routes too."""
    local_as: int | None = None
    """AS presented on this session instead of the instance's."""
    replace_global_as: bool = True
    """With `local_as`: hide the instance's AS from AS_PATH."""
    send_community: tuple[str, ...] = ()
    """`standard`, `extended`, `large`."""
    options: BgpSessionOptions = BgpSessionOptions()
    policy: BgpNeighborPolicy = BgpNeighborPolicy()
    weight: int | None = None
    local_pref: int | None = None
    med: int | None = None
    prepend: Prepend | None = None
    bandwidth: LinkBandwidth | None = None
    extra: Mapping[str, Any] = {}

    @property
    def families(self) -> tuple[str, ...]:
        """Address families the sessions carry, in words; routes may go with labels or with segments."""
        found = {
            "ipv4": self.activate_ipv4 or "ipv4" in self.srv6_bgp,
            "ipv6": self.activate_ipv6 or "ipv6" in self.srv6_bgp,
            "ipv4-labelled": self.labelled_ipv4,
            "ipv6-labelled": self.labelled_ipv6,
            "6pe": self.six_pe,
            "vpnv4": self.vpnv4 or "ipv4" in self.srv6_vpn,
            "vpnv6": self.vpnv6 or "ipv6" in self.srv6_vpn,
            "evpn": self.evpn is not None,
        }
        return tuple(name for name, carried in found.items() if carried)


class BgpNetwork(msgspec.Struct, frozen=True, kw_only=True):
    """A prefix this router originates."""

    prefix: Prefix
    origin: Literal["loopback", "interface", "originate"]
    """`originate` prefixes have no interface: they need a discard route."""
    policy: str | None = None


class Redistribution(msgspec.Struct, frozen=True, kw_only=True):
    """Import of another protocol's routes."""

    source: str
    """`connected`, `static`, `ospf`, `bgp`, ..."""
    policy: str | None = None
    automatic: bool = False
    """Nobody asked for it: protocols of a VRF exchange routes by themselves."""


class Aggregate(msgspec.Struct, frozen=True, kw_only=True):
    """A BGP aggregate (RFC 4271 section 9.2.2.2)."""

    prefix: Prefix
    summary_only: bool = False
    as_set: bool = False
    attributes_policy: str | None = None
    suppress_policy: str | None = None


class Confederation(msgspec.Struct, frozen=True, kw_only=True):
    """RFC 5065: `identifier` is the AS seen outside, `members` the other member ASes."""

    identifier: int
    members: tuple[int, ...] = ()


class BgpInstance(msgspec.Struct, frozen=True, kw_only=True):
    """BGP on one router."""

    asn: int
    router_id: str | None = None
    neighbors: tuple[BgpNeighbor, ...] = ()
    networks: tuple[BgpNetwork, ...] = ()
    redistribute: tuple[Redistribution, ...] = ()
    aggregates: tuple[Aggregate, ...] = ()
    rr: bool = False
    cluster_id: str | None = None
    confederation: Confederation | None = None
    ipv4: bool = False
    ipv6: bool = False
    """Address families in use."""
    graceful_restart: GracefulRestart | None = None
    restart_time_s: int | None = None
    """RFC 4724 section 3: how long neighbours wait for the session to come back."""
    stalepath_time_s: int | None = None
    """RFC 4724 section 4.2: how long stale routes of a restarting neighbour are kept."""
    default_bandwidth: int | None = None
    default_local_pref: int | None = None
    """LOCAL_PREF of routes from EBGP neighbours without one of their own (`bgp.locpref` on a node)."""
    extra: Mapping[str, Any] = {}
    """The node's BGP attributes in the format's own names (`advertise_loopback`, `community`, `sessions`, ...)."""
