"""Rules about BGP: sessions that cannot come up, routes nobody can use, and what should not get out.

Owns: BGP of the global routing table and of VRFs.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...errors import Span
from ...model import BgpInstance, BgpNeighbor, Interface, Node
from ...model.adjacency import bgp_instances, runs
from ...model.rule import names
from ..rule import Finding
from ..subject import Subject

PRIVATE = ((64512, 65534), (4200000000, 4294967294))
"""RFC 6996 section 5."""
RESERVED = ((0, 0), (23456, 23456), (64496, 64511), (65535, 65551), (4294967295, 4294967295))
"""RFC 7607, 6793, 5398, 7300: neither private nor anybody's."""


def _sessions(subject: Subject) -> Iterator[tuple[Node, str | None, BgpInstance, BgpNeighbor]]:
    """Every session with the node it is on, and the VRF (None is the global routing table)."""
    for node in subject.network.nodes.values():
        for vrf, instance in bgp_instances(node):
            yield from ((node, vrf, instance, neighbor) for neighbor in instance.neighbors)


def _at(subject: Subject, node: Node, neighbor: BgpNeighbor, *path: str) -> Span:
    """Where a session comes from: its link, else its node."""
    interface = _interface(node, neighbor)
    if interface is None:
        return subject.node_at(node.name, *path)
    return subject.link_at(subject.network.link(interface), node.name, *path)


def _interface(node: Node, neighbor: BgpNeighbor) -> Interface | None:
    return next((i for i in node.interfaces if neighbor.ifindex and i.ifindex == neighbor.ifindex), None)


def next_hop_unreachable(subject: Subject) -> Iterator[Finding]:
    """IBGP passes on the next hop of an EBGP route, whose subnet nobody within the AS knows (RFC 4271 5.1.3)."""
    for node in subject.network.nodes.values():
        if node.bgp is None:
            continue
        plain = [n.name for n in node.bgp.neighbors if n.type == "ibgp" and n.next_hop_self is None]
        outside = [(n, _interface(node, n)) for n in node.bgp.neighbors if n.type == "ebgp"]
        hidden = [n for n, i in outside if i is not None and not _known_inside(node, i)]
        if plain and hidden:
            listed = names(n.name for n in hidden)
            yield Finding(
                f"`{node.name}` passes routes of {listed} on to {names(plain)} with a next hop they cannot reach",
                subject.node_at(node.name, "bgp", "next_hop_self"),
                "bgp.next_hop_self: True, or run the IGP on the link",
            )


def _known_inside(node: Node, interface: Interface) -> bool:
    """The IGP, or BGP itself, tells the AS of the interface's subnet."""
    if interface.ospf is not None or interface.isis is not None or interface.ripv2 is not None:
        return True
    instances = (node.ospf, node.isis, node.ripv2, node.bgp)
    if any(r.source == "connected" for i in instances if i is not None for r in i.redistribute):
        return True
    own = {address.prefix for address in (interface.ipv4, interface.ipv6) if isinstance(address, tuple)}
    return node.bgp is not None and any(network.prefix in own for network in node.bgp.networks)


def reflector_without_clients(subject: Subject) -> Iterator[Finding]:
    """A route reflector with nobody to reflect to (RFC 4456 section 4)."""
    for node in subject.network.nodes.values():
        if node.bgp is not None and node.bgp.rr and not any(n.rr_client for n in node.bgp.neighbors):
            where = subject.node_at(node.name, "bgp", "rr")
            yield Finding(
                f"route reflector `{node.name}` has no clients", where, "not every router of an AS can be one"
            )


def bgp_without_neighbors(subject: Subject) -> Iterator[Finding]:
    """A router runs BGP and has no session."""
    busy = {node.name for node, *_ in _sessions(subject)}
    for node in subject.network.nodes.values():
        alone = node.bgp is not None and node.name not in busy
        if alone and node.cluster is None and not node.vrfs:  # VRFs leak routes through BGP; clusters have own rules
            hint = "link it to a router of another AS, or give it one of its own AS"
            yield Finding(f"`{node.name}` runs BGP without a neighbour", subject.node_at(node.name, "bgp"), hint)


