"""A session -> a BGP protocol.

Owns: options of protocols and their filters. Must not: decide anything about a session.
"""

from __future__ import annotations

from collections.abc import Iterable

from ...addr import Family
from ..peering import CalicoNode, NodeFamily, Peer
from ..resources import BGPFilter
from .names import Dialect, Direction, filter_function, of_family
from .rules import HIGHEST_PRIORITY, argument, directions
from .views import PeerView

TEMPLATE = "bgp_template"
ELEVATED_PREFERENCE = 200
"""Of routes whose priority says that a workload is moving: over local ones."""


class PeerViews:
    """Makes the views of one family of a node."""

    def __init__(self, node: CalicoNode, of: NodeFamily, dialect: Dialect) -> None:
        self._node, self._of, self._dialect = node, of, dialect
        self._filters = {f.name: f for f in node.filters}
        elevated = f"bgp_local_pref > {HIGHEST_PRIORITY - of.normal_priority}"
        self._import_tail = (
            f"if defined(bgp_local_pref) && {elevated} then preference = {ELEVATED_PREFERENCE}",
            "accept",
        )
        self._head = f"{of_family('calico_export_priority', of.family, dialect)}()"
        self._export = of_family("calico_export_to_bgp_peers", of.family, dialect)
        self._calls: dict[tuple[str, Direction], str | None] = {}

    def view(self, peer: Peer) -> PeerView:
        internal = "true" if peer.internal else "false"
        family: Family = self._of.family
        return PeerView(
            name=peer.name,
            template=of_family(TEMPLATE, family, self._dialect),
            family=family,
            options=tuple(self._options(peer)),
            channel=(f"next hop {peer.next_hop}",) if peer.next_hop != "default" else (),
            imports=(*self._filter_calls(peer, "import"), *self._import_tail),
            exports=(
                self._head,
                *self._filter_calls(peer, "export"),
                f"{self._export}({internal})",
                "reject",
            ),
            password=peer.password,
        )

    def _options(self, peer: Peer) -> Iterable[str]:
        port = f" port {peer.port}" if peer.port is not None else ""
        yield f"neighbor {peer.address}{port} as {peer.remote_as}"
        if peer.source_address is not None:
            yield f"source address {peer.source_address}"
        if peer.local_as != self._node.as_number:
            yield f"local as {peer.local_as}"
        if peer.passive:
            yield "passive on"
        if peer.ttl_security_hops is not None:
            yield from ("ttl security on", f"multihop {peer.ttl_security_hops}")
        elif peer.kind != "mesh":
            yield from ("ttl security off", "multihop")
        if peer.route_reflector_client:
            yield from ("rr client", f"rr cluster id {self._node.route_reflector_cluster_id}")
        if peer.restart_time_s is not None:
            yield f"graceful restart time {peer.restart_time_s}"
        if peer.keepalive_time_s is not None:
            yield f"keepalive time {peer.keepalive_time_s}"
        if peer.allowed_local_as is not None:
            yield f"allow local as {peer.allowed_local_as}"

    def _filter_calls(self, peer: Peer, direction: Direction) -> Iterable[str]:
        given = argument(direction, self._dialect, internal=peer.internal, local_as=peer.local_as)
        for name in peer.filters:
            if (function := self._function(name, direction)) is not None:
                yield f"{function}({given})"

    def _function(self, name: str, direction: Direction) -> str | None:
        """The function of a filter; None when it has no rule for the direction."""
        key = name, direction
        if key not in self._calls:
            used = _has_rules(self._filters[name], direction, self._of.family)
            self._calls[key] = filter_function(name, direction, self._of.family) if used else None
        return self._calls[key]


def _has_rules(bgp_filter: BGPFilter, direction: Direction, family: Family) -> bool:
    return bool(dict(directions(bgp_filter, family))[direction])
