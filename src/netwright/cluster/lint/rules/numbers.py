"""Rules about AS numbers: routes that meet their own AS are dropped (RFC 4271 section 9.1.2).

Owns: loops in AS paths between clusters. Must not: know the ends of sessions.
"""

from __future__ import annotations

from collections.abc import Iterator

from ....model.rule import Finding, names
from ...resources import BGPPeer
from ..chains import follow
from ..subject import Subject
from ..view import View


def cluster_as_loop(subject: Subject) -> Iterator[Finding]:
    """Clusters that hear each other's routes through a third one, or a cluster and a router, of one AS."""
    for view in subject.clusters:
        for around in _further_out(view):
            shared = view.as_numbers & around.as_numbers
            if shared:
                yield _finding(view, around, shared, "which is nested in it")
        yield from _with_routers(view)
        for index, child in enumerate(view.children):
            for other in view.children[:index]:
                shared = child.as_numbers & other.as_numbers
                if shared and (_meets(view, child, other) or _meets(view, other, child)):
                    yield _finding(child, other, shared, f"and `{view.name}` passes on routes from one to the other")


def _with_routers(view: View) -> Iterator[Finding]:
    """Routers that clusters around a nested one peer with by EBGP."""
    around = view.parent
    while around is not None:
        known = {*around.by_address, *around.host_addresses}
        for peer in around.peers:
            router = peer.peer_ip is not None and peer.peer_ip not in known
            if router and peer.as_number in view.as_numbers and not around.is_internal(peer):
                yield Finding(
                    f"AS {peer.as_number} of cluster `{view.name}` is also that of {peer.peer_ip}, which BGPPeer "
                    f"`{peer.name}` of `{around.name}` peers with: routes between them are dropped",
                    view.setting_at("asNumber"),
                    "an AS of its own for each",
                )
        around = around.parent


def _further_out(view: View) -> Iterator[View]:
    """Clusters around the parent: with the parent itself, one AS means IBGP, which has a rule of its own."""
    around = view.parent.parent if view.parent is not None else None
    while around is not None:
        yield around
        around = around.parent


def _finding(view: View, other: View, shared: frozenset[int], why: str) -> Finding:
    return Finding(
        f"AS {names(sorted(shared))} of cluster `{other.name}` is also that of `{view.name}`, {why}: "
        "routes between them are dropped",
        view.setting_at("asNumber"),
        "an AS of its own for each; numAllowedLocalASNumbers has no effect on peers with workloads",
    )


def _meets(parent: View, source: View, target: View) -> bool:
    """Routes of one nested cluster get to another."""
    ends = {address for address in target.by_address if address in parent.workload_sessions}
    peers = {parent.workload_sessions[address].peer.resource for address in ends}
    return any(_passes(parent, source, parent.resources.bgp_peers[name]) for name in peers)


def _passes(parent: View, source: View, peer: BGPPeer) -> bool:
    internal = parent.is_internal(peer)
    for announced in source.announced:
        rules = parent.rules(peer, "export", announced.routes.prefix.family)
        if follow(rules, announced.routes, internal=internal).accepted:
            return True
    return False
