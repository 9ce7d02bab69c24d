"""What a picture shows, before any engine: nodes, edges, boxes and their looks.

Owns the neutral model that all engines (DOT, D2, Mermaid, SVG, HTML) read; must not know an engine's syntax, measure
text or place anything. Built from a `Network` by the views (one per graph type); all tuples are in drawing order, so
that the same network gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

Shape = Literal["router", "switch", "host", "server", "machine", "pod", "lan", "stub"]
"""`server`: a node of a Kubernetes cluster, `machine` and `pod`: what runs on one; `lan`: a subnet with other than two
ends, drawn as a node; `stub`: a subnet with one end."""

Direction = Literal["down", "right"]
"""Where ranks grow: top-down or left-to-right."""

Theme = Literal["auto", "light", "dark"]
"""Colours of formats that have themes; `auto`: what the reader's system prefers."""

State = Literal["up", "down", "partial", "unknown"]
"""Live state of a link or session; `partial`: some of what it carries is not up."""


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """Neutral looks; None leaves it to the engine's style for the kind."""

    color: str | None = None
    """Line or border: a CSS colour (name or #rrggbb)."""
    fill: str | None = None
    text: str | None = None
    """Colour of the label."""
    width: float | None = None
    """Line width, 1 to 32, in units of one thin line (1 px, 1 pt)."""
    dashed: bool = False
    extra: Mapping[str, Mapping[str, str]] = {}
    """Attributes passed through as they are, by engine (`graphviz`, `d2`)."""


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """A place the user asked for, in cells of an arrangement (sketch or pin): column and row from the top left."""

    column: float
    row: float


class PictureNode(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    """The node's name; `subnet:<link index>` of a subnet drawn as a node."""
    label: tuple[str, ...]
    """Lines, the name first."""
    shape: Shape = "router"
    cluster: str | None = None
    """Id of the innermost box around it."""
    rank: int | None = None
    """1 to 200; nodes of one rank share a layer, low ranks first. None = the engine layers it."""
    mark: Mark | None = None
    kind: str = "node"
    """Name of the style class (`node`, `stub`, ...)."""
    look: Look = Look()
    noun: str | None = None
    """What it is, in a word (`EVPN instance`); None = its shape says it."""
    detail: Mapping[str, str] = {}
    """Device, loopback, router id, AS, ... in reading order: tooltips and accessible names, nothing to be read back."""


class PictureEnd(msgspec.Struct, frozen=True, kw_only=True):
    node: str
    interface: str | None = None
    """Interface name of a real node's end: what live state and `link down` refer to."""
    label: tuple[str, ...] = ()
    """Lines drawn at this end (interface name, address), already chosen by the options."""
    text: str = ""
    """Node, interface and its addresses with their lengths, for lists and searches; as `detail`, not always filled."""


class PictureEdge(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    """Stable over redraws: `link:<index>`, `bgp:<a>:<b>:...`."""
    source: PictureEnd
    target: PictureEnd
    kind: str = "edge"
    """Name of the style class: `edge`, `ibgp`, `ebgp`, `confed_ebgp`, `localas_ibgp`, `vlan_trunk`, `level-1`, ...;
    `schema/graph_styles.py` has them all."""
    label: tuple[str, ...] = ()
    directed: bool = False
    """An arrow at `target` (a route reflector's client sessions are drawn from the reflector)."""
    order: int = 100
    """linkorder: edges of one pair of ranks are laid out by it, low first."""
    link: int | None = None
    """`linkindex` of the cable below, when there is one."""
    look: Look = Look()
    state: State | None = None
    """Only in pictures of a running lab."""
    word: str | None = None
    """The state as the protocol says it: `Established`, `Full, Init`, ..."""
    vrf: str | None = None
    """Of a session: VRF of the source."""
    addresses: tuple[str, ...] = ()
    """Of a session: those of the target, without length; none when it is unnumbered."""
    detail: Mapping[str, str] = {}
    """What a tooltip says, in reading order."""


class PictureCluster(msgspec.Struct, frozen=True, kw_only=True):
    """A box: a group, an autonomous system, an area, a Kubernetes cluster, a node with what runs on it; boxes nest."""

    id: str
    label: str
    parent: str | None = None
    kind: str = "as"
    """What it is: `as`, `group`, `area`, `vrf`, `cluster`, `host`; all boxes have the looks of style class `as`, in
    D2's words `container`."""
    head: str | None = None
    """The node that this box is, one of those directly in it: it stands at the top, and edges to it may end at the
    box."""
    look: Look = Look()


class PictureKey(msgspec.Struct, frozen=True, kw_only=True):
    """What a colour stands for, to be said in a legend."""

    label: str
    look: Look


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    title: str | None
    type: str
    """Graph type it was made for: `topology`, `bgp`, ..."""
    nodes: tuple[PictureNode, ...]
    edges: tuple[PictureEdge, ...]
    clusters: tuple[PictureCluster, ...] = ()
    """Parents before children."""
    keys: tuple[PictureKey, ...] = ()
    """Of colours that mean something by themselves."""
    direction: Direction = "down"
    styles: Mapping[str, Look] = {}
    """Looks by style class (`node`, `stub`, `as`, `ibgp`, ...): the defaults with the user's `styles` over them."""
