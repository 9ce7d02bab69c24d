"""Report `wiring`: which port is cabled to which. Must not: decide anything about the network."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Link
from .columns import INTERFACE, NODE, ends
from .model import Column, ReportSpec, Row, Selection, TableSpec

LINK = Column("link", "Link", "Number of the link in the topology", "number")
NAME = Column("name", "Name", "Name the topology gives the link")


def _cables(selected: Selection) -> Iterator[Link]:
    """Links with real ports: no loopbacks, no aggregates of other links."""
    for link in selected.network.links:
        if link.type not in ("loopback", "lag", "tunnel") and any(e.node in selected.names for e in link.endpoints):
            yield link


def _pairs(selected: Selection) -> Iterator[Row]:
    for link in _cables(selected):
        if len(link.endpoints) == 2:
            a, b = link.endpoints
            yield (link.linkindex, link.name, a.node, a.ifname, b.node, b.ifname)


def _shared(selected: Selection) -> Iterator[Row]:
    for link in _cables(selected):
        if len(link.endpoints) > 2:
            yield (link.linkindex, link.name, link.bridge, len(link.endpoints), ends(link))


def _stubs(selected: Selection) -> Iterator[Row]:
    for link in _cables(selected):
        if len(link.endpoints) == 1:
            yield (link.linkindex, link.name, link.endpoints[0].node, link.endpoints[0].ifname)


def _virtual(selected: Selection) -> Iterator[Row]:
    for link in selected.network.links:
        if link.type in ("lag", "tunnel") and any(e.node in selected.names for e in link.endpoints):
            yield (link.linkindex, link.type, link.name, ends(link))


WIRING = ReportSpec(
    name="wiring",
    title="Wiring",
    meaning="Which port is cabled to which.",
    tables=(
        TableSpec(
            "point_to_point",
            "Links with two ends",
            (
                LINK,
                NAME,
                Column("origin", "Origin device", "Node of the first end"),
                Column("origin_port", "Origin port", "Interface of the first end"),
                Column("destination", "Destination device", "Node of the second end"),
                Column("destination_port", "Destination port", "Interface of the second end"),
            ),
            _pairs,
        ),
        TableSpec(
            "lans",
            "Links with more ends",
            (
                LINK,
                NAME,
                Column("bridge", "Bridge", "Name of the bridge that joins the ends"),
                Column("count", "Ports", "How many ends it has", "number"),
                Column("ends", "Ends", "Node and interface of each end", "list"),
            ),
            _shared,
        ),
        TableSpec("stubs", "Links with one end", (LINK, NAME, NODE, INTERFACE), _stubs),
        TableSpec(
            "virtual",
            "Aggregates and tunnels",
            (
                LINK,
                Column("type", "Type", "`lag` or `tunnel`"),
                NAME,
                Column("ends", "Ends", "Node and interface of each end", "list"),
            ),
            _virtual,
        ),
    ),
    empty="The network has no links.",
    aliases=("cabling", "cables", "links"),
)
