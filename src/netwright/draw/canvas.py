"""What views draw on: nodes, subnets, edges and boxes are put down here and become a `Picture`.

Owns: classes that are left out, the direction of edges, order, places of sketches and pins. Must not: know protocols.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from ..errors import Problems, Span, nearest
from ..model import Interface, Link, Network, Node
from .hues import Part, hues_of, shaded
from .labels import end_label, end_text, link_detail, node_detail, node_label, subnet_label
from .looks import attributes_of, element_look, over
from .picture import Look, Mark, Picture, PictureCluster, PictureEdge, PictureEnd, PictureKey, PictureNode, Shape
from .settings import DrawSettings, GraphType
from .sketch import read_sketch

DEFAULT_ORDER = 100
DEFAULT_RANK = 100
_NO_DETAIL: Mapping[str, str] = {}
_NO_LOOK = Look()
End = tuple[str, Interface | None]
"""Node and interface."""


class Canvas:
    """One picture being made."""

    def __init__(self, network: Network, settings: DrawSettings, problems: Problems) -> None:
        self.network = network
        self.settings = settings
        self.problems = problems
        self.nodes: dict[str, PictureNode] = {}
        self.edges: list[PictureEdge] = []
        self.clusters: dict[str, PictureCluster] = {}
        self.keys: list[PictureKey] = []
        self.orders: dict[str, int] = {}
        self.ranks: Mapping[str, int] = {}
        """Of nodes for which the topology gives none."""
        self.hues = hues_of(network.clusters)
        self.node_attributes = {n.name: attributes_of(n.extra, settings.family) for n in network.nodes.values()}
        self.link_attributes = {link.linkindex: attributes_of(link.extra, settings.family) for link in network.links}
        general = (attributes_of(node.extra, "graph") for node in network.nodes.values())
        self.general = dict(zip(network.nodes, general, strict=True))
        """Layout is the same for all engines: classes, ranks and pins are those of `graph`."""
        self.hidden, self.hidden_links = self._hidden()
        self.marks = self._marks()

    # What is left out

    def _hidden(self) -> tuple[frozenset[str], frozenset[int]]:
        """Nodes and links that are left out; a class that nothing has is a problem."""
        asked = self.settings.include | self.settings.exclude
        if not asked:
            return frozenset(), frozenset()
        nodes = {name: _classes(found) for name, found in self.general.items()}
        links = {link.linkindex: _classes(attributes_of(link.extra, "graph")) for link in self.network.links}
        known = frozenset().union(*nodes.values(), *links.values())
        for word in sorted(asked - known):
            hint = nearest(word, known) or (f"classes: {', '.join(sorted(known))}" if known else "set `graph.class`")
            message = f"no node or link has the class `{word}`"
            self.problems.error("unknown-class", message, Span("<command line>"), hint)
        return frozenset(self._left_out(nodes)), frozenset(self._left_out(links))

    def _left_out(self, classes: Mapping[Any, frozenset[str]]) -> Iterable[Any]:
        """Classes that are asked for leave out everything else of the kind, if it knows them at all."""
        include, exclude = self.settings.include, self.settings.exclude
        chosen = include and any(found & include for found in classes.values())
        return (key for key, found in classes.items() if found & exclude or (chosen and not found & include))

    def shows(self, name: str) -> bool:
        return name not in self.hidden

    # Places

    def _marks(self) -> dict[str, Mark]:
        found: dict[str, Mark] = {}
        if self.settings.sketch is not None:
            found = read_sketch(self.settings.sketch, self.network.nodes, self.problems)
        for name, attributes in self.general.items():
            pin = attributes.get("pin")
            if isinstance(pin, Mapping):
                found[name] = Mark(column=float(pin.get("column", 0)), row=float(pin.get("row", 0)))
        return found

    # Putting things down

    def cluster(
        self,
        id: str,
        label: str,
        kind: str,
        parent: str | None = None,
        *,
        head: str | None = None,
        owner: str | None = None,
    ) -> str:
        """A box, in the colour of the Kubernetes cluster that owns it; the same one when it is there already."""
        if id not in self.clusters:
            look = self.shade(owner, "box" if head is None else "host")
            self.clusters[id] = PictureCluster(id=id, label=label, parent=parent, kind=kind, head=head, look=look)
        return id

    def shade(self, cluster: str | None, part: Part) -> Look:
        """Looks in the colour of a Kubernetes cluster; plain ones for everything else."""
        hue = self.hues.get(cluster) if cluster is not None else None
        return _NO_LOOK if hue is None else shaded(hue, part, self.settings.family)

    def _node_look(self, node: Node) -> Look:
        own = element_look(self.node_attributes[node.name], self.settings.style_map, self.settings.family)
        if node.cluster is not None:
            return over(self.shade(node.cluster.cluster, "node"), own)
        return over(self.shade(node.workload.cluster, "workload"), own) if node.workload is not None else own

    def node(
        self,
        node: Node,
        *,
        cluster: str | None = None,
        lines: Iterable[str] = (),
        detail: Mapping[str, str] | None = None,
    ) -> None:
        """A node of the network, unless its classes leave it out."""
        if node.name in self.nodes or not self.shows(node.name):
            return
        attributes = self.node_attributes[node.name]
        self.orders[node.name] = int(attributes.get("linkorder", DEFAULT_ORDER))
        self.nodes[node.name] = PictureNode(
            id=node.name,
            label=(*node_label(node, self.settings), *lines),
            shape=shape_of(node),
            cluster=cluster,
            rank=self.general[node.name].get("rank", self.ranks.get(node.name)),
            mark=self.marks.get(node.name),
            look=self._node_look(node),
            detail={**node_detail(node), **(detail or {})} if self.settings.detail else _NO_DETAIL,
        )

    def thing(
        self,
        id: str,
        label: tuple[str, ...],
        *,
        shape: Shape = "lan",
        cluster: str | None = None,
        rank: int | None = None,
        look: Look | None = None,
        noun: str | None = None,
        detail: Mapping[str, str] = _NO_DETAIL,
    ) -> str:
        """Something that is no node of the network: a subnet, a VLAN, a VRF."""
        if id not in self.nodes:
            self.nodes[id] = PictureNode(
                id=id,
                label=label,
                shape=shape,
                cluster=cluster,
                rank=rank,
                kind="stub",
                look=look or _NO_LOOK,
                noun=noun,
                detail=self._told(detail),
            )
        return id

    def edge(
        self,
        id: str,
        source: PictureEnd,
        target: PictureEnd,
        *,
        kind: str = "edge",
        label: tuple[str, ...] = (),
        directed: bool = False,
        order: int = DEFAULT_ORDER,
        link: int | None = None,
        look: Look | None = None,
        dashed: str | None = None,
        vrf: str | None = None,
        addresses: tuple[str, ...] = (),
        detail: Mapping[str, str] = _NO_DETAIL,
    ) -> None:
        """An edge between things that are there; `dashed` names the style that makes it so."""
        if source.node not in self.nodes or target.node not in self.nodes:
            return
        if not directed and self._below(source.node, target.node):
            source, target = target, source
        if dashed is not None:
            look = over(self.settings.styles.get(dashed, Look(dashed=True)), look or _NO_LOOK)
        self.edges.append(
            PictureEdge(
                id=id,
                source=source,
                target=target,
                kind=kind,
                label=label,
                directed=directed,
                order=order,
                link=link,
                look=look or _NO_LOOK,
                vrf=vrf,
                addresses=addresses,
                detail=self._told(detail),
            )
        )

    def _told(self, detail: Mapping[str, str]) -> Mapping[str, str]:
        return detail if self.settings.detail else _NO_DETAIL

    def _below(self, name: str, other: str) -> bool:
        """Whether the first is placed lower: by marks where both have one, else by rank."""
        one, two = self.nodes[name], self.nodes[other]
        if one.mark is not None and two.mark is not None:
            return one.mark.row > two.mark.row
        return (one.rank or DEFAULT_RANK) > (two.rank or DEFAULT_RANK)

    # Links

    def link(
        self,
        link: Link,
        ends: list[End],
        *,
        id: str = "",
        kinds: Mapping[str, str] | str = "edge",
        vlan: str | None = None,
        cluster: str | None = None,
        label: tuple[str, ...] = (),
        dashed: str | None = None,
        detail: Mapping[str, str] | None = None,
    ) -> None:
        """A link or subnet: an edge between two ends, a node of its own with any other number.

        Ends that are left out by their classes take links of two ends with them. `kinds` is the kind of all edges or
        one by node.
        """
        id = id or f"link:{link.linkindex}"
        visible = [end for end in ends if end[0] in self.nodes]
        if len(visible) < min(len(ends), 2) or link.linkindex in self.hidden_links:
            return
        told = {**link_detail(link, ends), **(detail or {})} if self.settings.detail else _NO_DETAIL
        general = attributes_of(link.extra, "graph")
        own = self.link_attributes.get(link.linkindex, {}) if link.linkindex else {}
        lan = general.get("type") == "lan" or len(ends) != 2
        index = link.linkindex or None
        parts = [self._end_attributes(interface, own) for _, interface in visible]
        picture_ends = [self.end(name, interface) for name, interface in visible]
        kind_of = kinds if isinstance(kinds, Mapping) else {}
        if not lan:
            merged = {**parts[0], **parts[1]}
            kind = kind_of.get(visible[0][0], "edge") if isinstance(kinds, Mapping) else kinds
            self._link_edge(id, picture_ends[0], picture_ends[1], merged, kind, label, index, dashed, told)
            return
        subnet = self.thing(
            f"subnet:{link.linkindex}" if link.linkindex else f"subnet:{id}",
            subnet_label(link, vlan),
            shape="lan" if len(ends) > 1 else "stub",
            cluster=cluster,
            rank=general.get("rank"),
            look=Look(fill=own["fill"]) if "fill" in own else None,
            detail=told,
        )
        for end, attributes in zip(picture_ends, parts, strict=True):
            kind = kind_of.get(end.node, "edge") if isinstance(kinds, Mapping) else kinds
            target = PictureEnd(node=subnet)
            self._link_edge(f"{id}:{end.node}", end, target, attributes, kind, (), index, dashed, told)

    def end(self, name: str, interface: Interface | None) -> PictureEnd:
        """A node's end of an edge, labelled as the settings say."""
        label = end_label(self.network.nodes[name], interface, self.settings)
        if interface is None:
            return PictureEnd(node=name, label=label)
        text = end_text(name, interface) if self.settings.detail else ""
        return PictureEnd(node=name, interface=interface.ifname, label=label, text=text)

    def _end_attributes(self, interface: Interface | None, own: Mapping[str, Any]) -> Mapping[str, Any]:
        """An interface's diagram attributes over those of its link."""
        if interface is None or not interface.extra:
            return own
        return {**own, **attributes_of(interface.extra, self.settings.family)}

    def _link_edge(
        self,
        id: str,
        source: PictureEnd,
        target: PictureEnd,
        attributes: Mapping[str, Any],
        kind: str,
        label: tuple[str, ...],
        link: int | None,
        dashed: str | None,
        detail: Mapping[str, str],
    ) -> None:
        self.edge(
            id,
            source,
            target,
            kind=kind,
            label=label,
            order=int(attributes.get("linkorder", DEFAULT_ORDER)),
            link=link,
            look=element_look(attributes, self.settings.style_map, self.settings.family),
            dashed=dashed,
            detail=detail,
        )

    # The result

    def picture(self, type: GraphType) -> Picture:
        """Everything in drawing order; boxes without content are left out.

        A sketch has its own up and down, so that a direction means nothing beside it.
        """
        nodes = [self._unplaced(node) if self._inside(node) else node for node in self.nodes.values()]
        nodes.sort(key=lambda node: self.orders.get(node.id, DEFAULT_ORDER))
        used = {node.cluster for node in nodes}
        for cluster in reversed(self.clusters.values()):
            if cluster.id in used:
                used.add(cluster.parent)
        return Picture(
            title=self.settings.title,
            type=type,
            nodes=tuple(nodes),
            edges=tuple(sorted(self.edges, key=lambda edge: edge.order)),
            clusters=tuple(c for c in self.clusters.values() if c.id in used),
            keys=tuple(self.keys),
            direction="down" if self.marks else self.settings.direction,
            styles=self.settings.styles,
        )

    def _inside(self, node: PictureNode) -> bool:
        """Whether a node stands in another."""
        box = self.clusters.get(node.cluster or "")
        while box is not None:
            if box.head not in (None, node.id):
                return True
            box = self.clusters.get(box.parent or "")
        return False

    @staticmethod
    def _unplaced(node: PictureNode) -> PictureNode:
        """Ranks and marks place nodes on the page; in a node they mean nothing."""
        return msgspec.structs.replace(node, rank=None, mark=None)


def _classes(attributes: Mapping[str, Any]) -> frozenset[str]:
    found = attributes.get("class") or ()
    return frozenset({found} if isinstance(found, str) else found)


def shape_of(node: Node) -> Shape:
    """A pod, a machine, a node of a cluster; a host, a switch (it only bridges), or a router."""
    if node.workload is not None:
        return node.workload.kind
    if node.cluster is not None:
        return "server"
    if node.role == "host":
        return "host"
    if node.role == "bridge" or (node.vlans and all(vlan.mode == "bridge" for vlan in node.vlans.values())):
        return "switch"
    return "router"