def _pairs(subject: Subject) -> Iterator[tuple[Node, BgpNeighbor, Node, BgpNeighbor]]:
    """Both ends of every session that has two which are configured and up, once each."""
    found: dict[tuple[str | None, str, str, Any], list[tuple[Node, BgpNeighbor]]] = {}
    for node, vrf, _, neighbor in _sessions(subject):
        first, second = sorted((node.name, neighbor.name))
        interface = _interface(node, neighbor)
        if not runs(node, "bgp") or (interface is not None and interface.shutdown):
            continue
        subnet = None if interface is None else (interface.linkindex, interface.segment)
        found.setdefault((vrf if subnet is None else None, first, second, subnet), []).append((node, neighbor))
    for ends in found.values():
        if len(ends) == 2 and ends[0][0].name != ends[1][0].name:
            yield *ends[0], *ends[1]


def session_mismatch(subject: Subject) -> Iterator[Finding]:
    """The ends of a session differ in what both must agree on, so it never comes up."""
    for node, neighbor, other, back in _pairs(subject):
        mine, theirs = neighbor.options, back.options
        between = f"between `{node.name}` and `{other.name}`"
        if mine.password != theirs.password:
            where = _first(subject, "password", (node, neighbor), (other, back))
            yield Finding(f"the BGP session {between} has different passwords (RFC 2385)", where, "set it on the link")
        if mine.passive and theirs.passive:
            where = _first(subject, "passive", (node, neighbor), (other, back))
            yield Finding(f"both ends of the BGP session {between} are passive", where, "one of them has to connect")
        if neighbor.type == "ebgp" and (mine.gtsm_hops is None) != (theirs.gtsm_hops is None):
            where = _first(subject, "gtsm", (node, neighbor), (other, back))
            yield Finding(f"only one end of the BGP session {between} has GTSM (RFC 5082)", where, "set it on the link")
        if {mine.role, theirs.role} - {None} and not _roles_fit(mine.role, theirs.role):
            where = _first(subject, "role", (node, neighbor), (other, back))
            said = f"{mine.role} and {theirs.role}"
            yield Finding(f"the BGP roles {between} do not fit: {said} (RFC 9234 4.2)", where, "see its table 2")


_ROLES = {"provider": "customer", "customer": "provider", "peer": "peer", "rs-server": "rs-client"}


def _roles_fit(mine: str | None, theirs: str | None) -> bool:
    """One end without a role is fine, unless the other is strict: then it says so itself."""
    return None in (mine, theirs) or _ROLES.get(mine or "") == theirs or _ROLES.get(theirs or "") == mine


def _first(subject: Subject, key: str, *ends: tuple[Node, BgpNeighbor]) -> Span:
    """Where one of the ends says something, else where the session comes from."""
    places = [(_at(subject, node, neighbor, "bgp", key), _at(subject, node, neighbor)) for node, neighbor in ends]
    return next((said for said, stands in places if said != stands), places[0][1])


def family_on_one_end(subject: Subject) -> Iterator[Finding]:
    """Only one end of a session activates an address family: no route of it is exchanged (RFC 4760 section 8)."""
    for node, neighbor, other, back in _pairs(subject):
        for family in ("ipv4", "ipv6"):
            ours, theirs = (getattr(n, f"activate_{family}") for n in (neighbor, back))
            if ours != theirs:
                silent = node if theirs else other
                yield Finding(
                    f"{family} routes: `{silent.name}` does not activate them on the session between"
                    f" `{node.name}` and `{other.name}`",
                    subject.node_at(silent.name, "bgp", "activate"),
                    "activate the family on both ends",
                )


def duplicate_router_id(subject: Subject) -> Iterator[Finding]:
    """Two routers with one id: OSPF and IBGP take them for one (RFC 2328 C.1, RFC 6286 section 2.1)."""
    seen: dict[tuple[str, str], str] = {}
    for node in subject.network.nodes.values():
        ids = [("OSPF", node.ospf.router_id)] if node.ospf is not None else []
        ids += [(f"AS {node.bgp.asn}", node.bgp.router_id)] if node.bgp is not None else []
        told = False
        for where, router_id in ids:
            first = seen.setdefault((where, router_id or node.name), node.name)
            if first != node.name and not told:
                told = True
                message = f"`{first}` and `{node.name}` have the same router id {router_id} in {where}"
                yield Finding(message, _id_at(subject, node.name), "remove one of them: each node gets its own")


