"""`links` in every form -> a list of Maps with `interfaces`.

Owns: link shorthands, link groups. Must not: decide types or allocate.
Source: the topology format's "Links": `a-b`, `a-b-c`, `[a, b]`, `{a:, b:, attribute}`, `{interfaces: [...]}`,
a single name (stub), and groups of links with `group` and `members`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..errors import Problems, Span, nearest
from ..model import Map, Seq, copy_tree
from .lags import aggregate, is_lag

_SKIP_PROPAGATION = frozenset({"group", "members", "name"})


def read_links(
    value: Any, at: Span, nodes: Mapping[str, Map], attributes: frozenset[str], problems: Problems
) -> list[Map]:
    """Normalised links; `attributes` are the keys that a link may have beside node names."""
    reader = _LinkReader(nodes, attributes, problems)
    links: list[Map] = []
    for item, where in _flat(value, at, problems):
        links.extend(reader.read(item, where))
    return links


def _flat(value: Any, at: Span, problems: Problems) -> Iterator[tuple[Any, Span]]:
    """A list of links, or a mapping of lists (which only groups them on the page)."""
    if value is None:
        return
    if isinstance(value, Seq):
        for index, item in enumerate(value):
            yield item, value.at(index)
    elif isinstance(value, list):
        for item in value:
            yield item, at
    elif isinstance(value, Map):
        for key, items in value.items():
            if isinstance(items, (Seq, str)):
                yield from _flat(items, value.at(key), problems)
            elif items is not None:
                problems.error("wrong-type", f"`links.{key}` must be a list of links", value.at(key))
    elif isinstance(value, str):
        yield value, at
    else:
        problems.error("wrong-type", "`links` must be a list", at, "example: `links: [ r1-r2 ]`")


class _LinkReader:
    def __init__(self, nodes: Mapping[str, Map], attributes: frozenset[str], problems: Problems) -> None:
        self.nodes = nodes
        self.attributes = attributes
        self.problems = problems

    def read(self, item: Any, at: Span) -> Iterator[Map]:
        if isinstance(item, str):
            names = self.split(item, at)
        elif isinstance(item, Seq):
            names = self.listed(item, at)
        elif isinstance(item, Map):
            if "members" in item and "interfaces" not in item:
                yield from self.group(item)
            elif "group" in item and "lag" not in item:
                self.problems.error(
                    "empty-link", "a group of links needs `members`", item.key_at("group"), "members: [ r1-r2, r2-r3 ]"
                )
            else:
                yield from self.mapping(item)
            return
        else:
            self.problems.error("wrong-type", "a link is `a-b`, a list of nodes or a mapping", at)
            return
        if names:
            yield self.link(names, Map(span=at))

    def link(self, names: list[tuple[Any, Span]], link: Map) -> Map:
        interfaces = Seq(span=link.span)
        for end, at in names:
            if isinstance(end, Map):
                interfaces.append(end)
            else:
                data = Map(span=at)
                dict.__setitem__(data, "node", end)
                interfaces.append(data)
        link["interfaces"] = interfaces
        return link

    def split(self, text: str, at: Span) -> list[tuple[Any, Span]]:
        """`a-b-c`; node names may contain hyphens themselves, then the longest known name wins."""
        if text in self.nodes:
            return [(text, at)]
        parts = text.split("-")
        if all(part in self.nodes for part in parts):
            return [(part, at) for part in parts]
        names: list[tuple[Any, Span]] = []
        start = 0
        while start < len(parts):
            for end in range(len(parts), start, -1):
                name = "-".join(parts[start:end])
                if name in self.nodes:
                    names.append((name, at))
                    start = end
                    break
            else:
                self.unknown(parts[start], at)
                return []
        return names

    def unknown(self, name: str, at: Span) -> None:
        self.problems.error("unknown-node", f"link to unknown node `{name}`", at, nearest(name, self.nodes))

    def listed(self, item: Seq, at: Span) -> list[tuple[Any, Span]]:
        names: list[tuple[Any, Span]] = []
        for index, entry in enumerate(item):
            where = item.at(index)
            if isinstance(entry, str) and entry in self.nodes:
                names.append((entry, where))
            elif isinstance(entry, Map):
                names.extend(self.entry(entry, where))
            elif isinstance(entry, str):
                self.unknown(entry, where)
            else:
                self.problems.error("wrong-type", "an interface is a node name or a mapping with `node`", where)
        return names

    def entry(self, entry: Map, at: Span) -> Iterator[tuple[Any, Span]]:
        node = entry.get("node")
        if not isinstance(node, str):
            self.problems.error("missing-node", "an interface needs `node`", at)
        elif node not in self.nodes:
            self.unknown(node, entry.at("node"))
        else:
            yield entry, at

    def group(self, item: Map) -> Iterator[Map]:
        """`{group, members, attributes}`: every member gets the attributes it does not set itself."""
        shared = [key for key in item if key not in _SKIP_PROPAGATION]
        for member, at in _flat(item["members"], item.at("members"), self.problems):
            for link in self.read(member, at):
                for key in shared:
                    if key not in link:
                        link.move(key, item)
                        link[key] = copy_tree(item[key])
                    elif isinstance(link[key], Map) and isinstance(item[key], Map):
                        for inner in item[key]:
                            if inner not in link[key]:
                                link[key].move(inner, item[key])
                yield link

    def mapping(self, item: Map) -> Iterator[Map]:
        names: list[tuple[Any, Span]] = []
        link = Map(span=item.span)
        for key in item:
            if key == "interfaces":
                continue
            if key in self.nodes and (key not in self.attributes or item[key] is None or isinstance(item[key], Map)):
                end = self.end(key, item)
                if end is not None:
                    names.append((end, item.key_at(key)))
            else:
                link.move(key, item)
        if "interfaces" in item:
            listed = item["interfaces"]
            if isinstance(listed, Seq):
                names.extend(self.listed(listed, item.at("interfaces")))
            elif isinstance(listed, Map):
                for key in listed:
                    end = self.end(key, listed)
                    if end is not None:
                        names.append((end, listed.key_at(key)))
            else:
                self.problems.error("wrong-type", "`interfaces` must be a list", item.at("interfaces"))
        if is_lag(link):
            yield from self.lag(link, names)
        elif names:
            yield self.link(names, link)
        elif not self.misspelt(item):
            self.problems.error(
                "empty-link", "a link needs at least one node", item.span, "name a node: `{ r1:, r2: }`"
            )

    def lag(self, link: Map, names: list[tuple[Any, Span]]) -> Iterator[Map]:
        """A link with `lag.members`; what it says of nodes itself goes before what its members say."""
        lag = link["lag"]
        flat = _flat(lag["members"], lag.at("members"), self.problems)
        members = [member for item, at in flat for member in self.read(item, at)]
        ends = self.link(names, Map(span=link.span))["interfaces"]
        found = aggregate(link, list(ends), members, self.problems)
        if found is not None:
            yield found

    def misspelt(self, item: Map) -> bool:
        """True when a key that should have been a node has its own problem."""
        return any(key not in self.attributes for key in item) or bool(item.get("interfaces")) or "lag" in item

    def end(self, node: str, item: Map) -> Map | None:
        if node not in self.nodes:
            self.unknown(node, item.key_at(node))
            return None
        data = item[node]
        if data is None:
            data = Map(span=item.key_at(node))
        if not isinstance(data, Map):
            self.problems.error(
                "wrong-type", f"interface attributes of `{node}` must be a mapping or empty", item.at(node)
            )
            data = Map(span=item.key_at(node))
        if "node" not in data:
            data.put("node", node, item.key_at(node))
        return data
