"""BGP of a node -> views of BIRD protocols.

Owns: which sessions exist, their options, import and export statements, originated prefixes.
Must not: print. Source: RFC 4271, 4456, 5065, 5082, 7947, 8950; BIRD user's guide 6.4.

BGP has tables of its own (`bgp4`, `bgp6`), joined to the main tables by pipes: the best path is chosen among
BGP paths alone (RFC 4271 9.1), so a reflector reflects routes that OSPF knows too, and only designed networks
and redistributed routes enter BGP.
"""

from __future__ import annotations

from typing import NamedTuple

from ...addr import Address, Family, family_name
from ...model import Aggregate, BgpInstance, BgpNeighbor, Network, Node, PolicySet, Redistribution
from ..linklocal import link_local
from .names import Symbols, TableNames, quoted
from .policy import BASE_PREFERENCE, LOCAL_WEIGHT, Policies, preference, prepend

PRIVATE_AS = "[64512..65534, 4200000000..4294967294]"
"""RFC 6996."""
DEFAULT_ROUTE: dict[Family, str] = {4: "0.0.0.0/0", 6: "::/0"}
EBGP_PREFERENCE, IBGP_PREFERENCE = 160, 100
"""In the main table: external BGP, then OSPF (150), then internal BGP: the usual administrative distances."""
_ROLES = {"rs-server": "rs_server", "rs-client": "rs_client"}
_RESTART = {"enable": "on", "helper": "aware", "disable": "off"}
SOURCES = {
    "connected": "source = RTS_DEVICE",
    "static": "source = RTS_STATIC",
    "ospf": "source ~ [ RTS_OSPF, RTS_OSPF_IA, RTS_OSPF_EXT1, RTS_OSPF_EXT2 ]",
    "ripv2": "source = RTS_RIP",
    "bgp": "source = RTS_BGP",
}
"""Filter conditions of the protocols routes are imported from."""
_METRICS = {"ospf": "ospf_metric1", "ripv2": "rip_metric"}
"""What becomes the MED of imported routes."""


class Channel(NamedTuple):
    family: Family
    options: tuple[str, ...]
    imports: tuple[str, ...]
    exports: tuple[str, ...]


class Session(NamedTuple):
    name: str
    options: tuple[str, ...]
    channels: tuple[Channel, ...]


class Origination(NamedTuple):
    """What enters and leaves the BGP table of one family."""

    family: Family
    table: str
    main: str
    """The BGP table and the main table it is joined with."""
    pipe: str
    imports: tuple[str, ...]
    aggregates: str
    """Symbol of the static protocol of aggregates; empty without."""
    aggregate_routes: tuple[tuple[str, tuple[str, ...]], ...]
    """(prefix, attribute statements)."""
    default: str
    """Symbol of the static protocol that makes a default route available; empty without."""
    has_external: bool


class Bgp(NamedTuple):
    families: tuple[Origination, ...]
    sessions: tuple[Session, ...]
    bfd: bool
    discards: tuple[str, ...]
    """Originated prefixes without a route of their own."""


def bgp_view(
    network: Network,
    node: Node,
    bgp: BgpInstance,
    policies: Policies,
    symbols: Symbols,
    names: TableNames,
    leaked: tuple[Family, ...] = (),
) -> Bgp:
    """Everything of BGP that is printed for one routing table; `leaked`: families it exchanges with other VRFs."""
    sessions: list[Session] = []
    for neighbor in bgp.neighbors:
        sessions += _Neighbor(network, node, bgp, neighbor, policies, symbols, names).sessions()
    families: list[Family] = [
        f for f in (4, 6) if f in leaked or any(c.family == f for s in sessions for c in s.channels)
    ]
    return Bgp(
        families=tuple(_origination(bgp, family, policies, names) for family in families),
        sessions=tuple(sessions),
        bfd=any(n.options.bfd for n in bgp.neighbors),
        discards=_discards(node, bgp, names.vrf),
    )


def _discards(node: Node, bgp: BgpInstance, vrf: str | None) -> tuple[str, ...]:
    routed = {route.prefix for route in node.static_routes if route.vrf == vrf}
    wanted = [n.prefix for n in bgp.networks if n.origin == "originate" and n.prefix not in routed]
    return tuple(str(prefix) for prefix in dict.fromkeys(wanted))