def _id_at(subject: Subject, node: str) -> Span:
    stands = subject.node_at(node)
    paths = (("router_id",), ("ospf", "router_id"), ("bgp", "router_id"))
    return next((at for path in paths if (at := subject.node_at(node, *path)) != stands), stands)


def _within(asn: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(low <= asn <= high for low, high in ranges)


def private_as_leak(subject: Subject) -> Iterator[Finding]:
    """A public AS passes routes of a private one on to another public AS (RFC 6996 section 4)."""
    private: dict[int, set[int]] = {}
    for _, _, instance, neighbor in _sessions(subject):
        if neighbor.type == "ebgp" and _within(neighbor.asn, PRIVATE):
            private.setdefault(instance.asn, set()).add(neighbor.asn)
    for node, _, instance, neighbor in _sessions(subject):
        special = (*PRIVATE, *RESERVED)
        public = not _within(instance.asn, special) and not _within(neighbor.asn, special)
        filtered = (
            neighbor.options.remove_private_as or neighbor.policy.outbound or neighbor.options.route_server_client
        )
        if neighbor.type == "ebgp" and public and private.get(instance.asn) and not filtered:
            inside = names(str(asn) for asn in sorted(private[instance.asn]))
            yield Finding(
                f"`{node.name}` (AS {instance.asn}) tells AS {neighbor.asn} of private AS {inside}",
                _at(subject, node, neighbor),
                "`bgp.remove_private_as: True` (plugin `bgp.session`), or an outbound policy",
            )


def ebgp_without_policy(subject: Subject) -> Iterator[Finding]:
    """An EBGP session of a router without a policy takes and sends everything (RFC 8212 section 3)."""
    for node, _, _, neighbor in _sessions(subject):
        if node.cluster is not None:
            continue  # nodes of Kubernetes clusters have BGPFilters
        if neighbor.type == "ebgp" and not (neighbor.policy.inbound and neighbor.policy.outbound):
            missing = " and ".join(
                word for word, has in (("in", neighbor.policy.inbound), ("out", neighbor.policy.outbound)) if not has
            )
            message = f"`{node.name}` has no policy ({missing}) on its EBGP session with `{neighbor.name}`"
            yield Finding(message, _at(subject, node, neighbor), "`bgp.policy.in` and `bgp.policy.out`")


def single_reflector(subject: Subject) -> Iterator[Finding]:
    """One route reflector for an AS: when it is gone, nobody hears of anything."""
    reflectors: dict[int, list[str]] = {}
    for node in subject.network.nodes.values():
        if node.bgp is not None and node.bgp.rr:
            reflectors.setdefault(node.bgp.asn, []).append(node.name)
    for asn, listed in reflectors.items():
        if len(listed) == 1:
            where = subject.node_at(listed[0], "bgp", "rr")
            yield Finding(f"`{listed[0]}` is the only route reflector of AS {asn}", where, "make it two")


def single_uplink(subject: Subject) -> Iterator[Finding]:
    """An AS with several routers and one session to the outside."""
    members: dict[int, set[str]] = {}
    outside: dict[int, list[tuple[Node, BgpNeighbor]]] = {}
    for node, _, instance, neighbor in _sessions(subject):
        members.setdefault(instance.asn, set()).add(node.name)
        if neighbor.type == "ebgp":
            outside.setdefault(instance.asn, []).append((node, neighbor))
    for asn, sessions in outside.items():
        if len(sessions) == 1 and len(members[asn]) > 1:
            node, neighbor = sessions[0]
            message = f"AS {asn} reaches the others through `{node.name}` - `{neighbor.name}` only"
            yield Finding(message, _at(subject, node, neighbor), "give it a second uplink, at another router")
