"""Rules about the way of nested routes: from the nested cluster to its parent, and on to the network.

Owns: whether filters let routes of nested clusters through. Must not: judge filters by themselves.
By themselves, nodes export addresses of their own cluster's pools only; what nested clusters tell needs a filter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ....addr import Prefix
from ....model.calico import CalicoNode
from ....model.rule import Finding, names
from ...resources import BGPPeer
from ..chains import follow
from ..subject import Subject
from ..view import Announced, View
from ..wording import accepting


def nested_routes_not_imported(subject: Subject) -> Iterator[Finding]:
    """Filters of a BGPPeer with workloads that reject pools or service ranges of the nested cluster."""
    for view in subject.clusters:
        for peer in view.workload_peers:
            ends = [view.child_by_address.get(s.peer.address) for s in view.sessions(peer)]
            for child in dict.fromkeys(child for child in ends if child is not None):
                lost = [r for source in (child, *child.descendants) for r in _rejected(view, peer, source)]
                if lost:
                    yield Finding(
                        f"filters of BGPPeer `{peer.name}` reject {_listed(lost)} of cluster `{child.name}`",
                        peer.places.at("spec.filters"),
                        accepting((r.routes.prefix for r in lost), "import"),
                    )


def _rejected(view: View, peer: BGPPeer, source: View) -> Iterator[Announced]:
    internal, families = view.is_internal(peer), view.families_of(peer)
    for announced in source.announced:
        family = announced.routes.prefix.family
        if family in families:
            verdict = follow(view.rules(peer, "import", family), announced.routes, internal=internal)
            if verdict.rejected:
                yield announced


def nested_routes_not_exported(subject: Subject) -> Iterator[Finding]:
    """A BGPPeer with a router or node whose filters do not accept the pools and service ranges of nested clusters."""
    for view in subject.clusters:
        if view.children:
            for peer in view.peers:
                carried = [source for source in view.descendants if _is_carried(view, peer, source)]
                lost = [(kept, source.name) for source in carried for kept in _kept(view, peer, source)]
                if lost:
                    yield Finding(
                        f"BGPPeer `{peer.name}` does not pass on {_listed(r for r, _ in lost)} of cluster "
                        f"{names(dict.fromkeys(name for _, name in lost))}",
                        peer.places.at("spec.filters"),
                        accepting((r.routes.prefix for r, _ in lost), "export"),
                    )


def _is_carried(view: View, peer: BGPPeer, source: View) -> bool:
    """Nodes with the session have machines of the cluster, or reflect what others hear."""
    if not view.nodes:
        return True
    hosts = view.hosts(source)
    return any(s.node.name in hosts or _reflects(s.node) for s in view.sessions(peer))


def _reflects(node: CalicoNode) -> bool:
    return node.route_reflector_cluster_id is not None


def _kept(view: View, peer: BGPPeer, source: View) -> Iterator[Announced]:
    internal, families = view.is_internal(peer), view.families_of(peer)
    for announced in source.announced:
        family = announced.routes.prefix.family
        if family not in families or not _has_session(view, peer, announced):
            continue
        verdict = follow(view.rules(peer, "export", family), announced.routes, internal=internal)
        if verdict.rejected or not all(_is_own(view, prefix) for prefix in verdict.undecided):
            yield announced


def _has_session(view: View, peer: BGPPeer, announced: Announced) -> bool:
    family = announced.routes.prefix.family
    return not view.nodes or any(s.peer.address.family == family for s in view.sessions(peer))


def _is_own(view: View, prefix: Prefix) -> bool:
    """Nodes export it without being told."""
    pools = view.resources.ip_pools.values()
    return any(p.cidr.contains(prefix) and not p.disable_bgp_export for p in pools)


def _listed(announced: Iterable[Announced]) -> str:
    return names(dict.fromkeys(a.what for a in announced))
