"""Words about a picture: accessible names, tooltips, the description of the whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from ..painting import kind_name
from ..picture import Picture, PictureEdge, PictureEnd, PictureNode

_PLURALS = {
    "router": "routers",
    "switch": "switches",
    "host": "hosts",
    "server": "servers",
    "machine": "machines",
    "pod": "pods",
    "lan": "subnets",
    "stub": "stub subnets",
}


def describe(picture: Picture) -> str:
    """One sentence that says what there is to see."""
    shapes = Counter(node.shape for node in picture.nodes)
    parts = [f"{count} {shape if count == 1 else _PLURALS[shape]}" for shape, count in shapes.items()]
    kinds = Counter(kind_name(edge.kind) for edge in picture.edges)
    parts += [
        f"{count} {kind}{'' if count == 1 else ' lines' if kind != 'link' else 's'}" for kind, count in kinds.items()
    ]
    states = Counter(edge.state for edge in picture.edges if edge.state is not None)
    parts += [f"{count} {state}" for state, count in states.items()]
    boxes = list(dict.fromkeys(cluster.label for cluster in picture.clusters if cluster.label))
    if boxes:
        parts.append("boxes " + ", ".join(boxes[:12]))
    return f"Network diagram ({picture.type}): " + "; ".join(parts) + "."


def node_caption(node: PictureNode) -> str:
    what = {"kind": node.noun} if node.noun is not None else {}
    return _with_detail(node.label[0] if node.label else node.id, {**what, **node.detail})


def edge_caption(edge: PictureEdge, names: Mapping[str, str], *, labels: bool = False) -> str:
    """`names`: of nodes by id; `labels`: say what stands in labels, too, because not all of them had room."""
    arrow = "\u2192" if edge.directed else "\u2013"
    text = f"{_end(edge.source, names)} {arrow} {_end(edge.target, names)}"
    if edge.kind != "edge":
        text += f" ({kind_name(edge.kind)})"
    if edge.state is not None:
        text += f": {edge.state}"
    if labels:
        found = (edge.source.label, edge.label, edge.target.label)
        text = "\n".join([text, *(", ".join(lines) for lines in found if lines)])
    state = {"state": edge.word} if edge.word is not None else {}
    return _with_detail(text, {**state, **edge.detail})


def _end(end: PictureEnd, names: Mapping[str, str]) -> str:
    name = names.get(end.node, end.node)
    return f"{name} {end.interface}" if end.interface else name


def _with_detail(text: str, detail: Mapping[str, str]) -> str:
    return "\n".join([text, *(f"{key}: {value}" for key, value in detail.items())])


def identifiers(ids: list[str]) -> dict[str, str]:
    """An XML id for each id: the same characters where XML has them, never the same one twice."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name in ids:
        plain = "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "-" for c in name) or "x"
        unique, number = plain, 2
        while unique in taken:
            unique, number = f"{plain}-{number}", number + 1
        taken.add(unique)
        found[name] = unique
    return found
