"""`CalicoNode` -> configuration files of BIRD.

Owns: views of whole files and their texts. Must not: write files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

import msgspec
from jinja2 import PackageLoader, Template

from ...addr import Family
from ...render import environment
from ..peering import CalicoNode, NodeFamily
from ..resources import BGPFilter, SecretValue
from . import functions
from .names import Dialect, of_family, pattern
from .peers import TEMPLATE, PeerViews
from .rules import filter_functions
from .views import FamilyView, Function, NodeView

FILES: Mapping[Dialect, Mapping[Family, str]] = {
    "bird1": {4: "bird.cfg", 6: "bird6.cfg"},
    "bird2": {4: "bird.conf", 6: "bird.conf"},
}
CONNECT_DELAY_S = 2
"""What Calico waits before it calls a peer; laboratories want less."""
_UNKNOWN_INTERFACES = ("cali*", "kube-ipvs*")
_HIDDEN = SecretValue(b"***")
_DEBUG = {"Trace": "all", "Debug": "all", "Info": "{ states }"}


class Renderer:
    """Renders nodes of one cluster; functions of filters are made once for all of them."""

    def __init__(self, dialect: Dialect, *, connect_delay_s: int = CONNECT_DELAY_S, reveal: bool = True) -> None:
        """`reveal`: texts show passwords, as daemons need them; else `***` stands there."""
        self._dialect, self._connect_delay_s, self._reveal = dialect, connect_delay_s, reveal
        self._template = _template(dialect)
        self._functions: dict[tuple[int, Family], tuple[BGPFilter, tuple[Function, ...]]] = {}

    def files(self, node: CalicoNode) -> Mapping[str, str]:
        """Texts by name of file: one of BIRD 2, one per family of BIRD 1."""
        names = FILES[self._dialect]
        if self._dialect == "bird2":
            return {names[4]: self._text(node, node.families)}
        return {names[of.family]: self._text(node, (of,)) for of in node.families}

    def _text(self, node: CalicoNode, families: tuple[NodeFamily, ...]) -> str:
        peers = [
            view(peer) for of in families for view in [PeerViews(node, of, self._dialect).view] for peer in of.peers
        ]
        if not self._reveal:
            peers = [msgspec.structs.replace(p, password=_HIDDEN) if p.password is not None else p for p in peers]
        peers.sort(key=lambda peer: peer.name)
        unknown = (*_UNKNOWN_INTERFACES, *node.ignored_interfaces)
        view = NodeView(
            node=node.name,
            router_id=str(node.router_id),
            listen=_listen(node, families[0]) if self._dialect == "bird1" else "",
            debug=_DEBUG.get(node.log_severity, "off"),
            direct_interfaces=", ".join([*(f"-{pattern(name)}" for name in dict.fromkeys(unknown)), pattern("*")]),
            connect_delay_s=self._connect_delay_s,
            families=tuple(self._family(node, of) for of in families),
            peers=tuple(peers),
        )
        return self._template.render(view=view)

    def _family(self, node: CalicoNode, of: NodeFamily) -> FamilyView:
        dialect = self._dialect
        return FamilyView(
            family=of.family,
            communities=functions.apply_communities(of, dialect),
            kernel=functions.kernel_programming(of, dialect),
            aggregation=functions.aggregation(of, dialect),
            priority=functions.export_priority(of, dialect),
            export=functions.export_to_peers(of, node.route_reflector_cluster_id is not None, dialect),
            routes=functions.static_routes(of),
            template=of_family(TEMPLATE, of.family, dialect),
            local=_local(node, of, dialect),
            strict_bind=dialect == "bird2" and node.listen_on_node_address,
            functions=tuple(self._filter_functions(node, of)),
        )

    def _filter_functions(self, node: CalicoNode, of: NodeFamily) -> Iterable[Function]:
        used = {name for peer in of.peers for name in peer.filters}
        for bgp_filter in node.filters:
            if bgp_filter.name in used:
                yield from self._of_filter(bgp_filter, of.family)

    def _of_filter(self, bgp_filter: BGPFilter, family: Family) -> tuple[Function, ...]:
        known = self._functions.get((id(bgp_filter), family))
        if known is None:
            # The filter is kept beside its functions, so that its id stays its own.
            known = self._functions[id(bgp_filter), family] = (
                bgp_filter,
                filter_functions(bgp_filter, family, self._dialect),
            )
        return known[1]


def render_node(node: CalicoNode, dialect: Dialect, *, connect_delay_s: int = CONNECT_DELAY_S) -> Mapping[str, str]:
    """Texts of one node by name of file."""
    return Renderer(dialect, connect_delay_s=connect_delay_s).files(node)


def _listen(node: CalicoNode, of: NodeFamily) -> str:
    address = f" address {of.address.address}" if node.listen_on_node_address else ""
    port = f" port {node.listen_port}" if node.listen_port is not None else ""
    return address + port


def _local(node: CalicoNode, of: NodeFamily, dialect: Dialect) -> str:
    """BIRD 2 has address and port of listening in each protocol."""
    listen = _listen(node, of).replace(" address", "") if dialect == "bird2" else ""
    return f"local{listen} as {node.as_number}"


@cache
def _template(dialect: Dialect) -> Template:
    return environment(PackageLoader(__package__, "templates")).get_template(f"{dialect}.j2")