def _origination(bgp: BgpInstance, family: Family, policies: Policies, names: TableNames) -> Origination:
    local = f"preference = {preference(LOCAL_WEIGHT)};"
    lines: list[str] = []
    plain = [n.prefix for n in bgp.networks if n.prefix.family == family and n.policy is None]
    start = ["bgp_origin = ORIGIN_IGP;", "bgp_med = 0;", local]
    if plain:
        inside = ", ".join(str(p) for p in dict.fromkeys(plain))
        lines.append(f"if net ~ [ {inside} ] then {{ {' '.join(start)} accept; }}")
    for network in bgp.networks:
        if network.prefix.family == family and network.policy is not None:
            call = policies.policy(network.policy, family)
            tail = f"if {call} then accept; reject;"
            lines.append(f"if net ~ [ {network.prefix} ] then {{ {' '.join(start)} {tail} }}")
    for source in bgp.redistribute:
        lines += _redistributed(source, family, policies, local)
    aggregates = tuple(
        (str(a.prefix), _aggregate_statements(a, family, policies, local))
        for a in bgp.aggregates
        if a.prefix.family == family
    )
    name = family_name(family)
    return Origination(
        family=family,
        table=names.bgp(family),
        main=names.main(family),
        pipe=names.name("bgp", name),
        imports=tuple(lines),
        aggregates=names.name("aggregate", name) if aggregates else "",
        aggregate_routes=aggregates,
        default=names.name("bgp_default", name) if _originates_default(bgp, family) else "",
        has_external=any(n.type == "ebgp" for n in bgp.neighbors),
    )


def _originates_default(bgp: BgpInstance, family: Family) -> bool:
    """Some neighbour of this family is sent a default route."""
    return any(
        n.options.default_originate and (n.activate_ipv4 if family == 4 else n.activate_ipv6) for n in bgp.neighbors
    )


def _redistributed(source: Redistribution, family: Family, policies: Policies, local: str) -> list[str]:
    condition = SOURCES.get(source.source)
    if condition is None:
        policies.refuse(f"import of {source.source} routes into BGP")
        return []
    metric = f"bgp_med = {_METRICS.get(source.source, '0')};"
    body = f"bgp_origin = ORIGIN_INCOMPLETE; {metric} {local}"
    if source.policy is None:
        return [f"if {condition} then {{ {body} accept; }}"]
    return [f"if {condition} then {{ {body} if {policies.policy(source.policy, family)} then accept; }}"]


def _aggregate_statements(aggregate: Aggregate, family: Family, policies: Policies, local: str) -> tuple[str, ...]:
    lines = ["bgp_origin = ORIGIN_IGP;", local]
    if aggregate.attributes_policy is not None:
        lines.append(f"{policies.policy(aggregate.attributes_policy, family)};")
    return tuple(lines)


