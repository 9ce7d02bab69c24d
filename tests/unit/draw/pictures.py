"""Pictures made by hand: the shapes networks come in, one function each."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from netwright.draw.picture import (
    Look,
    Mark,
    Picture,
    PictureCluster,
    PictureEdge,
    PictureEnd,
    PictureNode,
    Shape,
    State,
)

STATES: tuple[State, ...] = ("up", "down", "partial", "unknown")


def node(name: str, second: str | None = None, shape: Shape = "router", **more: object) -> PictureNode:
    label = (name,) if second is None else (name, second)
    return msgspec.structs.replace(PictureNode(id=name, label=label, shape=shape), **more)


def edge(number: int, source: str, target: str, kind: str = "edge", **more: object) -> PictureEdge:
    ends = (PictureEnd(node=source, interface="eth1"), PictureEnd(node=target, interface="eth2"))
    return msgspec.structs.replace(
        PictureEdge(id=f"link:{number}", source=ends[0], target=ends[1], kind=kind, link=number), **more
    )


def labelled(picture: Picture, middle: bool = False) -> Picture:
    """The same with interface names and addresses at all ends."""
    edges = []
    for number, old in enumerate(picture.edges):
        source = msgspec.structs.replace(old.source, label=(f"eth{number}", f"10.1.{number}.1/30"))
        target = msgspec.structs.replace(old.target, label=(f"swp{number}", f"10.1.{number}.2/30"))
        label = (f"10.1.{number}.0/30",) if middle else ()
        edges.append(msgspec.structs.replace(old, source=source, target=target, label=label))
    return msgspec.structs.replace(picture, edges=tuple(edges))


def sideways(picture: Picture) -> Picture:
    return msgspec.structs.replace(picture, direction="right")


def leaf_spine(spines: int = 2, leaves: int = 4, hosts: int = 1, *, ranks: bool = True) -> Picture:
    nodes = [node(f"spine{n}", f"10.0.0.{n}/32", rank=1 if ranks else None) for n in range(1, spines + 1)] + [
        node(f"leaf{n}", f"10.0.1.{n % 250}/32", "switch", rank=2 if ranks else None) for n in range(1, leaves + 1)
    ]
    pairs = [(f"spine{s}", f"leaf{n}") for n in range(1, leaves + 1) for s in range(1, spines + 1)]
    for leaf in range(1, leaves + 1):
        for number in range(1, hosts + 1):
            nodes.append(node(f"h{leaf}-{number}", shape="host"))
            pairs.append((f"leaf{leaf}", f"h{leaf}-{number}"))
    edges = tuple(edge(number, *pair) for number, pair in enumerate(pairs, 1))
    return Picture(title="Leaf-spine", type="topology", nodes=tuple(nodes), edges=edges)


def ring(count: int = 5) -> Picture:
    nodes = tuple(node(f"r{n}", f"10.0.0.{n}/32") for n in range(1, count + 1))
    edges = tuple(edge(n, f"r{n}", f"r{n % count + 1}") for n in range(1, count + 1))
    return Picture(title=None, type="topology", nodes=nodes, edges=edges)


def hub(spokes: int = 8) -> Picture:
    nodes = (node("hub", "10.0.0.1/32"), *(node(f"spoke{n}", f"10.0.1.{n}/32") for n in range(1, spokes + 1)))
    edges = tuple(edge(n, "hub", f"spoke{n}", label=(f"10.1.{n}.0/30",)) for n in range(1, spokes + 1))
    return Picture(title="Hub and spokes", type="topology", nodes=nodes, edges=edges)


def pods() -> Picture:
    """Two pods in boxes below two super-spines; leaves of a pod are joined, two of them past the third."""
    nodes = [node("super1", rank=1), node("super2", rank=1)]
    pairs: list[tuple[str, str]] = []
    clusters = []
    for pod in ("a", "b"):
        clusters.append(PictureCluster(id=f"pod-{pod}", label=f"Pod {pod} (AS 6500{ord(pod) - 96})"))
        for number in (1, 2):
            nodes.append(node(f"{pod}-spine{number}", rank=2, cluster=f"pod-{pod}"))
            pairs += [(f"super{up}", f"{pod}-spine{number}") for up in (1, 2)]
        for number in (1, 2, 3):
            nodes.append(node(f"{pod}-leaf{number}", shape="switch", rank=3, cluster=f"pod-{pod}"))
            pairs += [(f"{pod}-spine{up}", f"{pod}-leaf{number}") for up in (1, 2)]
        pairs += [(f"{pod}-leaf1", f"{pod}-leaf2"), (f"{pod}-leaf1", f"{pod}-leaf3")]
    edges = tuple(edge(number, *pair) for number, pair in enumerate(pairs, 1))
    return Picture(title="Two pods", type="topology", nodes=tuple(nodes), edges=edges, clusters=tuple(clusters))


def reflectors() -> Picture:
    """Two reflectors, four clients and two customers with an AS each."""
    core = [node(name, cluster="core") for name in ("rr1", "rr2", "pe1", "pe2", "pe3", "pe4")]
    customers = [node(f"ce{n}", cluster=f"as{n}") for n in (1, 2)]
    clusters = (
        PictureCluster(id="core", label="core (AS 65000)"),
        *(PictureCluster(id=f"as{n}", label=f"AS 6510{n}") for n in (1, 2)),
    )
    edges = [edge(1, "rr1", "rr2", "ibgp")]
    for reflector in ("rr1", "rr2"):
        edges += [edge(len(edges) + n, reflector, f"pe{n}", "ibgp", directed=True) for n in range(1, 5)]
    edges += [edge(20 + n, f"pe{n}", f"ce{n}", "ebgp") for n in (1, 2)]
    return Picture(title="Sessions", type="bgp", nodes=(*core, *customers), edges=tuple(edges), clusters=clusters)


def route_server(peers: int = 6) -> Picture:
    names = ["rs", *(f"m{n}" for n in range(1, peers + 1))]
    clusters = tuple(PictureCluster(id=f"as-{name}", label=f"AS {65000 + n}") for n, name in enumerate(names))
    nodes = tuple(node(name, cluster=f"as-{name}") for name in names)
    edges = tuple(edge(n, "rs", name, "ebgp") for n, name in enumerate(names[1:], 1))
    return Picture(title="Exchange point", type="bgp", nodes=nodes, edges=edges, clusters=clusters)


def mesh(count: int = 6) -> Picture:
    nodes = tuple(node(f"r{n}", f"10.0.0.{n}/32", cluster="as") for n in range(count))
    pairs = [(f"r{n}", f"r{m}") for n in range(count) for m in range(n)]
    edges = tuple(edge(number, *pair, "ibgp") for number, pair in enumerate(pairs, 1))
    box = PictureCluster(id="as", label="AS 65000")
    return Picture(title=None, type="bgp", nodes=nodes, edges=edges, clusters=(box,))


def areas() -> Picture:
    """A backbone with two areas, boxes in a box, a subnet of three and a stub."""
    clusters = (
        PictureCluster(id="domain", label="OSPF", kind="group"),
        *(PictureCluster(id=f"area{n}", label=f"Area 0.0.0.{n}", kind="area", parent="domain") for n in range(3)),
    )
    members = {"area0": ("b1", "b2", "b3", "b4"), "area1": ("c1", "c2", "c3"), "area2": ("d1", "d2")}
    nodes = [node(name, cluster=area) for area, names in members.items() for name in names]
    nodes += [
        PictureNode(id="subnet:20", label=("172.16.0.0/24",), shape="lan", kind="stub"),
        PictureNode(id="subnet:21", label=("172.16.1.0/24",), shape="stub", kind="stub", cluster="area1"),
    ]
    text = "b1 b2, b2 b3, b3 b4, b4 b1, b1 c1, b2 c2, c1 c2, c1 c3, c2 c3, b3 d1, b4 d2, d1 d2, b1 subnet:20"
    pairs = [pair.split() for pair in f"{text}, b2 subnet:20, b3 subnet:20, c3 subnet:21".split(", ")]
    edges = tuple(edge(number, *pair, label=(str(10 * number),)) for number, pair in enumerate(pairs, 1))
    return Picture(title="Areas", type="ospf", nodes=tuple(nodes), edges=edges, clusters=clusters)


def parallel() -> Picture:
    """Parallel links, and a link from a node to itself."""
    pairs = ["a b", "a b", "a b", "b c", "b c", "c d", "d a", "a a"]
    edges = tuple(edge(number, *pair.split()) for number, pair in enumerate(pairs, 1))
    return Picture(title=None, type="topology", nodes=tuple(map(node, "abcd")), edges=edges)


def sketched() -> Picture:
    """Marks on a grid with a hole, an edge past a node, boxes that interlock, and a node without a mark."""
    places = {"a": (0, 0), "b": (1, 0), "c": (2, 0), "d": (0, 1), "e": (2, 1), "f": (0, 2), "g": (1, 2), "h": (2.5, 2)}
    nodes = [
        node(name, f"10.0.0.{n}/32", mark=Mark(column=column, row=row), cluster="odd" if name in "aeg" else None)
        for n, (name, (column, row)) in enumerate(places.items())
    ]
    pairs = ["ab", "bc", "ac", "ad", "ce", "df", "fg", "gh", "eh", "dh", "bg"]
    edges = [edge(number, *pair) for number, pair in enumerate(pairs, 1)] + [edge(20, "a", "free")]
    box = PictureCluster(id="odd", label="Group", kind="group")
    nodes.append(node("free", shape="host"))
    return Picture(title="As sketched", type="topology", nodes=tuple(nodes), edges=tuple(edges), clusters=(box,))


def live() -> Picture:
    picture = leaf_spine()
    edges = (msgspec.structs.replace(e, state=STATES[n % 4]) for n, e in enumerate(picture.edges))
    return msgspec.structs.replace(picture, title="Running", edges=tuple(edges))


def styled() -> Picture:
    """Looks of single things, and styles of kinds."""
    picture = ring(3)
    nodes = (
        msgspec.structs.replace(picture.nodes[0], look=Look(fill="#102030", color="gold", width=3)),
        *picture.nodes[1:],
    )
    edges = (
        msgspec.structs.replace(picture.edges[0], look=Look(color="red", dashed=True, width=4)),
        *picture.edges[1:],
    )
    styles = {"node": Look(fill="lightblue"), "edge": Look(color="yellow")}
    return msgspec.structs.replace(picture, nodes=nodes, edges=edges, styles=styles)


def disconnected() -> Picture:
    pairs = ["a b", "b c", "d e"]
    edges = tuple(edge(number, *pair.split()) for number, pair in enumerate(pairs, 1))
    return Picture(title=None, type="topology", nodes=tuple(map(node, "abcdefg")), edges=edges)


def empty() -> Picture:
    return Picture(title="Nothing", type="topology", nodes=(), edges=())


PICTURES: Mapping[str, Callable[[], Picture]] = {
    "leaf-spine": leaf_spine,
    "leaf-spine-without-ranks": lambda: leaf_spine(ranks=False),
    "leaf-spine-labelled": lambda: labelled(leaf_spine()),
    "leaf-spine-labelled-sideways": lambda: sideways(labelled(leaf_spine())),
    "leaf-spine-all-labels": lambda: labelled(leaf_spine(2, 3, 0), middle=True),
    "leaf-spine-8x32": lambda: leaf_spine(8, 32, 0),
    "leaf-spine-4x64": lambda: leaf_spine(4, 64, 0),
    "leaf-spine-4x16-labelled": lambda: labelled(leaf_spine(4, 16, 0)),
    "ring-3": lambda: ring(3),
    "ring-4": lambda: ring(4),
    "ring-5-labelled": lambda: labelled(ring(), middle=True),
    "ring-40": lambda: ring(40),
    "hub": hub,
    "pods": pods,
    "pods-labelled": lambda: labelled(pods()),
    "pods-sideways": lambda: sideways(pods()),
    "reflectors": reflectors,
    "route-server": route_server,
    "mesh": mesh,
    "mesh-12": lambda: mesh(12),
    "areas": areas,
    "areas-labelled": lambda: labelled(areas()),
    "parallel": parallel,
    "parallel-labelled": lambda: labelled(parallel(), middle=True),
    "sketched": sketched,
    "sketched-labelled": lambda: labelled(sketched()),
    "live": live,
    "styled": styled,
    "disconnected": disconnected,
    "empty": empty,
}