class _Neighbor:
    """The sessions with one neighbour: one per address family with an address, or one link-local session."""

    def __init__(
        self,
        network: Network,
        node: Node,
        bgp: BgpInstance,
        neighbor: BgpNeighbor,
        policies: Policies,
        symbols: Symbols,
        names: TableNames,
    ) -> None:
        self.network, self.node, self.bgp, self.n = network, node, bgp, neighbor
        self.policies, self.symbols, self.names = policies, symbols, names
        self.local_as = neighbor.local_as if neighbor.local_as is not None else bgp.asn
        self.internal = self.local_as == neighbor.asn

    def sessions(self) -> list[Session]:
        n = self.n
        found = []
        if n.local_ifname is not None and (n.ipv6 is True or n.ipv4 is True):
            families: list[Family] = []
            if n.activate_ipv4:
                families.append(4)
            if n.activate_ipv6:
                families.append(6)
            found.append(self._session(None, families))
        if isinstance(n.ipv4, Address):
            found.append(self._session(n.ipv4, [4] if n.activate_ipv4 else []))
        if isinstance(n.ipv6, Address):
            carried: list[Family] = [6] if n.activate_ipv6 else []
            if n.activate_ipv4 and n.extended_next_hop and not isinstance(n.ipv4, Address):
                carried.insert(0, 4)
            found.append(self._session(n.ipv6, carried))
        return [session for session in found if session.channels]

    def _session(self, remote: Address | None, families: list[Family]) -> Session:
        n = self.n
        kind = "ibgp" if self.internal else "ebgp"
        over = family_name(remote.family) if remote is not None else n.local_ifname or "unnumbered"
        over_family: Family = remote.family if remote is not None else 6
        name = self.symbols.fresh(kind, n.name, over, *((self.names.vrf,) if self.names.vrf else ()))
        channels = tuple(self._channel(family, over_family) for family in families)
        return Session(name, tuple(self._options(remote, over_family)), channels)

    def _options(self, remote: Address | None, over: Family) -> list[str]:
        n, o = self.n, self.n.options
        lines = [f"description {quoted(f'{n.name} ({n.type})')}"]
        if self.bgp.router_id is not None and self.bgp.router_id != self.node.router_id:
            lines.append(f"router id {self.bgp.router_id}")
        source = self._source(over)
        lines.append(f"local {source} as {self.local_as}" if source else f"local as {self.local_as}")
        lines += self._remote(remote)
        if n.rr_client and self.internal:
            lines.append("rr client")
            if self.bgp.cluster_id is not None:
                lines.append(f"rr cluster id {self.bgp.cluster_id}")
        if self.bgp.confederation is not None:
            lines.append(f"confederation {self.bgp.confederation.identifier}")
            if n.type == "confed_ebgp" or self.internal:
                lines.append("confederation member yes")
        if o.allowas_in:
            lines.append(f"allow local as {o.allowas_in}")
        if o.route_server_client:
            lines.append("rs client")
        if o.passive:
            lines.append("passive yes")
        if o.password is not None:
            lines.append(f"password {quoted(o.password)}")
        if o.bfd:
            lines.append("bfd yes")
        if o.role is not None and not self.internal:
            lines.append(f"local role {_ROLES.get(o.role, o.role)}")
            if o.role_strict:
                lines.append("require roles yes")
        restart = o.graceful_restart or self.bgp.graceful_restart
        if restart is not None:
            lines.append(f"graceful restart {_RESTART[restart]}")
        if self.bgp.restart_time_s is not None:
            lines.append(f"graceful restart time {self.bgp.restart_time_s}")
        if self.bgp.default_local_pref is not None:
            lines.append(f"default bgp_local_pref {self.bgp.default_local_pref}")
        return lines + self._timers()

    def _remote(self, remote: Address | None) -> list[str]:
        n, o = self.n, self.n.options
        if remote is None:
            peer = self._link_local_peer()
            return [f"neighbor {peer} as {n.asn}", f'interface "{n.local_ifname}"', "direct"]
        lines = [f"neighbor {remote} as {n.asn}"]
        if remote.is_link_local and n.local_ifname is not None:
            lines += [f'interface "{n.local_ifname}"', "direct"]
        hops = o.gtsm_hops if o.gtsm_hops is not None else o.multihop_ttl
        if hops is not None and hops > 1 and not remote.is_link_local:
            lines.append(f"multihop {hops}")
        elif o.gtsm_hops is not None:
            lines.append("direct")
        if o.gtsm_hops is not None:
            lines.append("ttl security yes")
        return lines

    def _link_local_peer(self) -> Address:
        """The neighbour's link-local address, known from the design; the lab assigns it."""
        own = next(i for i in self.node.interfaces if i.ifname == self.n.local_ifname)
        link = self.network.link(own)
        ends = [e for e in link.endpoints if e.node == self.n.name] if link is not None else []
        peer = next((e for e in ends if e.ifname != own.ifname or e.node != self.node.name), ends[0])
        return link_local(self.network.nodes[peer.node].id, peer.ifindex)

    def _source(self, over: Family) -> str:
        n = self.n
        address = n.source_ipv4 if over == 4 else n.source_ipv6
        if address is not None:
            return str(address)
        if n.source_ifname is None or self.node.loopback is None:
            return ""
        if self.node.loopback.ifname != n.source_ifname:
            return ""
        own = self.node.loopback.ipv4 if over == 4 else self.node.loopback.ipv6
        return str(own.address) if isinstance(own, tuple) else ""

    def _timers(self) -> list[str]:
        """Retry soon: a lab starts every router at once, and the defaults wait up to five minutes."""
        lines = ["connect delay time 1", "connect retry time 5", "error wait time 1, 5"]
        timers = self.n.options.timers
        if timers is not None:
            if timers.hold_s is not None:
                lines.append(f"hold time {timers.hold_s}")
            if timers.keepalive_s is not None:
                lines.append(f"keepalive time {timers.keepalive_s}")
            if timers.min_hold_s is not None:
                lines.append(f"min hold time {timers.min_hold_s}")
        return lines

    def _channel(self, family: Family, over: Family) -> Channel:
        n = self.n
        options = [f"table {self.names.bgp(family)}", f"igp table {self.names.main(family)}"]
        if family == 4 and over == 6:
            options += [f"igp table {self.names.main(6)}", "extended next hop yes"]
        if n.next_hop_self is not None:
            options.append(f"next hop self {'yes' if n.next_hop_self == 'all' else 'ebgp'}")
        return Channel(family, tuple(options), tuple(self._imports(family)), tuple(self._exports(family)))

    def _imports(self, family: Family) -> list[str]:
        n = self.n
        lines = []
        if n.local_as is not None and n.local_as != self.bgp.asn and not n.options.allowas_in:
            lines.append(f"if bgp_path ~ [= * {self.bgp.asn} * =] then reject;")
        if n.local_as is not None and not n.replace_global_as and not self.internal:
            lines.append(f"bgp_path.prepend({self.local_as});")
        weight = n.weight or 0
        lines.append(f"preference = {preference(weight)};")
        if n.local_pref is not None:
            lines.append(f"bgp_local_pref = {n.local_pref};")
        if n.bandwidth is not None and n.policy.inbound is None:
            lines += self._bandwidth(n.bandwidth.inbound)
        if n.policy.inbound is not None:
            lines.append(f"if ! {self.policies.policy(n.policy.inbound, family)} then reject;")
        return lines

    def _bandwidth(self, wanted: int | str | None) -> list[str]:
        """Statements that add the link-bandwidth community; `auto` is the bandwidth of the interface."""
        mbps = self._interface_mbps() if wanted == "auto" else wanted
        return self.policies.statements(PolicySet(bandwidth=mbps), 4) if isinstance(mbps, int) else []

    def _interface_mbps(self) -> int | None:
        for interface in self.node.interfaces:
            if interface.ifindex == self.n.ifindex and interface.bandwidth_kbps:
                return max(interface.bandwidth_kbps // 1000, 1)
        return self.bgp.default_bandwidth

    def _exports(self, family: Family) -> list[str]:
        n, o = self.n, self.n.options
        lines = self._suppressed(family)
        default = DEFAULT_ROUTE[family]
        if o.default_originate:
            body = "bgp_path.empty; bgp_origin = ORIGIN_IGP; bgp_med = 0; bgp_community.empty; accept;"
            lines.append(f"if net = {default} then {{ {body} }}")
        elif _originates_default(self.bgp, family):
            lines.append(f'if proto = "{self.names.name("bgp_default", family_name(family))}" then reject;')
        if n.med is not None:
            lines.append(f"bgp_med = {n.med};")
        elif not self.internal:
            lines.append("if source != RTS_BGP && defined(bgp_med) then bgp_med = bgp_med;  # send it")
        if n.policy.outbound is not None:
            lines.append(f"if ! {self.policies.policy(n.policy.outbound, family)} then reject;")
        else:
            if n.prepend is not None:
                lines += prepend(n.prepend.count, n.prepend.path, self.local_as)
            if n.bandwidth is not None:
                lines += self._bandwidth(n.bandwidth.outbound)
        return lines + self._path_rewriting() + self._stripped()

    def _suppressed(self, family: Family) -> list[str]:
        """More specific prefixes of a summary-only aggregate, or those its suppress policy permits."""
        lines = []
        for aggregate in self.bgp.aggregates:
            prefix = aggregate.prefix
            if prefix.family != family:
                continue
            inside = f"net ~ [ {prefix}{{{prefix.length + 1},{32 if family == 4 else 128}}} ]"
            if aggregate.suppress_policy is not None:
                call = self.policies.policy(aggregate.suppress_policy, family)
                lines.append(f"if {inside} then if {call} then reject;")
            elif aggregate.summary_only and prefix.bits:
                lines.append(f"if {inside} then reject;")
        return lines

    def _path_rewriting(self) -> list[str]:
        n, o = self.n, self.n.options
        lines = []
        if o.remove_private_as is not None and not self.internal:
            words = o.remove_private_as.split()
            count = f"filter(bgp_path, {PRIVATE_AS}).len"
            if any(word.startswith("replace") for word in words):
                lines += [f"int private_as = {count};", f"bgp_path.delete({PRIVATE_AS});"]
                lines += [f"if private_as > {i} then bgp_path.prepend({self.local_as});" for i in range(8)]
            elif "all" in words:
                lines.append(f"bgp_path.delete({PRIVATE_AS});")
            else:
                lines.append(f"if {count} = bgp_path.len then bgp_path.delete({PRIVATE_AS});")
        if o.as_override and not self.internal:
            lines += [
                f"int overridden = filter(bgp_path, [{n.asn}]).len;",
                f"bgp_path.delete({n.asn});",
                *(f"if overridden > {i} then bgp_path.prepend({self.local_as});" for i in range(4)),
            ]
        if n.local_as is not None and not n.replace_global_as and not self.internal:
            lines.append(f"bgp_path.prepend({self.bgp.asn});")
        return lines

    def _stripped(self) -> list[str]:
        """BIRD sends every community; those not asked for are removed."""
        wanted = self.n.send_community
        names = (
            ("standard", "bgp_community"),
            ("extended", "bgp_ext_community"),
            ("large", "bgp_large_community"),
        )
        return [f"{attribute}.empty;" for kind, attribute in names if kind not in wanted]


__all__ = ["BASE_PREFERENCE", "Bgp", "Channel", "Origination", "Session", "bgp_view"]
